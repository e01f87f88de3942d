// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import Composition
internal import TenantConfiguration

/// Every message can be delivered to the embedded server, or encoded for Graph.
struct DeliveryFailedRule: Rule {
    private static let rule = RuleDescription(
        "delivery-failed", "Every message that was composed can be delivered.", .always(.error))

    var descriptions: [RuleDescription] { [Self.rule] }

    func check(_ subject: VerificationSubject, into findings: inout FindingCollector) {
        for verified in subject.messages {
            guard case .failed(let reason) = verified.transmission, let source = verified.composed.body?.source else {
                continue
            }
            findings.add(
                Self.rule, "the message could not be delivered: \(reason)", at: source.location(), message: verified,
                fix: "this is a fault of Galley or of the loopback interface; please report it with the template")
        }
    }
}
