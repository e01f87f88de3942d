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
    /// The test messages, those that were held back included.
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
        /// Whether it was not tried, for a reason that the pre-flights or the obstacle give.
        public var isHeldBack: Bool

        /// Creates a delivery.
        public init(messageIndex: Int, outcomes: [DeliveryOutcome], isHeldBack: Bool = false) {
            self.messageIndex = messageIndex
            self.outcomes = outcomes
            self.isHeldBack = isHeldBack
        }
    }

    /// Creates a result without anything in it.
    public init() {}
}
