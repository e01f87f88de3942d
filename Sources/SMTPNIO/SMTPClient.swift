// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import NIOCore
internal import NIOPosix
package import SMTP
internal import Synchronization

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// Opens SMTP sessions.
///
///     let connection = try await SMTPClient.connect(host: "127.0.0.1", port: 1025)
///     let outcome = try await connection.send(submission)
///     await connection.quit()
package enum SMTPClient {
    /// How long the client waits. Zero means without limit.
    package struct Timeouts: Hashable, Sendable {
        /// For a TCP connection, DNS included.
        package var connect: Duration
        /// For each reply, from the moment the command has been written to the last line of the reply.
        package var read: Duration
        /// For the server to take what is written.
        package var write: Duration
        /// For all of a message, and for all that comes before the first, DNS and TCP included.
        package var total: Duration

        /// Creates limits. The defaults are those of RFC 5321, section 4.5.3.2, for the slowest command but the last.
        package init(
            connect: Duration = .seconds(30), read: Duration = .seconds(300), write: Duration = .seconds(300),
            total: Duration = .seconds(1800)
        ) {
            self.connect = connect
            self.read = read
            self.write = write
            self.total = total
        }

        /// For a TCP connection within the time in all.
        package var opening: Duration {
            if self.connect == .zero { return self.total }
            return self.total == .zero ? self.connect : min(self.connect, self.total)
        }
    }

    /// How the client behaves.
    package struct Configuration: Sendable {
        /// What it says in a session.
        package var session: ClientConfiguration
        /// How long it waits.
        package var timeouts: Timeouts
        /// How it encrypts a connection, if it does.
        package var encryption: ClientEncryption?
        /// Whether a connection is encrypted from its first octet on, and not by STARTTLS.
        package var isTLSImplicit = false
        /// Hears what is said, without credentials and content, on an event loop.
        package var observer: (@Sendable (SessionEvent) -> Void)?

        /// Creates a configuration.
        package init(session: ClientConfiguration = ClientConfiguration(), timeouts: Timeouts = Timeouts()) {
            self.session = session
            self.timeouts = timeouts
        }
    }

    /// Connects to a server and introduces the client.
    ///
    /// - Throws: ``SMTP/SMTPError`` if there is no connection, or the server refuses the session.
    package static func connect(
        host: String, port: Int, configuration: Configuration = Configuration()
    ) async throws(SMTPError) -> SMTPConnection {
        try await self.connect(host: host, port: port, configuration: configuration, resolver: nil)
    }

    /// Connects as ``connect(host:port:configuration:)`` does, to addresses that were looked up before.
    ///
    /// - Parameter addresses: The addresses of the host; `nil` where it is one itself.
    package static func connect(
        host: String, port: Int, configuration: Configuration, addresses: HostAddresses?
    ) async throws(SMTPError) -> SMTPConnection {
        try await self.connect(host: host, port: port, configuration: configuration, resolver: addresses?.resolver)
    }

    /// Connects to the addresses that a resolver knows; the system's where there is none.
    static func connect(
        host: String, port: Int, configuration: Configuration, resolver: (any Resolver & Sendable)?
    ) async throws(SMTPError) -> SMTPConnection {
        let link = try await self.makeLink(host: host, port: port, configuration: configuration, resolver: resolver)
        do throws(SMTPError) {
            let (extensions, tls) = try await link.run { handler, promise in handler.open(promise: promise) }
            return SMTPConnection(link: link, extensions: extensions, tls: tls)
        } catch {
            link.cancel()
            throw error
        }
    }

    private static func makeLink(
        host: String, port: Int, configuration: Configuration, resolver: (any Resolver & Sendable)?
    ) async throws(SMTPError) -> Link {
        let start = NIODeadline.now()
        let attempts = Attempts()
        // A task that runs on an event loop keeps its connections there.
        let group: any EventLoopGroup =
            MultiThreadedEventLoopGroup.currentEventLoop ?? MultiThreadedEventLoopGroup.singleton
        let bootstrap = ClientBootstrap(group: group)
            .resolver(resolver)
            .connectTimeout(configuration.timeouts.opening.timeAmountOrOff ?? .hours(24 * 365))
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
        do {
            let link = try await withTaskCancellationHandler {
                try await bootstrap.connect(host: host, port: port) { channel in
                    channel.eventLoop.makeCompletedFuture {
                        try attempts.add(channel)
                        if configuration.isTLSImplicit { try configuration.encryption?.start(channel) }
                        let handler = ClientHandler(configuration: configuration, start: start)
                        try channel.pipeline.syncOperations.addHandlers(WireLinesEncoder(), handler)
                        return Link(
                            eventLoop: channel.eventLoop,
                            handler: NIOLoopBound(handler, eventLoop: channel.eventLoop))
                    }
                }
            } onCancel: {
                attempts.cancel()
            }
            // The connection may have come about and been closed again by the cancellation.
            if attempts.isCancelled { throw CancellationError() }
            return link
        } catch {
            throw self.connectError(error, host: host, port: port, isCancelled: attempts.isCancelled)
        }
    }

    private static func connectError(_ error: any Error, host: String, port: Int, isCancelled: Bool) -> SMTPError {
        if isCancelled {
            return SMTPError(code: .cancelled, message: "the task was cancelled", stage: .connect)
        }
        let place = "\(DisplayText.escape(host.utf8)):\(port)"
        var causes: [any Error] = [error]
        if let error = error as? NIOConnectionError {
            causes = error.connectionErrors.map(\.error)
            for failure in [error.dnsAError, error.dnsAAAAError].compactMap({ $0 }) where causes.isEmpty {
                causes.append(failure)
            }
        }
        let hasTimedOut = causes.contains { cause in
            if case .connectTimeout = cause as? ChannelError { true } else { false }
        }
        let reasons = causes.map(Self.reason).joined(separator: "; ")
        return SMTPError(
            code: hasTimedOut ? .timeout : .connectFailed,
            message: hasTimedOut ? "no connection to \(place) in time" : "no connection to \(place): \(reasons)",
            stage: .connect)
    }

    private static func reason(_ error: any Error) -> String {
        if let error = error as? IOError, let words = strerror(error.errnoCode) {
            return String(cString: words).lowercased()
        }
        return DisplayText.escape("\(error)".utf8)
    }
}

/// The channels that try to connect, one for each address of a host, so that cancellation can close them.
private final class Attempts: Sendable {
    private struct State {
        var channels: [any Channel] = []
        var isCancelled = false
    }

    private let state = Mutex(State())

    var isCancelled: Bool { self.state.withLock(\.isCancelled) }

    func add(_ channel: any Channel) throws {
        try self.state.withLock { state in
            if state.isCancelled { throw CancellationError() }
            state.channels.append(channel)
        }
    }

    func cancel() {
        let channels = self.state.withLock { state in
            state.isCancelled = true
            return state.channels
        }
        for channel in channels { channel.close(promise: nil) }
    }
}
