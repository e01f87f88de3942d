// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import NIOCore
import NIOPosix
import Synchronization

/// A server that answers as it is told, and remembers what it heard.
final class ScriptedPeer: Sendable {
    enum Answer: Sendable {
        case bytes(String)
        /// Bytes one by one, with a pause before each.
        case drip(String, pause: Duration)
        case silence
        case close
        /// Bytes, and then never a look at what comes.
        case deaf(String)
    }

    private let channel: any Channel
    private let heard: Heard

    var port: Int { self.channel.localAddress?.port ?? 0 }
    var lines: [String] { self.heard.lines.withLock { $0 } }

    private init(channel: any Channel, heard: Heard) {
        self.channel = channel
        self.heard = heard
    }

    /// What a script is asked for the greeting.
    static let connect = "(connect)"

    /// - Parameter script: The answer to each line, and to ``connect``.
    static func start(script: @escaping @Sendable (String) -> Answer) async throws -> ScriptedPeer {
        let heard = Heard()
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Handler(heard: heard, script: script))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        return ScriptedPeer(channel: channel, heard: heard)
    }

    func stop() async throws {
        try await self.channel.close().get()
    }

    private final class Heard: Sendable {
        let lines = Mutex<[String]>([])
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let heard: Heard
        private let script: @Sendable (String) -> Answer
        private var partial: [UInt8] = []

        init(heard: Heard, script: @escaping @Sendable (String) -> Answer) {
            self.heard = heard
            self.script = script
        }

        func channelActive(context: ChannelHandlerContext) {
            self.answer(ScriptedPeer.connect, context)
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            self.partial += Array(Self.unwrapInboundIn(data).readableBytesView)
            while let end = self.partial.firstIndex(of: 0x0A) {
                let line = String(decoding: self.partial[..<end].filter { $0 != 0x0D }, as: UTF8.self)
                self.partial.removeFirst(end + 1)
                self.heard.lines.withLock { $0.append(line) }
                self.answer(line, context)
            }
        }

        private func answer(_ line: String, _ context: ChannelHandlerContext) {
            switch self.script(line) {
            case .bytes(let text):
                context.writeAndFlush(Self.wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
            case .drip(let text, let pause):
                let channel = context.channel
                for (index, byte) in text.utf8.enumerated() {
                    channel.eventLoop.scheduleTask(in: TimeAmount(pause * (index + 1))) {
                        channel.writeAndFlush(ByteBuffer(bytes: [byte]), promise: nil)
                    }
                }
            case .silence: break
            case .close: context.close(promise: nil)
            case .deaf(let text):
                context.channel.setOption(.autoRead, value: false).whenFailure { _ in }
                context.writeAndFlush(Self.wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
            }
        }
    }

    /// A script of a server that does everything right, but for the lines that `exceptions` answers.
    static func script(
        _ exceptions: [String: Answer] = [:]
    ) -> @Sendable (String) -> Answer {
        { line in
            for (prefix, answer) in exceptions where line.hasPrefix(prefix) {
                return answer
            }
            switch line.prefix(4) {
            case connect.prefix(4): return .bytes("220 peer\r\n")
            case "EHLO": return .bytes("250-peer\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n")
            case "MAIL", "RCPT", "RSET", ".": return .bytes("250 ok\r\n")
            case "DATA": return .bytes("354 go on\r\n")
            case "QUIT": return .bytes("221 bye\r\n")
            default: return .silence
            }
        }
    }
}
