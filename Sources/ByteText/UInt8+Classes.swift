// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// Named bytes and the core rules of RFC 5234, appendix B.1.
extension UInt8 {
    @inlinable package static var nul: UInt8 { 0x00 }
    @inlinable package static var tab: UInt8 { 0x09 }
    @inlinable package static var lineFeed: UInt8 { 0x0A }
    @inlinable package static var carriageReturn: UInt8 { 0x0D }
    @inlinable package static var space: UInt8 { 0x20 }

    /// The byte of an ASCII character written in the source: `.ascii("@")`.
    @inlinable package static func ascii(_ scalar: Unicode.Scalar) -> UInt8 {
        UInt8(ascii: scalar)
    }

    @inlinable package var isDigit: Bool { self &- 0x30 < 10 }
    @inlinable package var isAlpha: Bool { (self | 0x20) &- 0x61 < 26 }
    @inlinable package var isAlphanumeric: Bool { self.isDigit || self.isAlpha }
    @inlinable package var isHexDigit: Bool { self.isDigit || (self | 0x20) &- 0x61 < 6 }
    @inlinable package var isASCII: Bool { self < 0x80 }

    /// CTL: C0 controls and DEL.
    @inlinable package var isControl: Bool { self < 0x20 || self == 0x7F }

    /// WSP: space and tab.
    @inlinable package var isBlank: Bool { self == .space || self == .tab }

    /// White space of any kind that ASCII has: space, tab, LF, VT, FF, CR.
    @inlinable package var isWhitespace: Bool { self == .space || self &- 0x09 < 5 }

    /// VCHAR: visible ASCII characters.
    @inlinable package var isVisible: Bool { self > 0x20 && self < 0x7F }

    @inlinable package var isUTF8Continuation: Bool { self & 0xC0 == 0x80 }

    /// The value of a hexadecimal digit.
    @inlinable package var hexValue: UInt8? {
        if self.isDigit { return self - 0x30 }
        let lower = self | 0x20
        return lower &- 0x61 < 6 ? lower - 0x61 + 10 : nil
    }

    /// The byte with `A`-`Z` folded to `a`-`z`.
    @inlinable package var asciiLowercased: UInt8 {
        self &- 0x41 < 26 ? self | 0x20 : self
    }

    /// The byte with `a`-`z` turned into `A`-`Z`.
    @inlinable package var asciiUppercased: UInt8 {
        self &- 0x61 < 26 ? self & ~0x20 : self
    }

    /// The upper-case hexadecimal digit for a value below 16.
    @inlinable package static func hexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? 0x30 + value : 0x41 + (value - 10)
    }
}

extension Sequence<UInt8> {
    /// Whether the bytes are those of `other` with ASCII letters compared without case.
    @inlinable package func equalsIgnoringASCIICase(_ other: some Sequence<UInt8>) -> Bool {
        self.elementsEqual(other) { $0.asciiLowercased == $1.asciiLowercased }
    }
}

extension Collection<UInt8> {
    /// Whether the bytes begin with `prefix`, ASCII letters compared without case.
    @inlinable package func startsIgnoringASCIICase(with prefix: some Collection<UInt8>) -> Bool {
        self.count >= prefix.count && self.prefix(prefix.count).equalsIgnoringASCIICase(prefix)
    }
}

extension BidirectionalCollection<UInt8> {
    /// The bytes without the white space (ASCII) at both ends.
    @inlinable package var trimmingWhitespace: SubSequence {
        var start = self.startIndex
        var end = self.endIndex
        while start < end, self[start].isWhitespace { start = self.index(after: start) }
        while end > start, self[self.index(before: end)].isWhitespace { end = self.index(before: end) }
        return self[start..<end]
    }
}

extension String {
    /// Whether both strings have the same UTF-8 bytes. `==` would call canonically equivalent texts equal.
    package func hasSameBytes(as other: String) -> Bool {
        self.utf8.elementsEqual(other.utf8)
    }

    /// What follows `prefix`, which is compared byte for byte; `nil` where the string does not begin with it.
    ///
    /// `dropFirst(prefix.count)` would cut by `Character`: a combining mark that follows the prefix would go along.
    package func removingPrefix(_ prefix: String) -> String? {
        guard self.utf8.starts(with: prefix.utf8) else { return nil }
        return String(decoding: self.utf8.dropFirst(prefix.utf8.count), as: UTF8.self)
    }

    /// The string with `A`-`Z` folded to `a`-`z` and nothing else changed.
    package var asciiLowercased: String {
        String(decoding: self.utf8.map(\.asciiLowercased), as: UTF8.self)
    }

    /// The string with `a`-`z` turned into `A`-`Z` and nothing else changed.
    package var asciiUppercased: String {
        String(decoding: self.utf8.map(\.asciiUppercased), as: UTF8.self)
    }
}
