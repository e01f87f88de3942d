// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import AsyncHTTPClient
internal import ByteText
internal import MSGraph
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import NIOSSL

extension HTTPFailure {
    /// The failure that an error of the libraries below means. Texts of theirs are not shown: they may hold what was
    /// sent.
    ///
    /// - Parameter mayHaveArrived: Whether there was a connection that took the request.
    init(_ error: any Error, url: EndpointURL, mayHaveArrived: Bool) {
        let host = url.host
        switch error {
        case let error as NIOConnectionError: self.init(error, url: url)
        case is IOError where !mayHaveArrived: self = .notConnected(url)
        case ChannelError.connectTimeout: self = .connectTimeout(host)
        case is CommonNameOnly: self = .wrongName(host, "names the server as common name only")
        case let error as NIOSSLExtraError where error == .failedToValidateHostname:
            self = .wrongName(host, "is for another name")
        case NIOSSLError.handshakeFailed(let error): self.init(error, host: host)
        case is NIOSSLError, is BoringSSLError, is NIOSSLExtraError:
            self.init(.tls, "TLS with \(host) failed", mayHaveArrived: false)
        case let error as HTTPClientError: self.init(error, host: host)
        case HTTPParserError.invalidEOFState: self = .closed(host)
        case is HTTPParserError:
            self.init(.malformed, "\(host) answered with something else than HTTP", mayHaveArrived: false)
        case is CancellationError: self.init(.cancelled, "cancelled", mayHaveArrived: false)
        default: self = .closed(host)
        }
        self.mayHaveArrived = mayHaveArrived
    }

    private init(_ error: NIOConnectionError, url: EndpointURL) {
        if error.connectionErrors.isEmpty, error.dnsAError != nil || error.dnsAAAAError != nil {
            self.init(
                .nameUnknown, "the name \(error.host) was not found",
                advice: "correct the host, or look at the DNS here",
                mayHaveArrived: false)
        } else if error.connectionErrors.contains(where: {
            if case ChannelError.connectTimeout = $0.error { true } else { false }
        }) {
            self = .connectTimeout(error.host)
        } else {
            self = .notConnected(url)
        }
    }

    private init(_ error: HTTPClientError, host: String) {
        switch error {
        case .connectTimeout, .getConnectionFromPoolTimeout: self = .connectTimeout(host)
        case .tlsHandshakeTimeout: self = .tlsTimeout(host)
        case .readTimeout, .deadlineExceeded:
            self.init(.timedOut, "\(host) did not answer in time", mayHaveArrived: false)
        case .writeTimeout: self.init(.timedOut, "\(host) did not take the request in time", mayHaveArrived: false)
        case .cancelled: self.init(.cancelled, "cancelled", mayHaveArrived: false)
        case .proxyAuthenticationRequired:
            self.init(
                .proxy, "the proxy asks for a name and password, or refuses those that it got",
                advice: "look at proxy.userName and proxy.password", mayHaveArrived: false)
        case .invalidProxyResponse, .httpProxyHandshakeTimeout:
            self.init(
                .proxy, "the proxy does not connect to \(host)", advice: "look at proxy.proxyUri", mayHaveArrived: false
            )
        default: self = .closed(host)
        }
    }

    private init(_ error: BoringSSLError, host: String) {
        guard case .sslError(let stack) = error else {
            self.init(.tls, "TLS with \(host) failed: the server broke off", mayHaveArrived: false)
            return
        }
        let reasons = stack.map { Array($0.description.utf8) }
        func has(_ reason: String) -> Bool { reasons.contains { $0.contains(Array(reason.utf8)) } }
        if has("CERTIFICATE_VERIFY_FAILED") {
            self.init(
                .tls,
                "the certificate of \(host) is not trusted: it is self-signed or of an unknown issuer, has expired, "
                    + "or is not valid yet",
                advice: "have the server's certificate renewed, or name a root of your own with --ca",
                mayHaveArrived: false)
        } else if has("PROTOCOL_VERSION") || has("UNSUPPORTED_PROTOCOL") {
            self.init(
                .tls, "\(host) has none of the versions of TLS that are allowed",
                advice: "have the server offer TLS 1.2 or 1.3", mayHaveArrived: false)
        } else if has("WRONG_VERSION_NUMBER") {
            self.init(.tls, "\(host) does not speak TLS", advice: "look at the port", mayHaveArrived: false)
        } else {
            self.init(.tls, "TLS with \(host) failed", mayHaveArrived: false)
        }
    }

    private static func wrongName(_ host: String, _ fault: String) -> HTTPFailure {
        HTTPFailure(
            .tls, "the certificate of \(host) \(fault)",
            advice: "correct the host, or have a certificate made with it as subject alternative name",
            mayHaveArrived: false)
    }

    private static func closed(_ host: String) -> HTTPFailure {
        HTTPFailure(.closed, "\(host) closed the connection", mayHaveArrived: false)
    }

    private static func notConnected(_ url: EndpointURL) -> HTTPFailure {
        HTTPFailure(
            .notConnected, "\(url.host) port \(url.port) takes no connection",
            advice: "look at the port, the firewall and the proxy", mayHaveArrived: false)
    }

    static func tlsTimeout(_ host: String) -> HTTPFailure {
        HTTPFailure(
            .timedOut, "\(host) takes the connection and does not finish TLS in time",
            advice: "look at the port, and at what stands before the server", mayHaveArrived: false)
    }

    static func connectTimeout(_ host: String) -> HTTPFailure {
        HTTPFailure(
            .timedOut, "\(host) takes no connection in time", advice: "look at the firewall and the proxy",
            mayHaveArrived: false)
    }
}
