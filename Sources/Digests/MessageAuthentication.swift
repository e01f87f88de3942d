// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import Crypto

/// What SASL mechanisms need of cryptography (RFC 2104, FIPS 180-4, RFC 1321).
package enum MessageAuthentication {
    /// SHA-256 of `text`: 32 octets.
    package static func sha256(_ text: [UInt8]) -> [UInt8] {
        Array(SHA256.hash(data: text))
    }

    /// HMAC with SHA-256: 32 octets.
    package static func hmacSHA256(key: [UInt8], text: [UInt8]) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: text, using: SymmetricKey(data: key)))
    }

    /// HMAC with MD5, which CRAM-MD5 asks for: 16 octets.
    package static func hmacMD5(key: [UInt8], text: [UInt8]) -> [UInt8] {
        Array(HMAC<Insecure.MD5>.authenticationCode(for: text, using: SymmetricKey(data: key)))
    }

    /// 24 octets that nobody can guess.
    package static func nonce() -> [UInt8] {
        SymmetricKey(size: .init(bitCount: 192)).withUnsafeBytes { Array($0) }
    }
}
