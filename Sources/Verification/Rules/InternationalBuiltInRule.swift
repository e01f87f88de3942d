// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import Composition
internal import EmailProvider
internal import MIME
internal import TenantConfiguration

/// Says where Galley's built-in server takes what AIC's does not: addresses beyond ASCII.
struct InternationalBuiltInRule: Rule {
    private static let rule = RuleDescription(
        "international-built-in", "Addresses beyond ASCII do not rely on AIC's built-in server.", .beforePromotion)

    var descriptions: [RuleDescription] { [Self.rule] }

    func check(_ subject: VerificationSubject, into findings: inout FindingCollector) {
        guard subject.provider.kind == .builtIn else { return }
        for message in subject.messages {
            guard let address = message.composed.message?.envelopeAddresses.first(where: \.isInternationalized) else {
                continue
            }
            findings.add(
                Self.rule, "AIC's built-in server takes no address beyond ASCII such as \(address)",
                at: subject.provider.location ?? SourceLocation(file: "--provider"), message: message,
                fix: "use an SMTP provider whose server supports SMTPUTF8")
        }
    }
}
