// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import AsyncHTTPClient
internal import ByteText
internal import EmailProvider
internal import MSGraph
internal import NIOCore
internal import NIOSSL

extension TLSConfiguration {
    /// The configuration that settings ask for, with more roots.
    init(_ settings: TLSSettings, additionalRoots: [[UInt8]]) throws(GraphError) {
        self = .makeClientConfiguration()
        self.minimumTLSVersion = TLSVersion(settings.versions.lowerBound)
        self.maximumTLSVersion = TLSVersion(settings.versions.upperBound)
        self.certificateVerification =
            switch settings.trust {
            case .anything: .none
            case .roots, .hosts: settings.checksServerIdentity ? .fullVerification : .noHostnameVerification
            }
        // HTTP says by itself where a reply ends: there is nothing to wait for when closing.
        self.shutdownTimeout = .milliseconds(100)
        var roots: [NIOSSLCertificate] = []
        for file in additionalRoots {
            guard let certificates = try? NIOSSLCertificate.fromPEMBytes(file), !certificates.isEmpty else {
                throw GraphError(
                    .invalidEndpoint, "the file of additional roots holds no certificates in PEM form",
                    advice: "give a file with -----BEGIN CERTIFICATE-----")
            }
            roots += certificates
        }
        if !roots.isEmpty { self.additionalTrustRoots = [.certificates(roots)] }
    }
}

extension TLSVersion {
    fileprivate init(_ version: TLSSettings.Version) {
        self =
            switch version {
            case .tls10: .tlsv1
            case .tls11: .tlsv11
            case .tls12: .tlsv12
            case .tls13: .tlsv13
            }
    }
}

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
