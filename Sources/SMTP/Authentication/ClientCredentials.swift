// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

public import ByteText

/// Who a client signs in as, and how.
public struct ClientCredentials: Sendable {
    /// The user name.
    public var username: String
    /// The password, or the access token of XOAUTH2.
    public var password: Secret
    /// The mechanisms to choose from. The first that the server offers is the only one tried, as Jakarta Mail has it.
    public var mechanisms: [SASLMechanism]
    /// The cryptography of the mechanisms.
    public var digests: SASLDigests

    /// Creates credentials.
    public init(
        username: String, password: Secret, mechanisms: [SASLMechanism] = SASLMechanism.byStrength,
        digests: SASLDigests
    ) {
        self.username = username
        self.password = password
        self.mechanisms = mechanisms
        self.digests = digests
    }
}

/// What protects the octets of a connection from being read on their way.
public enum ChannelProtection: Hashable, Sendable {
    /// Nothing.
    case none
    /// They do not leave the machine.
    case loopback
    /// TLS.
    case encryption
}

/// The user's own word that a password may go over the network for all to read.
public struct CleartextAllowance: Hashable, Sendable {
    private init() {}

    /// The user has said so, by name (`--allow-cleartext-auth`).
    public static let byUser = CleartextAllowance()
}

/// The right to show credentials on a connection.
///
/// A ``SASLExchange``, without which there is nothing to say in AUTH, cannot be had without one, and one cannot be had
/// for a connection that anybody may read without the ``CleartextAllowance``.
package struct CredentialPermit: Sendable {
    package init?(on protection: ChannelProtection, allowance: CleartextAllowance?) {
        switch protection {
        case .encryption, .loopback: break
        case .none: guard allowance != nil else { return nil }
        }
    }
}
