// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import Composition
internal import MIME

/// Local parts are of characters that everybody has, and that stay what they are.
struct AddressCharacterRules: Rule {
    private static let unassigned = RuleDescription(
        "address-unassigned-character", "A local part holds no code point that Unicode has not assigned.",
        .always(.warning))
    private static let privateUse = RuleDescription(
        "address-private-character", "A local part holds no code point for private use.", .always(.warning))
    private static let compatibility = RuleDescription(
        "address-compatibility-character",
        "A local part holds no character that normalization form KC replaces with others.", .always(.warning))

    var descriptions: [RuleDescription] { [Self.unassigned, Self.privateUse, Self.compatibility] }

    func check(_ subject: VerificationSubject, into findings: inout FindingCollector) {
        for message in subject.messages {
            for mailbox in message.composed.mailboxes where mailbox.mailbox.address.isInternationalized {
                var offset = 0
                var seen: Set<RuleDescription> = []
                for scalar in mailbox.mailbox.address.localPart.text.unicodeScalars {
                    if let (rule, reason, fix) = Self.fault(of: scalar), seen.insert(rule).inserted {
                        findings.add(
                            rule, "an address of \(mailbox.field) holds \(scalar.codePointAndName), \(reason)",
                            at: mailbox.locationOfAddress(at: offset), message: message,
                            evidence: mailbox.mailbox.address.description.escapedForDisplay, fix: fix)
                    }
                    offset += UTF8.width(scalar)
                }
            }
        }
    }

    private static func fault(
        of scalar: Unicode.Scalar
    ) -> (rule: RuleDescription, reason: String, fix: String)? {
        guard !scalar.isASCII else { return nil }
        switch scalar.properties.generalCategory {
        case .unassigned:
            return (Self.unassigned, "which is no character yet", "check how the address is really written")
        case .privateUse:
            return (
                Self.privateUse, "which means something else on every system",
                "check how the address is really written"
            )
        default:
            guard let text = scalar.compatibilityForm else { return nil }
            return (
                Self.compatibility, "which many systems replace with \(text.escapedForDisplay)",
                "ask its owner which form the mailbox has: to change it may make another mailbox of it"
            )
        }
    }
}

extension Unicode.Scalar {
    /// What normalization form KC makes of the character; `nil` where that is the character itself, and where the
    /// mapping of domain names (Unicode Technical Standard 46, section 4), which stands in for it here, has no answer.
    package var compatibilityForm: String? {
        let text = self.properties.lowercaseMapping
        guard let mapped = try? Domain(text + ".example").unicode.utf8.dropLast(".example".utf8.count) else {
            return nil
        }
        let form = String(decoding: Array(mapped), as: UTF8.self)
        // Equality of strings is canonical equivalence.
        guard form != text else { return nil }
        // The mapping folds case, too. That keeps the number of letters, those of a ligature aside.
        let isFolded = form.uppercased() == text.uppercased()
        return isFolded && form.decomposedCount <= text.decomposedCount ? nil : form
    }
}
