// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// Cuts HTML into tokens by the rules of HTML5, in one pass.
///
/// Every byte sequence has tokens. The names and values of a token are well-formed text even where the input is not:
/// what is not UTF-8 becomes U+FFFD. Ranges count the bytes of the input as it is.
public struct HTMLTokenizer: Sequence, IteratorProtocol, Sendable {
    private var cursor: ByteCursor
    private let audience: HTMLAudience

    /// The element whose raw text comes next.
    private var rawTextElement: [UInt8]?

    /// Whether the comment that was read last has no end.
    private(set) var isCutOff = false

    /// Creates a tokenizer for `bytes`, as `audience` reads them: for Outlook what stands in a conditional comment is
    /// markup if the condition holds, and part of the comment if not.
    public init(_ bytes: [UInt8], for audience: HTMLAudience = .others) {
        self.cursor = ByteCursor(bytes)
        self.audience = audience
    }

    /// Reads what follows the last start tag as markup, whatever its name.
    mutating func readMarkup() {
        self.rawTextElement = nil
    }

    /// The next token, `nil` at the end.
    public mutating func next() -> HTMLToken? {
        if let element = self.rawTextElement {
            self.rawTextElement = nil
            if let token = self.rawText(of: element) { return token }
        }
        while let byte = self.cursor.peek {
            let start = self.cursor.offset
            guard byte == .ascii("<"), self.isMarkup(after: start) else { return self.text() }
            self.cursor.offset += 1
            guard let kind = self.markup() else { continue }
            return HTMLToken(kind: kind, range: start..<self.cursor.offset)
        }
        return nil
    }

    // MARK: Text

    /// Whether the `<` at `offset` begins anything but text.
    private func isMarkup(after offset: Int) -> Bool {
        guard offset + 1 < self.cursor.end else { return false }
        switch self.cursor.bytes[offset + 1] {
        case .ascii("!"), .ascii("?"): return true
        case .ascii("/"): return offset + 2 < self.cursor.end
        case let byte: return byte.isAlpha
        }
    }

    private mutating func text() -> HTMLToken {
        let start = self.cursor.offset
        while let byte = self.cursor.peek, byte != .ascii("<") || !self.isMarkup(after: self.cursor.offset) {
            self.cursor.offset += 1
        }
        let range = start..<self.cursor.offset
        return HTMLToken(
            kind: .text(CharacterReference.decode(self.cursor.bytes[range], inAttribute: false)), range: range)
    }

    /// The text up to the end tag of `element`, or to the end: inside, `<` is a letter like any other.
    private mutating func rawText(of element: [UInt8]) -> HTMLToken? {
        let start = self.cursor.offset
        while let byte = self.cursor.peek, byte != .ascii("<") || !self.isEndTag(of: element) {
            self.cursor.offset += 1
        }
        guard self.cursor.offset > start else { return nil }
        let range = start..<self.cursor.offset
        let slice = self.cursor.bytes[range]
        let hasReferences = HTMLVocabulary.hasReferencesInRawText(element)
        let text =
            hasReferences
            ? CharacterReference.decode(slice, inAttribute: false) : String(decoding: slice, as: UTF8.self)
        return HTMLToken(kind: .text(text), range: range)
    }

    private func isEndTag(of element: [UInt8]) -> Bool {
        // Nothing ends `plaintext`.
        guard !element.elementsEqual("plaintext".utf8) else { return false }
        let nameStart = self.cursor.offset + 2
        let nameEnd = nameStart + element.count
        guard nameEnd < self.cursor.end, self.cursor.bytes[nameStart - 1] == .ascii("/") else { return false }
        let after = self.cursor.bytes[nameEnd]
        return (after.isWhitespace || after == .ascii("/") || after == .ascii(">"))
            && self.cursor.bytes[nameStart..<nameEnd].equalsIgnoringASCIICase(element)
    }

    // MARK: Markup

    /// Reads what follows a `<`, `nil` for `</>`, which is nothing at all.
    private mutating func markup() -> HTMLToken.Kind? {
        switch self.cursor.peek {
        case .ascii("!"):
            self.cursor.offset += 1
            if self.audience == .outlook, let comment = self.conditionalComment() { return comment }
            if self.cursor.skip("--") { return self.comment() }
            let start = self.cursor.offset
            let content = String(decoding: self.takePastClosingBracket(), as: UTF8.self)
            let isDoctype = self.cursor.bytes[start...].prefix(7).equalsIgnoringASCIICase("doctype".utf8)
            return isDoctype ? .doctype(content) : .comment(content)
        case .ascii("?"):
            return .comment(String(decoding: self.takePastClosingBracket(), as: UTF8.self))
        case .ascii("/"):
            self.cursor.offset += 1
            if self.cursor.skip(.ascii(">")) { return nil }
            guard let byte = self.cursor.peek, byte.isAlpha else {
                return .comment(String(decoding: self.takePastClosingBracket(), as: UTF8.self))
            }
            let name = self.takeName()
            // An end tag may carry attributes, which mean nothing but may hide a `>` in quotes.
            guard self.attributes() != nil else { return .cutOffTag }
            return .endTag(name: String(decoding: name, as: UTF8.self))
        default:
            let name = self.takeName()
            guard let (attributes, isSelfClosing) = self.attributes() else { return .cutOffTag }
            let tag = HTMLTag(
                name: String(decoding: name, as: UTF8.self), attributes: attributes, isSelfClosing: isSelfClosing)
            if ElementRole.role(of: tag.name).contains(.rawText) { self.rawTextElement = name }
            return .startTag(tag)
        }
    }

    private mutating func takeName() -> [UInt8] {
        self.cursor.take { !$0.isWhitespace && $0 != .ascii("/") && $0 != .ascii(">") }.map(\.asciiLowercased)
    }

    private mutating func takePastClosingBracket() -> ArraySlice<UInt8> {
        let content = self.cursor.take { $0 != .ascii(">") }
        _ = self.cursor.skip(.ascii(">"))
        return content
    }

    /// Reads the beginning of a conditional comment, or all of it if Outlook does not show what stands there.
    private mutating func conditionalComment() -> HTMLToken.Kind? {
        let start = self.cursor.offset + (self.cursor.isNext("--") ? 2 : 0)
        guard self.cursor.bytes[start...].startsIgnoringASCIICase(with: "[if".utf8) else { return nil }
        let end = self.cursor.bytes[start...].firstIndex { $0 == .ascii("]") || $0 == .ascii(">") }
        guard let end, self.cursor.bytes[end] == .ascii("]") else { return nil }
        self.cursor.offset = end + 1
        _ = self.cursor.skip(.ascii(">"))
        if OutlookCondition.holds(self.cursor.bytes[(start + 3)..<end].trimmingWhitespace) == false {
            while !self.cursor.isAtEnd, !self.isEndOfCondition { self.cursor.offset += 1 }
            _ = self.takePastClosingBracket()
        }
        return .comment(String(decoding: self.cursor.bytes[start..<self.cursor.offset], as: UTF8.self))
    }

    private var isEndOfCondition: Bool {
        self.cursor.peek == .ascii("<")
            && self.cursor.bytes[self.cursor.offset...].startsIgnoringASCIICase(with: "<![endif]".utf8)
    }

    private mutating func comment() -> HTMLToken.Kind {
        self.isCutOff = false
        let start = self.cursor.offset
        // `<!-->` and `<!--->` are whole comments.
        if self.cursor.skip(">") || self.cursor.skip("->") { return .comment("") }
        while !self.cursor.isAtEnd {
            let end = self.cursor.offset
            if self.cursor.peek == .ascii("-"), self.cursor.skip("-->") || self.cursor.skip("--!>") {
                return .comment(String(decoding: self.cursor.bytes[start..<end], as: UTF8.self))
            }
            self.cursor.offset += 1
        }
        self.isCutOff = true
        return .comment(String(decoding: self.cursor.bytes[start...], as: UTF8.self))
    }

    // MARK: Attributes

    /// Reads the attributes and the `>` of a tag, `nil` if the end of the text comes first.
    private mutating func attributes() -> (attributes: [HTMLAttribute], isSelfClosing: Bool)? {
        var attributes: [HTMLAttribute] = []
        while let byte = self.cursor.peek {
            switch byte {
            case .ascii(">"):
                let isSelfClosing =
                    self.cursor.bytes[self.cursor.offset - 1] == .ascii("/")
                    && attributes.last?.valueRange.upperBound != self.cursor.offset
                self.cursor.offset += 1
                return (attributes, isSelfClosing)
            case .ascii("/"):
                self.cursor.offset += 1
            case _ where byte.isWhitespace:
                self.cursor.offset += 1
            default:
                guard let attribute = self.attribute() else { return nil }
                attributes.append(attribute)
            }
        }
        return nil
    }

    /// Reads one attribute, `nil` if a quote stays open.
    private mutating func attribute() -> HTMLAttribute? {
        let nameStart = self.cursor.offset
        // An `=` that comes first belongs to the name.
        self.cursor.offset += 1
        _ = self.cursor.take {
            !$0.isWhitespace && $0 != .ascii("/") && $0 != .ascii(">") && $0 != .ascii("=")
        }
        let nameRange = nameStart..<self.cursor.offset
        let name = String(decoding: self.cursor.bytes[nameRange].map(\.asciiLowercased), as: UTF8.self)
        var valueRange = nameRange.upperBound..<nameRange.upperBound
        _ = self.cursor.take(while: \.isWhitespace)
        if self.cursor.skip(.ascii("=")) {
            _ = self.cursor.take(while: \.isWhitespace)
            guard let range = self.attributeValue() else { return nil }
            valueRange = range
        }
        let value = CharacterReference.decode(self.cursor.bytes[valueRange], inAttribute: true)
        return HTMLAttribute(name: name, value: value, nameRange: nameRange, valueRange: valueRange)
    }

    private mutating func attributeValue() -> Range<Int>? {
        let first = self.cursor.peek
        guard let quote = first, quote == .ascii("\"") || quote == .ascii("'") else {
            let start = self.cursor.offset
            _ = self.cursor.take { !$0.isWhitespace && $0 != .ascii(">") }
            return start..<self.cursor.offset
        }
        self.cursor.offset += 1
        let start = self.cursor.offset
        _ = self.cursor.take { $0 != quote }
        let end = self.cursor.offset
        return self.cursor.skip(quote) ? start..<end : nil
    }
}
