// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// The scanner: the rules of handlebars.js' lexer, in their order, without regular expressions.
///
/// It reads each byte a bounded number of times.
struct Lexer {
    enum State {
        /// Text outside of tags.
        case content
        /// Inside a tag.
        case mustache
        /// At the `{{` that a backslash made text.
        case escapedMustache
        /// Inside that many raw blocks.
        case raw(depth: Int)
    }

    let bytes: [UInt8]
    var offset = 0
    var state = State.content

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    var end: Int { self.bytes.count }

    func byte(at offset: Int) -> UInt8? {
        offset < self.end ? self.bytes[offset] : nil
    }

    func isNext(_ text: StaticString, at offset: Int) -> Bool {
        guard self.end - offset >= text.utf8CodeUnitCount else { return false }
        return text.withUTF8Buffer { wanted in
            for index in wanted.indices where self.bytes[offset + index] != wanted[index] { return false }
            return true
        }
    }

    mutating func next() throws(Fault) -> Token {
        while true {
            switch self.state {
            case .content:
                if let token = try self.content() { return token }
            case .mustache:
                if let token = try self.tag() { return token }
            case .escapedMustache:
                return try self.escapedMustache()
            case .raw(let depth):
                return try self.raw(depth: depth)
            }
        }
    }

    mutating func take(_ kind: Token.Kind, to end: Int, text: Range<Int>? = nil) -> Token {
        let token = Token(kind, self.offset..<end, text: text)
        self.offset = end
        return token
    }

    private func checkForNUL(in range: Range<Int>) throws(Fault) {
        guard let offset = self.bytes[range].firstIndex(of: .nul) else { return }
        throw Fault(.unexpectedCharacter, "a NUL cannot stand in a template", at: offset, mend: "remove it")
    }
}

// MARK: - Outside of tags

extension Lexer {
    /// Text up to the next `{{`, less one backslash if an escape ends it; nothing if no text is left.
    private mutating func content() throws(Fault) -> Token? {
        guard self.offset < self.end else { return Token(.endOfInput, self.end..<self.end) }
        let start = self.offset
        var tag = start
        while tag < self.end, self.bytes[tag] != .ascii("{") || !self.isNext("{{", at: tag) { tag += 1 }
        try self.checkForNUL(in: start..<tag)
        var textEnd = tag
        if tag < self.end {
            self.state = .mustache
            if textEnd > start, self.bytes[textEnd - 1] == .ascii("\\") {
                textEnd -= 1
                if !(textEnd > start && self.bytes[textEnd - 1] == .ascii("\\")) { self.state = .escapedMustache }
            }
        }
        let token = self.take(.content, to: tag, text: start..<textEnd)
        return token.text.isEmpty ? nil : token
    }

    /// The text from an escaped `{{` to the next tag or escape.
    private mutating func escapedMustache() throws(Fault) -> Token {
        self.state = .content
        var end = self.offset + 2
        while end < self.end, !self.isTagOrEscape(at: end) { end += 1 }
        try self.checkForNUL(in: self.offset..<end)
        return self.take(.content, to: end)
    }

    /// Whether `{{`, `\{{` or `\\{{` comes next.
    private func isTagOrEscape(at offset: Int) -> Bool {
        switch self.bytes[offset] {
        case .ascii("{"): self.isNext("{{", at: offset)
        case .ascii("\\"): self.isNext("\\{{", at: offset) || self.isNext("\\\\{{", at: offset)
        default: false
        }
    }

    /// A piece of a raw block: a nested opening or closing tag, or the text up to the next one.
    private mutating func raw(depth: Int) throws(Fault) -> Token {
        if self.isNext("{{{{", at: self.offset), let following = self.byte(at: self.offset + 4) {
            if following != .ascii("/") {
                self.state = .raw(depth: depth + 1)
                return self.take(.content, to: self.offset + 4)
            }
            let nameStart = self.offset + 5
            let nameEnd = self.identifierEnd(from: nameStart)
            if nameEnd > nameStart, self.isNext("}}}}", at: nameEnd) {
                if depth > 1 {
                    self.state = .raw(depth: depth - 1)
                    return self.take(.content, to: nameEnd + 4)
                }
                self.state = .content
                return self.take(.endRawBlock, to: nameEnd + 4, text: nameStart..<nameEnd)
            }
        }
        var end = self.offset + 1
        while end < self.end, self.bytes[end] != .ascii("{") || !self.isNext("{{{{", at: end) { end += 1 }
        guard end < self.end else { return Token(.endOfInput, self.end..<self.end) }
        try self.checkForNUL(in: self.offset..<end)
        return self.take(.content, to: end)
    }
}
