// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// The quoted-printable transfer encoding (RFC 2045, section 6.7).
package enum QuotedPrintable {
    private static let lineLimit = 76

    /// Encodes text whose lines end with CR LF; a CR or LF on its own is encoded as data.
    package static func encode(_ bytes: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count + bytes.count / 8 + 16)
        // One column stays free for the soft line break.
        let room = Self.lineLimit - 1
        var lineLength = 0
        var index = 0
        while index < bytes.count {
            let run = Self.literalRun(bytes, from: index, limit: room - lineLength)
            output += bytes[index..<(index + run)]
            index += run
            lineLength += run
            guard index < bytes.count else { break }
            if Self.isCRLF(bytes, index) {
                output += [.carriageReturn, .lineFeed]
                index += 2
                lineLength = 0
            } else if lineLength + 3 > room {
                output += [.ascii("="), .carriageReturn, .lineFeed]
                lineLength = 0
            } else {
                let byte = bytes[index]
                output += [.ascii("="), .hexDigit(byte >> 4), .hexDigit(byte & 15)]
                index += 1
                lineLength += 3
            }
        }
        return output
    }

    /// The number of bytes from `start` on that stand for themselves, at most `limit`.
    ///
    /// White space at the end of a line does not: transports may take it away.
    private static func literalRun(_ bytes: [UInt8], from start: Int, limit: Int) -> Int {
        let end = min(bytes.count, start + limit)
        var index = start
        while index < end, bytes[index].isLiteral { index += 1 }
        // The last character of a line may stand where the soft line break would.
        if index == end, index < bytes.count, bytes[index].isLiteral, !bytes[index].isBlank,
            index + 1 == bytes.count || Self.isCRLF(bytes, index + 1)
        {
            index += 1
        }
        let isAtLineEnd = index == bytes.count || Self.isCRLF(bytes, index)
        if isAtLineEnd, index > start, bytes[index - 1].isBlank { index -= 1 }
        return index - start
    }

    private static func isCRLF(_ bytes: [UInt8], _ index: Int) -> Bool {
        bytes[index] == .carriageReturn && index + 1 < bytes.count && bytes[index + 1] == .lineFeed
    }

    /// The size of what ``encode(_:)`` gives, but for soft line breaks.
    static func estimatedSize(_ bytes: [UInt8]) -> Int {
        bytes.reduce(0) { size, byte in
            size + (byte.isLiteral || byte == .carriageReturn || byte == .lineFeed ? 1 : 3)
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

extension UInt8 {
    /// Whether the byte can stand for itself inside a line.
    fileprivate var isLiteral: Bool {
        (self.isVisible && self != .ascii("=")) || self.isBlank
    }
}
