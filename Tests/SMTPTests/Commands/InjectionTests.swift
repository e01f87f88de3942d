// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import MIME
import Testing

@testable import SMTP

/// Every argument of every command against every way to end a line (security A1 to A4).
@Suite struct InjectionTests {
    static let payloads = [
        "\r\n", "\r", "\n", "\0", "\u{0B}", "\u{0C}", "\u{1B}", "\u{7F}", "\u{85}", "\u{2028}", "\u{2029}",
        "\r\nRCPT TO:<evil@x.test>", ">\r\nRCPT TO:<evil@x.test", "\n.\n", "\r\n.\r\n", "\u{760D}\u{760A}",
        "\u{10D}\u{10A}", "\u{301}\r\n",
    ]

    /// Each takes a payload and gives the line it would write, or throws.
    static let sinks: [(name: String, line: @Sendable (String) throws -> WireText)] = [
        ("EHLO", { try Command.ehlo(EHLODomain("a" + $0)).wireText }),
        ("HELO", { try Command.helo(EHLODomain($0 + "a")).wireText }),
        ("MAIL local part", { try Command.mail(reversePath: AddrSpec("a\($0)@b.test")).wireText }),
        ("MAIL quoted", { try Command.mail(reversePath: AddrSpec("\"a\($0)\"@b.test")).wireText }),
        (
            "MAIL unquoted",
            { payload in
                let localPart = try LocalPart(unquoted: "a" + payload)
                return try Command.mail(reversePath: AddrSpec(localPart: localPart, domain: Domain("b.test"))).wireText
            }
        ),
        ("MAIL domain", { try Command.mail(reversePath: AddrSpec("a@b\($0).test")).wireText }),
        ("RCPT local part", { try Command.rcpt(forwardPath: AddrSpec("a\($0)@b.test")).wireText }),
        ("RCPT literal", { try Command.rcpt(forwardPath: AddrSpec("a@[127.0.0.1\($0)]")).wireText }),
        (
            "parameter keyword",
            { payload in
                let parameter = try ESMTPParameter(keyword: "X" + payload, value: "1")
                return try Command.rcpt(forwardPath: AddrSpec("a@b.test"), [parameter]).wireText
            }
        ),
        (
            "parameter value",
            { payload in
                let parameter = try ESMTPParameter(keyword: "ORCPT", value: "rfc822;a" + payload)
                return try Command.mail(reversePath: nil, MailParameters(others: [parameter])).wireText
            }
        ),
        ("VRFY", { try Command.vrfy("a" + $0).wireText }),
        ("NOOP", { try Command.noop("a" + $0).wireText }),
        ("HELP", { try Command.help("a" + $0).wireText }),
        ("AUTH mechanism", { try Command.auth(SASLMechanism("A" + $0)).wireText }),
        ("AUTH response", { try Command.auth(SASLMechanism("PLAIN"), initialResponse: Array($0.utf8)).wireText }),
    ]

    @Test(arguments: sinks.map(\.name))
    func noPayloadAddsALine(sink name: String) throws {
        let sink = try #require(Self.sinks.first { $0.name == name })
        for payload in Self.payloads {
            guard let line = try? sink.line(payload) else { continue }
            let isOneLine = line.bytes.allSatisfy { !$0.isControl }
            #expect(isOneLine, "\(name) with \(payload.debugDescription)")
            // What is written is one command, with the parameters it was given and no more.
            let command = try Command(parsing: line.bytes)
            #expect(try command.wireText == line)
        }
    }

    @Test func quotedLocalPartsStayOnePath() throws {
        let address = try AddrSpec(#""x@y.test> ORCPT=admin@z.test"@b.test"#)
        let line = try Command.rcpt(forwardPath: address).wireText
        #expect(line.description == #"RCPT TO:<"x@y.test> ORCPT=admin@z.test"@b.test>"#)
        #expect(try Command(parsing: line.bytes) == .rcpt(forwardPath: address))
    }

    @Test(arguments: ["1 BODY=8BITMIME", "1\tX", "", "a=b"])
    func valuesCannotAddParameters(value: String) {
        #expect(throws: CommandSyntaxError.self) { try ESMTPParameter(keyword: "SIZE", value: value) }
    }

    @Test(arguments: payloads)
    func contentThatIsNotInLinesIsRefused(payload: String) throws {
        let envelope = Envelope(reversePath: nil, forwardPaths: [try AddrSpec("a@b.test")])
        let isInLines = (try? WireLines(validating: Array("a\(payload)b\r\n".utf8))) != nil
        let submission = try? Submission(envelope: envelope, content: Array("a\(payload)b\r\n".utf8))
        #expect((submission != nil) == isInLines)
        for bare in ["\r", "\n", "\0"] where payload == bare { #expect(submission == nil) }
    }
}
