// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

package import ByteText
internal import MIME

/// The client's side of a session, without I/O: replies go in, lines to send and results come out
/// (RFC 5321, sections 3 and 4.3).
///
/// One message is on its way at a time. Whoever drives the session carries out the actions in their order.
package struct ClientSession: Sendable {
    package enum Action: Hashable, Sendable {
        /// Write these lines, and expect one reply.
        case send(WireLines)
        /// Do the handshake of TLS, and say ``ClientSession/tlsEstablished(_:)`` after it.
        case startTLS
        /// The session can take messages.
        case ready(Extensions)
        /// The message that was submitted has come to its end; the session goes on unless ``close`` follows.
        case finished(SubmissionOutcome)
        /// The session is over, and so is a message on its way, which was not handed over. Close the connection.
        case fail(SMTPError)
        /// The session has ended in order. Close the connection.
        case close

        /// Whether the server has nothing to say before it hears of this.
        var asksServer: Bool {
            switch self {
            case .send, .startTLS: true
            case .ready, .finished, .fail, .close: false
            }
        }
    }

    enum State {
        case greeting
        case ehlo
        case helo
        case starttls
        case handshake
        case auth(SASLExchange)
        case ready
        case mail(Transaction)
        case rcpt(Transaction)
        case data(Transaction)
        case content(Transaction)
        case rset(SubmissionOutcome)
        case quit
        case closed
    }

    let configuration: ClientConfiguration
    var state = State.greeting

    /// What the server offers; nothing before EHLO and after HELO.
    package internal(set) var extensions = Extensions()

    /// What protects the connection.
    package internal(set) var protection = ChannelProtection.none

    /// Takes out of replies what the server was shown in confidence.
    var redactor: SecretRedactor
    private var events: [SessionEvent] = []

    package init(configuration: ClientConfiguration) {
        self.configuration = configuration
        self.redactor = SecretRedactor((configuration.credentials?.password).map { [$0] } ?? [])
    }
}

// MARK: - Inputs

extension ClientSession {
    /// The connection is there. What protects it decides what may be said on it.
    package mutating func connected(_ protection: ChannelProtection) {
        self.protection = protection
    }

    /// The server has answered.
    package mutating func receive(_ reply: Reply) -> [Action] {
        if case .closed = self.state { return [] }
        if case .auth(let exchange) = self.state, reply.code == .authenticationChallenge {
            return self.receiveChallenge(reply, exchange)
        }
        let reply = self.configuration.credentials == nil ? reply : reply.redacted(by: self.redactor)
        self.record { .received($0.stage, reply) }
        // A server that says 421 is about to close, whatever it was asked (RFC 5321, section 3.8).
        if reply.code == .serviceNotAvailable { return self.stop(at: reply) }
        switch self.state {
        case .greeting: return self.receiveGreeting(reply)
        case .ehlo: return self.receiveEHLO(reply)
        case .helo: return self.receiveHELO(reply)
        case .starttls: return self.receiveStartTLS(reply)
        case .auth(let exchange): return self.receiveAuth(reply, exchange)
        case .mail(let transaction): return self.receiveMail(reply, transaction)
        case .rcpt(let transaction): return self.receiveRcpt(reply, transaction)
        case .data(let transaction): return self.receiveData(reply, transaction)
        case .content(let transaction): return self.receiveContent(reply, transaction)
        case .rset(let outcome): return self.receiveRset(reply, outcome)
        case .quit: return self.close(with: [.close])
        case .ready, .handshake:
            return self.end(self.error(.unexpectedReply, "the server spoke without being asked", reply))
        case .closed: return []
        }
    }

    /// The connection has ended.
    package mutating func connectionClosed() -> [Action] {
        self.end(self.error(.connectionLost, "the server closed the connection"))
    }

    /// The session cannot go on: nothing came in time, what came is not a reply, or the task was cancelled.
    ///
    /// What it means for a message depends on how far that had come: once its content is handed over, nobody knows.
    package mutating func end(_ error: SMTPError) -> [Action] {
        switch self.state {
        case .content: return self.close(with: [.finished(.unknown(error)), .close])
        case .rcpt(let transaction), .data(let transaction):
            // The message was refused, and only replies that make no difference were still to come.
            if let verdict = transaction.verdict { return self.close(with: [.finished(verdict), .close]) }
            return self.close(with: [.fail(error)])
        case .rset(let outcome): return self.close(with: [.finished(outcome), .close])
        case .quit: return self.close(with: [.close])
        case .closed: return []
        case .greeting, .ehlo, .helo, .starttls, .handshake, .auth, .ready, .mail:
            return self.close(with: [.fail(error)])
        }
    }

    /// Sends a message. The session must be ready.
    ///
    /// - Parameters:
    ///   - submission: The message.
    ///   - isRehearsal: Whether to stop before DATA, so that nothing is sent.
    package mutating func submit(_ submission: Submission, isRehearsal: Bool = false) -> [Action] {
        if let error = self.obstacle(to: submission) { return [.finished(.notAttempted(error))] }
        return self.begin(Transaction(submission: submission, isRehearsal: isRehearsal))
    }

    /// What was said since the last call, if the configuration wants it kept.
    package mutating func takeEvents() -> [SessionEvent] {
        defer { self.events = [] }
        return self.events
    }

    mutating func record(_ event: (ClientSession) -> SessionEvent) {
        if self.configuration.isRecorded { self.events.append(event(self)) }
    }

    /// Ends the session in order.
    package mutating func quit() -> [Action] {
        switch self.state {
        case .ready:
            self.state = .quit
            return self.send(.quit)
        case .quit, .closed:
            return []
        default:
            return self.end(self.error(.cancelled, "the session was ended"))
        }
    }

    /// Whether it is the server's turn.
    package var expectsReply: Bool {
        switch self.state {
        case .handshake, .ready, .closed: false
        default: true
        }
    }

    /// Whether the session has ended, in order or not.
    package var isOver: Bool {
        if case .closed = self.state { true } else { false }
    }

    /// How far the session has come.
    package var stage: SessionStage {
        switch self.state {
        case .greeting: .greeting
        case .ehlo: .ehlo
        case .helo: .helo
        case .starttls, .handshake: .starttls
        case .auth: .auth
        case .ready: .ready
        case .mail: .mail
        case .rcpt: .rcpt
        case .data: .data
        case .content: .content
        case .rset: .rset
        case .quit, .closed: .quit
        }
    }
}

// MARK: - Ends

extension ClientSession {
    func refusal(_ reply: Reply) -> SubmissionOutcome.Refusal {
        var recipient: AddrSpec?
        if case .rcpt(let transaction) = self.state { recipient = transaction.recipient }
        return SubmissionOutcome.Refusal(stage: self.stage, recipient: recipient, reply: reply)
    }

    /// Gives the message up because of a reply. A positive one that means nothing there ends the session.
    mutating func refuse(at reply: Reply) -> [Action] {
        guard reply.code.severity != .positiveIntermediate else {
            return self.end(self.error(.unexpectedReply, "the reply has no meaning here", reply))
        }
        return self.reset(to: SubmissionOutcome(self.refusal(reply)))
    }

    mutating func reset(to outcome: SubmissionOutcome) -> [Action] {
        self.state = .rset(outcome)
        return self.send(.rset)
    }

    /// The server closes the session with 421.
    mutating func stop(at reply: Reply) -> [Action] {
        switch self.state {
        case .rcpt(let transaction), .data(let transaction):
            let outcome = transaction.verdict ?? SubmissionOutcome(self.refusal(reply))
            return self.close(with: [.finished(outcome), .close])
        case .mail, .content:
            return self.close(with: [.finished(SubmissionOutcome(self.refusal(reply))), .close])
        default:
            return self.end(self.error(.serviceRefused, "the server closes the session", reply))
        }
    }

    mutating func close(with actions: [Action]) -> [Action] {
        self.state = .closed
        return actions
    }

    mutating func send(_ command: Command) -> [Action] {
        self.send([command])
    }

    /// Sends commands in one go; each gets a reply.
    mutating func send(_ commands: [Command]) -> [Action] {
        var lines = WireLines()
        for command in commands {
            do throws(CommandSyntaxError) {
                lines.append(try command.wireText)
            } catch {
                return self.close(with: [.fail(self.error(.notRepresentable, error.message))])
            }
            self.record { .sent($0.stage, command.transcript) }
        }
        return [.send(lines)]
    }

    func error(_ code: SMTPError.Code, _ message: String, _ reply: Reply? = nil) -> SMTPError {
        SMTPError(code: code, message: message, stage: self.stage, reply: reply)
    }
}
