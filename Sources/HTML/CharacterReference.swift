// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// Character references (HTML5, 13.2.5.72): `&amp;`, `&#8212;`, `&#x2014;`.
enum CharacterReference {
    /// The longest name that is looked up; no name of HTML5 has more letters.
    private static let longestName = 31

    /// The longest name that counts without its semicolon, such as `frac12`.
    private static let longestLegacyName = 6

    /// The text of `bytes` with its references decoded.
    static func decode(_ bytes: ArraySlice<UInt8>, inAttribute isAttribute: Bool) -> String {
        guard bytes.contains(.ascii("&")) else { return String(decoding: bytes, as: UTF8.self) }
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        var index = bytes.startIndex
        while index < bytes.endIndex {
            if bytes[index] == .ascii("&"),
                let (text, end) = self.reference(in: bytes, at: index + 1, inAttribute: isAttribute)
            {
                output += text.utf8
                index = end
            } else {
                output.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: output, as: UTF8.self)
    }

    /// The reference whose `&` stands before `start`, and where it ends.
    private static func reference(
        in bytes: ArraySlice<UInt8>, at start: Int, inAttribute isAttribute: Bool
    ) -> (text: String, end: Int)? {
        guard start < bytes.endIndex else { return nil }
        return bytes[start] == .ascii("#")
            ? self.numericReference(in: bytes, at: start + 1)
            : self.namedReference(in: bytes, at: start, inAttribute: isAttribute)
    }

    private static func numericReference(
        in bytes: ArraySlice<UInt8>, at start: Int
    ) -> (text: String, end: Int)? {
        var index = start
        let isHex = index < bytes.endIndex && bytes[index].asciiLowercased == .ascii("x")
        if isHex { index += 1 }
        let firstDigit = index
        var value: UInt32 = 0
        while index < bytes.endIndex, let digit = bytes[index].hexValue, isHex || digit < 10 {
            // Past the last code point the value no longer matters, only that it stays past it.
            value = min(value * (isHex ? 16 : 10) + UInt32(digit), 0x110000)
            index += 1
        }
        guard index > firstDigit else { return nil }
        if index < bytes.endIndex, bytes[index] == .ascii(";") { index += 1 }
        return (String(self.scalar(ofReferencedValue: value)), index)
    }

    private static func scalar(ofReferencedValue value: UInt32) -> Unicode.Scalar {
        if value &- 0x80 < 0x20, let scalar = Self.windows1252[Int(value) - 0x80] { return scalar }
        guard value != 0, let scalar = Unicode.Scalar(value) else { return "\u{FFFD}" }
        return scalar
    }

    /// What numbers from 0x80 to 0x9F mean: their authors thought in windows-1252.
    private static let windows1252: [Unicode.Scalar?] = [
        "€", nil, "‚", "ƒ", "„", "…", "†", "‡", "ˆ", "‰", "Š", "‹", "Œ", nil, "Ž", nil,
        nil, "‘", "’", "“", "”", "•", "–", "—", "˜", "™", "š", "›", "œ", nil, "ž", "Ÿ",
    ]

    private static func namedReference(
        in bytes: ArraySlice<UInt8>, at start: Int, inAttribute isAttribute: Bool
    ) -> (text: String, end: Int)? {
        var end = start
        while end < bytes.endIndex, end - start < Self.longestName, bytes[end].isAlphanumeric { end += 1 }
        guard end > start else { return nil }
        if end < bytes.endIndex, bytes[end] == .ascii(";"),
            let text = NamedCharacters.characters(named: bytes[start..<end])
        {
            return (text, end + 1)
        }
        var length = min(end - start, Self.longestLegacyName)
        while length >= 2 {
            let nameEnd = start + length
            if let text = NamedCharacters.characters(namedWithoutSemicolon: bytes[start..<nameEnd]) {
                // `?a=1&copy=2` is a URL, not a copyright sign.
                let next = nameEnd < bytes.endIndex ? bytes[nameEnd] : .nul
                if isAttribute, next == .ascii("=") || next.isAlphanumeric { return nil }
                return (text, nameEnd)
            }
            length -= 1
        }
        return nil
    }
}
