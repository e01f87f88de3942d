// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import NIOCore
import NIOPosix
import SMTP
import Testing

@testable import SMTPNIO

/// A host with several addresses, or with none in time.
@Suite struct AddressTests {
    /// What DNS knows, after a time.
    private struct KnownAddresses: Resolver, Sendable {
        let eventLoop = MultiThreadedEventLoopGroup.singleton.next()
        var addresses: [String]
        var delay = TimeAmount.zero

        func initiateAQuery(host: String, port: Int) -> EventLoopFuture<[SocketAddress]> {
            self.eventLoop.scheduleTask(in: self.delay) {
                try self.addresses.map { try SocketAddress(ipAddress: $0, port: port) }
            }.futureResult
        }

        func initiateAAAAQuery(host: String, port: Int) -> EventLoopFuture<[SocketAddress]> {
            self.eventLoop.makeSucceededFuture([])
        }

        func cancelQueries() {}
    }

    /// Nobody listens at the first; the peer listens at 127.0.0.1 alone.
    @Test(arguments: [
        ["127.0.0.2", "127.0.0.1"], ["127.0.0.1", "127.0.0.2"], ["127.0.0.3", "127.0.0.2", "127.0.0.1"],
    ])
    func oneAddressThatAnswersIsEnough(addresses: [String]) async throws {
        let peer = try await ScriptedPeer.start(script: ScriptedPeer.script())
        let connection = try await SMTPClient.connect(
            host: "mail.example", port: peer.port, configuration: SMTPClient.Configuration(),
            resolver: KnownAddresses(addresses: addresses))
        guard case .sent = try await connection.send(.sample()) else {
            Issue.record("not sent")
            return
        }
        await connection.quit()
        #expect(peer.lines.filter { $0.hasPrefix("EHLO") }.count == 1)
        try await peer.stop()
    }

    @Test func addressesThatWereLookedUpBeforeAreNotLookedUpAgain() async throws {
        let peer = try await ScriptedPeer.start(script: ScriptedPeer.script())
        let addresses = try await HostAddresses.resolve("localhost", limit: .seconds(20))
        #expect(addresses.descriptions.contains("127.0.0.1"))
        // Nobody knows the name itself.
        let connection = try await SMTPClient.connect(
            host: "mail.invalid", port: peer.port, configuration: SMTPClient.Configuration(), addresses: addresses)
        await connection.quit()
        try await peer.stop()
    }

    @Test func noAddressThatAnswersIsAnErrorOfAll() async throws {
        let peer = try await ScriptedPeer.start(script: ScriptedPeer.script())
        let error = await #expect(throws: SMTPError.self) {
            try await SMTPClient.connect(
                host: "mail.example", port: peer.port, configuration: SMTPClient.Configuration(),
                resolver: KnownAddresses(addresses: ["127.0.0.2", "127.0.0.3"]))
        }
        #expect(error?.code == .connectFailed)
        #expect(error?.message.contains("mail.example:\(peer.port)") == true)
        try await peer.stop()
    }

    /// Also where there is no limit for the connection itself.
    @Test(.timeLimit(.minutes(1)), arguments: [Duration.zero, .seconds(600)])
    func DNSCountsAgainstTheTimeInAll(connect: Duration) async throws {
        let start = ContinuousClock.now
        let timeouts = SMTPClient.Timeouts(connect: connect, total: .seconds(1))
        let error = await #expect(throws: SMTPError.self) {
            try await SMTPClient.connect(
                host: "mail.example", port: 25, configuration: SMTPClient.Configuration(timeouts: timeouts),
                resolver: KnownAddresses(addresses: ["127.0.0.1"], delay: .seconds(20)))
        }
        #expect(error?.code == .timeout)
        #expect(ContinuousClock.now - start < .seconds(5))
    }

    @Test func whatTheConnectionTookIsGoneForTheGreeting() async throws {
        let peer = try await ScriptedPeer.start(script: ScriptedPeer.script([ScriptedPeer.connect: .silence]))
        let start = ContinuousClock.now
        let timeouts = SMTPClient.Timeouts(connect: .zero, read: .zero, total: .seconds(4))
        let error = await #expect(throws: SMTPError.self) {
            try await SMTPClient.connect(
                host: "mail.example", port: peer.port, configuration: SMTPClient.Configuration(timeouts: timeouts),
                resolver: KnownAddresses(addresses: ["127.0.0.1"], delay: .seconds(3)))
        }
        #expect(error?.code == .timeout)
        #expect(error?.stage == .greeting)
        #expect((.seconds(4)..<(.seconds(6))).contains(ContinuousClock.now - start))
        try await peer.stop()
    }
}
