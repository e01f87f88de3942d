// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import NIOCore
internal import NIOTLS
internal import SMTP

/// Drives a ``ClientConnection``: carries out its actions and keeps its time. What to say is not decided here.
final class ClientHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = WireLines

    /// The most octets that wait for a write to end.
    private static let earlyLimit = 1 << 16

    private let configuration: SMTPClient.Configuration
    /// When the connection was asked for: what went by until it was there counts.
    private let start: NIODeadline
    private var connection: ClientConnection
    private var context: ChannelHandlerContext?

    private var opening: EventLoopPromise<Opened>?
    private var sending: EventLoopPromise<SubmissionOutcome>?
    private var quitting: EventLoopPromise<Void>?

    /// What the server offers, and what TLS came to.
    typealias Opened = (extensions: Extensions, tls: TLSDescription?)

    /// How the session began, once it is ready, or why it is over.
    private var opened: Result<Opened, SMTPError>?
    private var tls: TLSDescription?

    /// Ends the wait for a reply, or for a write.
    private var timer: Alarm?
    /// Ends the session however much comes in.
    private var deadline: Alarm?
    /// What the server did not do when the timer rings, and how long it had.
    private var wait: (failure: String, limit: Duration) = ("", .zero)
    private var isWriting = false
    /// What came while something was being written. It cannot answer that yet, so it waits until all is written.
    private var early: [UInt8] = []

    init(configuration: SMTPClient.Configuration, start: NIODeadline) {
        self.configuration = configuration
        self.start = start
        var session = configuration.session
        session.isRecorded = configuration.observer != nil
        self.connection = ClientConnection(configuration: session)
    }
}

// MARK: - From the tasks

extension ClientHandler {
    func open(promise: EventLoopPromise<Opened>) {
        if let opened = self.opened {
            promise.completeWith(opened.mapError { $0 })
        } else {
            self.opening = promise
        }
    }

    func submit(_ submission: Submission, isRehearsal: Bool, promise: EventLoopPromise<SubmissionOutcome>) {
        if case .failure(let error) = self.opened { return promise.fail(error) }
        if self.sending != nil {
            let stage = self.connection.session.stage
            return promise.fail(
                SMTPError(code: .busy, message: "another message is on its way on this connection", stage: stage))
        }
        self.sending = promise
        self.deadline?.set(self.configuration.timeouts.total)
        self.perform(self.connection.submit(submission, isRehearsal: isRehearsal))
    }

    func quit(promise: EventLoopPromise<Void>) {
        // The channel of a session that is over may still wait for the peer's end of TLS; nobody else has to.
        guard self.context != nil, !self.connection.session.isOver else { return promise.succeed() }
        if let quitting = self.quitting {
            quitting.futureResult.cascade(to: promise)
        } else {
            self.quitting = promise
            self.perform(self.connection.quit())
        }
    }

    func cancel() {
        self.end(.cancelled, "the session was cancelled")
        // Before the connection is there, and after the session is over, no action closes it.
        self.context?.close(promise: nil)
    }
}

// MARK: - From the channel

extension ClientHandler {
    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        self.timer = Alarm(on: context.eventLoop) {
            self.end(.timeout, "\(self.wait.failure) within \(self.wait.limit)")
        }
        self.deadline = Alarm(on: context.eventLoop) {
            self.end(.timeout, "the server took longer than \(self.configuration.timeouts.total) in all")
        }
        if context.channel.isActive { self.begin(context) }
    }

    func channelActive(context: ChannelHandlerContext) {
        self.begin(context)
        context.fireChannelActive()
    }

    private func begin(_ context: ChannelHandlerContext) {
        let address = context.remoteAddress
        self.connection.connected(address?.isLoopback ?? false ? .loopback : .none)
        self.configuration.observer?(.connected(address: address?.place ?? "?"))
        self.deadline?.set(self.configuration.timeouts.total, since: self.start)
        self.awaitReply()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted = event as? TLSUserEvent, let encryption = self.configuration.encryption {
            self.establish(encryption, on: context.channel)
        }
        context.fireUserInboundEventTriggered(event)
    }

    private func establish(_ encryption: ClientEncryption, on channel: any Channel) {
        do {
            let description = try encryption.describe(channel)
            self.tls = description
            self.perform(self.connection.tlsEstablished(description))
        } catch {
            self.end(.tlsFailed, encryption.explain(error) ?? DisplayText.escape("\(error)".utf8))
        }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        self.early += Self.unwrapInboundIn(data).readableBytesView
        if !self.isWriting || self.early.count > Self.earlyLimit { self.receive() }
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.perform(self.connection.connectionClosed())
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if let explanation = self.configuration.encryption?.explain(error) {
            self.end(.tlsFailed, explanation)
        } else {
            self.end(.connectionLost, "the connection failed: \(DisplayText.escape("\(error)".utf8))")
        }
        context.close(promise: nil)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.end(.connectionLost, "the connection was closed")
        self.timer?.cancel()
        self.deadline?.cancel()
        self.timer = nil
        self.deadline = nil
        self.context = nil
        self.quitting?.succeed()
        self.quitting = nil
    }
}

// MARK: - Actions

extension ClientHandler {
    private func perform(_ actions: [ClientSession.Action]) {
        if !actions.isEmpty { self.timer?.clear() }
        if let observer = self.configuration.observer { self.connection.takeEvents().forEach(observer) }
        for action in actions {
            switch action {
            case .send(let lines):
                self.send(lines)
            case .startTLS:
                self.startTLS()
            case .ready(let extensions):
                self.deadline?.clear()
                self.opened = .success((extensions, self.tls))
                self.opening?.succeed((extensions, self.tls))
                self.opening = nil
            case .finished(let outcome):
                self.finish(with: .success(outcome))
            case .fail(let error):
                self.close(because: error)
            case .close:
                self.close(because: SMTPError(code: .notConnected, message: "the session is over", stage: .quit))
            }
        }
    }

    private func close(because error: SMTPError) {
        self.fail(error)
        self.context?.close(promise: nil)
        self.quitting?.succeed()
        self.quitting = nil
    }

    private func finish(with result: Result<SubmissionOutcome, any Error>) {
        // Whoever waits may send the next message at once, so the place must be free before.
        self.deadline?.clear()
        let promise = self.sending
        self.sending = nil
        promise?.completeWith(result)
    }

    private func fail(_ error: SMTPError) {
        self.opened = .failure(error)
        self.opening?.fail(error)
        self.opening = nil
        self.finish(with: .failure(error))
    }

    private func end(_ code: SMTPError.Code, _ message: String) {
        self.perform(
            self.connection.end(SMTPError(code: code, message: message, stage: self.connection.session.stage)))
    }

    /// Writes lines. The time of the server begins when they are on their way.
    private func send(_ lines: WireLines) {
        guard let context = self.context else { return }
        let promise = context.eventLoop.makePromise(of: Void.self)
        promise.futureResult.assumeIsolated().whenComplete { _ in
            self.isWriting = false
            self.awaitReply()
            self.receive()
        }
        self.isWriting = true
        context.writeAndFlush(Self.wrapOutboundOut(lines), promise: promise)
        // Small writes have ended by now.
        if self.isWriting {
            self.startTimer(self.configuration.timeouts.write, "the server did not take what was sent")
        }
    }

    private func receive() {
        guard !self.early.isEmpty else { return }
        let bytes = self.early
        self.early = []
        let count = self.connection.replyCount
        self.perform(self.connection.receive(bytes))
        // Each of the replies to commands that went out together has its own time.
        if self.connection.replyCount > count, !self.isWriting { self.awaitReply() }
    }

    private func startTLS() {
        guard let context = self.context, let encryption = self.configuration.encryption else {
            return self.end(.tlsFailed, "this client has no TLS")
        }
        self.startTimer(self.configuration.timeouts.read, "the server did not finish the handshake")
        do {
            try encryption.start(context.channel)
        } catch {
            self.end(.tlsFailed, encryption.explain(error) ?? "\(error)")
        }
    }

    private func awaitReply() {
        guard self.connection.session.expectsReply else { return }
        self.startTimer(self.configuration.timeouts.read, "the server did not answer")
    }

    private func startTimer(_ limit: Duration, _ failure: String) {
        self.wait = (failure, limit)
        self.timer?.set(limit)
    }
}

extension SocketAddress {
    /// Whether what is sent there stays on this machine.
    fileprivate var isLoopback: Bool {
        switch self {
        case .unixDomainSocket: true
        case .v4, .v6:
            self.ipAddress.map { $0.hasPrefix("127.") || $0 == "::1" || $0.hasPrefix("::ffff:127.") } ?? false
        }
    }

    /// Address and port.
    fileprivate var place: String {
        guard let address = self.ipAddress, let port = self.port else { return "\(self)" }
        return address.contains(":") ? "[\(address)]:\(port)" : "\(address):\(port)"
    }
}
