// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

package import EmailProvider
internal import NIOCore
package import NIOSSL

/// Why no TLS can be had as it is asked for, before any connection.
package struct TLSSetupError: Error, CustomStringConvertible {
    package var description: String

    package init(_ description: String) {
        self.description = description
    }
}

extension TLSConfiguration {
    /// What a client does for the settings of a provider: the same for mail and for HTTP.
    ///
    /// - Parameters:
    ///   - settings: What the provider document asks for.
    ///   - host: The server, where it may be one that is trusted by name.
    ///   - roots: Files of certificates in PEM that are trusted beside the system's own.
    package init(_ settings: TLSSettings, for host: String? = nil, roots: [[UInt8]]) throws(TLSSetupError) {
        self = .makeClientConfiguration()
        self.minimumTLSVersion = TLSVersion(settings.versions.lowerBound)
        self.maximumTLSVersion = TLSVersion(settings.versions.upperBound)
        self.certificateVerification = settings.verification(of: host)
        // QUIT and HTTP say by themselves where the end is: there is nothing to wait for when closing.
        self.shutdownTimeout = .milliseconds(100)
        var certificates: [NIOSSLCertificate] = []
        for file in roots {
            guard let found = try? NIOSSLCertificate.fromPEMBytes(file), !found.isEmpty else {
                throw TLSSetupError("the file of trusted roots has no certificate in PEM form")
            }
            certificates += found
        }
        if !certificates.isEmpty { self.additionalTrustRoots = [.certificates(certificates)] }
    }
}

extension TLSSettings {
    fileprivate func verification(of host: String?) -> CertificateVerification {
        if self.trust == .anything || host.map(self.trusts) ?? false { return .none }
        return self.checksServerIdentity ? .fullVerification : .noHostnameVerification
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

    /// The version for people.
    package var name: String {
        switch self {
        case .tlsv1: "TLS 1.0"
        case .tlsv11: "TLS 1.1"
        case .tlsv12: "TLS 1.2"
        case .tlsv13: "TLS 1.3"
        }
    }
}
