// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

extension LenientAddressParser {
    /// The most comments inside each other.
    static let commentDepthLimit = 50

    /// CFWS = (1*([FWS] comment) [FWS]) / FWS, with any control character for white space
    mutating func skipBlanks() throws(AddressError) {
        while let byte = self.cursor.peek {
            if byte.isBlank || byte.isControl {
                self.skipBlank(byte)
            } else if byte == .ascii("("), self.cursor.offset < self.openComment {
                guard let comment = try self.parseComment() else { return }
                self.comment = comment
            } else {
                return
            }
        }
    }

    /// Reads one blank or control character; the end of a line that is folded is none that must be forgiven.
    mutating func skipBlank(_ byte: UInt8) {
        if self.cursor.skip("\r\n ") || self.cursor.skip("\r\n\t") { return }
        if !byte.isBlank { self.forgive(.controlCharacter, at: self.cursor.offset) }
        self.cursor.offset += 1
    }

    /// Skips white space and comments between the pieces of an address; whether there were any.
    @discardableResult
    mutating func skipBlanksInAddress() throws(AddressError) -> Bool {
        let start = self.cursor.offset
        try self.skipBlanks()
        guard self.cursor.offset > start else { return false }
        self.forgive(.blankInAddress, at: start)
        return true
    }

    /// comment = "(" *([FWS] ccontent) [FWS] ")"
    ///
    /// The result is `nil`, and nothing is read, where it is not closed.
    mutating func parseComment() throws(AddressError) -> [UInt8]? {
        let start = self.cursor.offset
        var content: [UInt8] = []
        var depth = 0
        while let byte = self.cursor.next() {
            switch byte {
            case .ascii("("):
                depth += 1
                guard depth <= Self.commentDepthLimit else {
                    throw self.error(
                        .tooMany, "more than \(Self.commentDepthLimit) comments stand inside each other",
                        at: self.cursor.offset - 1)
                }
                if depth > 1 { content.append(byte) }
            case .ascii(")"):
                depth -= 1
                guard depth > 0 else {
                    self.forgive(.comment, at: start)
                    self.noteCharacters(from: start)
                    return content
                }
                content.append(byte)
            case .ascii("\\"):
                if let escaped = self.cursor.next() { content.append(escaped) }
            default:
                content.append(byte)
            }
        }
        self.openComment = start
        self.cursor.offset = start
        return nil
    }

    /// quoted-string = DQUOTE *([FWS] qcontent) [FWS] DQUOTE
    ///
    /// The result is `nil`, and nothing is read, where it is not closed.
    mutating func parseQuotedString() -> [UInt8]? {
        let start = self.cursor.offset
        self.cursor.offset += 1
        var content: [UInt8] = []
        while let byte = self.cursor.next() {
            switch byte {
            case .ascii("\""):
                return content
            case .ascii("\\"):
                if let escaped = self.cursor.next() { content.append(escaped) }
            default:
                content.append(byte)
            }
        }
        self.openQuote = start
        self.cursor.offset = start
        return nil
    }

    mutating func skipMailto() throws(AddressError) {
        while Self.mailto.indices.allSatisfy({ self.cursor.peek(after: $0)?.asciiLowercased == Self.mailto[$0] }) {
            self.forgive(.mailto, at: self.cursor.offset)
            self.cursor.offset += Self.mailto.count
            try self.skipBlanks()
        }
    }

    private static let mailto = Array("mailto:".utf8)

    /// Notes characters beyond ASCII in what was read since `start`.
    mutating func noteCharacters(from start: Int) {
        let text = self.cursor.bytes[start..<self.cursor.offset]
        guard let offset = text.firstIndex(where: { !$0.isASCII }) else { return }
        if let replaced = text[offset...].firstRange(of: Array("\u{FFFD}".utf8)) {
            self.forgive(.undecodable, at: replaced.lowerBound)
        }
        if self.form == .ascii { self.forgive(.rawUTF8, at: offset) }
    }
}
