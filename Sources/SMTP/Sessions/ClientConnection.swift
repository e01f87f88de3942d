// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// A ``ClientSession`` with the bytes of its connection: cuts lines, puts replies together, hands them over.
package struct ClientConnection: Sendable {
    package private(set) var session: ClientSession
    private var framer = LineFramer(limit: ReplyParser.lineLimit + 2)
    private var parser = ReplyParser()

    /// How many replies have come.
    package private(set) var replyCount = 0

    package init(configuration: ClientConfiguration) {
        self.session = ClientSession(configuration: configuration)
    }

    /// Bytes have come.
    package mutating func receive(_ bytes: [UInt8]) -> [ClientSession.Action] {
        var input = bytes[...]
        var actions: [ClientSession.Action] = []
        while let event = self.framer.next(&input) {
            guard case .line(let line) = event else { return actions + self.failAtOverlongLine() }
            do throws(ReplySyntaxError) {
                guard let reply = try self.parser.append(line: line.bytes) else { continue }
                self.replyCount += 1
                var session = self.session
                let answers = session.receive(reply)
                if !input.isEmpty, answers.contains(where: \.asksServer) {
                    return actions + self.refuseToBeAnticipated()
                }
                self.session = session
                actions += answers
            } catch {
                // What is not a reply may repeat the credentials as well.
                let shown = self.session.redactor.redact(line.bytes) ?? line.bytes
                return actions + self.fail(ReplySyntaxError(code: error.code, line: shown).description)
            }
        }
        // Its end may never come.
        return self.framer.isOverlong ? actions + self.failAtOverlongLine() : actions
    }

    private mutating func failAtOverlongLine() -> [ClientSession.Action] {
        self.fail("a reply line is longer than \(ReplyParser.lineLimit) octets")
    }

    /// Ends a session whose server has answered what it was not asked yet.
    ///
    /// To take such bytes for the reply to the next command would let a message count as sent that never was. Behind the
    /// reply to STARTTLS they would be taken for something that came encrypted.
    private mutating func refuseToBeAnticipated() -> [ClientSession.Action] {
        self.session.end(
            SMTPError(
                code: .unexpectedReply, message: "the server answered before it was asked",
                stage: self.session.stage))
    }

    private mutating func fail(_ message: String) -> [ClientSession.Action] {
        self.session.end(SMTPError(code: .malformedReply, message: message, stage: self.session.stage))
    }

    package mutating func connectionClosed() -> [ClientSession.Action] {
        self.session.connectionClosed()
    }

    package mutating func connected(_ protection: ChannelProtection) {
        self.session.connected(protection)
    }

    package mutating func tlsEstablished(_ description: TLSDescription) -> [ClientSession.Action] {
        self.session.tlsEstablished(description)
    }

    package mutating func takeEvents() -> [SessionEvent] {
        self.session.takeEvents()
    }

    package mutating func submit(_ submission: Submission, isRehearsal: Bool = false) -> [ClientSession.Action] {
        self.session.submit(submission, isRehearsal: isRehearsal)
    }

    package mutating func quit() -> [ClientSession.Action] {
        self.session.quit()
    }

    package mutating func end(_ error: SMTPError) -> [ClientSession.Action] {
        self.session.end(error)
    }
}
