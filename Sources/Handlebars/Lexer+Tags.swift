// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

extension Lexer {
    /// The next token of a tag; nothing where there is white space.
    mutating func tag() throws(Fault) -> Token? {
        guard let byte = self.byte(at: self.offset) else { return Token(.endOfInput, self.end..<self.end) }
        switch byte {
        case .ascii("{") where self.isNext("{{", at: self.offset): return try self.opening()
        case .ascii("}"), .ascii("~"): return self.closing()
        case .ascii("("): return self.take(.openSubexpression, to: self.offset + 1)
        case .ascii(")"): return self.take(.closeSubexpression, to: self.offset + 1)
        case .ascii("="): return self.take(.equals, to: self.offset + 1)
        case .ascii("@"): return self.take(.data, to: self.offset + 1)
        case .ascii("|"): return self.take(.closeBlockParams, to: self.offset + 1)
        case .ascii("/"): return self.take(.separator, to: self.offset + 1)
        case .ascii("."):
            if self.byte(at: self.offset + 1) == .ascii(".") { return self.take(.identifier, to: self.offset + 2) }
            return self.take(self.endsName(at: self.offset + 1) ? .identifier : .separator, to: self.offset + 1)
        case .ascii("\""), .ascii("'"):
            guard let close = self.closingDelimiter(byte) else { return self.invalid() }
            return self.take(.string, to: close + 1, text: (self.offset + 1)..<close)
        case .ascii("["):
            guard let close = self.closingDelimiter(.ascii("]")) else { return self.invalid() }
            return self.take(.identifier, to: close + 1)
        default:
            let space = JavaScriptWhitespace.skip(from: self.offset, in: self.bytes, end: self.end)
            if space > self.offset {
                self.offset = space
                return nil
            }
            return self.word()
        }
    }

    private mutating func invalid() -> Token {
        self.take(.invalid, to: self.offset + 1)
    }

    /// A tag's first token.
    private mutating func opening() throws(Fault) -> Token {
        let start = self.offset
        if self.isNext("{{{{", at: start) { return self.take(.openRawBlock, to: start + 4) }
        let sigil = start + (self.byte(at: start + 2) == .ascii("~") ? 3 : 2)
        switch self.byte(at: sigil) {
        case .ascii(">"): return self.take(.openPartial, to: sigil + 1)
        case .ascii("#"):
            switch self.byte(at: sigil + 1) {
            case .ascii(">"): return self.take(.openPartialBlock, to: sigil + 2)
            case .ascii("*"): return self.take(.openBlock, to: sigil + 2)
            default: return self.take(.openBlock, to: sigil + 1)
            }
        case .ascii("/"): return self.take(.openEndBlock, to: sigil + 1)
        case .ascii("{"): return self.take(.openUnescaped, to: sigil + 1)
        case .ascii("&"), .ascii("*"): return self.take(.open, to: sigil + 1)
        case .ascii("!"): return try self.comment(from: sigil + 1)
        case .ascii("^"):
            if let end = self.tagEnd(from: sigil + 1) { return self.takeInverse(to: end) }
            return self.take(.openInverse, to: sigil + 1)
        default:
            let word = JavaScriptWhitespace.skip(from: sigil, in: self.bytes, end: self.end)
            guard self.isNext("else", at: word) else { return self.take(.open, to: sigil) }
            if let end = self.tagEnd(from: word + 4) { return self.takeInverse(to: end) }
            // `\b`: the word has ended unless a letter, a digit or `_` of ASCII follows.
            if let following = self.byte(at: word + 4), following.isAlphanumeric || following == .ascii("_") {
                return self.take(.open, to: sigil)
            }
            return self.take(.openInverseChain, to: word + 4)
        }
    }

    private mutating func takeInverse(to end: Int) -> Token {
        self.state = .content
        return self.take(.inverse, to: end)
    }

    /// The offset behind `\s*~?}}`, if that comes next.
    private func tagEnd(from offset: Int) -> Int? {
        var offset = JavaScriptWhitespace.skip(from: offset, in: self.bytes, end: self.end)
        if self.byte(at: offset) == .ascii("~") { offset += 1 }
        return self.isNext("}}", at: offset) ? offset + 2 : nil
    }

    /// A comment, whose `--` may be both the opening and the closing one: `{{!--}}`.
    private mutating func comment(from body: Int) throws(Fault) -> Token {
        self.state = .content
        let isLong = self.isNext("--", at: body)
        var close = body
        while close < self.end {
            if isLong, self.isNext("--}}", at: close) { return self.take(.comment, to: close + 4) }
            if isLong, self.isNext("--~}}", at: close) { return self.take(.comment, to: close + 5) }
            if !isLong, self.isNext("}}", at: close) { return self.take(.comment, to: close + 2) }
            close += 1
        }
        throw Fault(
            .unclosedComment, "the comment `{{!\(isLong ? "--" : "")` is never closed", at: self.offset,
            mend: "add \(isLong ? "--}}" : "}}")")
    }

    /// A tag's last token.
    private mutating func closing() -> Token {
        if self.isNext("}}}}", at: self.offset) {
            self.state = .raw(depth: 1)
            return self.take(.closeRawBlock, to: self.offset + 4)
        }
        if self.isNext("}}}", at: self.offset) { return self.takeClose(.closeUnescaped, length: 3) }
        if self.isNext("}~}}", at: self.offset) { return self.takeClose(.closeUnescaped, length: 4) }
        if self.isNext("}}", at: self.offset) { return self.takeClose(.close, length: 2) }
        if self.isNext("~}}", at: self.offset) { return self.takeClose(.close, length: 3) }
        return self.invalid()
    }

    private mutating func takeClose(_ kind: Token.Kind, length: Int) -> Token {
        self.state = .content
        return self.take(kind, to: self.offset + length)
    }

    /// The offset of the delimiter that ends the string or segment literal at the offset.
    ///
    /// A backslash makes the delimiter text, unless no other one is left, as backtracking would find.
    private func closingDelimiter(_ delimiter: UInt8) -> Int? {
        var escaped: Int?
        var offset = self.offset + 1
        while offset < self.end {
            let byte = self.bytes[offset]
            if byte == delimiter { return offset }
            if byte == .ascii("\\"), self.byte(at: offset + 1) == delimiter {
                offset += 1
                escaped = offset
            }
            offset += 1
        }
        return escaped
    }

    /// A literal, `as |` or an identifier.
    private mutating func word() -> Token {
        let start = self.offset
        let end = self.identifierEnd(from: start)
        if let numberEnd = self.numberEnd(from: start) { return self.take(.number, to: numberEnd) }
        if end > start, self.endsLiteral(at: end) {
            let word = self.bytes[start..<end]
            if word.elementsEqual("true".utf8) || word.elementsEqual("false".utf8) {
                return self.take(.boolean, to: end)
            }
            if word.elementsEqual("undefined".utf8) { return self.take(.undefined, to: end) }
            if word.elementsEqual("null".utf8) { return self.take(.null, to: end) }
        }
        if self.isNext("as", at: start) {
            let bar = JavaScriptWhitespace.skip(from: start + 2, in: self.bytes, end: self.end)
            if bar > start + 2, self.byte(at: bar) == .ascii("|") { return self.take(.openBlockParams, to: bar + 1) }
        }
        return end > start && self.endsName(at: end)
            ? self.take(.identifier, to: end)
            : self.take(.invalid, to: max(end, start + 1))
    }

    /// The end of `-?[0-9]+(?:\.[0-9]+)?`, if a literal can end there.
    private func numberEnd(from start: Int) -> Int? {
        var integerEnd = start
        if self.byte(at: start) == .ascii("-") { integerEnd += 1 }
        let digits = integerEnd
        while self.byte(at: integerEnd)?.isDigit == true { integerEnd += 1 }
        guard integerEnd > digits else { return nil }
        if self.byte(at: integerEnd) == .ascii(".") {
            var fractionEnd = integerEnd + 1
            while self.byte(at: fractionEnd)?.isDigit == true { fractionEnd += 1 }
            if fractionEnd > integerEnd + 1, self.endsLiteral(at: fractionEnd) { return fractionEnd }
        }
        return self.endsLiteral(at: integerEnd) ? integerEnd : nil
    }

    /// The end of the longest run of bytes that identifiers may have.
    func identifierEnd(from start: Int) -> Int {
        var offset = start
        while let byte = self.byte(at: offset) {
            switch byte {
            case .ascii("!"), .ascii("\""), .ascii("#"), .ascii("%")...(.ascii(",")), .ascii("."), .ascii("/"),
                .ascii(";")...(.ascii(">")), .ascii("@"), .ascii("[")...(.ascii("^")), .ascii("`"),
                .ascii("{")...(.ascii("~")):
                return offset
            default:
                if JavaScriptWhitespace.length(at: offset, in: self.bytes, end: self.end) > 0 { return offset }
                offset += 1
            }
        }
        return offset
    }

    /// `(?=[~}\s)])`
    private func endsLiteral(at offset: Int) -> Bool {
        switch self.byte(at: offset) {
        case .ascii("~"), .ascii("}"), .ascii(")"): true
        default: JavaScriptWhitespace.length(at: offset, in: self.bytes, end: self.end) > 0
        }
    }

    /// `(?=[=~}\s\/.)|])`
    private func endsName(at offset: Int) -> Bool {
        switch self.byte(at: offset) {
        case .ascii("="), .ascii("/"), .ascii("."), .ascii("|"): true
        default: self.endsLiteral(at: offset)
        }
    }
}
