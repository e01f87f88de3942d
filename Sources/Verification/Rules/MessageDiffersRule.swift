// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import Composition
internal import TenantConfiguration

/// What arrives is what was meant.
struct MessageDiffersRule: Rule {
    static let rule = RuleDescription(
        "message-differs", "A message that is sent, received and parsed is the one that was composed.",
        .always(.error))

    var descriptions: [RuleDescription] { [Self.rule] }

    func check(_ subject: VerificationSubject, into findings: inout FindingCollector) {
        for verified in subject.messages {
            guard let source = verified.composed.body?.source else { continue }
            for difference in Self.differences(of: verified) {
                findings.add(
                    Self.rule, "the message that arrived differs: \(difference)", at: source.location(),
                    message: verified, fix: "this is a fault of Galley; please report it with the template")
            }
        }
    }

    /// What differs between a message and what became of it.
    static func differences(of verified: VerifiedMessage) -> [String] {
        guard let message = verified.composed.message else { return [] }
        return switch verified.transmission {
        case .delivered(let received): RoundTrip.differences(between: message, and: received)
        case .encoded(let json): RoundTrip.differences(between: message, andGraphJSON: json)
        case .notAttempted, .failed: []
        }
    }
}
