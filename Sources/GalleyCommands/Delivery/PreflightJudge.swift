// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import Composition
internal import MIME
internal import Verification

/// Says whose messages need not be tried, going by the pre-flights.
struct PreflightJudge {
    private let preflights: [LiveVerification.Preflight]
    private let sendsPartially: Bool

    /// - Parameter sendsPartially: Whether a message goes to those recipients that the server takes
    ///   (`mail.smtp.sendpartial`), so that one that it refuses keeps it from nobody else.
    init(_ preflights: [LiveVerification.Preflight], sendsPartially: Bool) {
        self.preflights = preflights
        self.sendsPartially = sendsPartially
    }

    /// The stage that keeps a sender's messages from being sent; `nil` where nothing does.
    func failedStage(for sender: AddrSpec) -> DeliveryStage? {
        if let log = self.preflights.lazy.map(\.log).first(where: \.failsForAllSenders) { return log.failedStage }
        guard let stage = self.preflights.first(where: { $0.inquiry.sender == sender })?.log.failedStage,
            !(self.sendsPartially && stage.kind == .rcpt)
        else { return nil }
        return stage
    }
}

extension StageLog {
    /// The first stage that failed, where the whole did.
    fileprivate var failedStage: DeliveryStage? {
        self.failure == nil ? nil : self.stages.first { $0.result == .failed }
    }

    /// Whether it failed before the provider heard of the sender: the settings, the connection, TLS or signing in.
    var failsForAllSenders: Bool {
        self.failedStage.map { !$0.kind.concernsOneSender } ?? false
    }
}

extension Message {
    /// The outcome of a message that was not tried.
    ///
    /// - Parameters:
    ///   - index: The message's index in ``VerificationSubject/messages``.
    ///   - stage: What keeps it back.
    func heldBack(_ index: Int, by stage: DeliveryStage) -> LiveVerification.Delivery {
        LiveVerification.Delivery(
            messageIndex: index,
            outcomes: self.recipients.map {
                DeliveryOutcome(
                    recipient: $0, result: .notAttempted, reply: "\(stage.name) failed: \(stage.said ?? "no answer")",
                    advice: stage.advice)
            }, isHeldBack: true)
    }
}
