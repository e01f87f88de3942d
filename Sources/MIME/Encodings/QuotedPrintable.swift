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
        var lineLength = 0
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            let isLineEnd = byte == .carriageReturn && index + 1 < bytes.count && bytes[index + 1] == .lineFeed
            if isLineEnd {
                output += [.carriageReturn, .lineFeed]
                lineLength = 0
                index += 2
                continue
            }
            let isLiteral = (byte.isVisible && byte != .ascii("=")) || (byte.isBlank && !Self.endsLine(bytes, index))
            let length = isLiteral ? 1 : 3
            // One column stays free for the soft line break, unless a hard one follows.
            let room = Self.endsLine(bytes, index) ? Self.lineLimit : Self.lineLimit - 1
            if lineLength + length > room {
                output += [.ascii("="), .carriageReturn, .lineFeed]
                lineLength = 0
            }
            if isLiteral {
                output.append(byte)
            } else {
                output += [.ascii("="), .hexDigit(byte >> 4), .hexDigit(byte & 15)]
            }
            lineLength += length
            index += 1
        }
        return output
    }

    /// Whether the byte at `index` is the last of its line.
    private static func endsLine(_ bytes: [UInt8], _ index: Int) -> Bool {
        index + 1 == bytes.count
            || (bytes[index + 1] == .carriageReturn && index + 2 < bytes.count && bytes[index + 2] == .lineFeed)
    }

    /// The size of what ``encode(_:)`` gives, but for soft line breaks.
    static func estimatedSize(_ bytes: [UInt8]) -> Int {
        bytes.reduce(0) { size, byte in
            size + ((byte.isVisible && byte != .ascii("=")) || byte.isWhitespace ? 1 : 3)
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
