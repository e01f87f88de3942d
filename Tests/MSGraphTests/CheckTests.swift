// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import Composition
import EmailProvider
import MIME
import Testing

@testable import MSGraph

/// The pre-flight, which sends nothing.
@Suite struct CheckTests {
    private static func token(_ claims: String) -> String {
        let encoded = String(decoding: Base64.encode(Array(claims.utf8)), as: UTF8.self)
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
        return "eyJhbGciOiJub25lIn0.\(encoded).sig"
    }

    private static func stages(
        claims: String = #"{"aud":"https://graph.example","roles":["Mail.Send"],"exp":1003600}"#,
        settings: GraphSettings = .sample(), senders: [String] = ["ada@example.com"],
        mail: @escaping FakeServer.Answer = { _, _ in HTTPReply(status: 401) }
    ) async throws -> (stages: [DeliveryStage], server: FakeServer) {
        let server = FakeServer(token: { _, _ in .token(Self.token(claims)) }, mail: mail)
        return (await server.client(settings).check(senders: try senders.map { try AddrSpec($0) }).stages, server)
    }

    private static let names = [
        "settings", "connection to sign in", "token", "token claims", "connection to Graph", "mailbox",
    ]

    @Test func allIsWell() async throws {
        let (stages, server) = try await Self.stages()
        #expect(stages.map(\.name) == Self.names)
        #expect(stages.allSatisfy { $0.result == .passed && $0.advice == nil && $0.said?.isEmpty == false })
        #expect(stages[3].said == "Mail.Send for https://graph.example, until Mon, 12 Jan 1970 14:46:40 +0000")
        #expect(server.mailRequests.map(\.method) == [.get])
        #expect(server.mailRequests.allSatisfy { $0.body == nil && $0.accessToken == nil })
    }

    @Test(arguments: [
        (
            #"{"aud":"00000003-0000-0000-c000-000000000000","roles":["User.Read.All","Mail.Send"]}"#, true,
            "Mail.Send for"
        ),
        (#"{"aud":["https://other.example","https://graph.example/"],"roles":["Mail.Send"]}"#, true, "Mail.Send"),
        (#"{"aud":"https://graph.microsoft.com","roles":["Mail.Send"]}"#, false, "not for graph.example"),
        (#"{"aud":"https://graph.example.evil.example","roles":["Mail.Send"]}"#, false, "not for graph.example"),
        (#"{"roles":["Mail.Send"]}"#, false, "not for graph.example"),
        (#"{"aud":"https://graph.example","roles":["Mail.Read"]}"#, false, "Mail.Read, and needs Mail.Send"),
        (#"{"aud":"https://graph.example","roles":[]}"#, false, "no roles"),
        (#"{"aud":"https://graph.example","scp":"User.Read Mail.Send"}"#, false, "delegated permission only"),
        (#"{"aud":"https://graph.example","roles":"Mail.Send"}"#, true, "Mail.Send"),
        (#"{"aud":"https://graph.example","roles":["Mail.Send"],"exp":1000000}"#, false, "ended at"),
        (#"{"aud":"https://graph.example","roles":["Mail.Send"],"exp":1000001}"#, true, "until"),
        ("[]", true, "cannot be read"), ("{", true, "cannot be read"), ("", true, "cannot be read"),
    ])
    func claims(claims: String, passes: Bool, said: String) async throws {
        let (stages, server) = try await Self.stages(claims: claims)
        #expect(stages[3].result == (passes ? .passed : .failed))
        #expect(stages[3].said?.contains(said) == true, "\(stages[3])")
        #expect((stages[3].advice == nil) == passes)
        #expect(server.mailRequests.isEmpty == !passes)
    }

    /// The token of RFC 7519, section 3.1.
    @Test func theTokenOfTheStandard() throws {
        let token =
            "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFt"
            + "cGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
        let claims = try #require(AccessTokenClaims(token: Array(token.utf8)))
        #expect(claims.expiry == 1_300_819_380)
        #expect(claims.audience.isEmpty)
    }

    @Test(arguments: ["", ".", "..", "a.b", "a.b.c", "a.e30.c.d", "a.=.c", "a.e30", "opaque", "a.W10.c", "a.bnVsbA.c"])
    func otherTokensHaveNoClaims(token: String) {
        #expect(AccessTokenClaims(token: Array(token.utf8)) == nil)
    }

    private static let mailboxCases: [(String, [String], DeliveryStage.Result, String, Bool)] = [
        ("users/ada@example.com/sendMail", ["ada@example.com"], .passed, "ada@example.com", false),
        ("users/ADA%40Example.com/sendMail", ["ada@example.com"], .passed, "ADA@Example.com", false),
        ("users/ada@example.com/sendMail", ["ada@example.com", "bob@example.com"], .passed, "bob@example.com", true),
        ("users/ada@example.com/sendMail", [], .passed, "ada@example.com", false),
        ("users/0f8fad5b-d9cb/sendMail", ["ada@example.com"], .passed, "cannot be compared", true),
        ("me/sendMail", ["ada@example.com"], .failed, "does not name a mailbox", true),
        ("users/sendMail", ["ada@example.com"], .failed, "does not name a mailbox", true),
    ]

    @Test(arguments: Self.mailboxCases)
    func mailboxes(
        path: String, senders: [String], result: DeliveryStage.Result, said: String, hasAdvice: Bool
    ) async throws {
        let settings = GraphSettings.sample(mailEndpoint: "https://graph.example/v1.0/\(path)")
        let stage = try #require(try await Self.stages(settings: settings, senders: senders).stages.last)
        #expect(stage.result == result)
        #expect(stage.said?.contains(said) == true, "\(stage)")
        #expect((stage.advice != nil) == hasAdvice)
    }

    @Test func aFailureSkipsTheRest() async throws {
        let failure = HTTPFailure(
            .nameUnknown, "graph.example is not known", advice: "correct it", mayHaveArrived: false)
        let (stages, _) = try await Self.stages { _, _ throws(HTTPFailure) in throw failure }
        #expect(stages.map(\.name) == Self.names)
        #expect(stages.map(\.result) == [.passed, .passed, .passed, .passed, .failed, .skipped])
        #expect(stages[4].said == "graph.example is not known")
        #expect(stages[4].advice == "correct it")
    }

    @Test func aRedirectOfGraphFails() async throws {
        let (stages, _) = try await Self.stages { _, _ in HTTPReply(status: 307, location: "http://evil.example/") }
        #expect(stages[4].result == .failed)
        #expect(stages[4].said?.contains("in the clear") == true)
    }

    @Test func aRefusedSignInNamesTheStep() async throws {
        let server = FakeServer(token: { _, _ in
            HTTPReply(
                status: 401, body: Array(#"{"error":"invalid_client","error_codes":[7000222]}"#.utf8),
                connection: HTTPReply.Connection(address: "192.0.2.1:443", tlsVersion: "TLS 1.3", duration: .zero))
        }) { _, _ in HTTPReply(status: 202) }
        let stages = await server.client().check(senders: []).stages
        #expect(stages.map(\.result) == [.passed, .passed, .failed, .skipped, .skipped, .skipped])
        #expect(stages[1].said == "login.example (192.0.2.1:443), TLS 1.3")
        #expect(stages[2].said?.contains("expired") == true)
        #expect(stages[2].advice?.contains("Certificates & secrets") == true)
    }
}
