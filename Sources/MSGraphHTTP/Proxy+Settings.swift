// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import AsyncHTTPClient
internal import ByteText
internal import EmailProvider
internal import MSGraph

extension HTTPClient.Configuration.Proxy {
    /// Reads `proxy`, whose `proxyUri` is
    ///
    ///     "http://" host ":" port [ "/" ]
    init(_ proxy: GraphSettings.Proxy) throws(GraphError) {
        let scheme = "http://".utf8
        let rest = proxy.uri.utf8.dropFirst(scheme.count)
        guard proxy.uri.utf8.startsIgnoringASCIICase(with: scheme),
            let (host, port) = EndpointURL.hostAndPort(Array(rest.last == .ascii("/") ? rest.dropLast() : rest)),
            let port
        else {
            throw GraphError(
                .invalidEndpoint, "proxy.proxyUri is not of the form http://host:port",
                advice: "write it so, a name and password as proxy.userName and proxy.password; "
                    + "proxies over https or SOCKS are not supported")
        }
        self = .server(host: host, port: port, authorization: try Self.authorization(proxy))
    }

    /// Basic authentication (RFC 7617), whose names have no colon.
    private static func authorization(_ proxy: GraphSettings.Proxy) throws(GraphError) -> HTTPClient.Authorization? {
        guard let username = proxy.username else { return nil }
        switch proxy.password {
        case .known(let password):
            guard !username.utf8.contains(.ascii(":")) else {
                throw GraphError(
                    .invalidEndpoint, "proxy.userName has a colon, which ends a name (RFC 7617)",
                    advice: "correct proxy.userName")
            }
            return .basic(credentials: Base64.encode(Array(username.utf8) + [.ascii(":")] + password.bytes).text)
        case .unavailable(let reason):
            throw GraphError(
                .secretUnavailable, "the proxy's password is not available here: \(reason)",
                advice: "write proxy.password as a placeholder such as &{esv.proxy.secret} and give its value by "
                    + "--properties or the environment")
        }
    }
}

extension [UInt8] {
    fileprivate var text: String { String(decoding: self, as: UTF8.self) }
}
