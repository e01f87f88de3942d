// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import NIOCore
internal import NIOPosix
package import SMTP

/// An SMTP server that hands every message to a function and delivers none.
///
///     let server = try await SMTPServer.start(port: 1025) { message in
///         await inbox.keep(message) ? Reply(.ok, .success, "kept") : Reply(.localError, .systemFailure, "not kept")
///     }
///     …
///     await server.shutdown()
package final class SMTPServer: Sendable {
    /// How the server behaves.
    package struct Configuration: Hashable, Sendable {
        /// What it says in a session.
        package var session: ServerConfiguration
        /// How long a client may say nothing. Zero means without limit.
        package var idleTimeout: Duration
        /// The most connections at a time; one more is told 421.
        package var connectionLimit: Int
        /// How long ``SMTPServer/shutdown()`` waits for messages on their way.
        package var shutdownLimit: Duration

        /// Creates a configuration.
        package init(
            session: ServerConfiguration = ServerConfiguration(), idleTimeout: Duration = .seconds(300),
            connectionLimit: Int = 1000, shutdownLimit: Duration = .seconds(5)
        ) {
            self.session = session
            self.idleTimeout = idleTimeout
            self.connectionLimit = connectionLimit
            self.shutdownLimit = shutdownLimit
        }
    }

    /// The port the server listens on.
    package let port: Int

    private let channel: any Channel
    private let channels: ServerChannels
    private let shutdownLimit: Duration
    private let deliveries: AsyncStream<Delivery>.Continuation
    private let delivering: Task<Void, Never>

    /// Starts a server.
    ///
    /// - Parameters:
    ///   - host: The address to listen on.
    ///   - port: The port to listen on; zero takes a free one.
    ///   - configuration: How the server behaves.
    ///   - deliver: Keeps a message and gives the reply to the client. The client hears 250 only after that. Messages of
    ///     several connections come at the same time.
    /// - Throws: ``SMTP/SMTPError`` if the address is not free.
    package static func start(
        host: String = "127.0.0.1", port: Int = 0, configuration: Configuration = Configuration(),
        deliver: @escaping @Sendable (ReceivedMessage) async -> Reply
    ) async throws(SMTPError) -> SMTPServer {
        let channels = ServerChannels(limit: configuration.connectionLimit)
        let (stream, continuation) = AsyncStream.makeStream(of: Delivery.self)
        let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 256)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let (number, isAdmitted) = channels.add(channel)
                    let idleTimeout = configuration.idleTimeout.timeAmountOrOff
                    try channel.pipeline.syncOperations.addHandlers(
                        IdleStateHandler(readTimeout: idleTimeout), WireLinesEncoder(),
                        ServerHandler(
                            connection: ServerConnection(configuration: configuration.session, number: number),
                            isAdmitted: isAdmitted, deliveries: continuation))
                }
            }
        do {
            let channel = try await bootstrap.bind(host: host, port: port).get()
            return SMTPServer(
                channel: channel, channels: channels, shutdownLimit: configuration.shutdownLimit,
                deliveries: continuation, delivering: Task { await self.run(stream, deliver: deliver) })
        } catch {
            throw SMTPError(
                code: .listenFailed,
                message: "cannot listen on \(DisplayText.escape(host.utf8)):\(port): \(error)", stage: .connect)
        }
    }

    private init(
        channel: any Channel, channels: ServerChannels, shutdownLimit: Duration,
        deliveries: AsyncStream<Delivery>.Continuation, delivering: Task<Void, Never>
    ) {
        self.port = channel.localAddress?.port ?? 0
        self.channel = channel
        self.channels = channels
        self.shutdownLimit = shutdownLimit
        self.deliveries = deliveries
        self.delivering = delivering
    }

    /// Keeps the messages, each in a task of its own, until the stream ends and the last is kept.
    private static func run(
        _ stream: AsyncStream<Delivery>, deliver: @escaping @Sendable (ReceivedMessage) async -> Reply
    ) async {
        await withDiscardingTaskGroup { group in
            for await delivery in stream {
                group.addTask { delivery.complete(await deliver(delivery.message)) }
            }
        }
    }

    /// Stops listening, ends idle sessions with 421, lets messages on their way come to their end within the limit, and
    /// returns when every connection is closed and every message that was handed over is kept.
    package func shutdown() async {
        try? await self.channel.close().get()
        let open = self.channels.shutDown()
        for channel in open { channel.pipeline.fireUserInboundEventTriggered(ServerHandler.ShutdownEvent()) }
        let deadline = self.channel.eventLoop.scheduleTask(in: TimeAmount(self.shutdownLimit)) {
            for channel in open { channel.close(promise: nil) }
        }
        for channel in open { try? await channel.closeFuture.get() }
        deadline.cancel()
        self.deliveries.finish()
        await self.delivering.value
    }
}
