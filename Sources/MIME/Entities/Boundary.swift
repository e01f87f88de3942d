// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// The boundaries between the parts of the multiparts of one message (RFC 2046, section 5.1.1).
///
/// They begin with `=_`, which cannot occur in quoted-printable or base64, so that only texts in other encodings need a
/// look. A number keeps them apart, and a digest of the header makes those of other messages others.
struct Boundaries {
    private static let beginning = Array("=_galley_".utf8)
    /// A part of the digest, which all of them end with.
    private let digits: [UInt8]
    private var count = 0

    /// - Parameter attempt: How many digests were found to occur in a text.
    init(header: WireLines, attempt: Int) {
        var hash = StableHash()
        hash.combine(header.bytes)
        for _ in 0..<attempt { hash.combine(hash.hexDigits()) }
        self.digits = hash.hexDigits(16)
    }

    mutating func next() throws(WireTextError) -> WireText {
        self.count += 1
        var boundary: [UInt8] = []
        boundary.reserveCapacity(48)
        boundary += Self.beginning
        boundary += String(self.count).utf8
        boundary.append(.ascii("_"))
        boundary += self.digits
        return try WireText(validating: boundary)
    }

    /// Whether one of them may occur in a text.
    func mayOccur(in text: [UInt8]) -> Bool {
        text.contains(self.digits)
    }
}
