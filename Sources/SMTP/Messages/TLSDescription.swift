// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// What TLS came to on a connection.
public struct TLSDescription: Hashable, Sendable {
    /// The certificate that a server shows.
    public struct Certificate: Hashable, Sendable {
        /// The names and addresses it was issued for.
        public var names: [String]
        /// When it begins to be valid, in seconds since 1 January 1970, 00:00 UTC.
        public var notBefore: Int
        /// When it ends to be valid, in seconds since 1 January 1970, 00:00 UTC.
        public var notAfter: Int

        /// Creates a certificate's description.
        public init(names: [String], notBefore: Int, notAfter: Int) {
            self.names = names
            self.notBefore = notBefore
            self.notAfter = notAfter
        }

        /// Whether one of the names is that of a host, or covers it: a star stands for its whole first label
        /// (RFC 9525, section 6.3).
        ///
        /// - Parameter host: A name in A-labels, or an address in its usual form.
        package func covers(_ host: String) -> Bool {
            let host = host.utf8
            let labels = host.split(separator: .ascii("."), omittingEmptySubsequences: false)
            let hasWildcards = labels.count > 1 && !labels[0].isEmpty && !(labels.last?.allSatisfy(\.isDigit) ?? true)
            return self.names.contains { name in
                let name = name.utf8
                if name.equalsIgnoringASCIICase(host) { return true }
                guard hasWildcards, name.starts(with: "*.".utf8) else { return false }
                return name.dropFirst().equalsIgnoringASCIICase(host.dropFirst(labels[0].count))
            }
        }
    }

    /// The version of the protocol, such as `TLS 1.3`.
    public var version: String
    /// The server's own certificate.
    public var certificate: Certificate?

    /// Creates a description.
    public init(version: String, certificate: Certificate?) {
        self.version = version
        self.certificate = certificate
    }
}

extension TLSDescription: CustomStringConvertible {
    /// The version and the names of the certificate.
    public var description: String {
        guard let certificate = self.certificate, !certificate.names.isEmpty else { return self.version }
        let names = certificate.names.prefix(3).map { DisplayText.escape($0.utf8) }.joined(separator: ", ")
        return "\(self.version), certificate for \(names)\(certificate.names.count > 3 ? ", ..." : "")"
    }
}
