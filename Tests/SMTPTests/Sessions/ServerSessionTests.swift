// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import MIME
import Testing

@testable import SMTP

@Suite struct ServerSessionTests {
    /// Runs lines against a server and gives the codes of its replies; messages are kept with 250.
    private static func codes(
        of lines: [String], configuration: ServerConfiguration = ServerConfiguration()
    ) -> [String] {
        var server = ServerConnection(configuration: configuration, number: 1)
        var actions = server.start()
        for line in lines {
            actions += server.receive(Array((line + "\r\n").utf8))
            if server.isDelivering { actions += server.delivered(Reply(.ok, .success, "kept")) }
        }
        return actions.compactMap { action in
            switch action {
            case .reply(let reply):
                [reply.code.description, reply.enhancedStatus?.description].compactMap { $0 }.joined(separator: " ")
            case .close: "close"
            case .deliver: nil
            }
        }
    }

    static let hello = "EHLO a.test"
    static let mail = "MAIL FROM:<a@b.test>"
    static let rcpt = "RCPT TO:<c@d.test>"

    @Test(arguments: [
        (
            [hello, mail, rcpt, "DATA", "x", ".", "QUIT"],
            ["250", "250 2.1.0", "250 2.1.5", "354", "250 2.0.0", "221 2.0.0", "close"]
        ),
        (["HELO a.test", mail, rcpt, "DATA", "."], ["250", "250 2.1.0", "250 2.1.5", "354", "250 2.0.0"]),
        // Out of order
        ([mail], ["503 5.5.1"]), ([rcpt], ["503 5.5.1"]), (["DATA"], ["503 5.5.1"]),
        ([hello, rcpt], ["250", "503 5.5.1"]), ([hello, "DATA"], ["250", "503 5.5.1"]),
        ([hello, mail, "DATA"], ["250", "250 2.1.0", "503 5.5.1"]),
        ([hello, mail, mail], ["250", "250 2.1.0", "503 5.5.1"]),
        ([hello, mail, "RSET", mail], ["250", "250 2.1.0", "250 2.0.0", "250 2.1.0"]),
        ([hello, mail, hello, rcpt], ["250", "250 2.1.0", "250", "503 5.5.1"]),
        (["RSET", mail], ["250 2.0.0", "503 5.5.1"]),
        // Always allowed
        (["NOOP", "VRFY x", "HELP"], ["250 2.0.0", "252 2.1.5", "214 2.0.0"]),
        // Not understood or not offered
        (["", "FOO", "\u{1B}", "EHLO"], ["500 5.5.2", "500 5.5.1", "500 5.5.2", "501 5.5.4"]),
        (["EXPN x", "STARTTLS", "AUTH PLAIN"], ["502 5.5.1", "502 5.5.1", "502 5.5.1"]),
        ([hello, "BDAT 5 LAST", "QUIT"], ["250", "502 5.5.1", "close"]),
        (["QUIT", "NOOP"], ["221 2.0.0", "close"]),
        // Addresses and parameters
        ([hello, "MAIL FROM:<a>", "MAIL FROM: <a@b.test>"], ["250", "553 5.1.7", "501 5.5.4"]),
        ([hello, mail, "RCPT TO:<a\rX: 1@b.test>", "RCPT TO:<>"], ["250", "250 2.1.0", "553 5.1.3", "553 5.1.3"]),
        (
            [hello, "MAIL FROM:<a@b.test> RET=HDRS", mail, rcpt + " NOTIFY=NEVER"],
            ["250", "555 5.5.4", "250 2.1.0", "555 5.5.4"]
        ),
        (["HELO a.test", mail + " SIZE=1", mail], ["250", "555 5.5.4", "250 2.1.0"]),
        ([hello, mail + " SIZE=-1", mail + " SIZE=99999999999999999999"], ["250", "501 5.5.4", "552 5.3.4"]),
        // Accepted though unusual (security B7)
        (
            [
                hello, "MAIL FROM:<>", #"RCPT TO:<"odd user"@example.com>"#, #"RCPT TO:<"a@b"@x.test>"#,
                "RCPT TO:<user+tag@[IPv6:2001:db8::1]>",
            ],
            ["250", "250 2.1.0", "250 2.1.5", "250 2.1.5", "250 2.1.5"]
        ),
        // Beyond ASCII
        ([hello, "MAIL FROM:<é@b.test> SMTPUTF8", "RCPT TO:<ż@d.test>"], ["250", "250 2.1.0", "250 2.1.5"]),
        ([hello, "MAIL FROM:<é@b.test>"], ["250", "553 5.6.7"]),
        ([hello, mail, "RCPT TO:<ż@d.test>", "RCPT TO:<c@ż.test>"], ["250", "250 2.1.0", "553 5.6.7", "553 5.6.7"]),
        (["HELO a.test", "MAIL FROM:<é@b.test> SMTPUTF8"], ["250", "555 5.5.4"]),
    ])
    func answers(lines: [String], expected: [String]) {
        #expect(Self.codes(of: lines) == ["220"] + expected)
    }

    @Test func whatIsSwitchedOffIsRefused() {
        let configuration = ServerConfiguration(offersSMTPUTF8: false, offersEightBitMIME: false)
        let codes = Self.codes(
            of: [Self.hello, "MAIL FROM:<é@b.test> SMTPUTF8", "MAIL FROM:<é@b.test>", Self.mail + " BODY=8BITMIME"],
            configuration: configuration)
        #expect(codes == ["220", "250", "555 5.5.4", "553 5.6.7", "555 5.5.4"])
    }

    @Test(arguments: [(2, "250 2.1.5"), (1, "452 4.5.3")])
    func recipientsAreLimited(limit: Int, expected: String) {
        let configuration = ServerConfiguration(recipientLimit: limit)
        let codes = Self.codes(of: [Self.hello, Self.mail, Self.rcpt, Self.rcpt], configuration: configuration)
        #expect(codes.last == expected)
    }

    @Test(arguments: [(10, "250 2.1.0", "250 2.0.0"), (9, "552 5.3.4", "552 5.3.4")])
    func sizeIsLimited(limit: Int, declared: String, real: String) {
        let configuration = ServerConfiguration(sizeLimit: limit)
        #expect(Self.codes(of: [Self.hello, Self.mail + " SIZE=10"], configuration: configuration).last == declared)
        // A client that declares little and sends much is found out at the end, and goes on with the next message.
        let lines = [Self.hello, Self.mail + " SIZE=1", Self.rcpt, "DATA", "12345678", ".", Self.mail]
        let codes = Self.codes(of: lines, configuration: configuration)
        #expect(codes.suffix(2) == [real, "250 2.1.0"])
    }

    @Test func errorsAreLimited() {
        let codes = Self.codes(of: Array(repeating: "FOO", count: 22))
        #expect(codes == ["220"] + Array(repeating: "500 5.5.1", count: 20) + ["421 4.7.0", "close"])
    }

    @Test func overlongLinesAreRefusedAndTheSessionGoesOn() {
        let longest = "NOOP " + String(repeating: "x", count: LineFramer.commandLineLimit - 7)
        #expect(Self.codes(of: [longest, longest + "x", "NOOP"]) == ["220", "250 2.0.0", "500 5.5.2", "250 2.0.0"])
    }

    @Test(arguments: ["EHLO \u{1B}]0;x\u{07}\r", "\u{9B}31m", "FOO\0", "RCPT TO:<\u{202E}>", "EHLO a\nb"])
    func echoesAreEscaped(line: String) throws {
        var server = ServerConnection(configuration: ServerConfiguration(), number: 1)
        let junk = String(repeating: "X", count: 1900)
        for text in [line, junk, line + junk] {
            for case .reply(let reply) in server.receive(Array((text + "\r\n").utf8)) {
                let bytes = try reply.wireLines.bytes
                let isClean = bytes.dropLast(2).allSatisfy { $0.isVisible || $0 == .space }
                #expect(isClean, "\(reply)")
                #expect(bytes.count < 512)
            }
        }
    }

    @Test func commandsWaitWhileAMessageIsKept() {
        var server = ServerConnection(configuration: ServerConfiguration(), number: 7)
        _ = server.start()
        let wire = [Self.hello, Self.mail + " BODY=8BITMIME", Self.rcpt, "DATA", "x", ".", "NOOP", "QUIT", ""]
        let actions = server.receive(Array(wire.joined(separator: "\r\n").utf8))
        guard case .deliver(let message) = actions.last else {
            Issue.record("the last action is not a delivery: \(actions)")
            return
        }
        #expect(message.sessionNumber == 7)
        #expect(message.body == .eightBitMIME)
        #expect(message.clientDomain.name == "a.test")
        #expect(server.receive(Array("NOOP\r\n".utf8)).isEmpty)
        let rest = server.delivered(Reply(.localError, .systemFailure, "disk full"))
        let codes = rest.compactMap { if case .reply(let reply) = $0 { reply.code.rawValue } else { nil } }
        #expect(codes == [451, 250, 221])
        #expect(rest.last == .close)
    }
}
