// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// Base64 by RFC 4648, section 4.
package enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// The two digits of every 12-bit number, the first in the low byte. No index of 12 bits needs a check there.
    private static let digitPairs = InlineArray<4096, UInt16> { number in
        UInt16(Self.alphabet[number >> 6]) | UInt16(Self.alphabet[number & 63]) << 8
    }

    /// The octets that a line of 76 digits stands for (RFC 2045, section 6.8).
    private static let octetsInLine = 57

    /// Encodes `bytes`, padded, without line breaks.
    package static func encode(_ bytes: [UInt8]) -> [UInt8] {
        var output = [UInt8](repeating: 0, count: (bytes.count + 2) / 3 * 4)
        var span = output.mutableSpan
        var raw = span.mutableBytes
        Self.encode(bytes.span.bytes, into: &raw, at: 0)
        return output
    }

    /// Encodes `bytes`, padded, onto `output` in lines of 76 with CR LF between them and none after the last (RFC 2045,
    /// section 6.8).
    package static func appendLines(_ bytes: [UInt8], to output: inout [UInt8]) {
        guard !bytes.isEmpty else { return }
        let input = bytes.span.bytes
        let start = output.count
        let size = (bytes.count + 2) / 3 * 4 + (bytes.count - 1) / Self.octetsInLine * 2
        output.grow(to: start + size)
        var span = output.mutableSpan
        var raw = span.mutableBytes
        // The step across the end of a line reads past it.
        var lines = max(input.byteCount - 5, 0) / Self.octetsInLine
        Self.encodeLines(lines, of: input, into: &raw, at: start)
        if input.byteCount - lines * Self.octetsInLine > Self.octetsInLine {
            let line = input.extracting((lines * Self.octetsInLine)..<((lines + 1) * Self.octetsInLine))
            Self.encode(line, into: &raw, at: start + lines * 78)
            raw.storeLineEnd(at: start + lines * 78 + 76)
            lines += 1
        }
        Self.encode(input.extracting((lines * Self.octetsInLine)...), into: &raw, at: start + lines * 78)
    }

    /// Encodes whole lines, each from its 57 octets and the five that follow them.
    private static func encodeLines(
        _ count: Int, of input: RawSpan, into output: inout MutableRawSpan, at start: Int
    ) {
        for line in 0..<count {
            let octets = input.extracting((line &* 57)..<(line &* 57 &+ 62))
            let position = start &+ line &* 78
            // What the last step writes past the end of the line is written again.
            for step in 0..<5 {
                let digits = SIMD2(Self.digits(octets, at: 12 &* step), Self.digits(octets, at: 12 &* step &+ 6))
                output.storeBytes(of: digits, toByteOffset: position &+ 16 &* step, as: SIMD2<UInt64>.self)
            }
            output.storeLineEnd(at: position &+ 76)
        }
    }

    /// Encodes all of `input`, padded.
    private static func encode(_ input: RawSpan, into output: inout MutableRawSpan, at start: Int) {
        var index = 0
        var position = start
        while input.byteCount &- index >= 8 {
            output.storeBytes(of: Self.digits(input, at: index), toByteOffset: position, as: UInt64.self)
            index &+= 6
            position &+= 8
        }
        while index < input.byteCount {
            let count = min(input.byteCount - index, 3)
            var group: UInt64 = 0
            for offset in 0..<count {
                group |= UInt64(input.unsafeLoad(fromByteOffset: index + offset, as: UInt8.self)) << (56 - 8 * offset)
            }
            let digits = Self.digits(group)
            for digit in 0..<4 {
                let byte: UInt8 = digit <= count ? UInt8(truncatingIfNeeded: digits >> (8 * digit)) : .ascii("=")
                output.storeBytes(of: byte, toByteOffset: position + digit, as: UInt8.self)
            }
            index += 3
            position += 4
        }
    }

    /// The eight digits of the six octets at `index`; two more are read and do not matter.
    @inline(__always)
    private static func digits(_ input: RawSpan, at index: Int) -> UInt64 {
        let octets = UInt64(bigEndian: input.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self))
        return Self.digits(octets).littleEndian
    }

    /// The eight digits of the six octets in the upper bits, the first digit in the lowest byte.
    @inline(__always)
    private static func digits(_ octets: UInt64) -> UInt64 {
        let first = UInt64(Self.digitPairs[Int(octets >> 52)])
        let second = UInt64(Self.digitPairs[Int(octets >> 40 & 0xFFF)]) << 16
        let third = UInt64(Self.digitPairs[Int(octets >> 28 & 0xFFF)]) << 32
        let fourth = UInt64(Self.digitPairs[Int(octets >> 16 & 0xFFF)]) << 48
        return first | second | third | fourth
    }

    /// Decodes `text`, passing over white space.
    ///
    /// - Returns: `nil` for a foreign character, misplaced padding or a cut-off group.
    package static func decode(_ text: some Sequence<UInt8>) -> [UInt8]? {
        var output: [UInt8] = []
        output.reserveCapacity(text.underestimatedCount / 4 * 3)
        let values = Self.values
        var group: UInt32 = 0
        var digits = 0
        var padding = 0
        for byte in text {
            let value = values[Int(byte)]
            guard value < 64 else {
                if byte == .ascii("=") {
                    padding += 1
                } else if !byte.isWhitespace {
                    return nil
                }
                continue
            }
            guard padding == 0 else { return nil }
            group = group << 6 | UInt32(value)
            digits += 1
            guard digits == 4 else { continue }
            output.append(UInt8(truncatingIfNeeded: group >> 16))
            output.append(UInt8(truncatingIfNeeded: group >> 8))
            output.append(UInt8(truncatingIfNeeded: group))
            group = 0
            digits = 0
        }
        switch (digits, padding) {
        case (0, 0): break
        case (2, 2): output.append(UInt8(truncatingIfNeeded: group >> 4))
        case (3, 1):
            output.append(UInt8(truncatingIfNeeded: group >> 10))
            output.append(UInt8(truncatingIfNeeded: group >> 2))
        default: return nil
        }
        return output
    }

    /// The value of each digit, by its byte; 255 for what is none.
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 255, count: 256)
        for (value, digit) in Self.alphabet.enumerated() { values[Int(digit)] = UInt8(value) }
        return values
    }()
}
