// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// Boundaries between the parts of a multipart (RFC 2046, section 5.1.1).
enum Boundary {
    /// A boundary that occurs in none of the bodies, and is the same for the same bodies.
    ///
    /// `=_` cannot occur in quoted-printable or base64, so that only 7-bit bodies need the search.
    static func make(avoiding bodies: [[UInt8]]) -> String {
        var digest = StableHash()
        for body in bodies { digest.combine(body) }
        while true {
            let candidate = "=_galley_" + digest.hex
            let needle = Array(candidate.utf8)
            guard bodies.contains(where: { $0.contains(needle) }) else { return candidate }
            digest.combine(needle)
        }
    }
}

extension [UInt8] {
    /// Whether `needle` stands anywhere in the bytes.
    fileprivate func contains(_ needle: [UInt8]) -> Bool {
        guard let first = needle.first, self.count >= needle.count else { return false }
        var index = 0
        while index <= self.count - needle.count {
            if self[index] == first, self[index..<(index + needle.count)].elementsEqual(needle) { return true }
            index += 1
        }
        return false
    }
}
