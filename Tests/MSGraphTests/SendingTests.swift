// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import Composition
import EmailProvider
import JSONText
import MIME
import Synchronization
import Testing

@testable import MSGraph

/// Messages on their way to Graph.
@Suite struct SendingTests {
    @Test func asJSON() async throws {
        let server = FakeServer { _, _ in HTTPReply(status: 202) }
        let message = try Message.sample()
        let delivery = await server.client().send(message)
        let request = try #require(server.mailRequests.first)
        #expect(request.method == .post)
        #expect(request.contentType == "application/json")
        #expect(request.userAgent == "PingIdentity")
        #expect(request.accessToken == Secret("\(canaryToken)1"))
        #expect(request.body?.bytes == message.graphJSON.serialized(.compact))
        #expect(delivery.result == .sent)
        #expect(delivery.said.hasPrefix("202"))
    }

    @Test func asMIME() async throws {
        let server = FakeServer { _, _ in HTTPReply(status: 202) }
        let message = try Message.sample()
        _ = await server.client().send(message, as: .mime)
        let request = try #require(server.mailRequests.first)
        #expect(request.contentType == "text/plain")
        #expect(Base64.decode(request.body?.bytes ?? []) == (try message.mimeBytes()))
    }

    @Test(arguments: GraphClient.Form.allCases)
    func theLimitOfTheRequest(form: GraphClient.Form) async throws {
        let server = FakeServer { _, _ in HTTPReply(status: 202) }
        let client = server.client()
        let overhead = try Message.sample(text: "").graphJSON.serialized(.compact).count
        let atLimit = GraphOmission.requestLimit - overhead
        for count in [atLimit, atLimit + 1] {
            let delivery = await client.send(try .sample(text: String(repeating: "x", count: count)), as: form)
            let isTaken = form == .json && count == atLimit
            #expect((delivery.result == .sent) == isTaken)
            if !isTaken {
                #expect(delivery.error?.code == .invalidMessage)
                #expect(delivery.result == .notAttempted)
                // As where the server says so (413).
                #expect(delivery.error?.failure == GraphError(.tooLarge, "").failure)
                #expect(delivery.said.contains("4000000"))
            }
        }
        #expect(server.mailRequests.count == (form == .json ? 1 : 0))
    }

    @Test(arguments: ["łukasz@example.com", "用户@example.com"])
    func addressesBeyondASCIIAreRefusedBeforeAnythingIsSent(address: String) async throws {
        let server = FakeServer { _, _ in HTTPReply(status: 202) }
        for message in [try Message.sample(from: address), try .sample(to: address)] {
            let delivery = await server.client().send(message)
            #expect(delivery.error?.code == .invalidMessage)
            #expect(delivery.said.contains(address))
        }
        #expect(server.requests.isEmpty)
    }

    @Test(arguments: [(20, 4), (4, 4), (2, 2), (1, 1), (0, 1), (-5, 1)])
    func fourAtATime(threadPoolSize: Int, expected: Int) async throws {
        let server = FakeServer { _, _ in
            try? await Task.sleep(for: .milliseconds(5))
            return HTTPReply(status: 202)
        }
        let client = server.client(.sample(concurrency: threadPoolSize))
        let message = try Message.sample()
        await withTaskGroup { group in
            for _ in 0..<24 { group.addTask { #expect(await client.send(message).result == .sent) } }
        }
        #expect(server.mostAtOnce == expected)
        #expect(server.mailRequests.count == 24)
    }

    @Test func whoGivesUpWhileWaitingSendsNothing() async throws {
        let (started, startedContinuation) = AsyncStream.makeStream(of: Void.self)
        let (gate, gateContinuation) = AsyncStream.makeStream(of: Void.self)
        let server = FakeServer { _, _ in
            startedContinuation.yield()
            for await _ in gate { break }
            return HTTPReply(status: 202)
        }
        let client = server.client(.sample(concurrency: 1))
        let message = try Message.sample()
        let first = Task { await client.send(message) }
        for await _ in started { break }
        let second = Task { await client.send(message) }
        second.cancel()
        #expect(await second.value.error?.code == .cancelled)
        #expect(await second.value.result == .notAttempted)
        gateContinuation.yield()
        #expect(await first.value.result == .sent)
        #expect(server.mailRequests.count == 1)
    }

    /// Whatever comes back, and however it repeats what it was sent: nothing of the secrets shows.
    @Test(arguments: [
        canarySecret, "prefix \(canarySecret) suffix", "canary%2BSecret%7E7%2Fx%26y%3Dz",
        String(decoding: Base64.encode(Array(canarySecret.utf8)), as: UTF8.self),
        String(decoding: Base64.encode(Array("x\(canarySecret)y".utf8)), as: UTF8.self),
        String(decoding: Base64.encode(Array("id:\(canarySecret)".utf8)), as: UTF8.self),
        "63616e6172792b5365637265747e372f7826793d7a", "63616E6172792B5365637265747E372F7826793D7A",
        canaryToken + "1", "Bearer \(canaryToken)1",
    ])
    func secretsShowNowhere(echo: String) async throws {
        let text = String(decoding: JSONNode(.string(echo)).serialized(.compact), as: UTF8.self)
        let bodies = [
            #"{"error":\#(text),"error_description":\#(text),"access_token":\#(text)}"#,
            #"{"error":{"code":\#(text),"message":\#(text),"innerError":{"request-id":\#(text)}}}"#,
        ]
        for (body, status) in bodies.flatMap({ body in [200, 302, 400, 401, 403, 500].map { (body, $0) } }) {
            let reply = HTTPReply(status: status, location: "https://evil.example/\(echo)", body: Array(body.utf8))
            let isOfToken = !echo.contains(canaryToken)
            let server = FakeServer(token: { _, _ in isOfToken ? reply : .token("\(canaryToken)1") }) { _, _ in reply }
            let client = server.client(policy: .never)
            let delivery = await client.send(try .sample())
            let stages = await client.check(senders: []).stages
            var output = ""
            dump(delivery, to: &output)
            dump(stages, to: &output)
            dump(reply, to: &output)
            dump(server.requests, to: &output)
            dump(client, to: &output)
            output += "\(delivery) \(stages) \(reply) \(server.requests) \(client)"
            #expect(!output.contains(echo), "\(status)")
            #expect(!output.contains("canary"), "\(status)")
        }
    }
}
