// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import SMTP
import Testing

@testable import SMTPNIO

/// The client against servers that are slow, silent or gone.
@Suite struct ClientFaultTests {
    private static let readLimit = Duration.seconds(2)

    /// Only tests that wait for a limit have a short one: on a busy machine every reply takes its time.
    private static func connect(to peer: ScriptedPeer, isImpatient: Bool = false) async throws -> SMTPConnection {
        let timeouts = isImpatient ? SMTPClient.Timeouts(read: self.readLimit) : SMTPClient.Timeouts()
        return try await SMTPClient.connect(
            host: "127.0.0.1", port: peer.port, configuration: SMTPClient.Configuration(timeouts: timeouts))
    }

    private static func isInTime(_ start: ContinuousClock.Instant) -> Bool {
        (self.readLimit..<self.readLimit * 4).contains(ContinuousClock.now - start)
    }

    @Test(arguments: [
        ScriptedPeer.Answer.silence, .drip("220 slow\r\n", pause: .milliseconds(600)), .bytes("220 half"),
    ])
    func aServerThatDoesNotGreet(answer: ScriptedPeer.Answer) async throws {
        let peer = try await ScriptedPeer.start { _ in answer }
        let start = ContinuousClock.now
        let error = await #expect(throws: SMTPError.self) { try await Self.connect(to: peer, isImpatient: true) }
        #expect(error?.code == .timeout)
        #expect(error?.stage == .greeting)
        #expect(Self.isInTime(start))
        try await peer.stop()
    }

    @Test(arguments: ["MAIL", "RCPT", "DATA"])
    func aServerThatStopsAnswering(verb: String) async throws {
        let peer = try await ScriptedPeer.start(script: ScriptedPeer.script([verb: .silence]))
        let connection = try await Self.connect(to: peer, isImpatient: true)
        let start = ContinuousClock.now
        let error = await #expect(throws: SMTPError.self) { try await connection.send(try .sample()) }
        #expect(error?.code == .timeout)
        #expect(error?.stage.rawValue == verb)
        #expect(Self.isInTime(start))
        let again = await #expect(throws: SMTPError.self) { try await connection.send(try .sample()) }
        #expect(again == error)
        await connection.quit()
        try await peer.stop()
    }

    @Test(arguments: [
        (ScriptedPeer.Answer.close, SMTPError.Code.connectionLost), (.silence, .timeout), (.bytes("250"), .timeout),
        (.bytes("??\r\n"), .malformedReply),
    ])
    func aReplyLostAfterTheContentIsUnknown(answer: ScriptedPeer.Answer, code: SMTPError.Code) async throws {
        let peer = try await ScriptedPeer.start(script: ScriptedPeer.script([".": answer]))
        let connection = try await Self.connect(to: peer, isImpatient: true)
        let submission = try Submission.sample(content: "Subject: x\r\n\r\n")
        guard case .unknown(let error) = try await connection.send(submission) else {
            Issue.record("not unknown")
            return
        }
        #expect(error.code == code)
        #expect(error.stage == .content)
        #expect(peer.lines.filter { $0 == "DATA" }.count == 1)
        try await peer.stop()
    }

    @Test(arguments: ["MAIL", "RCPT", "DATA"])
    func aConnectionLostBeforeTheContent(verb: String) async throws {
        let peer = try await ScriptedPeer.start(script: ScriptedPeer.script([verb: .close]))
        let connection = try await Self.connect(to: peer)
        let error = await #expect(throws: SMTPError.self) { try await connection.send(try .sample()) }
        #expect(error?.code == .connectionLost)
        #expect(error?.stage.rawValue == verb)
        try await peer.stop()
    }

    @Test func withoutSMTPUTF8TheServerHearsNoMAIL() async throws {
        let peer = try await ScriptedPeer.start(script: ScriptedPeer.script(["EHLO": .bytes("250 8BITMIME\r\n")]))
        let connection = try await Self.connect(to: peer)
        let error = await #expect(throws: SMTPError.self) {
            try await connection.send(try .sample(to: ["żółw@example.com"]))
        }
        #expect(error?.code == .smtpUTF8NotOffered)
        await connection.quit()
        #expect(peer.lines == ["EHLO [127.0.0.1]", "QUIT"])
        try await peer.stop()
    }

    @Test func aServerThatDoesNotTakeTheContent() async throws {
        let peer = try await ScriptedPeer.start(script: ScriptedPeer.script(["DATA": .deaf("354 go on\r\n")]))
        let timeouts = SMTPClient.Timeouts(write: Self.readLimit)
        let connection = try await SMTPClient.connect(
            host: "127.0.0.1", port: peer.port, configuration: SMTPClient.Configuration(timeouts: timeouts))
        let content = String(repeating: String(repeating: "x", count: 998) + "\r\n", count: 8000)
        let start = ContinuousClock.now
        guard case .unknown(let error) = try await connection.send(try .sample(content: content)) else {
            Issue.record("not unknown")
            return
        }
        #expect(error.code == .timeout)
        #expect(error.message == "the server did not take what was sent within 2.0 seconds")
        #expect(ContinuousClock.now - start < Self.readLimit * 8)
        try await peer.stop()
    }

    @Test func aRefusalInTheMiddleOfTheContentWaitsForItsEnd() async throws {
        let peer = try await ScriptedPeer.start(
            script: ScriptedPeer.script(["first": .bytes("552 too much\r\n"), ".": .silence]))
        let connection = try await Self.connect(to: peer)
        let content = "first\r\n" + String(repeating: String(repeating: "x", count: 998) + "\r\n", count: 2000)
        guard case .refused(let refusal) = try await connection.send(try .sample(content: content)) else {
            Issue.record("not refused")
            return
        }
        #expect(refusal.stage == .content)
        await connection.quit()
        #expect(peer.lines.suffix(2) == [".", "QUIT"])
        try await peer.stop()
    }

    @Test func nobodyListens() async throws {
        let peer = try await ScriptedPeer.start { _ in .silence }
        try await peer.stop()
        let error = await #expect(throws: SMTPError.self) { try await Self.connect(to: peer) }
        #expect(error?.code == .connectFailed)
        #expect(error?.stage == .connect)
    }

    @Test func aHugeReply() async throws {
        let reply = String(repeating: "250-" + String(repeating: "x", count: 1000) + "\r\n", count: 1000)
        let peer = try await ScriptedPeer.start(script: ScriptedPeer.script(["EHLO": .bytes(reply)]))
        let error = await #expect(throws: SMTPError.self) {
            try await Self.connect(to: peer)
        }
        #expect(error?.code == .malformedReply)
        try await peer.stop()
    }

    @Test(arguments: [ScriptedPeer.connect, "EHLO", "MAIL"])
    func cancellationClosesTheConnection(silentAt verb: String) async throws {
        let peer = try await ScriptedPeer.start(script: ScriptedPeer.script([verb: .silence]))
        let task = Task {
            let connection = try await SMTPClient.connect(host: "127.0.0.1", port: peer.port)
            _ = try await connection.send(try .sample())
        }
        try await Task.sleep(for: .milliseconds(100))
        task.cancel()
        let error = await #expect(throws: SMTPError.self) { try await task.value }
        #expect(error?.code == .cancelled)
        try await peer.stop()
    }

    @Test func cancellationAfterTheContentIsUnknown() async throws {
        let peer = try await ScriptedPeer.start(script: ScriptedPeer.script([".": .silence]))
        let task = Task {
            let connection = try await SMTPClient.connect(host: "127.0.0.1", port: peer.port)
            return try await connection.send(try .sample(content: "x: y\r\n\r\n"))
        }
        while !peer.lines.contains(".") { try await Task.sleep(for: .milliseconds(5)) }
        task.cancel()
        guard case .unknown(let error) = try await task.value else {
            Issue.record("not unknown")
            return
        }
        #expect(error.code == .cancelled)
        try await peer.stop()
    }

    @Test func aTaskThatIsCancelledAlreadySendsNothing() async throws {
        let peer = try await ScriptedPeer.start(script: ScriptedPeer.script())
        let connection = try await Self.connect(to: peer)
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            _ = try await connection.send(try .sample())
        }
        let error = await #expect(throws: SMTPError.self) { try await task.value }
        #expect(error?.code == .cancelled)
        #expect(peer.lines == ["EHLO [127.0.0.1]"])
        try await peer.stop()
    }

    @Test func oneMessageAtATime() async throws {
        let peer = try await ScriptedPeer.start(script: ScriptedPeer.script(["MAIL": .silence]))
        let connection = try await Self.connect(to: peer)
        let first = Task { try await connection.send(try .sample()) }
        while !peer.lines.contains(where: { $0.hasPrefix("MAIL") }) { try await Task.sleep(for: .milliseconds(1)) }
        let busy = await #expect(throws: SMTPError.self) { try await connection.send(try .sample()) }
        #expect(busy?.code == .busy)
        connection.close()
        let closed = await #expect(throws: SMTPError.self) { try await first.value }
        #expect(closed?.code == .cancelled)
        try await peer.stop()
    }
}
