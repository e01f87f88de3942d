// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Composition
import MIME
import TenantConfiguration
import Verification

extension RuleCase {
    /// - Parameter fails: Whether the whole fails with the stage.
    private static func preflight(
        _ stage: DeliveryStage, fails: Bool? = nil
    ) -> @Sendable (inout VerificationSubject) throws -> Void {
        { subject in
            var live = LiveVerification()
            let inquiry = DeliveryInquiry(sender: try AddrSpec("a@b.example"), recipients: [])
            live.preflights = [
                .init(
                    inquiry: inquiry,
                    log: StageLog(stages: [stage], failure: fails ?? (stage.result == .failed) ? .unavailable : nil))
            ]
            subject.live = live
        }
    }

    private static func delivery(
        _ result: DeliveryOutcome.Result, isHeldBack: Bool = false
    ) -> @Sendable (inout VerificationSubject) throws -> Void {
        { subject in
            var live = LiveVerification()
            let outcome = DeliveryOutcome(
                recipient: try AddrSpec("a@b.example"), result: result, reply: "550 no", advice: "ask why")
            live.deliveries = [.init(messageIndex: 0, outcomes: [outcome], isHeldBack: isHeldBack)]
            subject.live = live
        }
    }

    private static func scenario(_ edit: @escaping @Sendable (inout VerificationSubject) throws -> Void) -> Scenario {
        Scenario().with { $0.edit = edit }
    }

    /// What the provider itself says.
    static let live: [RuleCase] = [
        RuleCase(
            "provider-unusable", "a password that only the tenant knows", stops, at: "here",
            violation: scenario { subject in
                var live = LiveVerification()
                live.obstacle = Problem(
                    .missingValue, "the password is not available", at: SourceLocation(file: "here"), fix: "give it")
                subject.live = live
            },
            neighbor: scenario { $0.live = LiveVerification() }),
        RuleCase(
            "provider-stage-failed", "a server that refuses the sender", stops, at: "--provider",
            violation: scenario(
                preflight(DeliveryStage(.mail, result: .failed, said: "550", advice: "verify it"))),
            neighbor: scenario(
                preflight(DeliveryStage(.quit, result: .failed, said: "500", advice: "x"), fails: false))),
        RuleCase(
            "provider-stage-concern", "STARTTLS that is not offered", warns, at: "--provider", hasFix: false,
            violation: scenario(
                preflight(DeliveryStage(.starttls, result: .skipped, said: "not offered", advice: "require it"))),
            neighbor: scenario(preflight(DeliveryStage(.auth, result: .skipped, said: "auth.enable is false")))),
        RuleCase(
            "test-message-refused", "a recipient who is not there", stops, at: "--provider",
            violation: scenario(delivery(.refused)), neighbor: scenario(delivery(.sent))),
        RuleCase(
            "test-message-refused", "a message that was not tried", stops, at: "--provider",
            violation: scenario(delivery(.notAttempted)), neighbor: scenario(delivery(.notAttempted, isHeldBack: true))),
        RuleCase(
            "test-message-unknown", "a reply that was lost", stops, at: "--provider",
            violation: scenario(delivery(.unknown)), neighbor: scenario(delivery(.sent))),
    ]
}
