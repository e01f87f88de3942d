// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import Composition
internal import MIME
internal import TenantConfiguration

/// A display name does not pose as another address: many mail programs show the name alone.
struct AddressInNameRule: Rule {
    private static let rule = RuleDescription(
        "address-in-name", "A display name holds no address but its own.", .beforePromotion)

    var descriptions: [RuleDescription] { [Self.rule] }

    func check(_ subject: VerificationSubject, into findings: inout FindingCollector) {
        for message in subject.messages {
            for mailbox in message.composed.mailboxes {
                let own = mailbox.mailbox.address
                guard let name = mailbox.mailbox.displayName,
                    let (address, offset) = Self.addresses(in: name).first(where: { !Self.isSame($0.address, own) })
                else { continue }
                findings.add(
                    Self.rule,
                    "a name of \(mailbox.field) holds the address \(address), which many mail programs show in place of "
                        + "\(own)", at: mailbox.locationOfName(at: offset), message: message,
                    evidence: mailbox.mailbox.description.escapedForDisplay,
                    fix: "write a name without an address, or with its own")
            }
        }
    }

    /// The addresses in a name with their offsets in bytes, their `@` in any width.
    private static func addresses(in name: String) -> [(address: AddrSpec, offset: Int)] {
        let words = name.unicodeScalars.split {
            $0.properties.isWhitespace || "<>()[],;:\"'".unicodeScalars.contains($0)
        }
        return words.compactMap { word in
            var text = String.UnicodeScalarView()
            text += word.map { ["\u{FF20}", "\u{FE6B}"].contains($0) ? "@" : $0 }
            guard let address = try? AddrSpec(String(text)) else { return nil }
            return (address, name.utf8.distance(from: name.startIndex, to: word.startIndex))
        }
    }

    /// Whether the case of ASCII letters is all that differs.
    private static func isSame(_ lhs: AddrSpec, _ rhs: AddrSpec) -> Bool {
        lhs.domain == rhs.domain && lhs.localPart.text.utf8.equalsIgnoringASCIICase(rhs.localPart.text.utf8)
    }
}
