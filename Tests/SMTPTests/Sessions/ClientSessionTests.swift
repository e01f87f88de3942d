// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import MIME
import Testing

@testable import SMTP

/// The client against servers that say what no good server says.
@Suite struct ClientSessionTests {
    private static func text(of actions: [ClientSession.Action]) -> [String] {
        actions.map { action in
            switch action {
            case .send(let lines): String(decoding: lines.bytes, as: UTF8.self)
            case .startTLS: "startTLS"
            case .ready: "ready"
            case .finished(let outcome): "finished \(outcome)"
            case .fail(let error): "fail \(error.code) \(error.stage)"
            case .close: "close"
            }
        }
    }

    @Test(arguments: [
        ("220 x\r\n", ["EHLO [127.0.0.1]\r\n"]),
        ("220-x\r\n220 y\r\n", ["EHLO [127.0.0.1]\r\n"]),
        ("554 no\r\n", ["fail serviceRefused greeting"]),
        ("421 busy\r\n", ["fail serviceRefused greeting"]),
        ("354 what\r\n", ["fail serviceRefused greeting"]),
        ("HTTP/1.1 400 Bad Request\r\n", ["fail malformedReply greeting"]),
        ("220-x\r\n221 y\r\n", ["fail malformedReply greeting"]),
        ("220 x\r\n250 y\r\n", ["EHLO [127.0.0.1]\r\n", "ready"]),
        ("220 x\r\n500 y\r\n250 z\r\n", ["EHLO [127.0.0.1]\r\n", "HELO [127.0.0.1]\r\n", "ready"]),
        ("220 x\r\n502 y\r\n502 z\r\n", ["EHLO [127.0.0.1]\r\n", "HELO [127.0.0.1]\r\n", "fail serviceRefused HELO"]),
        ("220 x\r\n554 y\r\n", ["EHLO [127.0.0.1]\r\n", "fail serviceRefused EHLO"]),
        ("220 x\r\n250 y\r\n421 bye\r\n", ["EHLO [127.0.0.1]\r\n", "ready", "fail serviceRefused ready"]),
        ("220 x\r\n250 y\r\n250 z\r\n", ["EHLO [127.0.0.1]\r\n", "ready", "fail unexpectedReply ready"]),
        // A bare LF does not end a line: the reply is not there yet.
        ("220 x\n", []),
    ])
    func introduction(replies: String, expected: [String]) {
        var client = ClientConnection(configuration: ClientConfiguration())
        #expect(Self.text(of: client.drip(replies)) == expected)
    }

    @Test(arguments: [
        ("220 x\r\n250 y\r\n", ["fail unexpectedReply greeting"]),
        ("220 x\r\n2", ["fail unexpectedReply greeting"]),
        ("500 no\r\n250 y\r\n", ["fail unexpectedReply EHLO"]),
        ("354 go on\r\n250 sent\r\n", ["fail unexpectedReply DATA"]),
    ])
    func aServerThatAnswersBeforeItIsAsked(replies: String, expected: [String]) throws {
        var client = ClientConnection(configuration: ClientConfiguration())
        if expected.first?.hasSuffix("EHLO") ?? false { _ = client.drip("220 x\r\n") }
        if expected.first?.hasSuffix("DATA") ?? false {
            client = Self.readyClient()
            _ = client.submit(try .sample())
            _ = client.drip("250 a\r\n250 b\r\n")
        }
        #expect(Self.text(of: client.receive(Array(replies.utf8))) == expected)
    }

    @Test func aFarewellBehindTheLastReplyLosesNothing() throws {
        var client = Self.readyClient()
        _ = client.submit(try .sample())
        _ = client.drip("250 a\r\n250 b\r\n354 c\r\n")
        let actions = client.receive(Array("250 sent\r\n421 bye\r\n".utf8))
        #expect(Self.text(of: actions) == ["finished sent (250 sent)", "fail serviceRefused ready"])
    }

    private static func readyClient() -> ClientConnection {
        var client = ClientConnection(configuration: ClientConfiguration())
        _ = client.drip("220 x\r\n250 y\r\n")
        return client
    }

    @Test func afterHELOThereAreNoExtensions() throws {
        var client = ClientConnection(configuration: ClientConfiguration())
        _ = client.drip("220 x\r\n500 y\r\n250-z\r\n250 SMTPUTF8\r\n")
        #expect(client.submit(try .sample(to: ["ż@b.test"])).obstacle == .smtpUTF8NotOffered)
        #expect(Self.text(of: client.submit(try .sample())) == ["MAIL FROM:<ada@example.com>\r\n"])
    }

    /// RFC 3461, sections 4.1 and 4.3: the parameters go to servers that offer DSN, and to no others.
    @Test(arguments: [true, false])
    func deliveryStatusIsAskedForWhereTheServerOffersIt(offers: Bool) throws {
        var configuration = ClientConfiguration()
        configuration.dsnReturn = try ESMTPParameter(keyword: "RET", value: "HDRS")
        configuration.dsnNotify = try ESMTPParameter(keyword: "NOTIFY", value: "FAILURE,DELAY")
        var client = ClientConnection(configuration: configuration)
        _ = client.drip("220 x\r\n250-y\r\n250 \(offers ? "DSN" : "SIZE")\r\n")
        let sent = Self.text(of: client.submit(try .sample()) + client.drip("250 ok\r\n"))
        #expect(
            sent
                == (offers
                    ? [
                        "MAIL FROM:<ada@example.com> RET=HDRS\r\n",
                        "RCPT TO:<bob@example.com> NOTIFY=FAILURE,DELAY\r\n",
                    ] : ["MAIL FROM:<ada@example.com> SIZE=20\r\n", "RCPT TO:<bob@example.com>\r\n"]))
    }

    @Test func oneMessageAtATime() throws {
        var client = Self.readyClient()
        _ = client.submit(try .sample())
        #expect(client.submit(try .sample()).obstacle == .busy)
        var early = ClientConnection(configuration: ClientConfiguration())
        #expect(early.submit(try .sample()).obstacle == .notConnected)
    }

    @Test func aServerThatDoesNotAskForTheContent() throws {
        var client = Self.readyClient()
        _ = client.submit(try .sample())
        let actions = client.drip("250 a\r\n250 b\r\n250 c\r\n")
        #expect(Self.text(of: actions).last == "fail unexpectedReply DATA")
    }

    @Test(arguments: [
        "nonsense\r\n", "250-a\r\n251 b\r\n", "354 more\r\n", String(repeating: "x", count: 3000) + "\r\n",
    ])
    func nonsenseAfterTheContentIsUnknown(reply: String) throws {
        var client = Self.readyClient()
        _ = client.submit(try .sample())
        _ = client.drip("250 a\r\n250 b\r\n354 c\r\n")
        let actions = client.receive(Array(reply.utf8))
        guard case .finished(.unknown) = actions.first else {
            Issue.record("not unknown: \(actions)")
            return
        }
        #expect(actions.last == .close)
        #expect(client.receive(Array("250 late\r\n".utf8)).isEmpty)
    }

    @Test func quitEndsInOrderWhateverTheReply() {
        for reply in ["221 bye\r\n", "500 what\r\n", "421 bye\r\n"] {
            var client = Self.readyClient()
            #expect(Self.text(of: client.quit()) == ["QUIT\r\n"])
            #expect(client.receive(Array(reply.utf8)) == [.close])
        }
        var client = Self.readyClient()
        _ = client.quit()
        #expect(client.connectionClosed() == [.close])
        #expect(client.connectionClosed().isEmpty)
    }

    @Test func whatComesAfterTheEndIsNotKept() {
        var configuration = ClientConfiguration()
        configuration.isRecorded = true
        var client = ClientConnection(configuration: configuration)
        _ = client.receive(Array("554 no\r\n554 go\r\n554 away\r\n".utf8))
        #expect(client.takeEvents().map(\.description) == ["S: 554 no"])
    }

    @Test func aLineWithoutEndIsRefusedInTime() {
        var client = ClientConnection(configuration: ClientConfiguration())
        let text = Array("220 ".utf8) + [UInt8](repeating: 0x78, count: ReplyParser.lineLimit - 4)
        #expect(client.receive(text).isEmpty)
        #expect(Self.text(of: client.receive([0x78])) == ["fail malformedReply greeting"])
    }

    @Test func aReplyWithoutEndIsRefusedInTime() {
        var client = ClientConnection(configuration: ClientConfiguration())
        let line = Array("220-x\r\n".utf8)
        var actions: [ClientSession.Action] = []
        for _ in 0...ReplyParser.lineCountLimit where actions.isEmpty { actions = client.receive(line) }
        #expect(Self.text(of: actions) == ["fail malformedReply greeting"])
    }
}

extension ClientConnection {
    /// Receives a text byte by byte.
    fileprivate mutating func drip(_ text: String) -> [ClientSession.Action] {
        text.utf8.flatMap { self.receive([$0]) }
    }
}
