// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// Base64 by RFC 4648, section 4.
package enum Base64 {
    private typealias Words = SIMD4<UInt32>

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
        Self.appendLines(bytes.span.bytes, count: bytes.count, isLast: true, to: &output)
    }

    /// Encodes text of any line ending, with CR LF for each, onto `output` in the lines that other octets get.
    package static func appendLines(text: [UInt8], to output: inout [UInt8]) {
        let input = text.span.bytes
        // In pieces that stay in the nearest cache, each of whole lines but for the last.
        let piece = 32 * Self.octetsInLine
        var octets = [UInt8](
            repeating: 0, count: Self.octetsInLine + LineEnds.Writer.room(for: min(piece, text.count)))
        var writer = LineEnds.Writer(position: 0, lineLimit: .max)
        while writer.index < input.byteCount {
            var span = octets.mutableSpan
            var raw = span.mutableBytes
            writer.write(input, upTo: min(writer.index + piece, input.byteCount), into: &raw)
            let isLast = writer.index == input.byteCount
            let count = isLast ? writer.position : writer.position / Self.octetsInLine * Self.octetsInLine
            Self.appendLines(octets.span.bytes, count: count, isLast: isLast, to: &output)
            for index in count..<writer.position { octets[index - count] = octets[index] }
            writer.position -= count
        }
    }

    /// Encodes the first `count` octets; those that follow are read and do not matter. Where they are not the last,
    /// they are whole lines, all of which get their CR LF.
    private static func appendLines(_ input: RawSpan, count: Int, isLast: Bool, to output: inout [UInt8]) {
        guard count > 0 else { return }
        var position = output.count
        let lineEnds = (isLast ? count - 1 : count) / Self.octetsInLine
        let end = position + (count + 2) / 3 * 4 + lineEnds * 2
        // The last step of a line reads and writes past it.
        output.grow(to: end + 2)
        var span = output.mutableSpan
        var raw = span.mutableBytes
        let lines = min(lineEnds, max(input.byteCount - 5, 0) / Self.octetsInLine)
        Self.encodeLines(lines, of: input, into: &raw, at: position)
        position += lines * 78
        var index = lines * Self.octetsInLine
        while index < count {
            let lineEnd = min(index + Self.octetsInLine, count)
            position = Self.encode(input.extracting(index..<lineEnd), into: &raw, at: position)
            if position < end {
                raw.storeLineEnd(at: position)
                position += 2
            }
            index = lineEnd
        }
        output.removeLast(output.count - end)
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
                let digits = Self.digits(octets, at: 12 &* step)
                output.storeBytes(of: digits, toByteOffset: position &+ 16 &* step, as: Octets.self)
            }
            output.storeLineEnd(at: position &+ 76)
        }
    }

    /// Encodes all of `input`, padded.
    ///
    /// - Returns: Where the digits end.
    @discardableResult
    private static func encode(_ input: RawSpan, into output: inout MutableRawSpan, at start: Int) -> Int {
        var index = 0
        var position = start
        while input.byteCount &- index >= 13 {
            output.storeBytes(of: Self.digits(input, at: index), toByteOffset: position, as: Octets.self)
            index &+= 12
            position &+= 16
        }
        while index < input.byteCount {
            let words = unsafeBitCast(input.octets(at: index), to: SIMD2<UInt64>.self)
            let digits = Self.digits(
                Words(
                    truncatingIfNeeded: SIMD4(words[0], words[0] >> 24, words[0] >> 48 | words[1] << 16, words[1] >> 8))
            )
            let octets = min(input.byteCount - index, 12)
            for digit in 0..<((octets + 2) / 3 * 4) {
                // n octets make 4n / 3 digits, the last of them in part.
                let byte = digit * 3 < octets * 4 ? digits[digit] : .ascii("=")
                output.storeBytes(of: byte, toByteOffset: position, as: UInt8.self)
                position += 1
            }
            index += 12
        }
        return position
    }

    /// The 16 digits of the 12 octets at `index`; one more is read and does not matter.
    @inline(__always)
    private static func digits(_ input: RawSpan, at index: Int) -> Octets {
        Self.digits(
            Words(
                input.unsafeLoadUnaligned(fromByteOffset: index, as: UInt32.self),
                input.unsafeLoadUnaligned(fromByteOffset: index &+ 3, as: UInt32.self),
                input.unsafeLoadUnaligned(fromByteOffset: index &+ 6, as: UInt32.self),
                input.unsafeLoadUnaligned(fromByteOffset: index &+ 9, as: UInt32.self)))
    }

    /// The digits of three octets in each word, the first of them in its lowest bits.
    @inline(__always)
    private static func digits(_ words: Words) -> Octets {
        // Four sextets of each word, the first in the lowest octet.
        let first = (words &>> Words(repeating: 2)) & Words(repeating: 0x3F)
        let secondHigh = (words &<< Words(repeating: 12)) & Words(repeating: 0x3000)
        let secondLow = (words &>> Words(repeating: 4)) & Words(repeating: 0xF00)
        let thirdHigh = (words &<< Words(repeating: 10)) & Words(repeating: 0x3C_0000)
        let thirdLow = (words &>> Words(repeating: 6)) & Words(repeating: 0x3_0000)
        let fourth = (words &<< Words(repeating: 8)) & Words(repeating: 0x3F00_0000)
        let second = secondHigh | secondLow
        let third = thirdHigh | thirdLow
        let sextets = unsafeBitCast((first | second) | (third | fourth), to: SIMD16<Int8>.self)
        // The alphabet in its order: A-Z, a-z, 0-9, + and /. Each step adds how far apart two neighbours stand.
        var digits = sextets &+ SIMD16<Int8>(repeating: 0x41)
        digits &+= sextets.step(past: 25, 6) &+ sextets.step(past: 51, -75)
        digits &+= sextets.step(past: 61, -15) &+ sextets.step(past: 62, 3)
        return unsafeBitCast(digits, to: Octets.self)
    }

    /// Decodes `text`, passing over white space.
    ///
    /// - Returns: `nil` for a foreign character, misplaced padding or a cut-off group.
    package static func decode(_ text: some Sequence<UInt8>) -> [UInt8]? {
        Self.decode(Array(text))
    }

    /// Decodes `text`, passing over white space.
    ///
    /// - Returns: `nil` for a foreign character, misplaced padding or a cut-off group.
    package static func decode(_ text: [UInt8]) -> [UInt8]? {
        var output = [UInt8](repeating: 0, count: text.count / 4 * 3 + 2)
        guard let count = Self.decode(text.span.bytes, into: &output) else { return nil }
        output.removeLast(output.count - count)
        return output
    }

    private static func decode(_ input: RawSpan, into output: inout [UInt8]) -> Int? {
        let table = Self.values
        let values = table.span.bytes
        var span = output.mutableSpan
        var raw = span.mutableBytes
        var count = 0
        var group: UInt32 = 0
        var digits = 0
        var padding = 0
        var index = 0
        while index < input.byteCount {
            if digits == 0, padding == 0, input.byteCount &- index >= 4 {
                let first = UInt32(values.octet(at: Int(input.octet(at: index))))
                let second = UInt32(values.octet(at: Int(input.octet(at: index &+ 1))))
                let third = UInt32(values.octet(at: Int(input.octet(at: index &+ 2))))
                let fourth = UInt32(values.octet(at: Int(input.octet(at: index &+ 3))))
                if first | second | third | fourth < 64 {
                    raw.store(first &<< 18 | second &<< 12 | third &<< 6 | fourth, octets: 3, at: count)
                    index &+= 4
                    count &+= 3
                    continue
                }
            }
            let byte = input.octet(at: index)
            index += 1
            let value = values.octet(at: Int(byte))
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
            raw.store(group, octets: 3, at: count)
            count += 3
            digits = 0
        }
        switch (digits, padding) {
        case (0, 0): break
        case (2, 2):
            raw.store(group >> 4, octets: 1, at: count)
            count += 1
        case (3, 1):
            raw.store(group >> 2, octets: 2, at: count)
            count += 2
        default: return nil
        }
        return count
    }

    /// The value of each digit, by its byte; 255 for what is none.
    private static let values: [UInt8] = {
        let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
        var values = [UInt8](repeating: 255, count: 256)
        for (value, digit) in alphabet.utf8.enumerated() { values[Int(digit)] = UInt8(value) }
        return values
    }()
}

extension SIMD16<Int8> {
    /// `distance` wherever the octet is more than `limit`.
    @inline(__always)
    fileprivate func step(past limit: Int8, _ distance: Int8) -> SIMD16<Int8> {
        unsafeBitCast(self .> SIMD16<Int8>(repeating: limit), to: SIMD16<Int8>.self) & SIMD16<Int8>(repeating: distance)
    }
}

extension MutableRawSpan {
    /// Stores the lowest octets of a number, the highest of them first.
    @inline(__always)
    fileprivate mutating func store(_ number: UInt32, octets count: Int, at index: Int) {
        for offset in 0..<count {
            let octet = UInt8(truncatingIfNeeded: number &>> UInt32(8 &* (count &- 1 &- offset)))
            self.storeBytes(of: octet, toByteOffset: index &+ offset, as: UInt8.self)
        }
    }
}
