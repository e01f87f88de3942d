// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import MIME
import SMTP
import Synchronization
import Testing

@testable import SMTPNIO

/// Client and server over TCP.
@Suite struct LoopbackTests {
    @Test func oneMessage() async throws {
        try await withServer { server, inbox in
            let connection = try await SMTPClient.connect(host: "127.0.0.1", port: server.port)
            #expect(connection.extensions.contains(.smtpUTF8))
            let outcome = try await connection.send(try .sample())
            #expect(outcome == .sent(Reply(.ok, .success, "kept")))
            await connection.quit()
            let message = try #require(inbox.messages.first)
            #expect(inbox.messages.count == 1)
            #expect(message.content == Array("Subject: x\r\n\r\n.dot\r\n..\r\n".utf8))
            #expect(message.defects.isEmpty)
        }
    }

    @Test func manyMessagesOverOneConnection() async throws {
        try await withServer { server, inbox in
            let connection = try await SMTPClient.connect(host: "127.0.0.1", port: server.port)
            for number in 0..<200 {
                let outcome = try await connection.send(try .sample(content: "Subject: \(number)\r\n\r\n.\r\n"))
                #expect(outcome.isSent)
            }
            await connection.quit()
            #expect(inbox.messages.map(\.content) == (0..<200).map { Array("Subject: \($0)\r\n\r\n.\r\n".utf8) })
            #expect(Set(inbox.messages.map(\.sessionNumber)).count == 1)
        }
    }

    @Test func manyConnectionsAtATime() async throws {
        try await withServer { server, inbox in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<50 {
                    group.addTask {
                        let connection = try await SMTPClient.connect(host: "127.0.0.1", port: server.port)
                        for part in 0..<3 {
                            let text = "Subject: \(number) \(part)\r\n\r\n"
                            #expect(try await connection.send(try .sample(content: text)).isSent)
                        }
                        await connection.quit()
                    }
                }
                try await group.waitForAll()
            }
            #expect(Set(inbox.messages.map(\.content)).count == 150)
            #expect(Set(inbox.messages.map(\.sessionNumber)).count == 50)
        }
    }

    @Test func aBigMessage() async throws {
        let line = String(repeating: ".", count: 998) + "\r\n"
        let content = "Subject: x\r\n\r\n" + String(repeating: line, count: 2000)
        try await withServer { server, inbox in
            let connection = try await SMTPClient.connect(host: "127.0.0.1", port: server.port)
            #expect(try await connection.send(try .sample(content: content)).isSent)
            await connection.quit()
            #expect(inbox.messages.first?.content == Array(content.utf8))
        }
    }

    @Test func anAddressBeyondASCII() async throws {
        try await withServer { server, inbox in
            let connection = try await SMTPClient.connect(host: "127.0.0.1", port: server.port)
            let submission = try Submission.sample(from: "żółw@example.com", to: ["用户@example.com"])
            #expect(try await connection.send(submission).isSent)
            await connection.quit()
            #expect(inbox.messages.first?.usedSMTPUTF8 == true)
            #expect(inbox.messages.first?.envelope == submission.envelope)
        }
    }

    @Test func aServerWithoutSMTPUTF8() async throws {
        let configuration = SMTPServer.Configuration(session: ServerConfiguration(offersSMTPUTF8: false))
        try await withServer(configuration) { server, inbox in
            let connection = try await SMTPClient.connect(host: "127.0.0.1", port: server.port)
            let error = await #expect(throws: SMTPError.self) {
                try await connection.send(try .sample(to: ["żółw@example.com"]))
            }
            #expect(error?.code == .smtpUTF8NotOffered)
            #expect(try await connection.send(try .sample()).isSent)
            await connection.quit()
            #expect(inbox.messages.count == 1)
        }
    }

    @Test func refusedByWhoeverKeepsMessages() async throws {
        let server = try await SMTPServer.start { _ in Reply(.insufficientStorage, .systemFailure, "disk full") }
        let connection = try await SMTPClient.connect(host: "127.0.0.1", port: server.port)
        guard case .temporary(let refusal) = try await connection.send(try .sample()) else {
            Issue.record("not refused")
            return
        }
        #expect(refusal.stage == .content)
        #expect(refusal.reply.description == "452 4.3.0 disk full")
        await connection.quit()
        await server.shutdown()
    }

    @Test func theReplyWaitsUntilTheMessageIsKept() async throws {
        let (gate, opener) = AsyncStream.makeStream(of: Void.self)
        let isOpen = Mutex(false)
        let server = try await SMTPServer.start { _ in
            for await _ in gate { break }
            return Reply(.ok, .success, "kept")
        }
        let connection = try await SMTPClient.connect(host: "127.0.0.1", port: server.port)
        async let outcome = connection.send(try .sample())
        try await Task.sleep(for: .milliseconds(50))
        isOpen.withLock { $0 = true }
        opener.yield()
        #expect(try await outcome.isSent)
        #expect(isOpen.withLock { $0 })
        await connection.quit()
        await server.shutdown()
    }

    @Test func oneConnectionTooMany() async throws {
        try await withServer(SMTPServer.Configuration(connectionLimit: 1)) { server, _ in
            let first = try await SMTPClient.connect(host: "127.0.0.1", port: server.port)
            let error = await #expect(throws: SMTPError.self) {
                try await SMTPClient.connect(host: "127.0.0.1", port: server.port)
            }
            #expect(error?.code == .serviceRefused)
            #expect(error?.reply?.code == .serviceNotAvailable)
            #expect(try await first.send(try .sample()).isSent)
            await first.quit()
        }
    }

    @Test func anIdleClientIsTold421() async throws {
        try await withServer(SMTPServer.Configuration(idleTimeout: .seconds(1))) { server, _ in
            let error = await #expect(throws: SMTPError.self) {
                // On a machine that is busy enough even this may be too slow.
                let connection = try await SMTPClient.connect(host: "127.0.0.1", port: server.port)
                try await Task.sleep(for: .seconds(2))
                _ = try await connection.send(try .sample())
            }
            #expect(error?.code == .serviceRefused)
            #expect(error?.reply?.enhancedStatus == .badConnection)
        }
    }

    @Test func shutdownEndsIdleSessionsAndFinishesMessages() async throws {
        let (gate, opener) = AsyncStream.makeStream(of: Void.self)
        let inbox = Inbox()
        let server = try await SMTPServer.start { message in
            opener.yield()
            try? await Task.sleep(for: .milliseconds(100))
            return inbox.keep(message)
        }
        let idle = try await SMTPClient.connect(host: "127.0.0.1", port: server.port)
        let busy = try await SMTPClient.connect(host: "127.0.0.1", port: server.port)
        async let outcome = busy.send(try .sample())
        for await _ in gate { break }
        await server.shutdown()
        #expect(try await outcome.isSent)
        #expect(inbox.messages.count == 1)
        let error = await #expect(throws: SMTPError.self) { try await idle.send(try .sample()) }
        #expect(error?.code == .serviceRefused)
        await #expect(throws: SMTPError.self) { try await SMTPClient.connect(host: "127.0.0.1", port: server.port) }
    }

    @Test func aPortInUse() async throws {
        try await withServer { server, _ in
            let error = await #expect(throws: SMTPError.self) {
                try await SMTPServer.start(port: server.port) { _ in Reply(.ok, "") }
            }
            #expect(error?.code == .listenFailed)
        }
    }
}
