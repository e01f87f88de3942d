// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
public import Composition
internal import EmailProvider
public import MIME
internal import SMTP
internal import TenantConfiguration

/// The result of a verification.
public struct VerificationReport: Sendable {
    /// The gate.
    public var gate: Gate
    /// The provider in words.
    public var provider: String
    /// The findings, by file and place.
    public var findings: [Finding]
    /// The messages, by template, locale and persona.
    public var messages: [MessageSummary]
    /// The outcomes, by message and recipient: the provider's where it was asked, else those of the embedded server.
    public var deliveries: [DeliverySummary]
    /// What the provider itself said; `nil` where it was not asked.
    public var live: LiveVerification?

    /// Whether the promotion may go on.
    public enum Verdict: String, Hashable, Sendable {
        /// No finding stops the gate.
        case pass
        /// At least one finding stops it.
        case fail
    }

    /// One message.
    public struct MessageSummary: Sendable {
        /// The template; `nil` for a raw request.
        public var template: String?
        /// The locale.
        public var locale: String?
        /// The persona.
        public var persona: String?
        /// The sender.
        public var sender: Sender?
        /// The subject, where there is a message.
        public var subject: String?
        /// What became of it.
        public var result: Result
        /// The envelope that the embedded server received; `nil` where the message did not go there.
        public var envelope: Envelope?

        /// What an SMTP server knows of a message besides its content (RFC 5321, section 2.3.1).
        public struct Envelope: Sendable {
            /// The sender.
            public var sender: AddrSpec?
            /// The recipients, blind ones included.
            public var recipients: [AddrSpec]
            /// Whether the message came with SMTPUTF8 (RFC 6531).
            public var usesSMTPUTF8: Bool
        }

        /// What became of a message.
        public enum Result: String, Hashable, Sendable {
            /// It came through the embedded server and was compared.
            case delivered
            /// It was encoded for Graph, read back and compared.
            case encoded
            /// It came through, but not as it was composed.
            case differs
            /// It could not be delivered.
            case failed
            /// It could not be composed.
            case notComposed = "not-composed"
        }
    }

    /// What became of a message for one recipient.
    public struct DeliverySummary: Sendable {
        /// The template; `nil` for a raw request.
        public var template: String?
        /// The locale.
        public var locale: String?
        /// The outcome.
        public var outcome: DeliveryOutcome
        /// The identifier of the message.
        public var messageID: String

        /// Creates a summary.
        public init(template: String?, locale: String?, outcome: DeliveryOutcome, messageID: String) {
            self.template = template
            self.locale = locale
            self.outcome = outcome
            self.messageID = messageID
        }

        /// Sums up what became of a message for a recipient.
        init(of message: VerifiedMessage, _ outcome: DeliveryOutcome) {
            self.init(
                template: message.template, locale: message.locale, outcome: outcome,
                messageID: message.composed.message?.messageID.description ?? "")
        }
    }

    /// Runs every rule over `subject` and sums up.
    ///
    /// - Parameter deliveries: What became of the messages at the embedded server; it counts where the provider itself was
    ///   not asked.
    public init(_ subject: VerificationSubject, at gate: Gate, deliveries: [DeliverySummary]) {
        self.gate = gate
        self.provider =
            subject.provider.location.map { "\(subject.provider.kind.rawValue), \($0.file)" }
            ?? "Galley's built-in server"
        self.findings = Rules.verify(subject, at: gate)
        // Comparing again is worth it only where something differs at all.
        let mayDiffer = self.findings.contains { $0.rule.hasSameBytes(as: MessageDiffersRule.rule.id) }
        self.messages = subject.messages.map { message in
            var summary = MessageSummary(message)
            if mayDiffer, !MessageDiffersRule.differences(of: message).isEmpty { summary.result = .differs }
            return summary
        }
        self.live = subject.live
        // Where the provider itself is asked, what the embedded server took would be read as sent.
        self.deliveries =
            subject.live.map { live in
                live.deliveries.flatMap { delivery in
                    delivery.outcomes.map { DeliverySummary(of: subject.messages[delivery.messageIndex], $0) }
                }
            } ?? deliveries
    }

    /// How many findings have that severity.
    public func count(of severity: Severity) -> Int {
        self.findings.count { $0.severity == severity }
    }

    /// Whether the promotion may go on.
    public var verdict: Verdict {
        self.count(of: .error) == 0 ? .pass : .fail
    }
}

extension VerificationReport.MessageSummary {
    fileprivate init(_ message: VerifiedMessage) {
        self.template = message.template
        self.locale = message.locale
        self.persona = message.persona
        self.sender = message.composed.sender
        self.subject = message.composed.message?.subject
        switch message.transmission {
        case .notAttempted: self.result = .notComposed
        case .failed: self.result = .failed
        case .encoded: self.result = .encoded
        case .delivered(let received):
            self.result = .delivered
            self.envelope = Envelope(
                sender: received.envelope.reversePath, recipients: received.envelope.forwardPaths,
                usesSMTPUTF8: received.usedSMTPUTF8)
        }
    }
}
