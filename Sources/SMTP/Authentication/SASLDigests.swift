// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// The cryptography that mechanisms need. This module has none of its own.
public struct SASLDigests: Sendable {
    /// SHA-256 of a text.
    public var sha256: @Sendable (_ text: [UInt8]) -> [UInt8]
    /// HMAC with SHA-256 (RFC 2104).
    public var hmacSHA256: @Sendable (_ key: [UInt8], _ text: [UInt8]) -> [UInt8]
    /// HMAC with MD5, which CRAM-MD5 wants and nothing else should.
    public var hmacMD5: @Sendable (_ key: [UInt8], _ text: [UInt8]) -> [UInt8]
    /// Octets that nobody can guess, at least 18, new at each call.
    public var nonce: @Sendable () -> [UInt8]

    /// Gathers the functions.
    public init(
        sha256: @escaping @Sendable (_ text: [UInt8]) -> [UInt8],
        hmacSHA256: @escaping @Sendable (_ key: [UInt8], _ text: [UInt8]) -> [UInt8],
        hmacMD5: @escaping @Sendable (_ key: [UInt8], _ text: [UInt8]) -> [UInt8],
        nonce: @escaping @Sendable () -> [UInt8]
    ) {
        self.sha256 = sha256
        self.hmacSHA256 = hmacSHA256
        self.hmacMD5 = hmacMD5
        self.nonce = nonce
    }
}
