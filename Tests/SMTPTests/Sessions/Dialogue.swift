// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import MIME

@testable import SMTP

/// A client and a server fed into each other, byte by byte as they would go over a connection, without one.
struct Dialogue {
    var client: ClientConnection
    var server: ServerConnection
    /// What the client sent, line by line, contents left out.
    private(set) var commands: [String] = []
    private(set) var messages: [ReceivedMessage] = []
    private(set) var clientActions: [ClientSession.Action] = []
    /// What the server says to a message.
    var verdict = Reply(.ok, .success, "kept")
    /// Puts a reply in the place of the server's own, by the verb it answers.
    var substitutes: [String: Reply] = [:]
    /// The verb, or `.` for the content, whose reply is lost with the connection.
    var losesReplyTo: String?

    init(
        client: ClientConfiguration = ClientConfiguration(), server: ServerConfiguration = ServerConfiguration()
    ) {
        self.client = ClientConnection(configuration: client)
        self.server = ServerConnection(configuration: server, number: 1)
    }

    /// Connects, and gives what the client did until it was ready.
    mutating func open() -> [ClientSession.Action] {
        self.play(server: self.server.start(), verb: "")
    }

    /// Sends a message and gives what the client made of it.
    mutating func send(_ submission: Submission) -> [ClientSession.Action] {
        self.play(client: self.client.submit(submission))
    }

    mutating func quit() -> [ClientSession.Action] {
        self.play(client: self.client.quit())
    }

    private mutating func play(client actions: [ClientSession.Action]) -> [ClientSession.Action] {
        var results: [ClientSession.Action] = []
        for action in actions {
            guard case .send(let lines) = action else {
                results.append(action)
                continue
            }
            if self.server.session.stageIsContent {
                results += self.play(server: self.server.receive(lines.bytes), verb: ".")
                continue
            }
            // What goes out together is answered line by line.
            for bytes in lines.lines {
                let line = String(decoding: bytes, as: UTF8.self)
                self.commands.append(line)
                let verb = String(line.prefix { $0 != " " })
                if let reply = self.substitutes[verb] {
                    // The server does not hear of the command that it seems to refuse.
                    results += self.play(client: self.client.receive((try? reply.wireLines.bytes) ?? []))
                } else {
                    results += self.play(server: self.server.receive(bytes + Array("\r\n".utf8)), verb: verb)
                }
            }
        }
        return results
    }

    private mutating func play(server actions: [ServerConnection.Action], verb: String) -> [ClientSession.Action] {
        if self.losesReplyTo == verb {
            self.server.connectionClosed()
            return self.client.connectionClosed()
        }
        var results: [ClientSession.Action] = []
        for action in actions {
            switch action {
            case .reply(let reply):
                let reply = self.substitutes[verb] ?? reply
                let bytes = (try? reply.wireLines.bytes) ?? []
                results += self.play(client: self.client.receive(bytes))
            case .deliver(let message):
                self.messages.append(message)
                results += self.play(server: self.server.delivered(self.verdict), verb: verb)
            case .close:
                results += self.client.connectionClosed()
            }
        }
        return results
    }
}

extension WireLines {
    /// The lines without their ends.
    fileprivate var lines: [[UInt8]] {
        self.bytes.split(separator: .lineFeed).map { Array($0.dropLast()) }
    }
}

extension ServerSession {
    var stageIsContent: Bool {
        if case .content = self.state { true } else { false }
    }
}

extension Submission {
    /// A message from `from` to `recipients`.
    static func sample(
        from: String? = "ada@example.com", to recipients: [String] = ["bob@example.com"],
        content: String = "Subject: x\r\n\r\n.dot\r\n"
    ) throws -> Submission {
        try Submission(
            envelope: Envelope(
                reversePath: from.map { try AddrSpec($0) }, forwardPaths: recipients.map { try AddrSpec($0) }),
            content: Array(content.utf8))
    }
}
