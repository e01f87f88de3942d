// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

package import Composition
package import MSGraph

/// The way to Microsoft Graph, as the provider document describes it.
package struct GraphTransport: MessageTransport {
    private let client: GraphClient
    private let form: GraphClient.Form
    private let stageTimeout: Duration
    private let shutDown: @Sendable () async -> Void

    package let concurrency: Int

    /// Creates the way to Graph.
    ///
    /// - Parameters:
    ///   - client: Sends the messages.
    ///   - form: The form in which they go out.
    ///   - concurrency: How many may be on their way at a time; a mailbox gets four at most.
    ///   - stageTimeout: The longest wait of a pre-flight at any stage.
    ///   - shutDown: Closes what the client's HTTP transport has open.
    package init(
        _ client: GraphClient, form: GraphClient.Form, concurrency: Int, stageTimeout: Duration,
        shutDown: @escaping @Sendable () async -> Void
    ) {
        self.client = client
        self.form = form
        self.concurrency = min(max(1, concurrency), GraphClient.mailboxConcurrency)
        self.stageTimeout = stageTimeout
        self.shutDown = shutDown
    }

    package func send(_ message: Message) async -> [DeliveryOutcome] {
        await self.client.send(message, as: self.form).deliveryOutcomes(for: message)
    }

    /// The message goes out only if all before it went well.
    package func sendInStages(_ message: Message) async -> (outcomes: [DeliveryOutcome], log: StageLog) {
        let (client, transcript) = self.client.recorded()
        var log = await client.check(senders: [message.from.address])
        log.transcript = transcript.lines
        if log.failure != nil {
            let failed = log.stages.first { $0.result == .failed }
            log.stages.append(DeliveryStage(.sendMail, result: .skipped))
            let outcomes = message.recipients.map {
                DeliveryOutcome(
                    recipient: $0, result: .notAttempted, reply: failed?.said, failure: log.failure,
                    advice: failed?.advice)
            }
            return (outcomes, log)
        }
        let start = ContinuousClock.now
        let delivery = await client.send(message, as: self.form)
        log.transcript = transcript.lines
        log.stages.append(
            DeliveryStage(
                .sendMail, result: delivery.error == nil ? .passed : .failed,
                duration: (ContinuousClock.now - start).milliseconds, said: delivery.error?.message ?? delivery.said,
                advice: delivery.error?.advice))
        log.failure = delivery.error?.failure
        return (delivery.deliveryOutcomes(for: message), log)
    }

    package func check(_ inquiry: DeliveryInquiry) async -> StageLog {
        let (client, transcript) = self.client.recorded()
        var log = await client.check(senders: [inquiry.sender], limit: self.stageTimeout)
        log.transcript = transcript.lines
        return log
    }

    package func close() async {
        await self.shutDown()
    }
}

extension GraphDelivery {
    /// The outcome for each recipient: Graph takes all or none.
    fileprivate func deliveryOutcomes(for message: Message) -> [DeliveryOutcome] {
        message.recipients.map {
            DeliveryOutcome(
                recipient: $0, result: self.result, reply: self.error?.message ?? self.said,
                failure: self.error?.failure,
                advice: self.error?.advice)
        }
    }
}
