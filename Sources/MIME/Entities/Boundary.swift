// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// The boundaries between the parts of the multiparts of one message (RFC 2046, section 5.1.1).
///
/// They begin with `=_`, which cannot occur in quoted-printable or base64, so that only texts in other encodings need a
/// look. A number keeps them apart, and a digest of the header makes those of other messages others.
struct Boundaries {
    /// What all of them end with.
    private let ending: String
    private var count = 0

    /// - Parameter attempt: How many digests were found to occur in a text.
    init(header: WireLines, attempt: Int) {
        var hash = StableHash()
        hash.combine(header.bytes)
        for _ in 0..<attempt { hash.combine(hash.hexDigits) }
        self.ending = String(decoding: [.ascii("_")] + hash.hexDigits.prefix(16), as: UTF8.self)
    }

    mutating func next() -> String {
        self.count += 1
        return "=_galley_" + String(self.count) + self.ending
    }

    /// Whether one of them may occur in a text.
    func mayOccur(in text: [UInt8]) -> Bool {
        text.contains(Array(self.ending.utf8))
    }
}
