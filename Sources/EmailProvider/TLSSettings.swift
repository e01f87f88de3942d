// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// How TLS is done, as the document asks for it.
public struct TLSSettings: Hashable, Sendable {
    /// A version of the protocol.
    public enum Version: Int, Hashable, Sendable, Comparable, CaseIterable {
        /// TLS 1.0 (RFC 2246).
        case tls10
        /// TLS 1.1 (RFC 4346).
        case tls11
        /// TLS 1.2 (RFC 5246).
        case tls12
        /// TLS 1.3 (RFC 8446).
        case tls13

        /// Older versions come first.
        public static func < (left: Version, right: Version) -> Bool { left.rawValue < right.rawValue }
    }

    /// Whose certificates count as good.
    public enum Trust: Hashable, Sendable {
        /// Those that a trusted root vouches for.
        case roots
        /// Also any of these hosts' own, whoever vouches for it (`mail.smtp.ssl.trust` with names).
        case hosts([String])
        /// Any at all (`mail.smtp.ssl.trust=*`).
        case anything
    }

    /// The versions that may be used. Less than TLS 1.2 only where the document names it.
    public var versions: ClosedRange<Version>
    /// Whether the document names the versions. If not, AIC offers TLS 1.2 alone.
    public var namesVersions = false
    /// Whose certificates count as good.
    public var trust: Trust
    /// Whether the certificate must name the server (`mail.smtp.ssl.checkserveridentity`, `hostnameVerifier`).
    public var checksServerIdentity: Bool

    /// Creates settings. The defaults are the safe ones.
    public init(
        versions: ClosedRange<Version> = .tls12 ... .tls13, trust: Trust = .roots, checksServerIdentity: Bool = true
    ) {
        self.versions = versions
        self.trust = trust
        self.checksServerIdentity = checksServerIdentity
    }
    /// Whether a host is trusted by its name, whoever vouches for its certificate.
    package func trusts(_ host: String) -> Bool {
        guard case .hosts(let hosts) = self.trust else { return false }
        return hosts.contains { $0.utf8.equalsIgnoringASCIICase(host.utf8) }
    }
}
