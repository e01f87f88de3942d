// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// Cuts a style sheet into tokens (CSS Syntax Level 3, section 4.3). Comments are left out.
///
/// Every byte sequence has tokens. Bytes past ASCII are letters, so UTF-8 is never taken apart.
public struct CSSTokenizer: Sequence, IteratorProtocol, Sendable {
    private let bytes: [UInt8]
    private let end: Int

    /// Where the next token begins.
    private(set) var offset: Int

    /// Whether the end of the text has cut off a string, a URL, an escape or a comment.
    public private(set) var isCutOff = false

    /// Creates a tokenizer for a part of `bytes`, by default all of it.
    public init(_ bytes: [UInt8], in range: Range<Int>? = nil) {
        self.bytes = bytes
        let range = (range ?? 0..<bytes.count).clamped(to: 0..<bytes.count)
        self.offset = range.lowerBound
        self.end = range.upperBound
    }

    /// The next token, `nil` at the end.
    public mutating func next() -> CSSToken? {
        while self.at(0) == .ascii("/"), self.at(1) == .ascii("*") { self.skipComment() }
        guard let byte = self.at(0) else { return nil }
        let start = self.offset
        let kind = self.token(beginningWith: byte)
        return CSSToken(kind: kind, range: start..<self.offset)
    }

    private func at(_ distance: Int) -> UInt8? {
        let index = self.offset + distance
        return index < self.end ? self.bytes[index] : nil
    }

    private mutating func skipComment() {
        self.offset += 2
        while let byte = self.at(0) {
            if byte == .ascii("*"), self.at(1) == .ascii("/") {
                self.offset += 2
                return
            }
            self.offset += 1
        }
        self.isCutOff = true
    }

    private mutating func token(beginningWith byte: UInt8) -> CSSToken.Kind {
        if byte.isCSSWhitespace {
            while let byte = self.at(0), byte.isCSSWhitespace { self.offset += 1 }
            return .whitespace
        }
        if self.isNumber(at: 0) { return self.numeric() }
        if byte != .ascii("-"), self.isIdentifier(at: 0) { return self.identifierLike() }
        switch byte {
        case .ascii("\""), .ascii("'"): return self.string(quote: byte)
        case .ascii("#"):
            guard let next = self.at(1), next.isCSSName || self.isEscape(at: 1) else { break }
            let isID = self.isIdentifier(at: 1)
            self.offset += 1
            self.takeName()
            return .hash(isID: isID)
        case .ascii("-"):
            if self.at(1) == .ascii("-"), self.at(2) == .ascii(">") {
                return self.take(3, as: .commentDeclarationClose)
            }
            if self.isIdentifier(at: 0) { return self.identifierLike() }
        case .ascii("<"):
            if self.at(1) == .ascii("!"), self.at(2) == .ascii("-"), self.at(3) == .ascii("-") {
                return self.take(4, as: .commentDeclarationOpen)
            }
        case .ascii("@"):
            guard self.isIdentifier(at: 1) else { break }
            self.offset += 1
            self.takeName()
            return .atKeyword
        case .ascii(":"): return self.take(1, as: .colon)
        case .ascii(";"): return self.take(1, as: .semicolon)
        case .ascii(","): return self.take(1, as: .comma)
        case .ascii("["): return self.take(1, as: .open(.square))
        case .ascii("("): return self.take(1, as: .open(.round))
        case .ascii("{"): return self.take(1, as: .open(.curly))
        case .ascii("]"): return self.take(1, as: .close(.square))
        case .ascii(")"): return self.take(1, as: .close(.round))
        case .ascii("}"): return self.take(1, as: .close(.curly))
        default: break
        }
        return self.take(1, as: .delimiter(byte))
    }

    private mutating func take(_ count: Int, as kind: CSSToken.Kind) -> CSSToken.Kind {
        self.offset += count
        return kind
    }

    // MARK: What may begin here

    /// Two code points are a valid escape (4.3.8).
    private func isEscape(at distance: Int) -> Bool {
        guard self.at(distance) == .ascii("\\") else { return false }
        return self.at(distance + 1).map { !$0.isCSSNewline } ?? true
    }

    /// Three code points would start an ident sequence (4.3.9).
    private func isIdentifier(at distance: Int) -> Bool {
        guard let byte = self.at(distance) else { return false }
        if byte.isCSSNameStart { return true }
        guard byte == .ascii("-") else { return self.isEscape(at: distance) }
        guard let next = self.at(distance + 1) else { return false }
        return next.isCSSNameStart || next == .ascii("-") || self.isEscape(at: distance + 1)
    }

    /// Three code points would start a number (4.3.10).
    private func isNumber(at distance: Int) -> Bool {
        guard let byte = self.at(distance) else { return false }
        if byte.isDigit { return true }
        if byte == .ascii(".") { return self.at(distance + 1)?.isDigit ?? false }
        guard byte == .ascii("+") || byte == .ascii("-"), let next = self.at(distance + 1) else { return false }
        return next.isDigit || (next == .ascii(".") && (self.at(distance + 2)?.isDigit ?? false))
    }

    // MARK: Longer tokens

    private mutating func takeName() {
        while let byte = self.at(0) {
            if byte.isCSSName {
                self.offset += 1
            } else if self.isEscape(at: 0) {
                self.takeEscape()
            } else {
                return
            }
        }
    }

    private mutating func takeEscape() {
        self.offset += 1
        guard let byte = self.at(0) else {
            self.isCutOff = true
            return
        }
        self.offset += 1
        guard byte.isHexDigit else { return }
        var digits = 1
        while digits < 6, let next = self.at(0), next.isHexDigit {
            self.offset += 1
            digits += 1
        }
        if self.at(0) == .carriageReturn, self.at(1) == .lineFeed {
            self.offset += 2
        } else if self.at(0)?.isCSSWhitespace ?? false {
            self.offset += 1
        }
    }

    private mutating func takeDigits() {
        while let byte = self.at(0), byte.isDigit { self.offset += 1 }
    }

    private mutating func numeric() -> CSSToken.Kind {
        let beginsWithPoint = self.at(0) == .ascii(".")
        self.offset += 1
        self.takeDigits()
        if !beginsWithPoint, self.at(0) == .ascii("."), self.at(1)?.isDigit ?? false {
            self.offset += 1
            self.takeDigits()
        }
        if self.at(0)?.asciiLowercased == .ascii("e") {
            let isSigned = self.at(1) == .ascii("+") || self.at(1) == .ascii("-")
            if self.at(isSigned ? 2 : 1)?.isDigit ?? false {
                self.offset += isSigned ? 2 : 1
                self.takeDigits()
            }
        }
        if self.isIdentifier(at: 0) {
            self.takeName()
            return .dimension
        }
        return self.at(0) == .ascii("%") ? self.take(1, as: .percentage) : .number
    }

    private mutating func identifierLike() -> CSSToken.Kind {
        let start = self.offset
        self.takeName()
        guard self.at(0) == .ascii("(") else { return .identifier }
        let isURL = self.bytes[start..<self.offset].equalsIgnoringASCIICase("url".utf8)
        self.offset += 1
        guard isURL else { return .function }
        var distance = 0
        while let byte = self.at(distance), byte.isCSSWhitespace { distance += 1 }
        if let byte = self.at(distance), byte == .ascii("\"") || byte == .ascii("'") { return .function }
        self.offset += distance
        return self.url()
    }

    private mutating func string(quote: UInt8) -> CSSToken.Kind {
        self.offset += 1
        while let byte = self.at(0) {
            if byte == quote { return self.take(1, as: .string) }
            if byte.isCSSNewline { return .badString }
            self.offset += 1
            guard byte == .ascii("\\"), let next = self.at(0) else { continue }
            self.offset += next == .carriageReturn && self.at(1) == .lineFeed ? 2 : 1
        }
        self.isCutOff = true
        return .string
    }

    private mutating func url() -> CSSToken.Kind {
        while let byte = self.at(0) {
            switch byte {
            case .ascii(")"): return self.take(1, as: .url)
            case _ where byte.isCSSWhitespace:
                while let byte = self.at(0), byte.isCSSWhitespace { self.offset += 1 }
                if let byte = self.at(0), byte != .ascii(")") { return self.badURL() }
            case .ascii("\""), .ascii("'"), .ascii("("): return self.badURL()
            case .ascii("\\"):
                guard self.isEscape(at: 0) else { return self.badURL() }
                self.takeEscape()
            case _ where byte.isControl && byte != .nul: return self.badURL()
            default: self.offset += 1
            }
        }
        self.isCutOff = true
        return .url
    }

    private mutating func badURL() -> CSSToken.Kind {
        while let byte = self.at(0) {
            if byte == .ascii(")") { return self.take(1, as: .badURL) }
            if self.isEscape(at: 0) { self.takeEscape() } else { self.offset += 1 }
        }
        self.isCutOff = true
        return .badURL
    }
}
