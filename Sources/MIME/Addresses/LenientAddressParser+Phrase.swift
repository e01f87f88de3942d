// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

extension LenientAddressParser {
    /// A display name as it was read.
    struct Phrase {
        /// The name, decoded; `nil` where there is none.
        var text: String?
        /// Whether anything but white space, comments and quoted strings stood there.
        var holdsWords = false
        /// Whether an `@` stood outside quotation marks.
        var holdsAtSign = false
        /// The contents of the quoted strings.
        var quotedStrings: [[UInt8]] = []

        /// Whether nothing stood there but white space and comments.
        var isEmpty: Bool { !self.holdsWords && self.quotedStrings.isEmpty }

        /// The address in the one quoted string that was all there was.
        var quotedAddress: AddrSpec? {
            guard !self.holdsWords, self.quotedStrings.count == 1 else { return nil }
            return try? AddrSpec(String(decoding: self.quotedStrings[0], as: UTF8.self))
        }

        /// Whether it is what programs write when they hide the recipients.
        var meansNobody: Bool {
            guard let text = self.text, text.utf8.count < 32 else { return false }
            let folded = text.utf8.map { $0 == .ascii("-") ? .space : $0.asciiLowercased }
            return ["undisclosed recipients", "undisclosed recipient", "unlisted recipients"].contains {
                folded.elementsEqual($0.utf8)
            }
        }
    }

    /// phrase = 1*word / obs-phrase, with any special character but those that end it
    ///
    /// One comma may belong to a name such as `Lovelace, Ada <ada@example.com>`: what stands before it is no address.
    mutating func parsePhrase() throws(AddressError) -> Phrase {
        var collected = PhraseText()
        var phrase = Phrase()
        let start = self.cursor.offset
        var comma: Int?
        words: while let byte = self.cursor.peek {
            let offset = self.cursor.offset
            switch byte {
            case .ascii("<"), .ascii(";"), .ascii(":"):
                break words
            case .ascii(","):
                if phrase.isEmpty || phrase.holdsAtSign || comma != nil { break words }
                phrase.text = collected.plain.text
                if phrase.meansNobody || phrase.quotedAddress != nil { break words }
                comma = offset
                phrase.holdsWords = true
                self.forgive(.unquotedName, at: offset)
                self.cursor.offset += 1
                collected.append(byte)
            case .ascii("\"") where offset < self.openQuote:
                guard let content = self.parseQuotedString() else { continue words }
                let decoded = Self.decoded(content)
                if decoded != nil { self.forgive(.encodedWord, at: offset) }
                collected.append(quoted: decoded ?? content)
                phrase.quotedStrings.append(content)
                self.noteCharacters(from: offset)
            case .ascii("\""):
                self.forgive(.notClosed, at: offset)
                self.cursor.offset += 1
                phrase.holdsWords = true
            case .ascii("(") where offset < self.openComment:
                guard let comment = try self.parseComment() else { continue words }
                self.comment = comment
                if collected.words.last?.isBlank == true { _ = self.cursor.take(while: \.isBlank) }
            case _ where byte.isBlank || byte.isControl:
                self.skipBlank(byte)
                collected.append(.space)
            case .ascii("["):
                // The colons of an address literal end no phrase.
                let isLiteral = offset > start && self.cursor.bytes[offset - 1] == .ascii("@")
                self.forgive(.unquotedName, at: offset)
                collected.append(byte)
                self.cursor.offset += 1
                if isLiteral { collected.append(self.cursor.take { $0.isHexDigit || ":.IPvx".utf8.contains($0) }) }
                phrase.holdsWords = true
            case _ where byte.isAtomText:
                collected.append(self.takeWord())
                phrase.holdsWords = true
            default:
                if byte == .ascii("@") { phrase.holdsAtSign = true }
                if byte == .ascii("("), offset >= self.openComment { self.forgive(.notClosed, at: offset) }
                self.forgive(byte == .ascii("@") ? .atSignInName : .unquotedName, at: offset)
                collected.append(byte)
                self.cursor.offset += 1
                phrase.holdsWords = true
            }
        }
        if let comma, self.cursor.peek != .ascii("<") {
            throw self.error(.incomplete, "there is no @ in the address before the comma at \(comma)", at: start)
        }
        let (text, heldControls) = collected.plain
        if heldControls { self.forgive(.controlCharacter, at: start) }
        phrase.text = text.isEmpty ? nil : text
        return phrase
    }

    /// What a quoted string says where it holds encoded-words.
    private static func decoded(_ content: [UInt8]) -> [UInt8]? {
        guard content.span.looksEncoded else { return nil }
        let decoded = Array(EncodedWord.decodeAll(in: String(decoding: content, as: UTF8.self)).utf8)
        return decoded == content ? nil : decoded
    }

    /// An atom, or an encoded-word with any character in it but white space.
    private mutating func takeWord() -> ArraySlice<UInt8> {
        let start = self.cursor.offset
        if self.cursor.skip("=?") {
            // charset, encoding and text: each part ends with a question mark, the last one with "?=".
            for _ in 0..<3 {
                _ = self.cursor.take { $0 != .ascii("?") && !$0.isWhitespace && $0 != .ascii("<") }
                guard self.cursor.skip(.ascii("?")) else { break }
            }
            if self.cursor.offset - start <= Self.encodedWordLimit, self.cursor.skip(.ascii("=")) {
                let word = self.cursor.bytes[start..<self.cursor.offset]
                if !word.allSatisfy(\.isAtomText) { self.forgive(.encodedWord, at: start) }
                self.noteCharacters(from: start)
                return word
            }
            self.cursor.offset = start
        }
        let word = self.cursor.take(while: \.isAtomText)
        self.noteCharacters(from: start)
        return word
    }

    /// More than any encoded-word may have, and enough for the long ones that are written all the same.
    private static let encodedWordLimit = 512

    /// The last comment as a name.
    var nameInComment: String? {
        guard let comment = self.comment else { return nil }
        var phrase = PhraseText()
        phrase.append(comment)
        let text = phrase.plain.text
        return text.isEmpty ? nil : text
    }
}
