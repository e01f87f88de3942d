// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import MSGraph
internal import NIOCore
internal import NIOSSL
internal import Synchronization
internal import TransportTLS

/// The certificate names its server as common name only, which RFC 9525, section 2 rules out.
struct CommonNameOnly: Error {}

/// What was found out when connections were made, before anything is sent over them.
final class ConnectionLog: Sendable {
    private struct Entry {
        var time: ContinuousClock.Instant
        var address: String
        var tlsVersion: String
    }

    private let lastEntry = Mutex<Entry?>(nil)
    private let origins = Mutex<Set<String>>([])

    /// Notes that a server has replied, so that its connection may be used again.
    func note(replyFrom url: EndpointURL) {
        self.origins.withLock { _ = $0.insert("\(url.host):\(url.port)") }
    }

    func hasReply(from url: EndpointURL) -> Bool {
        self.origins.withLock { $0.contains("\(url.host):\(url.port)") }
    }

    /// The last connection, if it was made after a moment.
    func last(since start: ContinuousClock.Instant) -> HTTPReply.Connection? {
        guard let entry = self.lastEntry.withLock({ $0 }), entry.time >= start else { return nil }
        return HTTPReply.Connection(
            address: entry.address, tlsVersion: entry.tlsVersion, duration: entry.time - start)
    }

    /// Looks at a connection with TLS.
    ///
    /// swift-nio-ssl falls back to the common name where a certificate has no alternative names; that is refused here.
    func add(_ channel: any Channel, checksName: Bool) -> EventLoopFuture<Void> {
        channel.nioSSL_tlsVersion().and(channel.nioSSL_peerCertificate()).flatMapThrowing { version, certificate in
            if checksName, certificate?._subjectAlternativeNames().isEmpty ?? true {
                // Later, when the pool has forgotten the connection.
                channel.eventLoop.execute { channel.close(promise: nil) }
                throw CommonNameOnly()
            }
            self.lastEntry.withLock {
                $0 = Entry(
                    time: .now, address: channel.remoteAddress?.hostAndPort ?? "?", tlsVersion: version?.name ?? "TLS")
            }
        }
    }
}

extension SocketAddress {
    fileprivate var hostAndPort: String? {
        guard let address = self.ipAddress, let port = self.port else { return nil }
        return address.utf8.contains(UInt8(ascii: ":")) ? "[\(address)]:\(port)" : "\(address):\(port)"
    }
}
