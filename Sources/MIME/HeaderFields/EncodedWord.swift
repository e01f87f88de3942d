// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// Encoded-words: how text beyond ASCII stands in a header field (RFC 2047).
public enum EncodedWord {
    /// The longest encoded-word in octets (RFC 2047, section 2).
    static let limit = 75

    /// Encodes a whole text as a run of encoded-words, in whichever of the Q and B encodings is shorter.
    ///
    /// A word never splits a scalar, and a grapheme only where the grapheme alone is too long for a word. A space or a
    /// fold has to stand between two words and around them; readers take the one between for nothing. A
    /// ``HeaderField`` encodes what it must by itself.
    ///
    /// - Parameter text: The text; control characters in it become spaces.
    /// - Returns: Words of 75 octets at most, in ASCII; none for an empty text.
    public static func encode(_ text: String) -> [String] {
        Self.encode(text.replacingControlsWithSpaces, firstLimit: Self.limit).map(\.description)
    }

    /// Encodes a text without control characters.
    ///
    /// - Parameter firstLimit: What the first word may take, where its line has less room than a word's limit. A grapheme
    ///   that does not fit makes the word longer all the same: it goes on the next line then.
    static func encode(_ text: String, firstLimit: Int) -> [WireText] {
        let bytes = Array(text.utf8)
        let qLength = Self.qLength(of: bytes[...])
        let isQ = qLength <= Self.bLength(of: bytes.count)
        if Self.overhead + (isQ ? qLength : Self.bLength(of: bytes.count)) <= firstLimit {
            return bytes.isEmpty ? [] : [Self.word(bytes[...], isQ: isQ)]
        }
        var words: [WireText] = []
        // The word that grows, its length where it is in Q, and the last place to cut it without padding in B.
        var word = 0..<0
        var wordQLength = 0
        var cut: Int?
        for end in Self.breaks(of: text, bytes, isQ: isQ) {
            let pieceLength = Self.qLength(of: bytes[word.upperBound..<end])
            let length = isQ ? wordQLength + pieceLength : Self.bLength(of: end - word.lowerBound)
            if !word.isEmpty, Self.overhead + length > (words.isEmpty ? firstLimit : Self.limit) {
                // Some readers drop what follows a padded word. What comes before the piece must still fit beside it.
                var wordEnd = word.upperBound
                if let cut, Self.overhead + Self.bLength(of: end - cut) <= Self.limit { wordEnd = cut }
                words.append(Self.word(bytes[word.lowerBound..<wordEnd], isQ: isQ))
                word = wordEnd..<end
                wordQLength = pieceLength
                cut = nil
            } else {
                word = word.lowerBound..<end
                wordQLength += pieceLength
            }
            if !isQ, word.count % 3 == 0 { cut = end }
        }
        if !word.isEmpty { words.append(Self.word(bytes[word], isQ: isQ)) }
        return words
    }

    /// Where a text may be parted, in bytes: after each grapheme, and after each scalar of those that alone overflow a
    /// word.
    private static func breaks(of text: String, _ bytes: [UInt8], isQ: Bool) -> [Int] {
        var breaks: [Int] = []
        var offset = 0
        for grapheme in text {
            let end = offset + grapheme.utf8.count
            let length = isQ ? Self.qLength(of: bytes[offset..<end]) : Self.bLength(of: end - offset)
            if Self.overhead + length > Self.limit {
                for scalar in grapheme.unicodeScalars {
                    offset += UTF8.width(scalar)
                    breaks.append(offset)
                }
            } else {
                breaks.append(end)
            }
            offset = end
        }
        return breaks
    }

    /// The digits of so many octets in B.
    private static func bLength(of count: Int) -> Int { (count + 2) / 3 * 4 }

    private static func qLength(of bytes: ArraySlice<UInt8>) -> Int {
        bytes.reduce(0) { $0 + ($1.isPlainInQ || $1 == .space ? 1 : 3) }
    }

    private static let overhead = "=?UTF-8?Q??=".utf8.count

    private static func word(_ bytes: ArraySlice<UInt8>, isQ: Bool) -> WireText {
        var encoded = Array((isQ ? "=?UTF-8?Q?" : "=?UTF-8?B?").utf8)
        if isQ {
            for byte in bytes {
                if byte.isPlainInQ {
                    encoded.append(byte)
                } else if byte == .space {
                    encoded.append(.ascii("_"))
                } else {
                    encoded += [.ascii("="), .hexDigit(byte >> 4), .hexDigit(byte & 15)]
                }
            }
        } else {
            encoded += Base64.encode(Array(bytes))
        }
        encoded += "?=".utf8
        // The alphabet of both encodings is printable ASCII, so the validation cannot fail.
        return (try? WireText(validating: encoded)) ?? ""
    }

    /// Decodes every encoded-word of a header text; white space between two of them goes (RFC 2047, section 6.2).
    ///
    /// Words of one charset and encoding that follow each other are decoded together: real mail splits characters
    /// between them, against RFC 2047, section 5. Words in a charset other than UTF-8, US-ASCII and ISO-8859-1 stay as
    /// they are.
    package static func decodeAll(in text: String) -> String {
        let bytes = Array(text.utf8)
        guard bytes.count > 6, text.utf8.contains(.ascii("=")) else { return text }
        var output: [UInt8] = []
        var index = 0
        var blankStart = 0
        var run = DecodedRun()
        var followsWord = false
        while index < bytes.count {
            if bytes[index].isWhitespace {
                index += 1
                continue
            }
            let isWordStart = index == 0 || blankStart < index || followsWord
            if isWordStart, let word = Self.decodeWord(in: bytes, at: index, blankStart: blankStart) {
                if !run.accepts(word) { run.end(in: bytes, to: &output) }
                run.words.append(word)
                followsWord = true
                index = word.end
                if run.isWhole { run.end(in: bytes, to: &output) }
            } else {
                run.end(in: bytes, to: &output)
                run.isAfterWord = false
                followsWord = false
                output += bytes[blankStart..<index]
                while index < bytes.count, !bytes[index].isWhitespace {
                    output.append(bytes[index])
                    index += 1
                }
            }
            blankStart = index
        }
        run.end(in: bytes, to: &output)
        output += bytes[blankStart...]
        return String(decoding: output, as: UTF8.self)
    }

    /// A word that is well-formed but for what its octets spell.
    private struct DecodedWord {
        /// Where the white space before the word begins, and where the word does.
        var blankStart: Int
        var start: Int
        var end: Int
        var charset: ArraySlice<UInt8>
        var encoding: UInt8
        var octets: [UInt8]
    }

    /// Words that follow each other and are decoded together.
    private struct DecodedRun {
        var words: [DecodedWord] = []
        /// Whether what stands before the run was decoded from a word too.
        var isAfterWord = false

        /// Whether no word goes on with a character that another began, or there are more than any encoder parts like that.
        var isWhole: Bool {
            self.words.count >= 64 || UTF8Validation.endsWithWholeSequence(self.words.flatMap(\.octets))
        }

        func accepts(_ word: DecodedWord) -> Bool {
            guard let first = self.words.first else { return true }
            return first.encoding == word.encoding && first.charset.equalsIgnoringASCIICase(word.charset)
        }

        /// Writes what the words spell, together or else one by one.
        mutating func end(in bytes: [UInt8], to output: inout [UInt8]) {
            guard let first = self.words.first else { return }
            defer { self.words = [] }
            if self.words.count > 1,
                let text = Charset.decode(self.words.flatMap(\.octets), charset: first.charset)
            {
                if !self.isAfterWord { output += bytes[first.blankStart..<first.start] }
                output += text.utf8
                self.isAfterWord = true
                return
            }
            for word in self.words {
                let text = Charset.decode(word.octets, charset: word.charset)
                if text == nil || !self.isAfterWord { output += bytes[word.blankStart..<word.start] }
                if let text { output += text.utf8 } else { output += bytes[word.start..<word.end] }
                self.isAfterWord = text != nil
            }
        }
    }

    /// encoded-word = "=?" charset "?" encoding "?" encoded-text "?="
    private static func decodeWord(in bytes: [UInt8], at start: Int, blankStart: Int) -> DecodedWord? {
        guard bytes[start...].starts(with: "=?".utf8) else { return nil }
        guard let charsetEnd = Self.questionMark(in: bytes, from: start + 2), charsetEnd + 2 < bytes.count,
            bytes[charsetEnd + 2] == .ascii("?"),
            let textEnd = Self.questionMark(in: bytes, from: charsetEnd + 3), textEnd + 1 < bytes.count,
            bytes[textEnd + 1] == .ascii("=")
        else { return nil }
        let encodedText = bytes[(charsetEnd + 3)..<textEnd]
        let encoding = bytes[charsetEnd + 1].asciiLowercased
        let octets: [UInt8]?
        switch encoding {
        case .ascii("q"): octets = Self.decodeQ(encodedText)
        case .ascii("b"): octets = Base64.decode(encodedText)
        default: octets = nil
        }
        guard let octets else { return nil }
        // RFC 2231, section 5: a language may follow the charset after an asterisk.
        let charset = bytes[(start + 2)..<charsetEnd].prefix { $0 != .ascii("*") }
        return DecodedWord(
            blankStart: blankStart, start: start, end: textEnd + 2, charset: charset, encoding: encoding, octets: octets
        )
    }

    /// The next question mark of a word that began before; a word holds no white space and has at most 512 octets.
    private static func questionMark(in bytes: [UInt8], from start: Int) -> Int? {
        let end = min(bytes.count, start + 512)
        guard start < end else { return nil }
        return bytes[start..<end].firstIndex { $0 == .ascii("?") || $0.isWhitespace }
            .flatMap { bytes[$0] == .ascii("?") ? $0 : nil }
    }

    private static func decodeQ(_ text: ArraySlice<UInt8>) -> [UInt8]? {
        var octets: [UInt8] = []
        var index = text.startIndex
        while index < text.endIndex {
            switch text[index] {
            case .ascii("_"):
                octets.append(.space)
                index += 1
            case .ascii("="):
                guard index + 2 < text.endIndex, let high = text[index + 1].hexValue, let low = text[index + 2].hexValue
                else { return nil }
                octets.append(high << 4 | low)
                index += 3
            default:
                octets.append(text[index])
                index += 1
            }
        }
        return octets
    }
}

extension UInt8 {
    /// The characters that a Q word may hold as they are even inside a phrase (RFC 2047, section 5, rule 3).
    fileprivate var isPlainInQ: Bool {
        self.isAlphanumeric || self == .ascii("!") || self == .ascii("*") || self == .ascii("+") || self == .ascii("-")
            || self == .ascii("/")
    }
}
