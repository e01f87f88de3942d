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
        /// The session can take messages.
        case ready(Extensions)
        /// The message that was submitted has come to its end; the session goes on unless ``close`` follows.
        case finished(SubmissionOutcome)
        /// The session is over, and so is a message on its way, which was not handed over. Close the connection.
        case fail(SMTPError)
        /// The session has ended in order. Close the connection.
        case close

        var isSend: Bool {
            if case .send = self { true } else { false }
        }
    }

    enum State {
        case greeting
        case ehlo
        case helo
        case ready
        case mail(Transaction)
        case rcpt(Transaction)
        case data(Transaction)
        case content(Transaction)
        case rset(SubmissionOutcome)
        case quit
        case closed
    }

    /// A message on its way.
    struct Transaction {
        let submission: Submission
        /// The recipient whose reply comes next.
        var recipientIndex = 0
        var refusals: [SubmissionOutcome.Refusal] = []

        var recipient: AddrSpec? {
            let paths = self.submission.envelope.forwardPaths
            return self.recipientIndex < paths.count ? paths[self.recipientIndex] : nil
        }
    }

    let configuration: ClientConfiguration
    var state = State.greeting

    /// What the server offers; nothing before EHLO and after HELO.
    package internal(set) var extensions = Extensions()

    package init(configuration: ClientConfiguration) {
        self.configuration = configuration
    }
}

// MARK: - Inputs

extension ClientSession {
    /// The server has answered.
    package mutating func receive(_ reply: Reply) -> [Action] {
        // A server that says 421 is about to close, whatever it was asked (RFC 5321, section 3.8).
        if reply.code == .serviceNotAvailable { return self.stop(at: reply) }
        switch self.state {
        case .greeting: return self.receiveGreeting(reply)
        case .ehlo: return self.receiveEHLO(reply)
        case .helo: return self.receiveHELO(reply)
        case .mail(let transaction): return self.receiveMail(reply, transaction)
        case .rcpt(let transaction): return self.receiveRcpt(reply, transaction)
        case .data(let transaction): return self.receiveData(reply, transaction)
        case .content(let transaction): return self.receiveContent(reply, transaction)
        case .rset(let outcome): return self.receiveRset(reply, outcome)
        case .quit: return self.close(with: [.close])
        case .ready:
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
        case .rset(let outcome): return self.close(with: [.finished(outcome), .close])
        case .quit: return self.close(with: [.close])
        case .closed: return []
        case .greeting, .ehlo, .helo, .ready, .mail, .rcpt, .data: return self.close(with: [.fail(error)])
        }
    }

    /// Sends a message. The session must be ready.
    package mutating func submit(_ submission: Submission) -> [Action] {
        if let error = self.obstacle(to: submission) { return [.finished(.notAttempted(error))] }
        self.state = .mail(Transaction(submission: submission))
        return self.send(
            .mail(reversePath: submission.envelope.reversePath, self.mailParameters(for: submission)))
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
        case .ready, .closed: false
        default: true
        }
    }

    /// How far the session has come.
    package var stage: SessionStage {
        switch self.state {
        case .greeting: .greeting
        case .ehlo: .ehlo
        case .helo: .helo
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

// MARK: - Introduction

extension ClientSession {
    private mutating func receiveGreeting(_ reply: Reply) -> [Action] {
        guard reply.code.severity == .positiveCompletion else {
            return self.end(self.error(.serviceRefused, "the server refuses the connection", reply))
        }
        self.state = .ehlo
        return self.send(.ehlo(self.configuration.domain))
    }

    private mutating func receiveEHLO(_ reply: Reply) -> [Action] {
        switch reply.code {
        case _ where reply.code.severity == .positiveCompletion:
            self.extensions = Extensions(parsing: reply)
            return self.becomeReady()
        case .commandUnrecognized, .commandNotImplemented, .parameterNotImplemented:
            // A server older than extensions; it can have none of them (RFC 5321, section 3.2).
            self.state = .helo
            return self.send(.helo(self.configuration.domain))
        default:
            return self.end(self.error(.serviceRefused, "the server refuses EHLO", reply))
        }
    }

    private mutating func receiveHELO(_ reply: Reply) -> [Action] {
        guard reply.code.severity == .positiveCompletion else {
            return self.end(self.error(.serviceRefused, "the server refuses EHLO and HELO", reply))
        }
        return self.becomeReady()
    }

    /// STARTTLS and AUTH come in between here: they follow EHLO, and STARTTLS leads back to it (RFC 3207, section 4.2).
    private mutating func becomeReady() -> [Action] {
        self.state = .ready
        return [.ready(self.extensions)]
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
        case .mail, .rcpt, .data, .content:
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
        do throws(CommandSyntaxError) {
            return [.send(WireLines(try command.wireText))]
        } catch {
            return self.close(with: [.fail(self.error(.notRepresentable, error.message))])
        }
    }

    func error(_ code: SMTPError.Code, _ message: String, _ reply: Reply? = nil) -> SMTPError {
        SMTPError(code: code, message: message, stage: self.stage, reply: reply)
    }
}
