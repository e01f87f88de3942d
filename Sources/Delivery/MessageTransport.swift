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

    /// Goes through the stages of a delivery up to the message itself, which is not sent.
    func check(_ inquiry: DeliveryInquiry) async -> Preflight

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

/// What a provider makes of a sender and recipients, stage by stage.
public struct Preflight: Hashable, Sendable {
    /// The stages in their order.
    public var stages: [DeliveryStage]
    /// What kind of trouble the failed stage ran into; `nil` if none failed.
    public var failure: DeliveryFailure?
    /// What was said, line by line, without secrets.
    public var transcript: [String]

    /// Creates a result.
    public init(stages: [DeliveryStage], failure: DeliveryFailure?, transcript: [String] = []) {
        self.stages = stages
        self.failure = failure
        self.transcript = transcript
    }
}
