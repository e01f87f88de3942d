// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import Composition
internal import EmailProvider
internal import TenantConfiguration

/// The provider itself takes what the templates send (`verify --live`).
struct LiveRules: Rule {
    private static let unusable = RuleDescription(
        "provider-unusable", "The provider can be asked: its settings are complete, its secrets known.", .always(.error)
    )
    private static let stage = RuleDescription(
        "provider-stage-failed", "The provider agrees at every stage before a message.", .always(.error))
    private static let concern = RuleDescription(
        "provider-stage-concern", "Nothing that the provider said leaves something to mend.", .always(.warning))
    private static let refused = RuleDescription(
        "test-message-refused", "The provider takes a test message of every template.", .always(.error))
    private static let unknown = RuleDescription(
        "test-message-unknown", "The provider's reply to every test message arrives.", .always(.error))

    var descriptions: [RuleDescription] {
        [Self.unusable, Self.stage, Self.concern, Self.refused, Self.unknown]
    }

    func check(_ subject: VerificationSubject, into findings: inout FindingCollector) {
        guard let live = subject.live else { return }
        if let obstacle = live.obstacle {
            findings.add(Self.unusable, obstacle.message, at: obstacle.location, fix: obstacle.fix)
        }
        let place = subject.provider.location ?? SourceLocation(file: "--provider")
        for preflight in live.preflights { self.check(preflight, at: place, into: &findings) }
        for delivery in live.deliveries {
            self.check(delivery, of: subject.messages[delivery.messageIndex], at: place, into: &findings)
        }
    }

    private func check(
        _ preflight: LiveVerification.Preflight, at place: SourceLocation, into findings: inout FindingCollector
    ) {
        let sender = preflight.inquiry.sender
        for stage in preflight.log.stages {
            // A failure that the whole does not suffer from, such as that of QUIT, stops nothing.
            if stage.result == .failed, preflight.log.failure != nil {
                findings.add(
                    Self.stage, "\(stage.name) failed with the sender \(sender): \(stage.said ?? "no answer")",
                    at: place,
                    fix: stage.advice)
            } else if stage.result == .failed || stage.advice != nil {
                findings.add(
                    Self.concern, "\(stage.name): \(stage.advice ?? "it failed, which changes nothing")", at: place,
                    evidence: stage.said)
            }
        }
    }

    private func check(
        _ delivery: LiveVerification.Delivery, of message: VerifiedMessage, at place: SourceLocation,
        into findings: inout FindingCollector
    ) {
        // Why messages were held back is a finding already.
        guard !delivery.isHeldBack else { return }
        for outcome in delivery.outcomes where outcome.result != .sent {
            let reply = outcome.reply ?? "it was not tried"
            let isUnknown = outcome.result == .unknown
            let name = isUnknown ? message.composed.message.map { " (Message-ID \($0.messageID))" } : nil
            findings.add(
                isUnknown ? Self.unknown : Self.refused,
                "the test message to \(outcome.recipient) was \(outcome.result.participle)\(name ?? ""): \(reply)",
                at: place, message: message, fix: outcome.advice)
        }
    }
}

extension DeliveryOutcome.Result {
    fileprivate var participle: String {
        switch self {
        case .sent: "sent"
        case .refused: "refused"
        case .temporary: "refused for now"
        case .unknown: "handed over, and nobody knows whether it was taken"
        case .notAttempted: "not sent"
        }
    }
}
