// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import Testing

@testable import MSGraph

/// What a transcript holds, and what it never does.
@Suite struct TranscriptTests {
    private static let token = "https://login.example/t/oauth2/v2.0/token"
    private static let mail = "https://graph.example/v1.0/users/ada@example.com/sendMail"

    private static func lines(_ server: FakeServer) async throws -> [String] {
        let (client, transcript) = server.client(policy: .never).recorded()
        _ = await client.send(try .sample())
        return transcript.lines
    }

    @Test func aMessageThatIsTaken() async throws {
        let lines = try await Self.lines(FakeServer { _, _ in HTTPReply(status: 202) })
        #expect(lines.count == 4)
        #expect(lines[0].hasPrefix("C: POST \(Self.token) (application/x-www-form-urlencoded, "))
        #expect(lines[1] == "S: 200")
        #expect(lines[2].hasPrefix("C: POST \(Self.mail) (application/json, "))
        #expect(lines[3] == "S: 202")
    }

    @Test func aRefusalWithItsCodeAndRequest() async throws {
        let body = #"{"error":{"code":"ErrorServerBusy","message":"m","innerError":{"request-id":"4c3-d2"}}}"#
        let server = FakeServer { _, _ in HTTPReply(status: 503, retryAfter: "7", body: Array(body.utf8)) }
        #expect(try await Self.lines(server).last == "S: 503 ErrorServerBusy (request-id 4c3-d2) (Retry-After: 7)")
    }

    @Test func aRefusedSignIn() async throws {
        let body = #"{"error":"invalid_client","error_description":"AADSTS7000215","trace_id":"1f-00"}"#
        let server = FakeServer(token: { _, _ in HTTPReply(status: 401, body: Array(body.utf8)) }) { _, _ in
            HTTPReply(status: 202)
        }
        #expect(try await Self.lines(server).last == "S: 401 invalid_client (request-id 1f-00)")
    }

    @Test func noReply() async throws {
        let server = FakeServer { _, _ throws(HTTPFailure) in
            throw HTTPFailure(.closed, "it closed the connection", mayHaveArrived: true)
        }
        #expect(try await Self.lines(server).last == "   (it closed the connection)")
    }

    /// A server may put what it was sent wherever it likes.
    @Test(arguments: [canarySecret, "\(canaryToken)1"])
    func neverASecret(secret: String) async throws {
        let hostile = HTTPReply(
            status: 403, retryAfter: secret, location: secret,
            body: Array(
                #"{"error":{"code":"\#(secret)","message":"\#(secret)","innerError":{"request-id":"\#(secret)"}}}"#.utf8
            ))
        let lines = try await Self.lines(FakeServer { _, _ in hostile })
        let shown = lines.joined(separator: "\n")
        #expect(!shown.contains(secret))
        #expect(!shown.contains(canarySecret))
        #expect(!shown.contains(canaryToken))
        #expect(!shown.contains("Hello"))
    }

    @Test func aPreflightIsWrittenDownToo() async throws {
        let (client, transcript) = FakeServer { _, _ in HTTPReply(status: 401) }.client().recorded()
        _ = await client.check(senders: [])
        #expect(transcript.lines.first?.hasPrefix("C: POST \(Self.token)") == true)
        #expect(
            transcript.lines.suffix(1) == ["S: 200"] || transcript.lines.suffix(2) == ["C: GET \(Self.mail)", "S: 401"])
    }
}
