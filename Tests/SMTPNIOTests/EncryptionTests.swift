// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import NIOCore
import NIOTLS
import SMTP
import Testing

@testable import SMTPNIO

/// How the client gets on with whatever encrypts its connections.
@Suite struct EncryptionTests {
    /// TLS that is there at once, and never lets go of a connection by itself.
    private final class FalseTLS: ChannelDuplexHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundIn = ByteBuffer

        func channelActive(context: ChannelHandlerContext) {
            context.fireChannelActive()
            context.fireUserInboundEventTriggered(TLSUserEvent.handshakeCompleted(negotiatedProtocol: nil))
        }

        func close(context: ChannelHandlerContext, mode: CloseMode, promise: EventLoopPromise<Void>?) {}
    }

    private struct NotGoodEnough: Error {}

    private static func connect(to peer: ScriptedPeer, isGoodEnough: Bool = true) async throws -> SMTPConnection {
        var configuration = SMTPClient.Configuration(timeouts: SMTPClient.Timeouts(read: .seconds(1)))
        configuration.isTLSImplicit = true
        configuration.encryption = ClientEncryption(
            start: { try $0.pipeline.syncOperations.addHandler(FalseTLS(), position: .first) },
            describe: { _ in
                guard isGoodEnough else { throw NotGoodEnough() }
                return TLSDescription(version: "TLS 1.3", certificate: nil)
            },
            explain: { $0 is NotGoodEnough ? "not good enough" : nil })
        return try await SMTPClient.connect(host: "127.0.0.1", port: peer.port, configuration: configuration)
    }

    @Test func anEncryptionThatIsNotGoodEnoughEndsTheSessionBeforeEHLO() async throws {
        let peer = try await ScriptedPeer.start(script: ScriptedPeer.script())
        let error = await #expect(throws: SMTPError.self) { try await Self.connect(to: peer, isGoodEnough: false) }
        #expect(error?.code == .tlsFailed)
        #expect(error?.message == "not good enough")
        #expect(peer.lines.isEmpty)
        try await peer.stop()
    }

    /// The end of TLS takes two, and a peer that does not answer would have the client wait once more.
    @Test(.timeLimit(.minutes(1)), arguments: ["MAIL", "QUIT", "nothing"])
    func nobodyWaitsForTheEndOfTLS(silentAt verb: String) async throws {
        let peer = try await ScriptedPeer.start(script: ScriptedPeer.script([verb: .silence]))
        let connection = try await Self.connect(to: peer)
        if verb == "MAIL" {
            let error = await #expect(throws: SMTPError.self) { try await connection.send(.sample()) }
            #expect(error?.code == .timeout)
        }
        await connection.quit()
        try await peer.stop()
    }
}
