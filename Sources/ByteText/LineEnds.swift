// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// The line ends of text: LF, CR and CR LF, of which CR LF goes on the wire.
package enum LineEnds {
    /// Appends `text` with each line end as CR LF.
    ///
    /// - Returns: The first line past `limit` octets, with its offset in `text`.
    static func appendCanonical(_ text: [UInt8], to output: inout [UInt8], lineLimit limit: Int) -> WireTextError? {
        var writer = Writer(position: output.count, lineLimit: limit)
        let input = text.span.bytes
        output.reserveCapacity(output.count + text.count + text.count / 16 + 1024)
        while writer.index < input.byteCount {
            let end = min(writer.index + 1024, input.byteCount)
            output.grow(to: writer.position + Writer.room(for: end - writer.index))
            var span = output.mutableSpan
            var raw = span.mutableBytes
            writer.write(input, upTo: end, into: &raw)
        }
        output.removeLast(output.count - writer.position)
        return writer.fault
    }

    /// Writes a text piece by piece, with each line end as CR LF.
    struct Writer {
        /// Where the next octet is read.
        private(set) var index = 0
        /// Where the next one is written.
        var position: Int
        private(set) var fault: WireTextError?
        private let lineLimit: Int
        private var lineStart = 0

        init(position: Int, lineLimit: Int) {
            self.position = position
            self.lineLimit = lineLimit
        }

        /// What a piece of so many octets takes: every one may be a line end, and sixteen are written at once.
        static func room(for count: Int) -> Int { count * 2 + 64 }

        /// Writes up to `end`, or a little further where a run of octets goes on.
        ///
        /// `output` must have the ``room(for:)`` of these octets behind what is written already.
        mutating func write(_ input: RawSpan, upTo end: Int, into output: inout MutableRawSpan) {
            // Looked at once: two looks at each step are a third of its instructions.
            precondition(end <= input.byteCount && output.byteCount - self.position >= Self.room(for: end - self.index))
            // Copies, which the compiler keeps in registers.
            var output = output._mutatingExtracting(0...)
            var index = self.index
            var position = self.position
            let lastStep = min(end &- 1, input.byteCount &- 16)
            while index <= lastStep {
                let octets = input.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: Octets.self)
                let areEnds = octets.areLineEnds
                output.storeBytes(of: octets, toUncheckedByteOffset: position, as: Octets.self)
                if areEnds.isFalseEverywhere {
                    // A step of known length: where the next one begins need not wait for what this one found.
                    index &+= 16
                    position &+= 16
                } else {
                    let run = areEnds.countBeforeTrue
                    index &+= run
                    position &+= run
                    self.endLine(at: &index, of: input, into: &output, at: &position)
                }
            }
            while index < end {
                let octet = input.octet(at: index)
                if octet == .lineFeed || octet == .carriageReturn {
                    self.endLine(at: &index, of: input, into: &output, at: &position)
                } else {
                    output.storeBytes(of: octet, toByteOffset: position, as: UInt8.self)
                    index &+= 1
                    position &+= 1
                }
            }
            self.index = index
            self.position = position
            if index == input.byteCount { self.checkLine(upTo: index) }
        }

        /// Writes CR LF for the line end at `index`, and goes on after it.
        @inline(__always)
        private mutating func endLine(
            at index: inout Int, of input: RawSpan, into output: inout MutableRawSpan, at position: inout Int
        ) {
            self.checkLine(upTo: index)
            let octet = input.unsafeLoad(fromUncheckedByteOffset: index, as: UInt8.self)
            output.storeLineEnd(uncheckedAt: position)
            index &+= 1
            position &+= 2
            if octet == .carriageReturn, index < input.byteCount, input.octet(at: index) == .lineFeed { index &+= 1 }
            self.lineStart = index
        }

        /// Notes the line that goes up to `end` where it is too long.
        @inline(__always)
        private mutating func checkLine(upTo end: Int) {
            guard end &- self.lineStart > self.lineLimit, self.fault == nil else { return }
            self.fault = WireTextError(code: .lineTooLong(limit: self.lineLimit), offset: self.lineStart)
        }
    }

    /// Whether a line of `text` has more than `limit` octets.
    package static func hasLine(in text: [UInt8], longerThan limit: Int) -> Bool {
        let span = text.span
        var lineStart = 0
        while span.count - lineStart > limit {
            // The last line end that the line may reach; what stands between is not looked at again.
            var index = lineStart + limit
            while span[index] != .carriageReturn, span[index] != .lineFeed {
                index -= 1
                if index < lineStart { return true }
            }
            lineStart = index + 1
        }
        return false
    }
}

extension [UInt8] {
    /// The text with every LF, CR and CR LF as CR LF.
    package var withCRLFLineEnds: [UInt8] {
        var output: [UInt8] = []
        _ = LineEnds.appendCanonical(self, to: &output, lineLimit: .max)
        return output
    }
}
