// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import Composition
internal import MIME

/// Addresses have a form that servers take, not just one that the standards allow.
struct AddressFormRules: Rule {
    private static let quoted = RuleDescription(
        "address-quoted", "A local part needs no quotation marks, because many providers refuse them.",
        .always(.warning))
    private static let literal = RuleDescription(
        "address-literal", "A domain is a name, because many servers refuse an IP address in its place.",
        .always(.warning))

    var descriptions: [RuleDescription] { [Self.quoted, Self.literal] }

    func check(_ subject: VerificationSubject, into findings: inout FindingCollector) {
        for message in subject.messages {
            for mailbox in message.composed.mailboxes {
                let address = mailbox.mailbox.address
                if address.localPart.serialized.utf8.first == .ascii("\"") {
                    findings.add(
                        Self.quoted, "the local part of \(address) needs quotation marks, which many providers refuse",
                        at: mailbox.locationOfAddress(), message: message, evidence: address.description,
                        fix: "use an address whose local part has only letters, digits, dots and hyphens")
                }
                if address.domain.ascii.utf8.first == .ascii("[") {
                    findings.add(
                        Self.literal, "\(address) names an IP address in place of a domain, which many servers refuse",
                        at: mailbox.locationOfAddress(), message: message, evidence: address.description,
                        fix: "use the name of the domain")
                }
            }
        }
    }
}
