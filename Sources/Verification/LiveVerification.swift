// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

public import Composition
public import TenantConfiguration

/// What the provider itself said, where it was asked.
public struct LiveVerification: Sendable {
    /// Why it could not be asked at all.
    public var obstacle: Problem?
    /// The pre-flights, one for each sender and the recipients that were asked about with it.
    public var preflights: [Preflight] = []
    /// The test messages that were sent.
    public var deliveries: [Delivery] = []

    /// One pre-flight.
    public struct Preflight: Sendable {
        /// Whom it asked about.
        public var inquiry: DeliveryInquiry
        /// How it went.
        public var log: StageLog

        /// Creates a pre-flight.
        public init(inquiry: DeliveryInquiry, log: StageLog) {
            self.inquiry = inquiry
            self.log = log
        }
    }

    /// One test message.
    public struct Delivery: Sendable {
        /// The index of the message in ``VerificationSubject/messages``.
        public var messageIndex: Int
        /// What became of it for each recipient.
        public var outcomes: [DeliveryOutcome]

        /// Creates a delivery.
        public init(messageIndex: Int, outcomes: [DeliveryOutcome]) {
            self.messageIndex = messageIndex
            self.outcomes = outcomes
        }
    }

    /// Creates a result without anything in it.
    public init() {}
}
