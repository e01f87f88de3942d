// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import AsyncHTTPClient
internal import ByteText
package import EmailProvider
package import MSGraph
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import NIOSSL
internal import TransportTLS

/// Carries the requests of ``MSGraph/GraphClient`` over HTTP/1.1 and TLS.
///
/// It must be shut down, which ``with(_:additionalRoots:totalTimeout:_:)`` does by itself.
package struct HTTPClientTransport: HTTPTransport {
    private let client: HTTPClient
    private let connections: ConnectionLog
    private let connectTimeout: Duration
    private let totalTimeout: Duration
    private let reusesConnections: Bool
    private let connectsDirectly: Bool
    private let addresses: [String: String]

    /// Creates a transport with the TLS and the limits of time that settings ask for.
    ///
    /// - Parameters:
    ///   - settings: The provider's settings.
    ///   - additionalRoots: Files of certificates in PEM form that count as roots too.
    ///   - totalTimeout: The longest time for one request and its reply.
    /// - Throws: ``MSGraph/GraphError`` with the code `invalidEndpoint` where one of them cannot be used.
    package init(
        _ settings: GraphSettings, additionalRoots: [[UInt8]] = [], totalTimeout: Duration = .seconds(120)
    ) throws(GraphError) {
        try self.init(settings, additionalRoots: additionalRoots, totalTimeout: totalTimeout, addresses: [:])
    }

    /// Creates a transport that finds hosts at the addresses that are given.
    init(
        _ settings: GraphSettings, additionalRoots: [[UInt8]], totalTimeout: Duration,
        addresses: [String: String]
    ) throws(GraphError) {
        let tls: TLSConfiguration
        do throws(TLSSetupError) {
            tls = try TLSConfiguration(settings.tls, roots: additionalRoots)
        } catch {
            throw GraphError(
                .invalidEndpoint, error.description, advice: "give a file with -----BEGIN CERTIFICATE-----")
        }
        let checksName = settings.checksServerIdentity
        let connections = ConnectionLog()
        var configuration = HTTPClient.Configuration(tlsConfiguration: tls, redirectConfiguration: .disallow)
        configuration.timeout = HTTPClient.Configuration.Timeout(
            connect: TimeAmount(milliseconds: settings.connectTimeout),
            read: TimeAmount(milliseconds: settings.readTimeout),
            write: TimeAmount(milliseconds: settings.readTimeout))
        configuration.proxy = try settings.proxy.map(HTTPClient.Configuration.Proxy.init)
        configuration.httpVersion = .http1Only
        configuration.dnsOverride = addresses
        // Repeating is for the caller to decide.
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.connectionPool.idleTimeout = .seconds(20)
        configuration.http1_1ConnectionDebugInitializer = { channel in
            connections.add(channel, checksName: checksName)
        }
        self.client = HTTPClient(
            eventLoopGroupProvider: .shared(MultiThreadedEventLoopGroup.singleton), configuration: configuration)
        self.connections = connections
        self.connectTimeout = settings.connectTimeout > 0 ? .milliseconds(settings.connectTimeout) : totalTimeout
        self.totalTimeout = totalTimeout
        self.reusesConnections = settings.reusesConnections
        self.connectsDirectly = settings.proxy == nil
        self.addresses = addresses
    }

    /// Runs an operation with a transport, and shuts it down.
    package static func with<Value>(
        _ settings: GraphSettings, additionalRoots: [[UInt8]] = [], totalTimeout: Duration = .seconds(120),
        _ operation: (HTTPClientTransport) async throws -> Value
    ) async throws -> Value {
        let transport = try Self(settings, additionalRoots: additionalRoots, totalTimeout: totalTimeout)
        do {
            let value = try await operation(transport)
            await transport.shutDown()
            return value
        } catch {
            await transport.shutDown()
            throw error
        }
    }

    /// Closes all connections. Whatever is under way fails.
    package func shutDown() async {
        // It fails only where it was shut down before.
        try? await self.client.shutdown()
    }

    /// Sends a request and reads the reply, within the limits of time.
    package func reply(to request: HTTPRequest) async throws(HTTPFailure) -> HTTPReply {
        let exchange = Exchange()
        let start = ContinuousClock.now
        let limit = min(self.totalTimeout, request.limit ?? self.totalTimeout)
        let failure = await withTaskGroup(of: HTTPFailure?.self) { group in
            group.addTask { await self.perform(request, exchange) }
            group.addTask {
                do {
                    try await Task.sleep(for: limit)
                    return HTTPFailure(
                        .timedOut, "\(request.url.host) took longer than \(limit)", mayHaveArrived: false)
                } catch {
                    return HTTPFailure(.cancelled, "cancelled", mayHaveArrived: false)
                }
            }
            let probe = Task { await self.probe(request.url, since: start, within: limit, exchange) }
            let failure = await group.next() ?? nil
            group.cancelAll()
            probe.cancel()
            return failure
        }
        guard var reply = exchange.reply else {
            var failure = failure ?? HTTPFailure(.cancelled, "cancelled", mayHaveArrived: false)
            failure.mayHaveArrived = exchange.mayHaveArrived
            if failure.code == .timedOut, self.isWithoutConnection(to: request.url, since: start) {
                failure = exchange.hasAnswered ? .tlsTimeout(request.url.host) : .connectTimeout(request.url.host)
            }
            throw failure
        }
        self.connections.note(replyFrom: request.url)
        reply.bodyFailure = failure
        reply.connection = self.connections.last(since: start)
        return reply
    }

    /// Whether a request waits for its connection, as far as that is known: it may use one that was made for another.
    private func isWithoutConnection(to url: EndpointURL, since start: ContinuousClock.Instant) -> Bool {
        self.connectsDirectly && !self.connections.hasReply(from: url) && self.connections.last(since: start) == nil
    }

    /// Finds out whether a host answers to TCP at all where half of the time for a connection is over and none is there.
    /// What HTTPClient says is the same whether TCP or TLS hangs.
    private func probe(
        _ url: EndpointURL, since start: ContinuousClock.Instant, within limit: Duration, _ exchange: Exchange
    ) async {
        let half = min(limit, self.connectTimeout) / 2
        guard (try? await Task.sleep(for: half)) != nil, self.isWithoutConnection(to: url, since: start) else { return }
        let bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton).connectTimeout(TimeAmount(half))
        let host = self.addresses[url.host] ?? url.host
        guard let channel = try? await bootstrap.connect(host: host, port: url.port).get() else { return }
        exchange.noteAnswer()
        try? await channel.close()
    }

    /// - Returns: Why the reply is not whole, if it is not.
    private func perform(_ request: HTTPRequest, _ exchange: Exchange) async -> HTTPFailure? {
        do {
            let response = try await self.client.execute(
                self.clientRequest(request, exchange), deadline: .distantFuture)
            exchange.begin(
                HTTPReply(
                    status: Int(response.status.code), retryAfter: response.headers.first(name: "Retry-After"),
                    location: response.headers.first(name: "Location")))
            for try await buffer in response.body {
                guard exchange.append(buffer) else {
                    return HTTPFailure(
                        .malformed, "the reply has more than \(HTTPReply.bodyLimit) bytes", mayHaveArrived: true)
                }
            }
            try Task.checkCancellation()
            return nil
        } catch {
            return HTTPFailure(error, url: request.url, mayHaveArrived: exchange.mayHaveArrived)
        }
    }

    private func clientRequest(_ request: HTTPRequest, _ exchange: Exchange) -> HTTPClientRequest {
        var clientRequest = HTTPClientRequest(url: request.url.text)
        clientRequest.method = request.method == .get ? .GET : .POST
        clientRequest.headers.add(name: "User-Agent", value: request.userAgent)
        clientRequest.headers.add(name: "Accept", value: "application/json")
        if !self.reusesConnections { clientRequest.headers.add(name: "Connection", value: "close") }
        if let contentType = request.contentType { clientRequest.headers.add(name: "Content-Type", value: contentType) }
        if let token = request.accessToken {
            clientRequest.headers.add(
                name: "Authorization", value: "Bearer \(String(decoding: token.bytes, as: UTF8.self))")
        }
        if let body = request.body {
            clientRequest.body = .stream(
                NotedBody(bytes: ByteBuffer(bytes: body.bytes), exchange: exchange),
                length: .known(Int64(body.bytes.count)))
        }
        return clientRequest
    }
}

extension TimeAmount {
    /// A limit of a provider document, where zero means that there is none.
    fileprivate init(milliseconds: Int) {
        self = milliseconds > 0 ? .milliseconds(Int64(milliseconds)) : .hours(24 * 365)
    }
}
