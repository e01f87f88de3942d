// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// Base64 by RFC 4648, section 4.
package enum Base64 {
    /// The octets that a line of 76 digits stands for (RFC 2045, section 6.8).
    private static let octetsInLine = 57
    /// How much output is made at a time: what has just been zeroed is still in the nearest cache.
    private static let linesInPiece = 26

    /// Encodes `bytes`, padded, without line breaks.
    package static func encode(_ bytes: [UInt8]) -> [UInt8] {
        var output = [UInt8](repeating: 0, count: Self.digits(for: bytes.count))
        var span = output.mutableSpan
        var raw = span.mutableBytes
        let table = Self.pairs
        Self.encode(bytes.span.bytes, into: &raw, with: table.span.bytes)
        return output
    }

    /// Encodes `bytes`, padded, onto `output` in lines of 76 with CR LF between them and none after the last (RFC 2045,
    /// section 6.8).
    package static func appendLines(_ bytes: [UInt8], to output: inout [UInt8]) {
        Self.appendLines(bytes.span.bytes, isLast: true, to: &output)
    }

    /// Encodes text of any line ending, with CR LF for each, onto `output` in the lines that other octets get.
    package static func appendLines(text: [UInt8], to output: inout [UInt8]) {
        let input = text.span.bytes
        // Filled, it has all lines of a piece, and less than one more.
        var octets: [UInt8] = []
        octets.grow(to: min(Self.linesInPiece * Self.octetsInLine, text.count * 2) + LineEnds.Writer.leastRoom)
        var writer = LineEnds.Writer(position: 0)
        while writer.index < input.byteCount {
            var span = octets.mutableSpan
            var raw = span.mutableBytes
            writer.write(input, into: &raw)
            let isLast = writer.index == input.byteCount
            let count = isLast ? writer.position : writer.position / Self.octetsInLine * Self.octetsInLine
            Self.appendLines(raw.bytes.extracting(0..<count), isLast: isLast, to: &output)
            writer.position -= count
            // The begun line; what follows it does not matter.
            for offset in stride(from: 0, to: writer.position, by: 8) {
                let word = raw.bytes.unsafeLoadUnaligned(fromByteOffset: count &+ offset, as: UInt64.self)
                raw.storeBytes(of: word, toByteOffset: offset, as: UInt64.self)
            }
        }
    }

    /// Encodes `input`. Where it is not the last, it is whole lines, all of which get their CR LF.
    private static func appendLines(_ input: RawSpan, isLast: Bool, to output: inout [UInt8]) {
        guard input.byteCount > 0 else { return }
        let table = Self.pairs
        let pairs = table.span.bytes
        let lineEnds = (isLast ? input.byteCount - 1 : input.byteCount) / Self.octetsInLine
        var line = 0
        while line < lineEnds {
            let count = min(lineEnds - line, Self.linesInPiece)
            let position = output.count
            output.grow(to: position + count * 78)
            var span = output.mutableSpan
            var raw = span.mutableBytes
            var digits = raw._mutatingExtracting(position...)
            Self.encodeLines(count, of: input.extracting((line * Self.octetsInLine)...), into: &digits, with: pairs)
            line += count
        }
        let rest = input.extracting((lineEnds * Self.octetsInLine)...)
        let position = output.count
        output.grow(to: position + Self.digits(for: rest.byteCount))
        var span = output.mutableSpan
        var raw = span.mutableBytes
        var digits = raw._mutatingExtracting(position...)
        Self.encode(rest, into: &digits, with: pairs)
    }

    /// Encodes whole lines, with their line ends.
    ///
    /// Two lines are 114 octets: 19 steps of six, of which the tenth goes over the end of the first line.
    private static func encodeLines(
        _ count: Int, of input: RawSpan, into output: inout MutableRawSpan, with pairs: RawSpan
    ) {
        // Looked at once: at each step it takes an eighth of the instructions.
        precondition(input.byteCount >= count * Self.octetsInLine && output.byteCount >= count * 78)
        var output = output._mutatingExtracting(0...)
        var index = 0
        var position = 0
        for _ in 0..<(count / 2) {
            for step in 0..<9 {
                output.store(pairs.eightDigits(of: input.sixOctets(at: index &+ 6 &* step)), at: position &+ 8 &* step)
            }
            let middle = pairs.eightDigits(of: input.sixOctets(at: index &+ 54))
            output.store(UInt32(truncatingIfNeeded: middle), at: position &+ 72)
            output.storeLineEnd(uncheckedAt: position &+ 76)
            output.store(UInt32(truncatingIfNeeded: middle &>> 32), at: position &+ 78)
            for step in 10..<18 {
                output.store(
                    pairs.eightDigits(of: input.sixOctets(at: index &+ 6 &* step)), at: position &+ 8 &* step &+ 2)
            }
            // Two octets earlier, so as not to read past the line.
            output.store(pairs.eightDigits(of: input.sixOctets(at: index &+ 106) &<< 16), at: position &+ 146)
            output.storeLineEnd(uncheckedAt: position &+ 154)
            index &+= 114
            position &+= 156
        }
        guard count % 2 == 1 else { return }
        var digits = output._mutatingExtracting(position..<(position + 76))
        Self.encode(input.extracting(index..<(index + Self.octetsInLine)), into: &digits, with: pairs)
        output.storeLineEnd(at: position + 76)
    }

    /// How many digits so many octets make, padding included.
    private static func digits(for octets: Int) -> Int { (octets + 2) / 3 * 4 }

    /// Encodes all of `input`, padded. Where its length is known to the compiler, so is every step.
    @inline(__always)
    private static func encode(_ input: RawSpan, into output: inout MutableRawSpan, with pairs: RawSpan) {
        precondition(output.byteCount >= Self.digits(for: input.byteCount))
        var index = 0
        var position = 0
        // Two digits by one look into a table, which takes fewer instructions than 16 by arithmetic on vectors.
        while input.byteCount &- index >= 8 {
            output.store(pairs.eightDigits(of: input.sixOctets(at: index)), at: position)
            index &+= 6
            position &+= 8
        }
        while index < input.byteCount {
            let count = min(input.byteCount &- index, 3)
            var octets: UInt64 = 0
            for offset in 0..<count { octets |= UInt64(input.octet(at: index &+ offset)) &<< UInt64(56 &- 8 &* offset) }
            output.store(UInt32(truncatingIfNeeded: pairs.eightDigits(of: octets)), at: position)
            for padding in count..<3 {
                output.storeBytes(of: .ascii("="), toByteOffset: position &+ 1 &+ padding, as: UInt8.self)
            }
            index &+= 3
            position &+= 4
        }
    }

    static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// The two digits of every twelve bits, with six zeros before each: what is read some octets before them has them
    /// in a higher place, without a shift.
    private static let pairs = {
        var table = [UInt8](repeating: 0, count: 4096 * 8 + 6)
        for bits in 0..<4096 {
            table[bits * 8 + 6] = Self.alphabet[bits >> 6]
            table[bits * 8 + 7] = Self.alphabet[bits & 63]
        }
        return table
    }()
}

extension RawSpan {
    /// The next six octets, the first of them highest, and two more below them, all of which must be there.
    @inline(__always)
    fileprivate func sixOctets(at index: Int) -> UInt64 {
        UInt64(bigEndian: self.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: UInt64.self))
    }

    /// The digits of the six highest octets, as they lie in memory, by the table of pairs.
    @inline(__always)
    fileprivate func eightDigits(of octets: UInt64) -> UInt64 {
        var digits: UInt64 = 0
        for pair in 0..<4 {
            let bits = Int(truncatingIfNeeded: octets &>> UInt64(52 &- 12 &* pair) & 0xFFF)
            digits |= self.unsafeLoadUnaligned(fromUncheckedByteOffset: bits &* 8 &+ 6 &- 2 &* pair, as: UInt64.self)
        }
        return digits
    }
}

extension MutableRawSpan {
    /// Stores digits where there is known to be room for them.
    @inline(__always)
    fileprivate mutating func store(_ digits: some FixedWidthInteger & BitwiseCopyable, at index: Int) {
        self.storeBytes(of: digits, toUncheckedByteOffset: index, as: type(of: digits))
    }
}
