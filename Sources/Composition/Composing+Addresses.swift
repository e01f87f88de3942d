// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import EmailTemplates
internal import MIME
internal import TenantConfiguration

extension Composing {
    mutating func resolveAddresses() {
        do throws(CompositionIssue) {
            let (sender, issues) = try Sender.resolve(
                request: self.request, template: self.template, provider: self.composer.provider)
            self.sender = sender
            self.mailboxes = LocatedMailbox.locate(
                AddressList(mailboxes: [sender.mailbox]), in: sender.text, field: "From")
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
        self.replyTo = self.addresses(self.request.replyTo, field: "Reply-To")
        self.judgeAddresses()
    }

    private mutating func addresses(_ text: SourceText?, field: String) -> AddressList {
        guard let text else { return AddressList() }
        do throws(AddressError) {
            let reading = try AddressList.Reading(text.string)
            self.issues += reading.lineBreakIssues(in: text, field: field)
            let list = reading.list.withNamesOnOneLine
            self.mailboxes += LocatedMailbox.locate(list, in: text, field: field)
            return list
        } catch {
            self.issues.append(
                CompositionIssue(.recipientInvalid, "an address of \(field) is not valid", because: error, in: text))
            return AddressList()
        }
    }

    /// Judges each address by itself, so that one look finds all that cannot be used.
    private mutating func judgeAddresses() {
        var seen: [InternationalAddressRule.Role: Set<AddrSpec>] = [:]
        for mailbox in self.mailboxes
        where seen[mailbox.role, default: []].insert(mailbox.mailbox.address).inserted {
            let address = mailbox.mailbox.address
            if let mark = address.localPart.routingMark {
                self.issues.append(
                    CompositionIssue(
                        .addressRoutes,
                        "the local part holds “\(mark)”, which relays read as a route to another host; AIC would send "
                            + "the mail", at: mailbox.locationOfAddress(), evidence: address.description,
                        fix: "use the address of the mailbox itself"))
            }
            let verdict = InternationalAddressRule.judge(
                [address], as: mailbox.role, provider: self.composer.provider)
            guard case .refused(let refusal) = verdict else { continue }
            self.issues.append(
                CompositionIssue(
                    .addressNotAllowed, "\(refusal.message); \(refusal.referenceBehavior)",
                    at: mailbox.locationOfAddress(), evidence: address.description, fix: refusal.fix))
        }
    }
}

extension LocalPart {
    /// What makes a route of a local part: the bang path of UUCP (`host!user`) and the percent hack (`user%host`).
    fileprivate var routingMark: String? {
        ["!", "%"].first { mark in self.text.utf8.contains { mark.utf8.first == $0 } }
    }
}
