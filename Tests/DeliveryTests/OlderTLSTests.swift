// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Composition
import EmailProvider
import MIME
import NIOCore
import NIOTLS
import SMTP
import SMTPNIO
import Synchronization
import Testing

@testable import Delivery

/// When a pre-flight makes a second connection, to see whether the server takes the TLS 1.2 of AIC.
@Suite struct OlderTLSTests {
    /// TLS that is there at once and encrypts nothing.
    private final class FalseTLS: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        func channelActive(context: ChannelHandlerContext) {
            context.fireChannelActive()
            context.fireUserInboundEventTriggered(TLSUserEvent.handshakeCompleted(negotiatedProtocol: nil))
        }
    }

    private struct NoCommonVersion: Error {}

    /// A server's TLS, which counts the connections.
    private final class FalseServerTLS: Sendable {
        let versions: ClosedRange<TLSSettings.Version>
        let count = Mutex(0)

        init(_ versions: ClosedRange<TLSSettings.Version>) {
            self.versions = versions
        }

        func encryption(_ settings: TLSSettings) -> ClientEncryption {
            let version = min(self.versions.upperBound, settings.versions.upperBound)
            let isCommon = self.versions.contains(version) && settings.versions.contains(version)
            return ClientEncryption(
                start: { channel in
                    self.count.withLock { $0 += 1 }
                    try channel.pipeline.syncOperations.addHandler(FalseTLS(), position: .first)
                },
                describe: { _ in
                    guard isCommon else { throw NoCommonVersion() }
                    return TLSDescription(version: version == .tls13 ? "TLS 1.3" : "TLS 1.2", certificate: nil)
                },
                explain: { $0 is NoCommonVersion ? "no common version" : nil })
        }
    }

    /// The stage of TLS in the pre-flights of two senders, and all connections.
    @Test(
        arguments: [
            (.tls12 ... .tls12, false, 2, nil), (.tls12 ... .tls13, true, 2, nil), (.tls13 ... .tls13, true, 2, nil),
            (.tls12 ... .tls13, false, 3, "is taken too"), (.tls13 ... .tls13, false, 3, "is not taken"),
        ] as [(ClosedRange<TLSSettings.Version>, Bool, Int, String?)])
    func oneConnectionMoreForAllPreflights(
        versions: ClosedRange<TLSSettings.Version>, areNamed: Bool, connections: Int, said: String?
    ) async throws {
        let server = try await SMTPServer.start(configuration: SMTPServer.Configuration()) { _ in
            Reply(.ok, .success, "kept")
        }
        let tls = FalseServerTLS(versions)
        var settings = SMTPSettings(host: "127.0.0.1", port: server.port, encryption: .implicitTLS)
        settings.tls.namesVersions = areNamed
        let context = DeliveryContext(
            digests: SASLDigests(sha256: { $0 }, hmacSHA256: { $0 + $1 }, hmacMD5: { $0 + $1 }, nonce: { [1] }),
            encrypt: { _, settings in tls.encryption(settings) }, hostName: "client.example", now: 0)
        let transport = try SMTPTransport(settings, of: .galley, context: context)
        var stages: [DeliveryStage] = []
        for sender in ["ada@example.com", "eve@example.org"] {
            let recipient = try AddrSpec("bob@example.com")
            let log = await transport.check(DeliveryInquiry(sender: try AddrSpec(sender), recipients: [recipient]))
            #expect(log.failure == nil, "\(log)")
            stages.append(try #require(log.stages.first { $0.kind == .tls }))
        }
        await transport.close()
        await server.shutdown()
        #expect(tls.count.withLock { $0 } == connections)
        let words = "TLS 1.2, which AIC would use,"
        for stage in stages {
            #expect(stage.said?.contains("\(words) \(said ?? "")") == (said != nil), "\(stage)")
            #expect((stage.advice == SMTPAdvice.onNewerTLS) == (said == "is not taken"), "\(stage)")
        }
        let areAsked = stages.map { $0.said?.hasSuffix("(asked on a second connection)") }
        #expect(areAsked == [said != nil, false])
    }
}
