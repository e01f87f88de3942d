// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

package import EmailProvider
internal import NIOCore
internal import NIOSSL
internal import SMTP
package import SMTPNIO
package import TransportTLS

extension ClientEncryption {
    /// TLS for connections to one server.
    ///
    /// - Parameters:
    ///   - host: The server's name as the certificate must have it, an A-label where it is international, or its address.
    ///   - settings: What the provider document asks for.
    ///   - roots: Certificates in PEM that are trusted beside the system's own.
    /// - Throws: ``TLSSetupError`` if the roots are no certificates, or TLS cannot be had as it is asked for.
    package static func tls(
        to host: String, settings: TLSSettings, roots: [UInt8]? = nil
    ) throws(TLSSetupError) -> ClientEncryption {
        let context: NIOSSLContext
        do {
            let configuration = try TLSConfiguration(settings, for: host, roots: roots.map { [$0] } ?? [])
            context = try NIOSSLContext(configuration: configuration)
        } catch let error as TLSSetupError {
            throw error
        } catch {
            throw TLSSetupError("TLS cannot be set up: \(DisplayText.escape("\(error)".utf8))")
        }
        // An address has no place in the extension that names the server; the certificate is held to it all the same.
        let address = (try? SocketAddress(ipAddress: host, port: 0))?.ipAddress
        return ClientEncryption(
            start: { channel in
                let handler = try NIOSSLClientHandler(context: context, serverHostname: address == nil ? host : nil)
                try channel.pipeline.syncOperations.addHandler(handler, position: .first)
            },
            describe: { channel in
                let description = Self.describe(channel)
                try settings.check(description.certificate, of: address ?? host, trustedAs: host)
                return description
            },
            explain: { Self.explain($0, host: host) })
    }

    private static func describe(_ channel: any Channel) -> TLSDescription {
        let operations = channel.pipeline.syncOperations
        let version = try? operations.nioSSL_tlsVersion()
        let certificate = try? operations.nioSSL_peerCertificate()
        return TLSDescription(
            version: version?.name ?? "TLS", certificate: certificate.map(TLSDescription.Certificate.init))
    }

    private static func explain(_ error: any Error, host: String) -> String? {
        switch error {
        case NIOSSLError.uncleanShutdown, NIOSSLError.shutdownFailed:
            nil
        case NIOSSLError.handshakeFailed(let cause):
            Self.explain(handshake: "\(cause)", host: host)
        case let error as NIOSSLExtraError where error == .failedToValidateHostname:
            "the server's certificate was not issued for \(DisplayText.escape(host.utf8))"
        case CertificateError.namesNoHost:
            "the server's certificate names no host"
        case CertificateError.namesOthers:
            "the server's certificate was not issued for \(DisplayText.escape(host.utf8))"
        case CertificateError.hostNotTrusted:
            "mail.smtp.ssl.trust does not name \(DisplayText.escape(host.utf8)), so that it is not trusted"
        case NIOSSLError.unableToValidateCertificate, NIOSSLError.noCertificateToValidate:
            "the server's certificate is not good for \(DisplayText.escape(host.utf8))"
        case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError:
            "TLS failed: \(DisplayText.escape("\(error)".utf8))"
        default:
            nil
        }
    }

    /// BoringSSL's reasons stand in the description of its error, and nowhere else.
    private static func explain(handshake cause: String, host: String) -> String {
        let reasons = [
            ("CERTIFICATE_VERIFY_FAILED", "the server's certificate was not accepted"),
            ("WRONG_VERSION_NUMBER", "the server does not speak TLS here"),
            ("UNSUPPORTED_PROTOCOL", "the server has no version of TLS that the configuration allows"),
            ("PROTOCOL_VERSION", "the server has no version of TLS that the configuration allows"),
            ("HANDSHAKE_FAILURE", "the server and the client have no cipher suite in common"),
            ("EOF during handshake", "the server ended the connection in the handshake"),
        ]
        for (reason, words) in reasons where cause.contains(reason) { return words }
        return "the handshake failed: \(DisplayText.escape(cause.utf8))"
    }
}

/// Why a certificate that the handshake has let pass is not accepted.
private enum CertificateError: Error {
    /// It has the host in its common name at most, which swift-nio-ssl takes and RFC 9525, section 2, does not.
    case namesNoHost
    /// None of its names is the host's. The handshake looks at them only where it looks at the issuer.
    case namesOthers
    /// The settings list the hosts that are trusted, and this is none of them.
    case hostNotTrusted
}

extension TLSSettings {
    /// Holds a certificate to what Jakarta Mail asks of it beside its issuer: the identity of the server and the list of
    /// trusted hosts are two things.
    ///
    /// Source: Eclipse Angus Mail, `SocketFetcher.configureSSLSocket`, `MailSSLSocketFactory.isServerTrusted`.
    fileprivate func check(
        _ certificate: TLSDescription.Certificate?, of host: String, trustedAs name: String
    ) throws(CertificateError) {
        if self.checksServerIdentity {
            guard let certificate, !certificate.names.isEmpty else { throw .namesNoHost }
            guard certificate.covers(host) else { throw .namesOthers }
        }
        if case .hosts = self.trust, !self.trusts(name) { throw .hostNotTrusted }
    }
}

extension TLSDescription.Certificate {
    fileprivate init(_ certificate: NIOSSLCertificate) {
        var names: [String] = []
        for name in certificate._subjectAlternativeNames() {
            switch name.nameType {
            case .dnsName: names.append(String(decoding: name.contents, as: UTF8.self))
            case .ipAddress:
                let buffer = ByteBuffer(bytes: name.contents)
                if let address = try? SocketAddress(packedIPAddress: buffer, port: 0).ipAddress {
                    names.append(address)
                }
            default: break
            }
        }
        self.init(
            names: names, notBefore: Int(certificate.notValidBefore), notAfter: Int(certificate.notValidAfter))
    }
}
