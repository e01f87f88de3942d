// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// The line ends of text: LF, CR and CR LF, of which CR LF goes on the wire.
package enum LineEnds {
    /// Appends `text` with each line end as CR LF.
    ///
    /// - Returns: The first NUL, or the first line past `limit` octets, with its offset in `text`.
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
            var index = self.index
            var position = self.position
            var lineStart = self.lineStart
            // Looked at once: two looks at each step are a third of its instructions.
            precondition(end <= input.byteCount && output.byteCount - position >= Self.room(for: end - index))
            let lastStep = min(end &- 1, input.byteCount &- 16)
            while index < end {
                while index <= lastStep {
                    let octets = input.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: Octets.self)
                    let areEnds = octets.areLineEndsOrNUL
                    output.storeBytes(of: octets, toUncheckedByteOffset: position, as: Octets.self)
                    // A step of known length: where the next one begins need not wait for what this one found.
                    guard areEnds.isFalseEverywhere else {
                        let run = areEnds.countBeforeTrue
                        index &+= run
                        position &+= run
                        break
                    }
                    index &+= 16
                    position &+= 16
                }
                guard index < end else { break }
                let octet = input.octet(at: index)
                index &+= 1
                guard octet == .lineFeed || octet == .carriageReturn else {
                    if octet == .nul, self.fault == nil {
                        self.fault = WireTextError(code: .controlCharacter(.nul), offset: index &- 1)
                    }
                    output.storeBytes(of: octet, toByteOffset: position, as: UInt8.self)
                    position &+= 1
                    continue
                }
                self.endLine(from: lineStart, to: index &- 1)
                output.storeLineEnd(at: position)
                position &+= 2
                if octet == .carriageReturn, index < input.byteCount, input.octet(at: index) == .lineFeed {
                    index &+= 1
                }
                lineStart = index
            }
            self.index = index
            self.position = position
            self.lineStart = lineStart
            if index == input.byteCount { self.endLine(from: lineStart, to: index) }
        }

        @inline(__always)
        private mutating func endLine(from start: Int, to end: Int) {
            guard end &- start > self.lineLimit, self.fault == nil else { return }
            self.fault = WireTextError(code: .lineTooLong(limit: self.lineLimit), offset: start)
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
