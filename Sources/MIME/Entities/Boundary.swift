// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// The boundaries between the parts of the multiparts of one message (RFC 2046, section 5.1.1).
///
/// They begin with `=_`, which cannot occur in quoted-printable or base64, so that only texts in other encodings need a
/// look. A number keeps them apart, and a digest of the header makes those of other messages others.
struct Boundaries {
    private let digest: [UInt8]
    private var count = 0

    /// - Parameter attempt: How many digests were found to occur in a text.
    init(header: WireLines, attempt: Int) {
        var hash = StableHash()
        hash.combine(header.bytes)
        for _ in 0..<attempt { hash.combine(hash.hexDigits) }
        self.digest = Array(hash.hexDigits.prefix(16))
    }

    mutating func next() -> String {
        self.count += 1
        return String(decoding: "=_galley_\(self.count)_".utf8 + self.digest, as: UTF8.self)
    }

    /// Whether a text holds what all of them end with.
    func mayOccur(in text: [UInt8]) -> Bool {
        text.contains([.ascii("_")] + self.digest)
    }
}
