// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

public import Composition
public import MIME

/// The way to one provider.
public protocol MessageTransport: Sendable {
    /// How many messages may be on their way at a time.
    var concurrency: Int { get }

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

/// Whom a pre-flight asks about.
public struct DeliveryInquiry: Hashable, Sendable {
    /// The sender.
    public var sender: AddrSpec
    /// The recipients.
    public var recipients: [AddrSpec]

    /// Creates an inquiry.
    public init(sender: AddrSpec, recipients: [AddrSpec]) {
        self.sender = sender
        self.recipients = recipients
    }
}

/// How a conversation with a provider went, stage by stage.
public struct StageLog: Hashable, Sendable {
    /// The stages in their order.
    public var stages: [DeliveryStage]
    /// What kind of trouble the failed stage ran into; `nil` if none failed.
    public var failure: DeliveryFailure?
    /// What was said, line by line, without secrets.
    public var transcript: [String]

    /// Creates a log.
    public init(stages: [DeliveryStage], failure: DeliveryFailure?, transcript: [String] = []) {
        self.stages = stages
        self.failure = failure
        self.transcript = transcript
    }
}
