// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import MIME
import SMTP
import Synchronization
import Testing

@testable import SMTPNIO

extension Submission {
    /// A message from `from` to `recipients`.
    static func sample(
        from: String? = "ada@example.com", to recipients: [String] = ["bob@example.com"],
        content: String = "Subject: x\r\n\r\n.dot\r\n..\r\n"
    ) throws -> Submission {
        try Submission(
            envelope: Envelope(
                reversePath: from.map { try AddrSpec($0) }, forwardPaths: recipients.map { try AddrSpec($0) }),
            content: Array(content.utf8))
    }
}

/// Keeps messages for a test.
final class Inbox: Sendable {
    private let storage = Mutex<[ReceivedMessage]>([])

    var messages: [ReceivedMessage] { self.storage.withLock { $0 } }

    func keep(_ message: ReceivedMessage) -> Reply {
        self.storage.withLock { $0.append(message) }
        return Reply(.ok, .success, "kept")
    }
}

extension SubmissionOutcome {
    var isSent: Bool {
        if case .sent = self { true } else { false }
    }
}

/// Runs `body` against a server that keeps what it gets, and shuts the server down.
func withServer(
    _ configuration: SMTPServer.Configuration = SMTPServer.Configuration(),
    body: (SMTPServer, Inbox) async throws -> Void
) async throws {
    let inbox = Inbox()
    let server = try await SMTPServer.start(configuration: configuration) { inbox.keep($0) }
    do {
        try await body(server, inbox)
    } catch {
        await server.shutdown()
        throw error
    }
    await server.shutdown()
}
