// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// The line ends of text: LF, CR and CR LF, of which CR LF goes on the wire.
package enum LineEnds {
    /// Appends `text` with each line end as CR LF.
    ///
    /// - Returns: The first NUL, or the first line past `limit` octets, with its offset in `text`.
    static func appendCanonical(_ text: [UInt8], to output: inout [UInt8], lineLimit limit: Int) -> WireTextError? {
        var fault: WireTextError?
        let input = text.span.bytes
        var index = 0
        var lineStart = 0
        var position = output.count
        output.reserveCapacity(position + text.count + text.count / 16 + 1024)
        while index < input.byteCount {
            let end = min(index + 1024, input.byteCount)
            // Every octet may be a line end, and sixteen are written at once.
            let need = position + (end - index) * 2 + 64
            output.grow(to: need)
            var span = output.mutableSpan
            var raw = span.mutableBytes
            while index < end {
                let octets = input.octets(at: index)
                let areEnds = octets.areLineEndsOrNUL
                raw.storeBytes(of: octets, toByteOffset: position, as: Octets.self)
                // A step of known length: where the next one begins need not wait for what this one found.
                if areEnds.isFalseEverywhere {
                    index &+= 16
                    position &+= 16
                    continue
                }
                let run = areEnds.countBeforeTrue
                index &+= run
                position &+= run
                guard index < input.byteCount else { break }
                let octet = input.octet(at: index)
                if octet == .nul {
                    if fault == nil { fault = WireTextError(code: .controlCharacter(.nul), offset: index) }
                    index &+= 1
                    position &+= 1
                    continue
                }
                if fault == nil, index &- lineStart > limit {
                    fault = WireTextError(code: .lineTooLong(limit: limit), offset: lineStart)
                }
                raw.storeLineEnd(at: position)
                position &+= 2
                index &+= 1
                if octet == .carriageReturn, index < input.byteCount, input.octet(at: index) == .lineFeed {
                    index &+= 1
                }
                lineStart = index
            }
        }
        if fault == nil, index - lineStart > limit {
            fault = WireTextError(code: .lineTooLong(limit: limit), offset: lineStart)
        }
        output.removeLast(output.count - position)
        return fault
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
