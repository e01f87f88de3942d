// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

extension EncodedWord {
    /// A header text with its encoded-words decoded.
    package struct Reading: Sendable {
        /// The text.
        package var text: String
        /// Whether a word was decoded that RFC 2047 would not have: with white space in it, or faulty base64.
        package var isForgiven: Bool
    }

    /// Decodes every encoded-word of a header text; white space between two of them goes (RFC 2047, section 6.2).
    package static func decodeAll(in text: String) -> String { Self.reading(of: text).text }

    /// Decodes every encoded-word of a header text; white space between two of them goes (RFC 2047, section 6.2).
    ///
    /// Words of one charset and encoding that follow each other are decoded together: real mail splits characters
    /// between them, against RFC 2047, section 5. Words in a charset that is not known stay as they are.
    package static func reading(of text: String) -> Reading {
        let bytes = Array(text.utf8)
        guard bytes.count > 6, text.utf8.contains(.ascii("=")) else { return Reading(text: text, isForgiven: false) }
        var decoder = Decoder(bytes: bytes)
        var index = 0
        var blankStart = 0
        var followsWord = false
        while index < bytes.count {
            if bytes[index].isWhitespace {
                index += 1
                continue
            }
            let isWordStart = index == 0 || blankStart < index || followsWord
            if isWordStart, let word = Self.decodeWord(in: bytes, at: index, blankStart: blankStart) {
                decoder.append(word)
                followsWord = true
                index = word.end
            } else {
                decoder.endRun()
                decoder.isAfterWord = false
                followsWord = false
                decoder.output += bytes[blankStart..<index]
                while index < bytes.count, !bytes[index].isWhitespace {
                    decoder.output.append(bytes[index])
                    index += 1
                }
            }
            blankStart = index
        }
        decoder.endRun()
        decoder.output += bytes[blankStart...]
        return Reading(text: String(decoding: decoder.output, as: UTF8.self), isForgiven: decoder.isForgiven)
    }

    /// A word whose octets may not be what its charset takes.
    private struct Word {
        /// Where the white space before the word begins, and where the word does.
        var blankStart: Int
        var start: Int
        var end: Int
        var charset: ArraySlice<UInt8>
        var encoding: UInt8
        var octets: [UInt8]
        var isWellFormed: Bool
    }

    /// Writes texts and words, of which those that follow each other are decoded together.
    private struct Decoder {
        let bytes: [UInt8]
        var output: [UInt8] = []
        var isForgiven = false
        /// Whether what was written last was decoded from a word.
        var isAfterWord = false
        private var run: [Word] = []
        private var charsets = CharsetDecoder()

        /// The most words of a run; no encoder parts a character between more.
        private static let runLimit = 64

        init(bytes: [UInt8]) {
            self.bytes = bytes
        }

        mutating func append(_ word: Word) {
            if let first = self.run.first,
                first.encoding != word.encoding || !first.charset.equalsIgnoringASCIICase(word.charset)
            {
                self.endRun()
            }
            self.run.append(word)
            if self.run.count >= Self.runLimit || self.isRunWhole { self.endRun() }
        }

        /// Whether no word goes on with a character that another began, as far as can be seen without decoding.
        private var isRunWhole: Bool {
            guard let first = self.run.first, first.charset.equalsIgnoringASCIICase("utf-8".utf8) else { return false }
            return UTF8Validation.endsWithWholeSequence(self.run.flatMap(\.octets))
        }

        /// Writes what the words spell, together or else one by one.
        mutating func endRun() {
            guard let first = self.run.first else { return }
            defer { self.run = [] }
            if self.run.count > 1, let text = self.text(of: self.run.flatMap(\.octets), charset: first.charset) {
                if !self.isAfterWord { self.output += self.bytes[first.blankStart..<first.start] }
                self.output += text.utf8
                self.isAfterWord = true
                self.isForgiven = self.isForgiven || self.run.contains { !$0.isWellFormed }
                return
            }
            for word in self.run {
                let text = self.text(of: word.octets, charset: word.charset)
                if text == nil || !self.isAfterWord { self.output += self.bytes[word.blankStart..<word.start] }
                if let text {
                    self.output += text.utf8
                    self.isForgiven = self.isForgiven || !word.isWellFormed
                } else {
                    self.output += self.bytes[word.start..<word.end]
                }
                self.isAfterWord = text != nil
            }
        }

        private mutating func text(of octets: [UInt8], charset: ArraySlice<UInt8>) -> String? {
            self.charsets.decode(octets, charset: charset).flatMap { $0.isWellFormed ? $0.text : nil }
        }
    }

    /// encoded-word = "=?" charset "?" encoding "?" encoded-text "?="
    private static func decodeWord(in bytes: [UInt8], at start: Int, blankStart: Int) -> Word? {
        guard bytes[start...].starts(with: "=?".utf8) else { return nil }
        guard let charsetEnd = Self.questionMark(in: bytes, from: start + 2),
            !bytes[start..<charsetEnd].contains(where: \.isWhitespace), charsetEnd + 2 < bytes.count,
            bytes[charsetEnd + 2] == .ascii("?"),
            let textEnd = Self.questionMark(in: bytes, from: charsetEnd + 3), textEnd + 1 < bytes.count,
            bytes[textEnd + 1] == .ascii("=")
        else { return nil }
        let encodedText = bytes[(charsetEnd + 3)..<textEnd]
        let encoding = bytes[charsetEnd + 1].asciiLowercased
        let octets: [UInt8]
        var isWellFormed = !encodedText.contains(where: \.isWhitespace)
        switch encoding {
        case .ascii("q"):
            guard let decoded = Self.decodeQ(encodedText) else { return nil }
            octets = decoded
        case .ascii("b"):
            let decoded = Base64.decodeLeniently(Array(encodedText))
            guard decoded.isWellFormed || !decoded.bytes.isEmpty else { return nil }
            octets = decoded.bytes
            isWellFormed = isWellFormed && decoded.isWellFormed
        default: return nil
        }
        // RFC 2231, section 5: a language may follow the charset after an asterisk.
        let charset = bytes[(start + 2)..<charsetEnd].prefix { $0 != .ascii("*") }
        return Word(
            blankStart: blankStart, start: start, end: textEnd + 2, charset: charset, encoding: encoding,
            octets: octets, isWellFormed: isWellFormed)
    }

    /// The next question mark of a word that began before: each of its parts has at most 512 octets.
    private static func questionMark(in bytes: [UInt8], from start: Int) -> Int? {
        let end = min(bytes.count, start + 512)
        guard start < end else { return nil }
        return bytes[start..<end].firstIndex(of: .ascii("?"))
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
