// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import EmailTemplates
internal import HTML
internal import Handlebars
internal import MIME
internal import TenantConfiguration

/// One message in the making. Each step takes what it can and notes what is wrong, so that one look finds all faults.
struct Composing {
    let composer: Composer
    let request: SendRequest
    let template: EmailTemplate?
    var sender: Sender?
    var mailboxes: [LocatedMailbox] = []
    var to = AddressList()
    var cc = AddressList()
    var bcc = AddressList()
    var replyTo = AddressList()
    var issues: [CompositionIssue] = []
    private var customFields: [Message.CustomField] = []
    private var subject: RenderedText?
    private var body: RenderedText?
    private var html: HTMLDocument?
    private var content: Message.Body?
    private var images: [Attachment] = []

    init(composer: Composer, request: SendRequest, template: EmailTemplate?) {
        self.composer = composer
        self.request = request
        self.template = template
    }

    var place: SourceLocation {
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

    // MARK: Header fields

    mutating func takeHeaderFields() {
        for (name, value) in self.request.customFields {
            let line = value.string.replacingControlsWithSpaces
            guard let field = Message.CustomField(name, line) else { continue }
            self.customFields.append(field)
            guard !line.hasSameBytes(as: value.string) else { continue }
            self.issues.append(
                CompositionIssue(
                    .lineBreakInHeader, "a line break or control character in \(field.name) becomes a space",
                    at: value.location(), evidence: value.string.escapedForDisplay,
                    fix: "remove it; a header field is one line"))
        }
    }

    // MARK: Texts

    mutating func renderSubject(_ text: PreparedTemplate.Text?, data: Value, locale: String) {
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

    mutating func renderBody(_ text: PreparedTemplate.Text?, data: Value, locale: String, type: BodyType) {
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
        case .html: self.setHTML(body)
        }
    }

    private mutating func setHTML(_ body: RenderedText) {
        let isAlone = self.composer.bodyForm == .single
        // Only images need the tree of HTML that goes out alone, and reading it takes most of the time of composing.
        guard !isAlone || self.composer.imageForm == .cid && InlineImages.mayBeIn(body.bytes) else {
            self.content = .html(body.bytes, textAlternative: nil)
            return
        }
        do throws(HTMLError) {
            let html = try HTMLDocument(parsing: body.bytes)
            self.html = html
            let text = isAlone ? nil : html.plainText(isWrapped: !self.composer.isTextFlowed)
            self.content = .html(self.embeddingImages(of: body, in: html), textAlternative: text)
        } catch {
            guard !isAlone else {
                self.content = .html(body.bytes, textAlternative: nil)
                return
            }
            self.issues.append(
                CompositionIssue(
                    .unreadableHTML, error.message, at: body.location(of: error.offset ?? 0),
                    fix: "use simpler HTML; mail programs have limits too"))
        }
    }

    /// The HTML as it goes out, its images taken note of.
    private mutating func embeddingImages(of body: RenderedText, in html: HTMLDocument) -> [UInt8] {
        guard self.composer.imageForm == .cid else { return body.bytes }
        let inline = InlineImages(of: body.bytes, in: html)
        self.images = inline.images
        self.issues += inline.faults.map { fault in
            CompositionIssue(
                .imageNotEmbedded, "the data: URL of an image \(fault.message), so it stays as it is",
                at: body.location(of: fault.offset), evidence: fault.value.escapedForDisplay,
                fix: "write data:image/png;base64,… or link to an https: address")
        }
        return inline.html
    }

    private mutating func reportMissing(_ field: String, locale: String) {
        // A text that could not be read was reported when that was tried.
        let unreadable = self.template?.unreadableTexts ?? []
        guard unreadable.isDisjoint(with: [field, "\(field).\(locale)"]) else { return }
        if let place = self.template.flatMap({ $0.nullTexts["\(field).\(locale)"] ?? $0.nullTexts[field] }) {
            self.issues.append(
                CompositionIssue(
                    .textMissing, "there is no \(field) for the locale \(locale): it is null", at: place,
                    fix: "write the text in place of null"))
            return
        }
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
            request: self.request, sender: self.sender, mailboxes: self.mailboxes, subject: self.subject,
            body: self.body, bodyType: bodyType,
            html: self.html,
            issues: self.issues)
        guard !self.issues.contains(where: \.isFatal), let sender = self.sender, let subject = self.subject,
            let content = self.content
        else { return composed }
        let line = subject.string.replacingControlsWithSpaces
        composed.message = Message(
            from: sender.mailbox, to: self.to, cc: self.cc, bcc: self.bcc, replyTo: self.replyTo, subject: line,
            body: content, isTextFlowed: self.composer.isTextFlowed,
            savesToSentItems: self.composer.savesToSentItems,
            attachments: self.images + self.request.attachments, unsubscribe: self.request.unsubscribe,
            customFields: self.customFields, date: self.composer.date,
            messageID: self.messageID(sender: sender.mailbox.address, subject: line))
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
        for mailbox in self.replyTo.mailboxes { hash.combine(mailbox.address.serialized) }
        for uri in self.request.unsubscribe?.uris ?? [] { hash.combine(uri.text) }
        for field in self.customFields { hash.combine("\(field.name): \(field.value)") }
        for attachment in self.request.attachments {
            hash.combine(attachment.name)
            hash.combine(attachment.content)
        }
        hash.combine(self.composer.uniqueness)
        return MessageID(unique: hash, domain: sender.domain)
    }
}
