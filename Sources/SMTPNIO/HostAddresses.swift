// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import NIOCore
internal import NIOPosix
package import SMTP

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// What DNS, or whatever else the system asks, knows of a host.
package struct HostAddresses: Sendable {
    /// In the order in which they were given, without ports.
    private let known: [SocketAddress]

    /// The addresses in words.
    package var descriptions: [String] { self.known.compactMap(\.ipAddress) }

    /// Answers with these addresses, and asks nobody.
    var resolver: any Resolver & Sendable { KnownAddresses(addresses: self.known) }

    /// Whether `host` is an address itself, which nobody has to be asked for.
    package static func isAddress(_ host: String) -> Bool {
        (try? SocketAddress(ipAddress: host, port: 0)) != nil
    }

    /// Asks for the addresses of a host.
    ///
    /// - Parameters:
    ///   - host: A name, international ones in A-labels.
    ///   - limit: How long to wait; zero means without limit.
    package static func resolve(_ host: String, limit: Duration) async throws(SMTPError) -> HostAddresses {
        let eventLoop = MultiThreadedEventLoopGroup.singleton.next()
        let promise = eventLoop.makePromise(of: HostAddresses.self)
        let timer = limit.timeAmountOrOff.map { amount in
            eventLoop.scheduleTask(in: amount) {
                promise.fail(Self.error(.timeout, "no answer from DNS within \(limit)"))
            }
        }
        // The system's resolver cannot be interrupted: past the limit nobody listens to it any more.
        NIOThreadPool.singleton.submit { state in
            guard state == .active else { return promise.fail(Self.error(.cancelled, "nobody is there to ask DNS")) }
            promise.completeWith(Self.ask(host))
        }
        defer { timer?.cancel() }
        do {
            return try await promise.futureResult.get()
        } catch let error as SMTPError {
            throw error
        } catch {
            throw Self.error(.connectFailed, "\(error)")
        }
    }

    private static func ask(_ host: String) -> Result<HostAddresses, any Error> {
        var hints = addrinfo()
        #if canImport(Glibc)
            hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        #else
            hints.ai_socktype = Int32(SOCK_STREAM)
        #endif
        var list: UnsafeMutablePointer<addrinfo>?
        let status = getaddrinfo(host, nil, &hints, &list)
        guard status == 0 else {
            return .failure(
                Self.error(.connectFailed, "no address for this name: \(String(cString: gai_strerror(status)))"))
        }
        defer { freeaddrinfo(list) }
        var known: [SocketAddress] = []
        var entry = list
        while let current = entry?.pointee {
            if let address = Self.address(current), !known.contains(address) { known.append(address) }
            entry = current.ai_next
        }
        return .success(HostAddresses(known: known))
    }

    private static func address(_ entry: addrinfo) -> SocketAddress? {
        guard let bytes = UnsafeRawPointer(entry.ai_addr) else { return nil }
        switch entry.ai_family {
        case AF_INET: return SocketAddress(bytes.load(as: sockaddr_in.self))
        case AF_INET6: return SocketAddress(bytes.load(as: sockaddr_in6.self))
        default: return nil
        }
    }

    private static func error(_ code: SMTPError.Code, _ message: String) -> SMTPError {
        SMTPError(code: code, message: message, stage: .connect)
    }
}

/// Knows the addresses of every host already.
private struct KnownAddresses: Resolver, Sendable {
    let addresses: [SocketAddress]

    func initiateAQuery(host: String, port: Int) -> EventLoopFuture<[SocketAddress]> {
        self.answer(.inet, port: port)
    }

    func initiateAAAAQuery(host: String, port: Int) -> EventLoopFuture<[SocketAddress]> {
        self.answer(.inet6, port: port)
    }

    func cancelQueries() {}

    private func answer(_ family: NIOBSDSocket.ProtocolFamily, port: Int) -> EventLoopFuture<[SocketAddress]> {
        let addresses = self.addresses.filter { $0.protocol == family }.map { address in
            var address = address
            address.port = port
            return address
        }
        return MultiThreadedEventLoopGroup.singleton.next().makeSucceededFuture(addresses)
    }
}
