// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import Composition
import EmailProvider
import MSGraph
import TestSupport
import Testing

@testable import MSGraphHTTP

/// TLS with Graph and with the token endpoint.
@Suite(.enabled(if: GraphServer.canRun, "python3 or openssl is not installed"))
struct TLSTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var listener: String
        var host = "graph.test"
        var said: String
        var testDescription: String { self.listener }
    }

    private static let badCertificates = [
        Case(listener: "self-signed", said: "not trusted"), Case(listener: "expired", said: "not trusted"),
        Case(listener: "not-yet-valid", said: "not trusted"), Case(listener: "unknown-issuer", said: "not trusted"),
        Case(listener: "wrong-host", said: "is for another name"),
        Case(listener: "wildcard-depth", host: "deep.graph.test", said: "is for another name"),
        Case(listener: "no-ip", host: "127.0.0.1", said: "is for another name"),
        Case(listener: "common-name", said: "common name only"),
        Case(listener: "tls11", said: "none of the versions"), Case(listener: "plain", said: "does not speak TLS"),
    ]

    @Test(arguments: Self.badCertificates)
    func graphIsNotTrusted(bad: Case) async throws {
        let scenario = Scenario(listener: bad.listener, host: bad.host)
        try await scenario.run { client, server async throws in
            let delivery = await client.send(try .sample())
            #expect(delivery.error?.code == .connection)
            #expect(delivery.result == .notAttempted)
            #expect(
                delivery.said.contains("\(bad.host) \(bad.said)") || delivery.said.contains(bad.said), "\(delivery)")
            #expect(delivery.said.contains(bad.host))
            #expect(try server.requests(scenario.mailID).isEmpty)
            // Once more: a refused connection leaves nothing behind that would be used.
            #expect(await client.send(try .sample()) == delivery)
        }
    }

    @Test(
        arguments: Self.badCertificates.filter { $0.host == "graph.test" && $0.listener != "wrong-host" } + [
            Case(listener: "wrong-host", host: "login.test", said: "is for another name")
        ])
    func theSecretGoesToNobodyWhoIsNotTrusted(bad: Case) async throws {
        let scenario = Scenario(tokenListener: bad.listener)
        try await scenario.run { client, server async throws in
            let stages = await client.check(senders: []).stages
            // The certificate with the common name only has that of Graph, which is wrong here too.
            let said = bad.listener == "common-name" ? "certificate of login.test" : bad.said
            #expect(stages[1].result == .failed)
            #expect(stages[1].said?.contains(said) == true, "\(stages[1])")
            #expect(stages[1].advice != nil)
            #expect(try server.requests(scenario.tokenID).isEmpty)
        }
    }

    @Test(arguments: [
        ("good", "graph.test"), ("wildcard", "a.graph.test"), ("ip", "127.0.0.1"), ("tls12", "graph.test"),
        ("tls13", "graph.test"),
    ])
    func goodCertificatesAreTaken(listener: String, host: String) async throws {
        let scenario = Scenario(listener: listener, host: host)
        try await scenario.run { client, server async throws in
            #expect(await client.send(try .sample()).result == .sent)
            #expect(try server.requests(scenario.mailID).count == 1)
        }
    }

    @Test func withoutTheRootItIsNotTrusted() async throws {
        let scenario = Scenario(trustsRoots: false)
        try await scenario.run { client, server async throws in
            #expect(await client.send(try .sample()).said.contains("--ca"))
            #expect(try server.requests(scenario.tokenID).isEmpty)
        }
    }

    @Test(arguments: [
        ("tls12", TLSSettings.Version.tls13, true, false), ("tls13", .tls12, true, false),
        ("tls13", .tls13, true, true), ("wrong-host", .tls13, false, true), ("common-name", .tls13, false, true),
        ("expired", .tls13, false, false), ("unknown-issuer", .tls13, false, false),
        ("self-signed", .tls13, false, false),
    ])
    func settingsAreObeyed(
        listener: String, version: TLSSettings.Version, checksServerIdentity: Bool, isTaken: Bool
    ) async throws {
        let scenario = Scenario(
            listener: listener, tlsVersions: version...version, checksServerIdentity: checksServerIdentity)
        try await scenario.run { client, _ async throws in
            let delivery = await client.send(try .sample())
            #expect((delivery.result == .sent) == isTaken, "\(delivery)")
        }
    }

    @Test(arguments: ["", "no certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"])
    func filesWithoutRootsAreNamed(file: String) async throws {
        let error = #expect(throws: GraphError.self) {
            try HTTPClientTransport(.sample, additionalRoots: [Array(file.utf8)])
        }
        #expect(error?.code == .invalidEndpoint)
        #expect(error?.message.contains("PEM") == true)
    }

    @Test(arguments: [
        "", "proxy.test:3128", "http://proxy.test", "https://proxy.test:3128", "socks5://proxy.test:1080",
        "http://user:secret@proxy.test:3128", "http://proxy.test:3128/path", "http://proxy.test:0",
        "http://pro\r\nxy.test:1",
    ])
    func proxiesOfOtherFormsAreNamed(uri: String) async throws {
        var settings = GraphSettings.sample
        settings.proxy = GraphSettings.Proxy(uri: uri)
        let error = #expect(throws: GraphError.self) { try HTTPClientTransport(settings) }
        #expect(error?.message.contains("proxy.proxyUri") == true)
        #expect(error?.description.contains("secret") == false)
    }
}

/// What a proxy is told.
@Suite struct ProxyTests {
    @Test(arguments: [
        ("a:b", SecretValue.known(Secret("canary")), GraphError.Code.invalidEndpoint, "proxy.userName"),
        (
            "a", .unavailable(reason: "it is in the tenant's secret store"), .secretUnavailable,
            "the tenant's secret store"
        ),
    ])
    func whatCannotBeToldIsNamed(
        username: String, password: SecretValue, code: GraphError.Code, words: String
    ) async throws {
        var settings = GraphSettings.sample
        settings.proxy = GraphSettings.Proxy(uri: "http://proxy.test:3128", username: username, password: password)
        let error = #expect(throws: GraphError.self) { try HTTPClientTransport(settings) }
        #expect(error?.code == code)
        #expect(error?.message.contains(words) == true)
        #expect(error?.description.contains("canary") == false)
    }
}

extension GraphSettings {
    /// Settings of nobody.
    static let sample = GraphSettings(
        mailEndpoint: "https://graph.test/v1.0/users/a/sendMail", tokenEndpoint: "https://login.test/token",
        clientID: "client", clientSecret: .known(Secret(canarySecret)), scopes: [])
}
