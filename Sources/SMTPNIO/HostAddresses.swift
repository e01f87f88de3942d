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
package enum HostAddresses {
    /// Whether `host` is an address itself, which nobody has to be asked for.
    package static func isAddress(_ host: String) -> Bool {
        (try? SocketAddress(ipAddress: host, port: 0)) != nil
    }

    /// Asks for the addresses of a host.
    ///
    /// - Parameters:
    ///   - host: A name, international ones in A-labels.
    ///   - limit: How long to wait; zero means without limit.
    /// - Returns: The addresses in the order in which they are to be tried.
    package static func resolve(_ host: String, limit: Duration) async throws(SMTPError) -> [String] {
        let eventLoop = MultiThreadedEventLoopGroup.singleton.next()
        let promise = eventLoop.makePromise(of: [String].self)
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

    private static func ask(_ host: String) -> Result<[String], any Error> {
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
        var addresses: [String] = []
        var entry = list
        while let current = entry?.pointee {
            var name = [CChar](repeating: 0, count: Int(NI_MAXHOST))
            if getnameinfo(
                current.ai_addr, current.ai_addrlen, &name, socklen_t(name.count), nil, 0, NI_NUMERICHOST) == 0
            {
                let text = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
                if !addresses.contains(text) { addresses.append(text) }
            }
            entry = current.ai_next
        }
        return .success(addresses)
    }

    private static func error(_ code: SMTPError.Code, _ message: String) -> SMTPError {
        SMTPError(code: code, message: message, stage: .connect)
    }
}
