// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// Whole lines on the wire, each ended with CR LF, with no CR, LF or NUL anywhere else.
package struct WireLines: Hashable, Sendable {
    package private(set) var bytes: [UInt8]

    package init() {
        self.bytes = []
    }

    package init(_ line: WireText) {
        self.bytes = []
        self.append(line)
    }

    /// Takes text that is in lines already, such as a message.
    ///
    /// - Throws: A bare CR or LF, a NUL, a missing CR LF at the end, or a line past `limit` octets (998 in RFC 5322,
    ///   section 2.1.1) is an error with its offset.
    package init(validating bytes: [UInt8], lineLimit limit: Int = 998) throws(WireTextError) {
        var lineStart = 0
        var index = 0
        while index < bytes.count {
            switch bytes[index] {
            case .carriageReturn:
                guard index + 1 < bytes.count, bytes[index + 1] == .lineFeed else {
                    throw WireTextError(code: .bareCarriageReturn, offset: index)
                }
                guard index - lineStart <= limit else {
                    throw WireTextError(code: .lineTooLong(limit: limit), offset: lineStart)
                }
                index += 2
                lineStart = index
            case .lineFeed:
                throw WireTextError(code: .bareLineFeed, offset: index)
            case .nul:
                throw WireTextError(code: .controlCharacter(.nul), offset: index)
            default:
                index += 1
            }
        }
        guard lineStart == bytes.count else {
            throw WireTextError(code: .unendedLine, offset: bytes.count)
        }
        self.bytes = bytes
    }

    package mutating func append(_ line: WireText) {
        self.bytes += line.bytes
        self.endLine()
    }

    package mutating func append(_ lines: WireLines) {
        self.bytes += lines.bytes
    }

    /// Appends the lines of `buffer` that were ended.
    package mutating func append(_ buffer: WireLineBuffer) {
        self.bytes += buffer.lines
    }

    package mutating func reserveCapacity(_ count: Int) {
        self.bytes.reserveCapacity(count)
    }

    private mutating func endLine() {
        self.bytes.append(.carriageReturn)
        self.bytes.append(.lineFeed)
    }
}

extension WireLines {
    /// Whether a line end follows a text that ends with one.
    package enum FinalLineEnd: Sendable {
        /// The text gains a line end where it has none.
        case ifMissing
        /// The text gains a line end, which is none of its own: one that belongs to the delimiter of a multipart.
        case always
    }

    /// Appends text of any line ending.
    ///
    /// - Throws: A NUL, or a line past `limit` octets, is an error with its offset; nothing is appended then.
    package mutating func append(
        text: [UInt8], lineLimit limit: Int = 998, finalLineEnd: FinalLineEnd
    ) throws(WireTextError) {
        if let offset = text.firstOffset(of: .nul) {
            throw WireTextError(code: .controlCharacter(.nul), offset: offset)
        }
        if let offset = LineEnds.firstLine(of: text, longerThan: limit) {
            throw WireTextError(code: .lineTooLong(limit: limit), offset: offset)
        }
        LineEnds.appendCanonical(text, to: &self.bytes)
        self.end(finalLineEnd)
    }

    /// Appends text of any line ending in quoted-printable.
    package mutating func append(quotedPrintable text: [UInt8], finalLineEnd: FinalLineEnd) {
        QuotedPrintable.appendLines(text, to: &self.bytes)
        self.end(finalLineEnd)
    }

    /// Appends text of any line ending in base64, with CR LF for each.
    package mutating func append(base64Text text: [UInt8], finalLineEnd: FinalLineEnd) {
        Base64.appendLines(text: text, to: &self.bytes)
        self.end(finalLineEnd)
    }

    /// Appends octets of any kind in base64.
    package mutating func append(base64 octets: [UInt8], finalLineEnd: FinalLineEnd) {
        Base64.appendLines(octets, to: &self.bytes)
        self.end(finalLineEnd)
    }

    private mutating func end(_ finalLineEnd: FinalLineEnd) {
        if finalLineEnd == .always || self.bytes.last ?? .lineFeed != .lineFeed { self.endLine() }
    }
}
