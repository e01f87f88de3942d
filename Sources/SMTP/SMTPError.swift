// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// What ended a session, or kept a message from being sent.
public struct SMTPError: Error, Hashable, Sendable {
    /// The kinds of fault.
    public enum Code: Hashable, Sendable {
        /// No connection came about.
        case connectFailed
        /// The server cannot listen on its address.
        case listenFailed
        /// The peer did not answer, take bytes or accept a connection in time.
        case timeout
        /// The connection ended too early.
        case connectionLost
        /// The task was cancelled.
        case cancelled
        /// The session is over, or has not begun.
        case notConnected
        /// Another message is on its way on the same connection.
        case busy
        /// Bytes that are not a reply.
        case malformedReply
        /// A reply that has no meaning at that point.
        case unexpectedReply
        /// The server refuses to talk: its greeting, EHLO and HELO, or a 421 between messages.
        case serviceRefused
        /// TLS is required, and the server does not offer STARTTLS.
        case startTLSNotOffered
        /// The server offers STARTTLS and refuses it.
        case startTLSRefused
        /// No encrypted connection came about: no common version, or a certificate that is not good.
        case tlsFailed
        /// The client shall sign in, and the server does not offer AUTH.
        case authenticationNotOffered
        /// The server offers no mechanism that the client may use.
        case noCommonMechanism
        /// The mechanisms that the server offers and the client may use are none that it has.
        case mechanismNotImplemented
        /// The password would go over the network in the clear.
        case cleartextCredentials
        /// The server refuses the user name and the password, or does not prove that it knows the password.
        case authenticationFailed
        /// The message needs SMTPUTF8, and the server does not offer it.
        case smtpUTF8NotOffered
        /// The content has octets beyond ASCII, and the server does not offer 8BITMIME.
        case eightBitMIMENotOffered
        /// The content is bigger than the server takes.
        case messageTooBig
        /// The envelope has no recipient.
        case noRecipient
        /// The content or an argument cannot go on the wire.
        case notRepresentable
    }

    /// The kind of fault.
    public var code: Code
    /// What is wrong, in words without secrets; what a server said is escaped in them.
    public var message: String
    /// How far the session had come.
    public var stage: SessionStage
    /// What the server said, if that is the fault.
    public var reply: Reply?
    /// The mechanisms of AUTH that the server offers, if it is they that do not fit.
    public var offeredMechanisms: [SASLMechanism] = []

    /// Creates an error.
    public init(code: Code, message: String, stage: SessionStage, reply: Reply? = nil) {
        self.code = code
        self.message = message
        self.stage = stage
        self.reply = reply
    }
}

extension SMTPError: CustomStringConvertible {
    /// The message with the stage and the reply.
    public var description: String {
        let reply = self.reply.map { ": \($0)" } ?? ""
        return "\(self.stage): \(self.message)\(reply)"
    }
}

/// The steps of a session, in their order.
public enum SessionStage: String, Hashable, Sendable, CaseIterable, CustomStringConvertible {
    /// The TCP connection.
    case connect
    /// The greeting of the server.
    case greeting
    /// EHLO
    case ehlo = "EHLO"
    /// HELO, after EHLO was refused
    case helo = "HELO"
    /// STARTTLS
    case starttls = "STARTTLS"
    /// AUTH
    case auth = "AUTH"
    /// Between messages.
    case ready
    /// MAIL
    case mail = "MAIL"
    /// RCPT
    case rcpt = "RCPT"
    /// DATA
    case data = "DATA"
    /// The content, from its first octet to the reply after its last.
    case content
    /// RSET
    case rset = "RSET"
    /// QUIT
    case quit = "QUIT"

    /// The name of the step.
    public var description: String { self.rawValue }
}
