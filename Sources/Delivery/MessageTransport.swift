// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

package import Composition

/// The way to one provider.
package protocol MessageTransport: Sendable {
    /// How many messages may be on their way at a time.
    var concurrency: Int { get }

    /// Where messages are sent with the fewest ways from thread to thread; `nil` for anywhere.
    var executor: (any TaskExecutor)? { get }

    /// Sends a message.
    ///
    /// - Returns: What became of it for each recipient, in their order.
    func send(_ message: Message) async -> [DeliveryOutcome]

    /// Sends a message on a connection of its own, and keeps what was said.
    ///
    /// - Returns: What became of it for each recipient, and the stages that it went through.
    func sendInStages(_ message: Message) async -> (outcomes: [DeliveryOutcome], log: StageLog)

    /// Goes through the stages of a delivery up to the message itself, which is not sent.
    func check(_ inquiry: DeliveryInquiry) async -> StageLog

    /// Ends what is open.
    func close() async
}

extension MessageTransport {
    /// Anywhere.
    package var executor: (any TaskExecutor)? { nil }
}
