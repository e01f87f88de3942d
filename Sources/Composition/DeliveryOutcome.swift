// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

public import MIME

/// What became of a message for one recipient.
public struct DeliveryOutcome: Hashable, Sendable {
    /// The results.
    public enum Result: String, Hashable, Sendable {
        /// The server took it.
        case sent
        /// The server refused it for good.
        case refused
        /// The server refused it for now.
        case temporary
        /// The connection was lost after the message was handed over: it may have been taken.
        case unknown
        /// It was not tried.
        case notAttempted = "not-attempted"
    }

    /// The recipient.
    public var recipient: AddrSpec
    /// The result.
    public var result: Result
    /// What the server said, or what went wrong, safe to show.
    public var reply: String?
    /// What kind of trouble it was; `nil` where the message was sent.
    public var failure: DeliveryFailure?
    /// What to do about it.
    public var advice: String?

    /// Creates an outcome.
    public init(
        recipient: AddrSpec, result: Result, reply: String? = nil, failure: DeliveryFailure? = nil,
        advice: String? = nil
    ) {
        self.recipient = recipient
        self.result = result
        self.reply = reply
        self.failure = failure
        self.advice = advice
    }
}
