// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import NIOPosix
import SMTP
import Synchronization
import Testing

@testable import SMTPNIO

@Suite struct PoolTests {
    private static func pool(to port: Int, limit: Int = 1) -> SMTPPool {
        SMTPPool(limit: limit) { () throws(SMTPError) in try await SMTPClient.connect(host: "127.0.0.1", port: port) }
    }

    @Test func connectionsAreUsedAgainAndThereAreNoMoreThanTheLimit() async throws {
        try await withServer { server, inbox in
            let pool = Self.pool(to: server.port, limit: 3)
            await withTaskGroup(of: Bool.self) { group in
                for number in 0..<60 {
                    group.addTask {
                        guard let submission = try? Submission.sample(content: "Subject: \(number)\r\n\r\n") else {
                            return false
                        }
                        return await pool.send(submission).isSent
                    }
                }
                for await isSent in group { #expect(isSent) }
            }
            await pool.close()
            #expect(Set(inbox.messages.map(\.content)).count == 60)
            #expect((1...3).contains(Set(inbox.messages.map(\.sessionNumber)).count))
        }
    }

    @Test(.timeLimit(.minutes(1))) func aMessageThatIsCancelledDoesNotWaitForAPlace() async throws {
        let submission = try Submission.sample()
        let pool = SMTPPool(limit: 1) { () throws(SMTPError) in
            // Holds the only place until it is cancelled.
            try? await Task.sleep(for: .seconds(3600))
            throw SMTPError(code: .connectFailed, message: "it took too long", stage: .connect)
        }
        let holder = Task.immediate { await pool.send(submission) }
        let waiter = Task.immediate { await pool.send(submission) }
        waiter.cancel()
        guard case .notAttempted(let error) = await waiter.value else {
            Issue.record("it was tried")
            return
        }
        #expect(error.code == .cancelled)
        holder.cancel()
        _ = await holder.value
    }

    @Test func tasksOnItsExecutorRunOnTheThreadOfItsConnections() async throws {
        try await withServer { server, inbox in
            let threads = Mutex(Set<ObjectIdentifier?>())
            let note: @Sendable () -> Void = {
                let eventLoop = MultiThreadedEventLoopGroup.currentEventLoop.map(ObjectIdentifier.init)
                threads.withLock { _ = $0.insert(eventLoop) }
            }
            let pool = SMTPPool(limit: 3) { () throws(SMTPError) in
                note()
                return try await SMTPClient.connect(host: "127.0.0.1", port: server.port)
            }
            await withTaskGroup(of: Bool.self) { group in
                for _ in 0..<30 {
                    group.addTask(executorPreference: pool.executor) {
                        note()
                        defer { note() }
                        guard let submission = try? Submission.sample() else { return false }
                        return await pool.send(submission).isSent
                    }
                }
                for await isSent in group { #expect(isSent) }
            }
            await pool.close()
            #expect(inbox.messages.count == 30)
            #expect(threads.withLock { $0.count == 1 && !$0.contains(nil) })
        }
    }

    /// A server that ends its first session at `verb`, in its own way, and takes everything in the others.
    private static func peer(
        leavingAt verb: String, saying answer: ScriptedPeer.Answer
    ) async throws -> ScriptedPeer {
        let count = Mutex(0)
        let good = ScriptedPeer.script()
        return try await ScriptedPeer.start { line in
            guard line.hasPrefix(verb) else { return good(line) }
            let number = count.withLock { count in
                count += 1
                return count
            }
            // The first message passes; the server leaves at the second.
            return number == 2 ? answer : good(line)
        }
    }

    @Test(arguments: [ScriptedPeer.Answer.close, .bytes("421 4.3.2 bye\r\n")])
    func aServerThatLeftBetweenTwoMessagesGetsTheSecondOnANewConnection(answer: ScriptedPeer.Answer) async throws {
        let peer = try await Self.peer(leavingAt: "MAIL", saying: answer)
        let pool = Self.pool(to: peer.port)
        for _ in 0..<3 { #expect(await pool.send(try .sample(content: "x: y\r\n\r\n")).isSent) }
        #expect(peer.lines.filter { $0.hasPrefix("EHLO") }.count == 2)
        #expect(peer.lines.filter { $0 == "." }.count == 3)
        try await peer.stop()
    }

    @Test(arguments: [ScriptedPeer.Answer.close, .bytes("250"), .bytes("nonsense\r\n")])
    func whatWasHandedOverIsNeverSentTwice(answer: ScriptedPeer.Answer) async throws {
        let peer = try await Self.peer(leavingAt: ".", saying: answer)
        let pool = SMTPPool(limit: 1) { () throws(SMTPError) in
            try await SMTPClient.connect(
                host: "127.0.0.1", port: peer.port,
                configuration: SMTPClient.Configuration(timeouts: SMTPClient.Timeouts(read: .seconds(2))))
        }
        #expect(await pool.send(try .sample(content: "x: 1\r\n\r\n")).isSent)
        guard case .unknown = await pool.send(try .sample(content: "x: 2\r\n\r\n")) else {
            Issue.record("not unknown")
            return
        }
        #expect(peer.lines.filter { $0 == "x: 2" }.count == 1)
        #expect(await pool.send(try .sample(content: "x: 3\r\n\r\n")).isSent)
        try await peer.stop()
    }

    @Test func aMessageThatCannotGoOutLeavesTheConnectionToTheNext() async throws {
        let peer = try await ScriptedPeer.start(script: ScriptedPeer.script(["EHLO": .bytes("250 8BITMIME\r\n")]))
        let pool = Self.pool(to: peer.port)
        guard case .notAttempted(let error) = await pool.send(try .sample(to: ["ż@example.com"])) else {
            Issue.record("attempted")
            return
        }
        #expect(error.code == .smtpUTF8NotOffered)
        #expect(await pool.send(try .sample()).isSent)
        await pool.close()
        #expect(peer.lines.filter { $0.hasPrefix("EHLO") }.count == 1)
        try await peer.stop()
    }

    @Test func theDeadlineEndsAServerThatAlwaysSaysALittle() async throws {
        let slow = "250-a\r\n" + String(repeating: "250-b\r\n", count: 200) + "250 c\r\n"
        let peer = try await ScriptedPeer.start(
            script: ScriptedPeer.script(["EHLO": .drip(slow, pause: .milliseconds(50))]))
        let timeouts = SMTPClient.Timeouts(read: .seconds(60), total: .seconds(2))
        let start = ContinuousClock.now
        let error = await #expect(throws: SMTPError.self) {
            try await SMTPClient.connect(
                host: "127.0.0.1", port: peer.port, configuration: SMTPClient.Configuration(timeouts: timeouts))
        }
        #expect(error?.code == .timeout)
        #expect(error?.message.contains("in all") == true)
        #expect(ContinuousClock.now - start < .seconds(20))
        try await peer.stop()
    }

    @Test func withPipeliningTheCommandsOfAMessageGoOutTogether() async throws {
        let peer = try await ScriptedPeer.start(
            script: ScriptedPeer.script([
                "EHLO": .bytes("250-x\r\n250 PIPELINING\r\n"), "MAIL": .silence, "RCPT": .silence,
            ]))
        let connection = try await SMTPClient.connect(host: "127.0.0.1", port: peer.port)
        let sending = Task { try await connection.send(try .sample()) }
        while peer.lines.count < 4 { try await Task.sleep(for: .milliseconds(5)) }
        #expect(peer.lines.dropFirst().map { $0.prefix(4) } == ["MAIL", "RCPT", "DATA"])
        connection.close()
        _ = await sending.result
        try await peer.stop()
    }
}
