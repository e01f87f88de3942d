// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// The quoted-printable transfer encoding of text (RFC 2045, section 6.7).
package enum QuotedPrintable {
    /// The columns of a line before the soft line break.
    private static let room = 75

    /// Encodes text of any line ending onto `output`, with CR LF for each.
    package static func appendLines(_ text: [UInt8], to output: inout [UInt8]) {
        var encoder = Encoder(index: 0, position: output.count, lineStart: output.count)
        let input = text.span.bytes
        output.reserveCapacity(output.count + text.count + text.count / 8 + 1024)
        while encoder.index < input.byteCount {
            // Room for the longest outcome: three octets for each, and a soft line break after 70 or so.
            let end = min(encoder.index + 1024, input.byteCount)
            let need = encoder.position + (end - encoder.index) * 4 + 64
            output.grow(to: need)
            var span = output.mutableSpan
            var raw = span.mutableBytes
            encoder.encode(input, upTo: end, into: &raw)
            if encoder.index == input.byteCount { encoder.encodeTrailingBlank(in: &raw) }
        }
        output.removeLast(output.count - encoder.position)
    }

    private struct Encoder {
        /// Where the next octet is read.
        var index: Int
        /// Where the next one is written.
        var position: Int
        var lineStart: Int

        /// Encodes up to `end`, or a little further where a line or a run of literals goes on.
        mutating func encode(_ input: RawSpan, upTo end: Int, into output: inout MutableRawSpan) {
            while self.index < end {
                let octets = input.octets(at: self.index)
                let areSpecial = octets.areSpecial
                let room = max(QuotedPrintable.room &- (self.position &- self.lineStart), 0)
                // Those past the literals are written again.
                output.storeBytes(of: octets, toByteOffset: self.position, as: Octets.self)
                // A step of known length: where the next one begins need not wait for what this one found.
                if room >= 16, areSpecial.isFalseEverywhere {
                    self.index &+= 16
                    self.position &+= 16
                    continue
                }
                let literals = areSpecial.countBeforeTrue
                let run = min(literals, room)
                self.index &+= run
                self.position &+= run
                guard self.index < input.byteCount else { return }
                let octet = input.octet(at: self.index)
                if octet == .carriageReturn || octet == .lineFeed {
                    self.endLine(after: octet, input, &output)
                } else if run < literals {
                    self.fillLine(with: octet, input, &output)
                } else {
                    self.escape(octet, &output)
                }
            }
        }

        private mutating func endLine(after octet: UInt8, _ input: RawSpan, _ output: inout MutableRawSpan) {
            self.encodeTrailingBlank(in: &output)
            output.storeLineEnd(at: self.position)
            self.position &+= 2
            self.lineStart = self.position
            self.index &+= 1
            if octet == .carriageReturn, self.index < input.byteCount, input.octet(at: self.index) == .lineFeed {
                self.index &+= 1
            }
        }

        /// A full line takes one more octet in place of the soft line break where the text's own line ends.
        private mutating func fillLine(with octet: UInt8, _ input: RawSpan, _ output: inout MutableRawSpan) {
            let next = self.index &+ 1
            let isLast =
                next == input.byteCount || input.octet(at: next) == .carriageReturn
                || input.octet(at: next) == .lineFeed
            guard isLast, !octet.isBlank else { return self.breakLine(&output) }
            output.storeBytes(of: octet, toByteOffset: self.position, as: UInt8.self)
            self.position &+= 1
            self.index = next
        }

        private mutating func escape(_ octet: UInt8, _ output: inout MutableRawSpan) {
            if self.position &- self.lineStart > QuotedPrintable.room - 3 { self.breakLine(&output) }
            let digits = UInt16(UInt8.hexDigit(octet >> 4)) | UInt16(UInt8.hexDigit(octet & 15)) << 8
            output.storeBytes(of: .ascii("="), toByteOffset: self.position, as: UInt8.self)
            output.storeBytes(of: digits.littleEndian, toByteOffset: self.position &+ 1, as: UInt16.self)
            self.position &+= 3
            self.index &+= 1
        }

        private mutating func breakLine(_ output: inout MutableRawSpan) {
            output.storeBytes(of: .ascii("="), toByteOffset: self.position, as: UInt8.self)
            output.storeLineEnd(at: self.position &+ 1)
            self.position &+= 3
            self.lineStart = self.position
        }

        /// White space at the end of a line does not stand for itself: transports may take it away.
        mutating func encodeTrailingBlank(in output: inout MutableRawSpan) {
            guard self.position > self.lineStart else { return }
            let last = output.bytes.octet(at: self.position &- 1)
            guard last.isBlank else { return }
            self.position &-= 1
            self.index &-= 1
            self.escape(last, &output)
        }
    }
    /// Decodes, and says whether something stood there that the encoding does not know; such bytes stay as they are.
    package static func decode(_ bytes: some Collection<UInt8>) -> (bytes: [UInt8], isWellFormed: Bool) {
        let bytes = Array(bytes)
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        var isWellFormed = true
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte.isBlank {
                // White space at the end of a line was added on the way (rule 3).
                let end = bytes[index...].firstIndex { !$0.isBlank } ?? bytes.count
                if !Self.isLineEnd(bytes, end) { output += bytes[index..<end] }
                index = end
                continue
            }
            guard byte == .ascii("=") else {
                output.append(byte)
                index += 1
                continue
            }
            if index + 2 < bytes.count, let high = bytes[index + 1].hexValue, let low = bytes[index + 2].hexValue {
                output.append(high << 4 | low)
                index += 3
            } else if let end = Self.softBreakEnd(bytes, index + 1) {
                index = end
            } else {
                isWellFormed = false
                output.append(byte)
                index += 1
            }
        }
        return (output, isWellFormed)
    }

    private static func isLineEnd(_ bytes: [UInt8], _ index: Int) -> Bool {
        index == bytes.count || bytes[index] == .lineFeed
            || (bytes[index] == .carriageReturn && index + 1 < bytes.count && bytes[index + 1] == .lineFeed)
    }

    private static func softBreakEnd(_ bytes: [UInt8], _ start: Int) -> Int? {
        var index = start
        while index < bytes.count, bytes[index].isBlank { index += 1 }
        if index == bytes.count { return index }
        if bytes[index] == .carriageReturn, index + 1 < bytes.count, bytes[index + 1] == .lineFeed { return index + 2 }
        return bytes[index] == .lineFeed ? index + 1 : nil
    }
}
