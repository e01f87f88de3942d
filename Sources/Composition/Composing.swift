// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import Configuration
internal import EmailTemplates
internal import HTML
internal import Handlebars
internal import MIME

/// One message in the making. Each step takes what it can and notes what is wrong, so that one look finds all faults.
struct Composing {
    let composer: Composer
    let request: SendRequest
    let template: EmailTemplate?
    private var sender: Sender?
    private var to = AddressList()
    private var cc = AddressList()
    private var bcc = AddressList()
    private var subject: RenderedText?
    private var body: RenderedText?
    private var html: HTMLDocument?
    private var content: Message.Body?
    private var issues: [CompositionIssue] = []

    init(composer: Composer, request: SendRequest, template: EmailTemplate?) {
        self.composer = composer
        self.request = request
        self.template = template
    }

    private var place: SourceLocation {
        self.template?.location ?? self.request.to?.location() ?? SourceLocation(file: "request")
    }

    mutating func reportIgnoredParameters() {
        for (name, text) in [("subject", self.request.subject), ("body", self.request.body)] {
            guard let text else { continue }
            self.issues.append(
                CompositionIssue(
                    .parameterIgnored, "\(name) has no effect beside templateName: the template's is sent",
                    at: text.location(), fix: "remove it, or remove templateName"))
        }
    }

    mutating func reportDisabled() {
        self.issues.append(
            CompositionIssue(
                .templateDisabled, "the template is disabled: AIC sends nothing", at: self.place,
                fix: "set enabled to true"))
    }

    // MARK: Addresses

    mutating func resolveAddresses() {
        do throws(CompositionIssue) {
            let (sender, issues) = try Sender.resolve(
                request: self.request, template: self.template, provider: self.composer.provider)
            self.sender = sender
            self.issues += issues
        } catch {
            self.issues.append(error)
        }
        self.to = self.addresses(self.request.to, field: "To")
        if self.to.mailboxes.isEmpty, !self.issues.contains(where: { $0.code == .recipientInvalid }) {
            self.issues.append(
                CompositionIssue(
                    .recipientAbsent, "there is nobody to send to", at: self.request.to?.location() ?? self.place,
                    fix: "name a recipient with to"))
        }
        self.cc = self.addresses(self.request.cc, field: "Cc")
        self.bcc = self.addresses(self.request.bcc, field: "Bcc")
        self.judgeInternationalAddresses()
    }

    private mutating func addresses(_ text: SourceText?, field: String) -> AddressList {
        guard let text else { return AddressList() }
        do throws(AddressError) {
            let reading = try AddressList.Reading(text.string)
            self.issues += reading.lineBreakIssues(in: text, field: field)
            return reading.list.withNamesOnOneLine
        } catch {
            self.issues.append(
                CompositionIssue(
                    .recipientInvalid, "an address of \(field) is not valid: \(error.message)",
                    at: text.location(of: error.offset), evidence: text.string.escapedForDisplay,
                    fix: "write addresses as ada@example.com, with commas between them"))
            return AddressList()
        }
    }

    /// Judges each address by itself, so that one look finds all that cannot be sent to.
    private mutating func judgeInternationalAddresses() {
        let recipients = [(self.request.to, self.to), (self.request.cc, self.cc), (self.request.bcc, self.bcc)]
        var addresses = recipients.flatMap { text, list in
            list.mailboxes.map { (text: text, address: $0.address) }
        }
        if let sender = self.sender { addresses.insert((sender.text, sender.mailbox.address), at: 0) }
        var seen: Set<AddrSpec> = []
        for (text, address) in addresses where address.isInternationalized && seen.insert(address).inserted {
            let verdict = InternationalAddressRule.judge([address], provider: self.composer.provider)
            guard case .refused(let refusal) = verdict else { continue }
            self.issues.append(
                CompositionIssue(
                    .addressNotAllowed, "\(refusal.message); \(refusal.referenceBehavior)",
                    at: text?.location() ?? self.place, evidence: address.description, fix: refusal.fix))
        }
    }

    // MARK: Texts

    mutating func renderSubject(_ text: PreparedTemplate.PreparedText?, data: Value, locale: String) {
        guard let text else { return self.reportMissing("subject", locale: locale) }
        do throws(CompositionIssue) {
            self.subject = try text.render(data, escaping: .none)
            self.checkSubject()
        } catch {
            self.issues.append(error)
        }
    }

    mutating func takeSubject(_ text: SourceText) {
        self.subject = RenderedText(verbatim: text)
        self.checkSubject()
    }

    private mutating func checkSubject() {
        guard let subject = self.subject,
            let offset = subject.bytes.firstIndex(where: { $0 == .carriageReturn || $0 == .lineFeed || $0 == .nul })
        else { return }
        self.issues.append(
            CompositionIssue(
                .lineBreakInHeader, "a line break or NUL in the subject becomes a space",
                at: subject.location(of: offset), evidence: subject.string.escapedForDisplay,
                fix: "remove it; a subject is one line"))
    }

    mutating func renderBody(_ text: PreparedTemplate.PreparedText?, data: Value, locale: String, type: BodyType) {
        guard let text else { return self.reportMissing("message", locale: locale) }
        do throws(CompositionIssue) {
            guard type == .plainText else { return self.setBody(try text.render(data, escaping: .html), type: type) }
            let body = try text.render(data, escaping: .none)
            self.compare(body, withReference: try text.render(data, escaping: .html))
            self.setBody(body, type: type)
        } catch {
            self.issues.append(error)
        }
    }

    /// Plain text has nothing to escape; AIC escapes it all the same and so breaks links in it.
    private mutating func compare(_ body: RenderedText, withReference reference: RenderedText) {
        guard body.bytes != reference.bytes else { return }
        // Where one is the beginning of the other, the last character of the body was escaped.
        let offset =
            zip(body.bytes, reference.bytes).enumerated().first { $1.0 != $1.1 }?.offset ?? max(0, body.bytes.count - 1)
        let start = offset - min(offset, 30)
        let context = String(decoding: reference.bytes[start..<min(offset + 30, reference.bytes.count)], as: UTF8.self)
        self.issues.append(
            CompositionIssue(
                .escapedByReference, "AIC escapes values for HTML in plain text too, so readers would see the escapes",
                at: body.location(of: offset), evidence: context.escapedForDisplay,
                fix: "send links and names in text/html, or keep & < > \" ' ` = out of the values"))
    }

    mutating func takeBody(_ text: SourceText, type: BodyType) {
        self.setBody(RenderedText(verbatim: text), type: type)
    }

    private mutating func setBody(_ body: RenderedText, type: BodyType) {
        self.body = body
        guard body.bytes.count <= Composer.bodyLimit else {
            self.issues.append(
                CompositionIssue(
                    .bodyTooLarge, "the body has \(body.bytes.count) bytes; \(Composer.bodyLimit) are allowed",
                    at: body.location(of: 0), fix: "shorten it: no mail program shows such a message"))
            return
        }
        switch type {
        case .plainText: self.content = .plainText(body.bytes)
        case .xml: self.content = .xml(body.bytes)
        case .html:
            guard self.composer.bodyForm == .alternative else {
                self.content = .html(body.bytes, textAlternative: nil)
                return
            }
            do throws(HTMLError) {
                let html = try HTMLDocument(parsing: body.bytes)
                self.content = .html(body.bytes, textAlternative: html.plainText())
                self.html = html
            } catch {
                self.issues.append(
                    CompositionIssue(
                        .unreadableHTML, error.message, at: body.location(of: error.offset ?? 0),
                        fix: "use simpler HTML; mail programs have limits too"))
            }
        }
    }

    private mutating func reportMissing(_ field: String, locale: String) {
        // A text that could not be read was reported when that was tried.
        let unreadable = self.template?.unreadableTexts ?? []
        guard unreadable.isDisjoint(with: [field, "\(field).\(locale)"]) else { return }
        let present = (field == "subject" ? self.template?.subject : self.template?.message)?.map(\.locale) ?? []
        self.issues.append(
            CompositionIssue(
                .textMissing, "there is no \(field) for the locale \(locale)", at: self.place,
                evidence: present.isEmpty ? nil : "present: " + present.joined(separator: ", "),
                fix: "add \(field).\(locale)"))
    }

    mutating func requestedBodyType() -> BodyType {
        guard let text = self.request.type else { return .plainText }
        if let type = BodyType(named: text.string) { return type }
        self.issues.append(
            CompositionIssue(
                .typeNotHandled, "Email type: \(text.string.escapedForDisplay) is not handled", at: text.location(),
                fix: "use text/html, text/plain or text/xml, without parameters"))
        return .plainText
    }

    // MARK: The message

    func finish(bodyType: BodyType) -> ComposedMessage {
        var composed = ComposedMessage(
            sender: self.sender, subject: self.subject, body: self.body, bodyType: bodyType, html: self.html,
            issues: self.issues)
        guard !self.issues.contains(where: \.isFatal), let sender = self.sender, let subject = self.subject,
            let content = self.content
        else { return composed }
        let line = subject.string.replacingControlsWithSpaces
        composed.message = Message(
            from: sender.mailbox, to: self.to, cc: self.cc, bcc: self.bcc, subject: line, body: content,
            date: self.composer.date, messageID: self.messageID(sender: sender.mailbox.address, subject: line))
        return composed
    }

    /// An identifier made from what the message says, so that the same message has the same one.
    private func messageID(sender: AddrSpec, subject: String) -> MessageID {
        var hash = StableHash()
        hash.combine(sender.serialized)
        for recipient in (self.to.mailboxes + self.cc.mailboxes + self.bcc.mailboxes) {
            hash.combine(recipient.address.serialized)
        }
        hash.combine(self.composer.date.description)
        hash.combine(subject)
        hash.combine(self.body?.bytes ?? [])
        hash.combine(self.composer.uniqueness)
        return MessageID(unique: hash, domain: sender.domain)
    }
}
