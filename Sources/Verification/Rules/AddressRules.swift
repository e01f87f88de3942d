// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import Composition
internal import EmailProvider
internal import MIME
internal import TenantConfiguration

/// Names and addresses are what they look like: no hidden characters, one normalization, one script.
struct AddressRules: Rule {
    private static let hidden = RuleDescription(
        "address-hidden-character", "Names and addresses have no characters that nobody sees or that turn the text.",
        .beforePromotion)
    private static let normalization = RuleDescription(
        "address-not-normalized", "Names and addresses are in Unicode normalization form C.", .always(.warning))
    private static let mixedScript = RuleDescription(
        "address-mixed-script", "A word of a name or address is written in one script.", .always(.warning))
    private static let domain = RuleDescription(
        "domain-not-converted", "Domains are A-labels already, because AIC does not convert them.", .always(.warning))

    var descriptions: [RuleDescription] { [Self.hidden, Self.normalization, Self.mixedScript, Self.domain] }

    func check(_ subject: VerificationSubject, into findings: inout FindingCollector) {
        for message in subject.messages {
            for mailbox in message.composed.mailboxes {
                for text in Self.texts(of: mailbox) { Self.check(text, of: message, into: &findings) }
                let address = mailbox.mailbox.address
                guard mailbox.isDomainInUnicode else { continue }
                findings.add(
                    Self.domain, "AIC passes the domain \(address.domain.unicode) on as it is, which servers refuse",
                    at: mailbox.locationOfAddress(), message: message, evidence: address.description,
                    fix: "write it as \(address.domain.ascii)")
            }
        }
    }

    /// A name, a local part or a domain.
    private struct Text {
        var value: String
        /// What it is, for messages.
        var role: String
        var isName = false
        /// Where it begins in the name or address.
        var start = 0
        var mailbox: LocatedMailbox

        func location(_ offset: Int) -> SourceLocation {
            self.isName
                ? self.mailbox.locationOfName(at: offset) : self.mailbox.locationOfAddress(at: self.start + offset)
        }
    }

    private static func texts(of mailbox: LocatedMailbox) -> [Text] {
        let address = mailbox.mailbox.address
        let parts = [
            Text(value: address.localPart.text, role: "an address of \(mailbox.field)", mailbox: mailbox),
            Text(
                value: address.domain.unicode, role: "a domain of \(mailbox.field)",
                start: address.localPart.serialized.utf8.count + 1, mailbox: mailbox),
        ]
        guard let name = mailbox.mailbox.displayName else { return parts }
        return [Text(value: name, role: "a name of \(mailbox.field)", isName: true, mailbox: mailbox)] + parts
    }

    private static func check(_ text: Text, of message: VerifiedMessage, into findings: inout FindingCollector) {
        guard !text.value.utf8.allSatisfy(\.isASCII) else { return }
        let evidence = text.value.escapedForDisplay
        if let (scalar, offset) = text.value.firstHidden(allowsJoiners: text.isName) {
            findings.add(
                Self.hidden, "\(text.role) holds \(scalar.codePointAndName), which hides what it says",
                at: text.location(offset), message: message, evidence: evidence, fix: "remove the character")
        }
        if !text.value.isNormalized {
            findings.add(
                Self.normalization, "\(text.role) is not in normalization form C, so others write it in other bytes",
                at: text.location(0), message: message, evidence: evidence,
                fix: text.isName
                    ? "write it in normalization form C"
                    : "ask its owner which form the mailbox has: to change it may make another mailbox of it")
        }
        if let scripts = text.value.mixedScripts {
            findings.add(
                Self.mixedScript, "\(text.role) mixes the scripts \(scripts.joined(separator: " and ")) in one word",
                at: text.location(0), message: message, evidence: evidence,
                fix: "write the word in one script: letters of others look alike and are not the same")
        }
    }
}

extension String {
    /// The scripts of the first word that mixes them.
    fileprivate var mixedScripts: [String]? {
        self.unicodeScalars.split {
            !$0.properties.isAlphabetic && $0.properties.canonicalCombiningClass == .notReordered
        }
        .lazy.compactMap { Script.mixture(in: $0) }.first
    }
}
