// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

public import MIME

/// What became of a message.
public enum SubmissionOutcome: Hashable, Sendable {
    /// The server took it.
    ///
    /// - Parameter refused: The recipients it will not go to. Only with ``ClientConfiguration/sendsPartially`` can there be
    ///   any.
    case sent(Reply, refused: [Refusal] = [])
    /// The server will not take it, now or later (5yz). No recipient gets it.
    case refused(Refusal)
    /// The server does not take it now (4yz). No recipient gets it.
    case temporary(Refusal)
    /// The content was handed over and the reply to it was lost: the message may be delivered or not. To send it again
    /// may deliver it twice (RFC 5321, section 4.5.3.2.6).
    case unknown(SMTPError)
    /// The server accepted all that comes before the content, which it did not get: what a rehearsal ends with.
    case rehearsed(refused: [Refusal] = [])
    /// It was not handed over.
    case notAttempted(SMTPError)

    /// The reply that refuses a command, and which command.
    public struct Refusal: Hashable, Sendable {
        /// The command that was refused.
        public var stage: SessionStage
        /// The recipient, if it was RCPT.
        public var recipient: AddrSpec?
        /// What the server said.
        public var reply: Reply
        /// What it said to the other recipients where it refused every one.
        public internal(set) var others: [Refusal] = []

        /// Creates a refusal.
        public init(stage: SessionStage, recipient: AddrSpec? = nil, reply: Reply) {
            self.stage = stage
            self.recipient = recipient
            self.reply = reply
        }
    }

    /// The outcome that a refusal amounts to, by the first digit of its code.
    init(_ refusal: Refusal) {
        self = refusal.reply.code.severity == .transientNegative ? .temporary(refusal) : .refused(refusal)
    }
}

extension SubmissionOutcome: CustomStringConvertible {
    /// The outcome in one line.
    public var description: String {
        switch self {
        case .sent(let reply, let refused):
            "sent (\(reply))" + refused.map { ", but not to \($0)" }.joined()
        case .refused(let refusal): "refused at \(refusal)"
        case .temporary(let refusal): "not taken now, at \(refusal)"
        case .unknown(let error): "unknown: \(error)"
        case .rehearsed(let refused):
            "sender and recipients accepted" + refused.map { ", but not \($0)" }.joined()
        case .notAttempted(let error): "not attempted: \(error)"
        }
    }
}

extension SubmissionOutcome.Refusal: CustomStringConvertible {
    /// The command, the recipient and the reply.
    public var description: String {
        let recipient = self.recipient.map { " <\($0)>" } ?? ""
        return "\(self.stage)\(recipient): \(self.reply)"
    }
}
