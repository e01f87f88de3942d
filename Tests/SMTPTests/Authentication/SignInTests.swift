// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import Testing

@testable import SMTP

/// STARTTLS and AUTH on the way to a session, against servers good and bad.
@Suite struct SignInTests {
    static let password = "correct-horse"

    static func configuration(
        startTLS: ClientConfiguration.StartTLSPolicy = .never, mechanisms: [SASLMechanism]? = nil,
        allowance: CleartextAllowance? = nil, username: String = "ada", password: String = Self.password
    ) -> ClientConfiguration {
        var configuration = ClientConfiguration()
        configuration.startTLS = startTLS
        configuration.cleartextAllowance = allowance
        configuration.isRecorded = true
        if let mechanisms {
            configuration.credentials = ClientCredentials(
                username: username, password: Secret(password), mechanisms: mechanisms,
                digests: SASLDigests(
                    sha256: { $0 }, hmacSHA256: { $0 + $1 }, hmacMD5: { $0 + $1 }, nonce: { [1, 2, 3] }))
        }
        return configuration
    }

    /// What the client did, and how it ended. The handshake, where it asks for one, comes about.
    static func play(
        _ configuration: ClientConfiguration, over protection: ChannelProtection = .none, _ replies: [String]
    ) -> (sent: [String], end: String, client: ClientConnection) {
        var client = ClientConnection(configuration: configuration)
        client.connected(protection)
        var sent: [String] = []
        var end = "open"
        for reply in replies {
            var actions = client.receive(Array(reply.utf8))
            if actions == [.startTLS] {
                sent.append("(handshake)")
                actions = client.tlsEstablished(TLSDescription(version: "TLS 1.3", certificate: nil))
            }
            for action in actions {
                switch action {
                case .send(let lines): sent.append(String(decoding: lines.bytes.dropLast(2), as: UTF8.self))
                case .ready: end = "ready"
                case .fail(let error):
                    end = (["\(error.code)"] + error.offeredMechanisms.map(\.name)).joined(separator: " ")
                case .startTLS, .finished, .close: end = "?"
                }
            }
        }
        return (sent, end, client)
    }

    private static let ntlm = (try? SASLMechanism("NTLM")) ?? .plain
    static let greeting = "220 x\r\n"
    private static let plain = "AUTH PLAIN AGFkYQBjb3JyZWN0LWhvcnNl"

    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var startTLS = ClientConfiguration.StartTLSPolicy.never
        var mechanisms: [SASLMechanism]? = nil
        var allowance: CleartextAllowance? = nil
        var protection = ChannelProtection.none
        var replies: [String]
        var sent: [String]
        var end: String
        var testDescription: String { self.name }
    }

    static let cases = [
        Case(
            name: "STARTTLS leads back to EHLO", startTLS: .required,
            replies: ["250-x\r\n250 STARTTLS\r\n", "220 go\r\n", "250-x\r\n250 SIZE\r\n"],
            sent: ["EHLO [127.0.0.1]", "STARTTLS", "(handshake)", "EHLO [127.0.0.1]"], end: "ready"),
        Case(
            name: "stripped, required", startTLS: .required, mechanisms: [.plain],
            replies: ["250-x\r\n250 AUTH PLAIN\r\n"],
            sent: ["EHLO [127.0.0.1]"], end: "startTLSNotOffered"),
        Case(
            name: "garbled, required", startTLS: .required, replies: ["250-x\r\n250 XXXXXXXX\r\n"],
            sent: ["EHLO [127.0.0.1]"], end: "startTLSNotOffered"),
        Case(
            name: "stripped, opportunistic, nothing to hide", startTLS: .ifOffered, replies: ["250 x\r\n"],
            sent: ["EHLO [127.0.0.1]"], end: "ready"),
        Case(
            name: "stripped, opportunistic, with a password", startTLS: .ifOffered, mechanisms: [.plain],
            replies: ["250-x\r\n250 AUTH PLAIN\r\n"], sent: ["EHLO [127.0.0.1]"], end: "cleartextCredentials"),
        Case(
            name: "EHLO refused so that there is no STARTTLS", startTLS: .required, mechanisms: [.plain],
            replies: ["500 x\r\n", "250 x\r\n"], sent: ["EHLO [127.0.0.1]", "HELO [127.0.0.1]"],
            end: "startTLSNotOffered"),
        Case(
            name: "in the clear with the user's word", mechanisms: [.plain], allowance: .byUser,
            replies: ["250-x\r\n250 AUTH PLAIN\r\n", "235 ok\r\n"], sent: ["EHLO [127.0.0.1]", Self.plain], end: "ready"
        ),
        Case(
            name: "in the clear on loopback", mechanisms: [.plain], protection: .loopback,
            replies: ["250-x\r\n250 AUTH PLAIN\r\n", "235 ok\r\n"], sent: ["EHLO [127.0.0.1]", Self.plain], end: "ready"
        ),
        Case(
            name: "mechanisms of the clear do not count", startTLS: .required, mechanisms: [.plain, .xoauth2],
            replies: ["250-x\r\n250-AUTH PLAIN\r\n250 STARTTLS\r\n", "220 go\r\n", "250-x\r\n250 AUTH XOAUTH2\r\n"],
            sent: [
                "EHLO [127.0.0.1]", "STARTTLS", "(handshake)", "EHLO [127.0.0.1]",
                "AUTH XOAUTH2 dXNlcj1hZGEBYXV0aD1CZWFyZXIgY29ycmVjdC1ob3JzZQEB",
            ], end: "open"),
        Case(
            name: "LOGIN", mechanisms: [.login], protection: .encryption,
            replies: ["250-x\r\n250 AUTH LOGIN\r\n", "334 VXNlcm5hbWU6\r\n", "334 UGFzc3dvcmQ6\r\n", "235 ok\r\n"],
            sent: ["EHLO [127.0.0.1]", "AUTH LOGIN", "YWRh", "Y29ycmVjdC1ob3JzZQ=="], end: "ready"),
        Case(
            name: "LOGIN without end", mechanisms: [.login], protection: .encryption,
            replies: [
                "250-x\r\n250 AUTH LOGIN\r\n", "334 VXNlcm5hbWU6\r\n", "334 UGFzc3dvcmQ6\r\n", "334 UGFzc3dvcmQ6\r\n",
            ], sent: ["EHLO [127.0.0.1]", "AUTH LOGIN", "YWRh", "Y29ycmVjdC1ob3JzZQ=="], end: "authenticationFailed"),
        Case(
            name: "a refused token", mechanisms: [.xoauth2], protection: .encryption,
            replies: ["250-x\r\n250 AUTH XOAUTH2\r\n", "334 eyJzdGF0dXMiOiI0MDEifQ==\r\n", "535 no\r\n"],
            sent: ["EHLO [127.0.0.1]", "AUTH XOAUTH2 dXNlcj1hZGEBYXV0aD1CZWFyZXIgY29ycmVjdC1ob3JzZQEB", ""],
            end: "authenticationFailed"),
        Case(
            name: "the first common mechanism is the only one", mechanisms: [.cramMD5, .login, .plain],
            protection: .encryption, replies: ["250-x\r\n250 AUTH PLAIN LOGIN\r\n", "504 no\r\n"],
            sent: ["EHLO [127.0.0.1]", "AUTH LOGIN"], end: "authenticationFailed"),
        Case(
            name: "no common mechanism", mechanisms: [.cramMD5], protection: .encryption,
            replies: ["250-x\r\n250 AUTH PLAIN LOGIN\r\n"], sent: ["EHLO [127.0.0.1]"],
            end: "noCommonMechanism PLAIN LOGIN"),
        Case(
            name: "a common mechanism that the client does not have", mechanisms: [.plain, Self.ntlm],
            protection: .encryption, replies: ["250-x\r\n250 AUTH NTLM LOGIN\r\n"], sent: ["EHLO [127.0.0.1]"],
            end: "mechanismNotImplemented NTLM LOGIN"),
        Case(
            name: "a mechanism before one that the client does not have", mechanisms: [Self.ntlm, .login],
            protection: .encryption, replies: ["250-x\r\n250 AUTH NTLM LOGIN\r\n"],
            sent: ["EHLO [127.0.0.1]", "AUTH LOGIN"], end: "open"),
        Case(
            name: "no AUTH", mechanisms: [.plain], protection: .encryption, replies: ["250 x\r\n"],
            sent: ["EHLO [127.0.0.1]"], end: "authenticationNotOffered"),
        Case(
            name: "success of another kind", mechanisms: [.plain], protection: .encryption,
            replies: ["250-x\r\n250 AUTH PLAIN\r\n", "250 ok\r\n"], sent: ["EHLO [127.0.0.1]", Self.plain],
            end: "unexpectedReply"),
        Case(
            name: "SCRAM without proof of the server", mechanisms: [.scramSHA256], protection: .encryption,
            replies: ["250-x\r\n250 AUTH SCRAM-SHA-256\r\n", "235 ok\r\n"],
            sent: ["EHLO [127.0.0.1]", "AUTH SCRAM-SHA-256 biwsbj1hZGEscj1BUUlE"], end: "authenticationFailed"),
        Case(
            name: "PLAIN asked for again and again", mechanisms: [.plain], protection: .encryption,
            replies: ["250-x\r\n250 AUTH PLAIN\r\n", "334 \r\n", "334 \r\n"],
            sent: ["EHLO [127.0.0.1]", Self.plain, "AGFkYQBjb3JyZWN0LWhvcnNl"], end: "authenticationFailed"),
        Case(
            name: "CRAM-MD5 asked for again and again", mechanisms: [.cramMD5], protection: .encryption,
            replies: ["250-x\r\n250 AUTH CRAM-MD5\r\n", "334 PDE+\r\n", "334 PDI+\r\n"],
            sent: ["EHLO [127.0.0.1]", "AUTH CRAM-MD5", "YWRhIDYzNmY3MjcyNjU2Mzc0MmQ2ODZmNzI3MzY1M2MzMTNl"],
            end: "authenticationFailed"),
        Case(
            name: "SCRAM with more rounds than anybody waits for", mechanisms: [.scramSHA256], protection: .encryption,
            replies: ["250-x\r\n250 AUTH SCRAM-SHA-256\r\n", "334 cj1BUUlEeCxzPWMyRnNkQT09LGk9MTAwMDAx\r\n"],
            sent: ["EHLO [127.0.0.1]", "AUTH SCRAM-SHA-256 biwsbj1hZGEscj1BUUlE"], end: "authenticationFailed"),
        Case(
            name: "a challenge that is not base64", mechanisms: [.cramMD5], protection: .encryption,
            replies: ["250-x\r\n250 AUTH CRAM-MD5\r\n", "334 ???\r\n"], sent: ["EHLO [127.0.0.1]", "AUTH CRAM-MD5"],
            end: "authenticationFailed"),
    ]

    @Test(arguments: Self.cases)
    func signingIn(_ test: Case) {
        let configuration = Self.configuration(
            startTLS: test.startTLS, mechanisms: test.mechanisms, allowance: test.allowance)
        let result = Self.play(configuration, over: test.protection, [Self.greeting] + test.replies)
        #expect(result.sent == test.sent)
        #expect(result.end == test.end)
    }

    /// The longest response that goes with AUTH, and one octet more: the line may have 512 (RFC 4954, section 4).
    @Test(arguments: [
        // "AUTH PLAIN " and CR LF leave 499, which hold 124 groups of 4 digits, of 3 octets each; 5 are NUL and user.
        ([SASLMechanism.plain], 367, true), ([.plain], 368, false),
        // 497 with XOAUTH2, and so 124 groups; 23 are not the token.
        ([.xoauth2], 372 - 23, true), ([.xoauth2], 372 - 22, false), ([.xoauth2], 3000, false),
    ])
    func aLongResponseWaitsUntilItIsAskedFor(mechanisms: [SASLMechanism], length: Int, goesWithAUTH: Bool) throws {
        let name = try #require(mechanisms.first?.name)
        let configuration = Self.configuration(
            mechanisms: mechanisms, password: String(repeating: "x", count: length))
        let ehlo = "250-x\r\n250 AUTH \(name)\r\n"
        let result = Self.play(configuration, over: .encryption, [Self.greeting, ehlo, "334 \r\n", "235 ok\r\n"])
        #expect(result.sent.count == 3)
        #expect((result.sent[1] == "AUTH \(name)") != goesWithAUTH)
        #expect(result.sent[1].utf8.count + 2 <= 512)
        // An empty challenge asks for the response, whether it was overlooked or has not been sent.
        #expect(Base64.decode(Array(result.sent[2].utf8))?.count == (name == "PLAIN" ? length + 5 : length + 23))
        if goesWithAUTH { #expect(result.sent[1] == "AUTH \(name) \(result.sent[2])") }
        #expect(result.end == "ready")
    }

    @Test func SCRAMSaysItsFirstMessageWhereItIsAskedForIt() {
        let configuration = Self.configuration(
            mechanisms: [.scramSHA256], username: String(repeating: "u", count: 400))
        let result = Self.play(
            configuration, over: .encryption,
            [Self.greeting, "250-x\r\n250 AUTH SCRAM-SHA-256\r\n", "334 \r\n", "334 \r\n"])
        #expect(result.sent[1] == "AUTH SCRAM-SHA-256")
        #expect(Base64.decode(Array(result.sent[2].utf8))?.starts(with: "n,,n=uuu".utf8) == true)
        // A second empty challenge is no server-first-message.
        #expect(result.sent.count == 3)
        #expect(result.end == "authenticationFailed")
    }

    /// RFC 5802, sections 2.2 and 5.1: without SASLprep, what it would change must not be used.
    @Test(arguments: [
        ("ada", "pässword", false), ("jürgen", "password", false), ("ada", "pass\u{A0}word", false),
        ("ada", "pass\u{7}word", false), ("ada", "pass word~!", true), ("a,d=a", "password", true),
    ])
    func SCRAMRefusesWhatNeedsSASLprep(username: String, password: String, isSent: Bool) {
        let configuration = Self.configuration(
            mechanisms: [.scramSHA256, .plain], username: username, password: password)
        let result = Self.play(
            configuration, over: .encryption, [Self.greeting, "250-x\r\n250 AUTH SCRAM-SHA-256 PLAIN\r\n"])
        #expect(result.sent.count == (isSent ? 2 : 1))
        #expect(result.end == (isSent ? "open" : "notRepresentable"))
    }

    /// The errors of RFC 5802, section 7, and what a server might put in their place.
    @Test(arguments: [
        ("e=invalid-proof", "the server refuses the client's proof: invalid-proof"),
        ("e=unknown-user,x=y", "the server refuses the client's proof: unknown-user"),
        ("e=\u{1B}[2J", "the server refuses the client's proof: \\x1B[2J"),
        ("e=correct-horse", "the server refuses the client's proof: (secret)"),
        ("v=AAAA", "the server does not know the password: what it proves with is wrong"),
    ])
    func aSCRAMServerSaysWhyItRefuses(message: String, expected: String) throws {
        func challenge(_ text: String) -> String {
            "334 \(String(decoding: Base64.encode(Array(text.utf8)), as: UTF8.self))\r\n"
        }
        var client = Self.play(
            Self.configuration(mechanisms: [.scramSHA256]), over: .encryption,
            [Self.greeting, "250-x\r\n250 AUTH SCRAM-SHA-256\r\n", challenge("r=AQIDx,s=c2FsdA==,i=4096")]
        ).client
        let actions = client.receive(Array(challenge(message).utf8))
        guard case .fail(let error) = try #require(actions.first) else {
            Issue.record("\(actions)")
            return
        }
        #expect(error.code == .authenticationFailed)
        #expect(error.message == expected)
    }

    /// No reply but 220 leads on, and none is followed by anything in the clear.
    @Test(arguments: [
        "221 x\r\n", "250 x\r\n", "235 x\r\n", "334 \r\n", "354 x\r\n", "421 x\r\n", "454 x\r\n", "500 x\r\n",
        "501 x\r\n",
        "502 x\r\n", "554 x\r\n", "2", "220", "220-x\r\n250 y\r\n", "\u{16}\u{3}\u{1}\r\n", "220 x\n",
    ])
    func aReplyToSTARTTLSThatIsNot220(reply: String) {
        let configuration = Self.configuration(startTLS: .ifOffered, mechanisms: [.plain])
        var result = Self.play(configuration, [Self.greeting, "250-x\r\n250-AUTH PLAIN\r\n250 STARTTLS\r\n", reply])
        #expect(result.sent == ["EHLO [127.0.0.1]", "STARTTLS"])
        if result.end == "open" {
            #expect(result.client.connectionClosed().count == 1)
            #expect(result.client.session.stage == .quit)
        }
    }

    @Test(arguments: ["250-AUTH PLAIN\r\n250 X\r\n", "250 x\r\n", "x", "\r\n"])
    func whatComesBehindTheReplyToSTARTTLSEndsTheSession(behind: String) {
        let configuration = Self.configuration(startTLS: .required, mechanisms: [.plain])
        let result = Self.play(
            configuration, [Self.greeting, "250-x\r\n250 STARTTLS\r\n", "220 go\r\n" + behind])
        #expect(result.sent == ["EHLO [127.0.0.1]", "STARTTLS"])
        #expect(result.end == "unexpectedReply")
    }
}
