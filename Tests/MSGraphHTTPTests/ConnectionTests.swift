// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import Composition
import EmailProvider
import MIME
import MSGraph
import Testing

@testable import MSGraphHTTP

/// Connections that do not come about, and the pre-flight that says so.
@Suite(.enabled(if: GraphServer.canRun, "python3 or openssl is not installed"))
struct ConnectionTests {
    @Test func aServerThatSaysNothingIsGivenUp() async throws {
        let scenario = Scenario(listener: "silent", connectTimeout: 500)
        try await scenario.run { client, _ async throws in
            let start = ContinuousClock.now
            let delivery = await client.send(try .sample())
            #expect(delivery.error?.code == .connection)
            #expect(delivery.result == .notAttempted)
            #expect(delivery.said.contains("in time"), "\(delivery)")
            #expect(ContinuousClock.now - start < .seconds(2))
        }
    }

    /// By the limit of a pre-flight, and by that for connections where it is the shorter one.
    @Test(arguments: ["silent", "deaf"], [25_000, 500])
    func aPreflightTellsAHangOfTLSFromOneOfTCP(listener: String, connectTimeout: Int) async throws {
        for scenario in [
            Scenario(listener: listener, connectTimeout: connectTimeout),
            Scenario(tokenListener: listener, connectTimeout: connectTimeout),
        ] {
            try await scenario.run { client, _ async throws in
                let start = ContinuousClock.now
                let log = await client.check(senders: [], limit: .milliseconds(1500))
                // The limit is 1.5 seconds; the rest is for a machine that does other things too.
                #expect(ContinuousClock.now - start < .milliseconds(3000))
                let failed = try #require(log.stages.first { $0.result == .failed })
                #expect(failed.duration < 1800)
                let host = scenario.listener == listener ? "graph.test" : "login.test"
                let expected =
                    listener == "silent"
                    ? "takes the connection and does not finish TLS in time" : "takes no connection in time"
                #expect(failed.said == "\(host) \(expected)")
            }
        }
    }

    @Test(arguments: ["stall", "driphead"])
    func aPreflightOfWhoDoesNotAnswerEndsInTime(plan: String) async throws {
        let scenario = Scenario(token: plan, readTimeout: 25_000)
        try await scenario.run { client, _ async throws in
            let log = await client.check(senders: [], limit: .milliseconds(500))
            let failed = try #require(log.stages.first { $0.result == .failed })
            #expect(failed.duration < 800)
            #expect(failed.said?.contains("longer than 0.5 seconds") == true, "\(failed)")
        }
    }

    @Test func aPortThatIsClosed() async throws {
        var settings = GraphSettings.sample
        settings.tokenEndpoint = "https://127.0.0.1:1/token"
        try await HTTPClientTransport.with(settings) { transport in
            let stages = await GraphClient(settings, transport: transport, environment: GraphEnvironment(now: { 0 }))
                .check(senders: []).stages
            #expect(stages[1].result == .failed)
            #expect(stages[1].said == "127.0.0.1 port 1 takes no connection")
            #expect(stages[1].advice?.contains("firewall") == true)
        }
    }

    @Test func aNameThatIsNotKnown() async throws {
        var settings = GraphSettings.sample
        settings.tokenEndpoint = "https://nobody.invalid/token"
        try await HTTPClientTransport.with(settings) { transport in
            let stages = await GraphClient(settings, transport: transport, environment: GraphEnvironment(now: { 0 }))
                .check(senders: []).stages
            #expect(stages[1].result == .failed)
            #expect(stages[1].said == "the name nobody.invalid was not found")
        }
    }

    @Test func aProxyThatIsNoProxy() async throws {
        let port = try await GraphServer.running().port("plain")
        let scenario = Scenario(proxy: GraphSettings.Proxy(uri: "http://127.0.0.1:\(port)"))
        try await scenario.run { client, server async throws in
            let delivery = await client.send(try .sample())
            #expect(delivery.error?.code == .connection)
            #expect(delivery.said.contains("proxy"), "\(delivery)")
            #expect(try server.requests(scenario.tokenID).isEmpty)
        }
    }

    @Test func aProxyThatWantsAPasswordGetsIt() async throws {
        let port = try await GraphServer.running().port("proxy")
        let scenario = Scenario(
            listener: "ip", tokenListener: "ip", host: "127.0.0.1", tokenHost: "127.0.0.1",
            proxy: GraphSettings.Proxy(
                uri: "http://127.0.0.1:\(port)", username: "bob", password: .known(Secret(canarySecret))))
        try await scenario.run { client, server async throws in
            let delivery = await client.send(try .sample())
            #expect(delivery.result == .sent, "\(delivery)")
            #expect(try server.requests(scenario.mailID).allSatisfy { $0.headers["proxy-authorization"] == nil })
        }
    }

    @Test(arguments: [nil, "alice"])
    func aProxyThatGetsNoPasswordOrAWrongOne(username: String?) async throws {
        let port = try await GraphServer.running().port("proxy")
        let scenario = Scenario(
            listener: "ip", tokenListener: "ip", host: "127.0.0.1", tokenHost: "127.0.0.1",
            proxy: GraphSettings.Proxy(
                uri: "http://127.0.0.1:\(port)", username: username, password: .known(Secret(canarySecret))))
        try await scenario.run { client, server async throws in
            let delivery = await client.send(try .sample())
            #expect(delivery.result == .notAttempted)
            #expect(delivery.error?.advice?.contains("proxy.userName") == true, "\(delivery)")
            #expect(try server.requests(scenario.tokenID).isEmpty)
            expectNoCanary(delivery)
        }
    }

    @Test(arguments: [true, false])
    func connectionsServeOneRequestWhereTheyAreNotReused(isReused: Bool) async throws {
        let scenario = Scenario(reusesConnections: isReused)
        try await scenario.run { client, server async throws in
            for _ in 0..<3 { #expect(await client.send(try .sample()).result == .sent) }
            let mail = try server.requests(scenario.mailID)
            #expect(mail.count == 3)
            #expect(Set(mail.compactMap(\.peer)).count == (isReused ? 1 : 3))
        }
    }

    /// A request without a body, which a client could easily send on.
    @Test(arguments: ["https", "http"])
    func thePreflightFollowsNoRedirect(scheme: String) async throws {
        let scenario = Scenario(mail: "redirect:\(scheme)")
        try await scenario.run { client, server async throws in
            let stages = await client.check(senders: []).stages
            #expect(stages.map(\.result) == [.passed, .passed, .passed, .passed, .failed, .skipped])
            #expect(stages[4].said?.contains("\(scheme)://login.test") == true)
            #expect(try server.requests("stolen").isEmpty)
        }
    }

    @Test func thePreflightSaysHowItIsConnected() async throws {
        let scenario = Scenario(listener: "tls12", tokenListener: "tls13")
        try await scenario.run { client, server async throws in
            let stages = await client.check(senders: [try AddrSpec("bob@example.com")]).stages
            #expect(stages.map(\.result) == Array(repeating: .passed, count: 6), "\(stages)")
            #expect(stages[1].said?.hasPrefix("login.test (127.0.0.1:") == true)
            #expect(stages[1].said?.hasSuffix("TLS 1.3") == true)
            #expect(stages[4].said?.hasSuffix("TLS 1.2") == true)
            #expect(stages[5].advice?.contains("Send As") == true)
            let mail = try server.requests(scenario.mailID)
            #expect(mail.map(\.method) == ["GET"])
            #expect(mail.allSatisfy { $0.body.isEmpty && $0.headers["authorization"] == nil })
            expectNoCanary(stages)
        }
    }
}
