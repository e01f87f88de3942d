// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import Composition
import EmailProvider
import Testing

@testable import MSGraph

/// Access tokens: how they are asked for, kept and forgotten.
@Suite struct TokenTests {
    @Test func theRequestIsAForm() async throws {
        let server = FakeServer { _, _ in HTTPReply(status: 202) }
        _ = await server.client().send(try .sample())
        let request = try #require(server.tokenRequests.first)
        #expect(request.method == .post)
        #expect(request.url.text == "https://login.example/t/oauth2/v2.0/token")
        #expect(request.contentType == "application/x-www-form-urlencoded")
        #expect(request.accessToken == nil)
        #expect(
            request.bodyText
                == "client_id=0a1b-client&client_secret=canary%2BSecret%7E7%2Fx%26y%3Dz"
                + "&scope=https%3A%2F%2Fgraph.example%2F.default&grant_type=client_credentials")
    }

    @Test(arguments: [([], " ", ""), (["a", "b"], " ", "a+b"), (["a b", "ü"], ",", "a+b%2C%C3%BC")])
    func scopesAreJoined(scopes: [String], delimiter: String, expected: String) throws {
        var settings = GraphSettings.sample()
        settings.scopes = scopes
        settings.scopeDelimiter = delimiter
        #expect(try TokenRequest(settings).httpRequest.bodyText.contains("&scope=\(expected)&"))
    }

    @Test func aTokenIsUsedUntilAMinuteBeforeItsEnd() async throws {
        let server = FakeServer { _, _ in HTTPReply(status: 202) }
        let client = server.client()
        for (advance, expected) in [(0, 1), (3538, 1), (1, 2), (3538, 2), (-1, 2), (-7200, 3)] {
            server.advance(by: advance)
            _ = await client.send(try .sample())
            #expect(server.tokenRequests.count == expected, "after \(advance) s")
        }
        let used = server.mailRequests.compactMap { $0.accessToken.map { String(decoding: $0.bytes, as: UTF8.self) } }
        #expect(used == [1, 1, 2, 2, 2, 3].map { "\(canaryToken)\($0)" })
    }

    @Test func manyAtOnceAskForOneToken() async throws {
        let server = FakeServer(token: { _, _ in
            try? await Task.sleep(for: .milliseconds(20))
            return .token(canaryToken)
        }) { _, _ in HTTPReply(status: 202) }
        let client = server.client()
        let message = try Message.sample()
        let results = await withTaskGroup(of: GraphDelivery.self) { group in
            for _ in 0..<100 { group.addTask { await client.send(message) } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(results.count { $0.result == .sent } == 100)
        #expect(server.tokenRequests.count == 1)
    }

    @Test func aRefusedTokenIsAskedForOnceMore() async throws {
        let server = FakeServer { _, number in
            number == 1 ? .graph(401, "InvalidAuthenticationToken") : HTTPReply(status: 202)
        }
        let delivery = await server.client().send(try .sample())
        #expect(delivery.result == .sent)
        #expect(server.tokenRequests.count == 2)
        #expect(server.waits.isEmpty)
    }

    @Test func aSecondRefusalIsFinal() async throws {
        let server = FakeServer { _, _ in .graph(401, "InvalidAuthenticationToken") }
        let delivery = await server.client().send(try .sample())
        #expect(delivery.error?.code == .tokenRefused)
        #expect(delivery.result == .refused)
        #expect(server.mailRequests.count == 2)
        #expect(server.tokenRequests.count == 2)
    }

    @Test func aSecretThatIsNotHereIsNamedBeforeAnyConnection() async throws {
        let server = FakeServer { _, _ in HTTPReply(status: 202) }
        let settings = GraphSettings.sample(secret: .unavailable(reason: "it is encrypted by the tenant ($crypto)"))
        let client = server.client(settings)
        let error = try #require(await client.send(try .sample()).error)
        #expect(error.code == .secretUnavailable)
        #expect(error.message.contains("encrypted by the tenant"))
        #expect(error.advice?.contains("--properties") == true)
        let stages = await client.check(senders: []).stages
        #expect(stages.map(\.result) == [.failed] + Array(repeating: .skipped, count: 5))
        #expect(server.requests.isEmpty)
    }

    @Test func noPartOfAReplyIsAToken() async throws {
        let whole = HTTPReply.token(canaryToken).body
        for count in 0..<whole.count {
            let server = FakeServer(token: { _, _ in HTTPReply(status: 200, body: Array(whole.prefix(count))) }) {
                _, _ in
                HTTPReply(status: 202)
            }
            #expect(await server.client().send(try .sample()).error?.code == .signInRefused)
        }
    }

    @Test(arguments: [
        (#"{"token_type":"Bearer","access_token":"t"}"#, true),
        (#"{"token_type":"bearer","access_token":"t","x":1}"#, true),
        (#"{"token_type":"Bearer","expires_in":"3599","access_token":"t"}"#, true),
        (#"{"token_type":"Bearer","expires_in":-1,"access_token":"t"}"#, true),
        (#"{"token_type":"Bearer","expires_in":99999999999999999999,"access_token":"t"}"#, true),
        (#"{"token_type":"mac","access_token":"t"}"#, false), (#"{"access_token":"t"}"#, false),
        (#"{"token_type":"Bearer","access_token":""}"#, false), (#"{"token_type":"Bearer"}"#, false),
        (#"{"token_type":"Bearer","access_token":"a\r\nX-Evil: b"}"#, false),
        (#"{"token_type":"Bearer","access_token":"a b"}"#, false),
        (#"{"token_type":"Bearer","access_token":1}"#, false),
        ("", false), ("[]", false), ("<html>", false), (#"{"token_type":"Bearer","access_token":"t""#, false),
    ])
    func replies(body: String, isGood: Bool) async throws {
        let server = FakeServer(token: { _, _ in HTTPReply(status: 200, body: Array(body.utf8)) }) { _, _ in
            HTTPReply(status: 202)
        }
        let delivery = await server.client().send(try .sample())
        #expect((delivery.result == .sent) == isGood)
        #expect(server.mailRequests.count == (isGood ? 1 : 0))
        if !isGood { #expect(delivery.error?.code == .signInRefused) }
    }
}
