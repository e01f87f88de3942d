// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// The line ends of text: LF, CR and CR LF, of which CR LF goes on the wire.
package enum LineEnds {
    /// Appends `text` with each line end as CR LF.
    static func appendCanonical(_ text: [UInt8], to output: inout [UInt8]) {
        var writer = Writer(position: output.count)
        let input = text.span.bytes
        output.reserveCapacity(output.count + text.count + text.count / 16 + 1024)
        while writer.index < input.byteCount {
            output.grow(to: writer.position + min(input.byteCount - writer.index, 1024) + Writer.leastRoom)
            var span = output.mutableSpan
            var raw = span.mutableBytes
            writer.write(input, into: &raw)
        }
        output.removeLast(output.count - writer.position)
    }

    /// Writes a text piece by piece, with each line end as CR LF.
    struct Writer {
        /// Where the next octet is read.
        private(set) var index = 0
        /// Where the next one is written.
        var position: Int

        init(position: Int) {
            self.position = position
        }

        /// What must be free for anything to be written: a step of sixteen octets, and a line end.
        static let leastRoom = 32

        /// Writes until the text ends, or there is no ``leastRoom`` any more.
        mutating func write(_ input: RawSpan, into output: inout MutableRawSpan) {
            // Copies, which the compiler keeps in registers.
            var output = output._mutatingExtracting(0...)
            var index = self.index
            var position = self.position
            let lastPosition = output.byteCount &- Self.leastRoom
            // Both go forward alike in a line, so that one look holds both limits: two are a third of a step's
            // instructions.
            precondition(0...input.byteCount ~= index && 0...output.byteCount ~= position)
            var lastStep = min(input.byteCount &- 16, index &+ lastPosition &- position)
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
                    Self.endLine(at: &index, of: input, into: &output, at: &position)
                    lastStep = min(lastStep, index &+ lastPosition &- position)
                }
            }
            while index < input.byteCount, position <= lastPosition {
                let octet = input.octet(at: index)
                if octet == .lineFeed || octet == .carriageReturn {
                    Self.endLine(at: &index, of: input, into: &output, at: &position)
                } else {
                    output.storeBytes(of: octet, toByteOffset: position, as: UInt8.self)
                    index &+= 1
                    position &+= 1
                }
            }
            self.index = index
            self.position = position
        }

        /// Writes CR LF for the line end at `index`, and goes on after it.
        @inline(__always)
        private static func endLine(
            at index: inout Int, of input: RawSpan, into output: inout MutableRawSpan, at position: inout Int
        ) {
            let octet = input.unsafeLoad(fromUncheckedByteOffset: index, as: UInt8.self)
            output.storeLineEnd(uncheckedAt: position)
            index &+= 1
            position &+= 2
            if octet == .carriageReturn, index < input.byteCount, input.octet(at: index) == .lineFeed { index &+= 1 }
        }
    }

    /// Where the first line of `text` begins that has more than `limit` octets.
    package static func firstLine(of text: [UInt8], longerThan limit: Int) -> Int? {
        let span = text.span
        var lineStart = 0
        while span.count - lineStart > limit {
            // The last line end that the line may reach; what stands between is not looked at again.
            var index = lineStart + limit
            while span[index] != .carriageReturn, span[index] != .lineFeed {
                index -= 1
                if index < lineStart { return lineStart }
            }
            lineStart = index + 1
        }
        return nil
    }
}

extension [UInt8] {
    /// The text with every LF, CR and CR LF as CR LF.
    package var withCRLFLineEnds: [UInt8] {
        var output: [UInt8] = []
        LineEnds.appendCanonical(self, to: &output)
        return output
    }
}
