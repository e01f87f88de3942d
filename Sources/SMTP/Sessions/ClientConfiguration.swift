// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// How a client behaves in a session.
public struct ClientConfiguration: Sendable {
    /// When a client asks for TLS on a connection that began without.
    public enum StartTLSPolicy: Hashable, Sendable {
        /// Never.
        case never
        /// Where the server offers it; where not, the session goes on in the clear.
        case ifOffered
        /// Always; a server that does not offer it gets nothing.
        case required
    }

    /// The name the client introduces itself with.
    public var domain: EHLODomain

    /// Whether the client says EHLO. After HELO there is no extension, and so neither TLS nor AUTH.
    public var saysEHLO = true

    /// When the client asks for TLS.
    public var startTLS = StartTLSPolicy.never

    /// Who signs in; `nil` for nobody.
    public var credentials: ClientCredentials?

    /// The user's word that the password may go in the clear to another machine.
    public var cleartextAllowance: CleartextAllowance?

    /// Whether a message goes to the recipients the server accepts when it refuses others. Without it, which is the
    /// default, one refused recipient keeps the message from all.
    public var sendsPartially: Bool

    /// `RET=` of MAIL, where the server offers DSN (RFC 3461, section 4.3).
    public var dsnReturn: ESMTPParameter?

    /// `NOTIFY=` of RCPT, where the server offers DSN (RFC 3461, section 4.1).
    public var dsnNotify: ESMTPParameter?

    /// Whether commands go out together where the server offers PIPELINING (RFC 2920).
    public var pipelines = true

    /// Whether the session keeps what was said, as ``SessionEvent``.
    package var isRecorded = false

    /// Creates a configuration.
    public init(domain: EHLODomain = .loopback, sendsPartially: Bool = false) {
        self.domain = domain
        self.sendsPartially = sendsPartially
    }
}
