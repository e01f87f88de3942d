// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import NIOCore
internal import SMTP

/// Drives a ``ServerConnection``: carries out its actions. What to say is not decided here.
final class ServerHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = WireLines

    /// Ends the session as soon as the client is in the middle of nothing.
    struct ShutdownEvent: Sendable {}

    /// How long a closed session waits for the client to close too, so that the last reply is not lost.
    private static let lingerLimit = TimeAmount.seconds(1)

    private var connection: ServerConnection
    private let isAdmitted: Bool
    private let deliveries: AsyncStream<Delivery>.Continuation
    private var context: ChannelHandlerContext?
    private var isShuttingDown = false
    private var isReading = true

    /// - Parameters:
    ///   - isAdmitted: Whether there is room for this session; if not, it ends with 421.
    ///   - deliveries: Where messages go.
    init(connection: ServerConnection, isAdmitted: Bool, deliveries: AsyncStream<Delivery>.Continuation) {
        self.connection = connection
        self.isAdmitted = isAdmitted
        self.deliveries = deliveries
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
    }

    func channelActive(context: ChannelHandlerContext) {
        self.perform(
            self.isAdmitted
                ? self.connection.start() : self.connection.stop(.systemNotAccepting, "too many connections"))
        context.flush()
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let buffer = Self.unwrapInboundIn(data)
        self.perform(self.connection.receive(Array(buffer.readableBytesView)))
        // More than what has come already is not held back in memory, but in the client.
        if self.connection.isDelivering { self.setReading(false) }
    }

    /// All replies to what was read at once go out in one write.
    func channelReadComplete(context: ChannelHandlerContext) {
        context.flush()
        context.fireChannelReadComplete()
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.connection.connectionClosed()
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case is ShutdownEvent:
            self.isShuttingDown = true
            self.stopIfIdle()
        case let event as IdleStateHandler.IdleStateEvent where event == .read:
            // A session that waits for its own server is not idle.
            guard !self.connection.isDelivering else { return }
            self.perform(self.connection.stop(.badConnection, "idle for too long"))
            context.flush()
        default:
            context.fireUserInboundEventTriggered(event)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}

// MARK: - Actions

extension ServerHandler {
    /// The message is kept, or cannot be.
    func delivered(_ reply: Reply) {
        self.perform(self.connection.delivered(reply))
        self.stopIfIdle()
        self.context?.flush()
        if !self.connection.isDelivering { self.setReading(true) }
    }

    private func perform(_ actions: [ServerConnection.Action]) {
        guard let context = self.context else { return }
        for action in actions {
            switch action {
            case .reply(let reply):
                do {
                    context.write(Self.wrapOutboundOut(try reply.wireLines), promise: nil)
                } catch {
                    context.close(promise: nil)
                }
            case .deliver(let message):
                self.deliveries.yield(
                    Delivery(message: message, handler: NIOLoopBound(self, eventLoop: context.eventLoop)))
            case .close:
                self.close(context)
            }
        }
    }

    private func stopIfIdle() {
        guard self.isShuttingDown, self.connection.session.isIdle else { return }
        self.perform(self.connection.stop(.systemNotAccepting, "shutting down"))
        self.context?.flush()
    }

    /// Closes the way to the client behind the last reply and waits for the client to do the same.
    ///
    /// To close both ways at once would make the kernel reset the connection if the client has sent more, and throw the
    /// reply away.
    private func close(_ context: ChannelHandlerContext) {
        let promise = context.eventLoop.makePromise(of: Void.self)
        promise.futureResult.assumeIsolated().whenComplete { _ in
            self.context?.close(mode: .output, promise: nil)
        }
        context.writeAndFlush(Self.wrapOutboundOut(WireLines()), promise: promise)
        self.setReading(true)
        _ = context.eventLoop.assumeIsolated().scheduleTask(in: Self.lingerLimit) {
            self.context?.close(promise: nil)
        }
    }

    private func setReading(_ isReading: Bool) {
        guard self.isReading != isReading, let context = self.context else { return }
        self.isReading = isReading
        context.channel.setOption(.autoRead, value: isReading).whenFailure { _ in
            // The channel is closed: there is nothing more to read.
        }
    }
}

/// A message on its way to whoever keeps it, and the session that waits for the answer.
struct Delivery: Sendable {
    let message: ReceivedMessage
    let handler: NIOLoopBound<ServerHandler>

    /// Hands the answer to the session.
    func complete(_ reply: Reply) {
        self.handler.eventLoop.execute { self.handler.value.delivered(reply) }
    }
}
