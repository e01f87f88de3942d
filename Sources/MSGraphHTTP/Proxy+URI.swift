// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import AsyncHTTPClient
internal import ByteText
internal import MSGraph

extension HTTPClient.Configuration.Proxy {
    /// Reads `proxy.proxyUri`.
    ///
    ///     "http://" host ":" port [ "/" ]
    init(_ uri: String) throws(GraphError) {
        let scheme = "http://".utf8
        let rest = uri.utf8.dropFirst(scheme.count)
        guard uri.utf8.startsIgnoringASCIICase(with: scheme),
            let (host, port) = EndpointURL.hostAndPort(Array(rest.last == .ascii("/") ? rest.dropLast() : rest)),
            let port
        else {
            throw GraphError(
                .invalidEndpoint, "proxy.proxyUri is not of the form http://host:port",
                advice: "write it so; proxies with a name and password, or over https or SOCKS, are not supported")
        }
        self = .server(host: host, port: port)
    }
}
