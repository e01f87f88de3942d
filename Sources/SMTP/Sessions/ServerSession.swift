// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import MIME

/// The server's side of a session, without I/O: lines and contents go in, replies and messages come out
/// (RFC 5321, sections 3 and 4.3).
///
/// After ``Action/deliver(_:)`` the session waits for ``delivered(_:)``: a message is accepted only when it is safe.
package struct ServerSession: Sendable {
    package enum Action: Hashable, Sendable {
        case reply(Reply)
        /// From here on the bytes are content, until its end.
        case beginData
        /// Keep this message, then call ``ServerSession/delivered(_:)``.
        case deliver(ReceivedMessage)
        /// Close the connection once all replies are written.
        case close
    }

    enum State {
        case start
        case ready
        case transaction(Transaction)
        case content(Transaction)
        case delivering
        case closed
    }

    /// What MAIL and RCPT have said so far.
    struct Transaction {
        var reversePath: AddrSpec?
        var parameters: MailParameters
        var forwardPaths: [AddrSpec] = []
    }

    /// How the client introduced itself.
    struct Client {
        var domain: EHLODomain
        /// Whether it said EHLO, and so may use extensions.
        var usesExtensions: Bool
    }

    let configuration: ServerConfiguration
    let number: Int
    var state = State.start
    var client: Client?
    private var errorCount = 0

    /// - Parameter number: Which session of the server this is, from 1.
    package init(configuration: ServerConfiguration, number: Int) {
        self.configuration = configuration
        self.number = number
    }

    /// Whether the session waits for ``delivered(_:)``. What the client sends meanwhile must wait too.
    package var isDelivering: Bool {
        if case .delivering = self.state { true } else { false }
    }

    /// Whether nothing more may be said.
    package var isClosed: Bool {
        if case .closed = self.state { true } else { false }
    }

    /// Whether the client is in the middle of nothing.
    package var isIdle: Bool {
        switch self.state {
        case .start, .ready, .transaction, .closed: true
        case .content, .delivering: false
        }
    }
}

// MARK: - Inputs

extension ServerSession {
    /// The connection is there.
    package mutating func start() -> [Action] {
        [.reply(Reply(.serviceReady, "\(self.configuration.hostName) ESMTP Galley"))]
    }

    /// A line has come where a command belongs.
    package mutating func receive(_ event: LineFramer.Event) -> [Action] {
        guard !self.isClosed else { return [] }
        switch event {
        case .overlongLine:
            return self.answer(Reply(.commandUnrecognized, .syntaxError, "the line is too long"))
        case .line(let line):
            do throws(CommandSyntaxError) {
                return self.perform(try Command(parsing: line.bytes), line: line.bytes)
            } catch {
                return self.answer(Self.reply(to: error, line: line.bytes))
            }
        }
    }

    /// The content has ended.
    package mutating func receive(_ content: DataFramer.Content) -> [Action] {
        guard case .content(let transaction) = self.state, let client = self.client else { return [] }
        guard !content.isTooBig else {
            self.state = .ready
            return self.answer(self.tooBig)
        }
        self.state = .delivering
        return [
            .deliver(
                ReceivedMessage(
                    envelope: Envelope(
                        reversePath: transaction.reversePath, forwardPaths: transaction.forwardPaths),
                    usedSMTPUTF8: transaction.parameters.usesSMTPUTF8, body: transaction.parameters.body,
                    content: content.bytes, defects: content.defects, clientDomain: client.domain,
                    sessionNumber: self.number))
        ]
    }

    /// The message is kept, or cannot be: the reply goes to the client.
    package mutating func delivered(_ reply: Reply) -> [Action] {
        guard self.isDelivering else { return [] }
        self.state = .ready
        // "Go on" would leave client and server out of step.
        guard reply.code.severity != .positiveIntermediate else {
            return self.answer(Reply(.localError, .systemFailure, "the message was not kept"))
        }
        return self.answer(reply)
    }

    /// The server ends the session, for the reason that `text` gives.
    package mutating func stop(_ status: EnhancedStatusCode, _ text: String) -> [Action] {
        guard !self.isClosed else { return [] }
        self.state = .closed
        return [
            .reply(Reply(.serviceNotAvailable, status, "\(self.configuration.hostName) \(text)")), .close,
        ]
    }

    /// The connection has ended.
    package mutating func connectionClosed() {
        self.state = .closed
    }
}

// MARK: - Replies

extension ServerSession {
    /// Sends a reply, and counts it if it refuses for good.
    mutating func answer(_ reply: Reply) -> [Action] {
        guard reply.code.severity == .permanentNegative else { return [.reply(reply)] }
        self.errorCount += 1
        guard self.errorCount <= self.configuration.errorLimit else {
            return self.stop(.securityFailure, "too many errors")
        }
        return [.reply(reply)]
    }

    var tooBig: Reply {
        Reply(.exceededStorage, .messageTooBig, "the message is bigger than \(self.configuration.sizeLimit) octets")
    }

    private static func reply(to error: CommandSyntaxError, line: [UInt8]) -> Reply {
        // Replies are ASCII; the quotation marks of the messages are not.
        let fault = String(decoding: error.message.utf8.filter(\.isASCII), as: UTF8.self)
        let message = "\(fault): \(line.displayPrefix)"
        switch error.code {
        case .noVerb:
            return Reply(.commandUnrecognized, .syntaxError, message)
        case .badAddress, .notUTF8:
            let status = error.verb == .rcpt ? EnhancedStatusCode.badDestinationSyntax : .badSenderSyntax
            return Reply(.mailboxNameNotAllowed, status, message)
        default:
            return Reply(.argumentSyntaxError, .invalidArguments, message)
        }
    }
}
