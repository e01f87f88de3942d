// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import Crypto

/// SHA-256 (FIPS 180-4).
package enum SHA256Digest {
    /// The digest of `bytes` as 64 hexadecimal digits in lower case.
    package static func hex(of bytes: [UInt8]) -> String {
        SHA256.hash(data: bytes).map { byte in
            let digits = String(byte, radix: 16)
            return byte < 16 ? "0" + digits : digits
        }.joined()
    }
}
