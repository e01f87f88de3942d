// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// Reads a group of selectors by the grammar of Selectors Level 3, section 10.
struct SelectorParser {
    private let bytes: [UInt8]
    private let end: Int
    private var tokenizer: CSSTokenizer
    private var token: CSSToken?
    private var specificity = Specificity()
    private var kind = Selector.Kind.ofTree

    /// The selectors of a group, `nil` if one of them is none at all: then the whole group is.
    static func selectors(in bytes: [UInt8], _ range: Range<Int>) -> [Selector]? {
        var parser = SelectorParser(bytes, range)
        var selectors: [Selector] = []
        repeat {
            guard let selector = parser.selector() else { return nil }
            selectors.append(selector)
        } while parser.skip(.comma)
        return parser.token == nil ? selectors : nil
    }

    private init(_ bytes: [UInt8], _ range: Range<Int>) {
        self.bytes = bytes
        self.end = range.upperBound
        self.tokenizer = CSSTokenizer(bytes, in: range)
        self.token = self.tokenizer.next()
    }

    private mutating func advance() {
        self.token = self.tokenizer.next()
    }

    private mutating func skip(_ kind: CSSToken.Kind) -> Bool {
        guard self.token?.kind == kind else { return false }
        self.advance()
        return true
    }

    /// White space is several tokens where comments stand in it.
    private mutating func skipWhitespace() {
        while self.skip(.whitespace) {}
    }

    private func text(_ token: CSSToken, droppingFirst first: Int = 0, last: Int = 0) -> [UInt8] {
        CSSText.decoded(self.bytes[token.range].dropFirst(first).dropLast(last))
    }

    // MARK: Selectors

    private mutating func selector() -> Selector? {
        self.specificity = Specificity()
        self.kind = .ofTree
        var compounds: [Selector.Compound] = []
        var combinator: Selector.Combinator?
        self.skipWhitespace()
        let start = self.token?.range.lowerBound ?? self.end
        var end = start
        while true {
            guard let conditions = self.compound() else { return nil }
            compounds.append(Selector.Compound(combinator: combinator, conditions: conditions))
            end = self.lastEnd
            let isSpaced = self.token?.kind == .whitespace
            self.skipWhitespace()
            guard let token = self.token, token.kind != .comma else { break }
            switch token.kind {
            case .delimiter(.ascii(">")): combinator = .child
            case .delimiter(.ascii("+")): combinator = .nextSibling
            case .delimiter(.ascii("~")): combinator = .subsequentSibling
            default:
                guard isSpaced else { return nil }
                combinator = .descendant
                continue
            }
            self.advance()
            self.skipWhitespace()
        }
        return Selector(compounds: compounds, specificity: self.specificity, kind: self.kind, range: start..<end)
    }

    /// Where the last simple selector ended.
    private var lastEnd = 0

    private mutating func compound() -> [SelectorCondition]? {
        var conditions: [SelectorCondition] = []
        var isEmpty = true
        while let token = self.token {
            switch token.kind {
            case .identifier where isEmpty, .delimiter(.ascii("*")) where isEmpty:
                self.advance()
                if token.kind == .identifier {
                    self.specificity.types += 1
                    conditions.append(.type(self.text(token).map(\.asciiLowercased)))
                }
            case .delimiter(.ascii("|")):
                // A namespace, which HTML has no names for.
                self.kind = .unknown
                self.advance()
                guard let next = self.token, next.kind == .identifier || next.kind == .delimiter(.ascii("*")) else {
                    return nil
                }
                self.lastEnd = next.range.upperBound
                self.advance()
                isEmpty = false
                continue
            default:
                guard let more = self.condition() else {
                    return isEmpty || self.isBroken(token.kind) ? nil : conditions
                }
                conditions += more
                isEmpty = false
                continue
            }
            isEmpty = false
            self.lastEnd = token.range.upperBound
        }
        return isEmpty ? nil : conditions
    }

    /// Whether a token can follow no compound selector.
    private func isBroken(_ kind: CSSToken.Kind) -> Bool {
        switch kind {
        case .whitespace, .comma, .delimiter(.ascii(">")), .delimiter(.ascii("+")), .delimiter(.ascii("~")): false
        default: true
        }
    }

    /// Reads a simple selector that is no type selector.
    private mutating func condition() -> [SelectorCondition]? {
        guard let token = self.token else { return nil }
        switch token.kind {
        case .hash(isID: true):
            self.specificity.ids += 1
            self.finish(token)
            return [.id(self.text(token, droppingFirst: 1))]
        case .delimiter(.ascii(".")):
            self.advance()
            guard let name = self.token, name.kind == .identifier else { return nil }
            self.specificity.classes += 1
            self.finish(name)
            return [.class(self.text(name))]
        case .open(.square): return self.attribute()
        case .colon: return self.pseudo()
        default: return nil
        }
    }

    private mutating func finish(_ token: CSSToken) {
        self.lastEnd = token.range.upperBound
        self.advance()
    }

    private mutating func attribute() -> [SelectorCondition]? {
        self.advance()
        self.skipWhitespace()
        guard let nameToken = self.token, nameToken.kind == .identifier else { return nil }
        let name = self.text(nameToken).map(\.asciiLowercased)
        self.advance()
        self.skipWhitespace()
        self.specificity.classes += 1
        guard let token = self.token else { return nil }
        if token.kind == .close(.square) {
            self.finish(token)
            return [.attribute(name, .present)]
        }
        guard case .delimiter(let sign) = token.kind else { return nil }
        self.advance()
        if sign == .ascii("|"), self.token?.kind == .identifier { return self.skipAttribute() }
        if sign != .ascii("="), !self.skip(.delimiter(.ascii("="))) { return nil }
        self.skipWhitespace()
        guard let valueToken = self.token, valueToken.kind == .identifier || valueToken.kind == .string else {
            return nil
        }
        let quotes = valueToken.kind == .string ? 1 : 0
        let value = self.text(valueToken, droppingFirst: quotes, last: quotes)
        self.advance()
        self.skipWhitespace()
        guard let close = self.token else { return nil }
        // Such as the `i` of Selectors Level 4.
        if close.kind == .identifier { return self.skipAttribute() }
        guard close.kind == .close(.square) else { return nil }
        self.finish(close)
        switch sign {
        case .ascii("="): return [.attribute(name, .equal(value))]
        case .ascii("~"): return [.attribute(name, .word(value))]
        case .ascii("|"): return [.attribute(name, .language(value))]
        case .ascii("^"): return [.attribute(name, .prefix(value))]
        case .ascii("$"): return [.attribute(name, .suffix(value))]
        case .ascii("*"): return [.attribute(name, .substring(value))]
        default: return nil
        }
    }

    private mutating func skipAttribute() -> [SelectorCondition]? {
        self.kind = .unknown
        while let token = self.token, token.kind != .close(.square) { self.advance() }
        guard let close = self.token else { return nil }
        self.finish(close)
        return []
    }

    // MARK: Pseudo-classes

    private mutating func pseudo() -> [SelectorCondition]? {
        self.advance()
        let isElement = self.skip(.colon)
        guard let token = self.token else { return nil }
        switch token.kind {
        case .identifier:
            let name = String(decoding: self.text(token).map(\.asciiLowercased), as: UTF8.self)
            self.finish(token)
            if isElement || PseudoClass.legacyElements.contains(name) {
                self.specificity.types += 1
                self.kind = max(self.kind, PseudoClass.elements.contains(name) ? .ofUser : .unknown)
                return []
            }
            self.specificity.classes += 1
            guard let conditions = PseudoClass.conditions(name) else {
                self.kind = max(self.kind, PseudoClass.ofUser.contains(name) ? .ofUser : .unknown)
                return []
            }
            return conditions
        case .function where !isElement:
            let name = String(decoding: self.text(token, last: 1).map(\.asciiLowercased), as: UTF8.self)
            self.advance()
            return self.function(name)
        default: return nil
        }
    }

    private mutating func function(_ name: String) -> [SelectorCondition]? {
        self.skipWhitespace()
        if name == "not" {
            let outer = self.specificity
            if let conditions = self.negated(), self.token?.kind == .close(.round), let close = self.token {
                self.finish(close)
                return [.not(conditions)]
            }
            self.specificity = outer
        }
        self.specificity.classes += 1
        let start = self.token?.range.lowerBound ?? self.end
        var depth = 1
        while let token = self.token {
            if token.opensBlock { depth += 1 }
            if case .close = token.kind { depth -= 1 }
            if depth == 0 {
                self.finish(token)
                let argument = self.bytes[start..<token.range.lowerBound]
                if let position = PseudoClass.position(name, argument) { return [.position(position)] }
                self.kind = max(self.kind, name == "lang" ? .ofUser : .unknown)
                return []
            }
            self.advance()
        }
        return nil
    }

    /// Reads the one simple selector that Selectors Level 3 allows in `:not()`.
    private mutating func negated() -> [SelectorCondition]? {
        var conditions: [SelectorCondition] = []
        if let token = self.token, token.kind == .identifier || token.kind == .delimiter(.ascii("*")) {
            if token.kind == .identifier {
                self.specificity.types += 1
                conditions.append(.type(self.text(token).map(\.asciiLowercased)))
            }
            self.advance()
        } else if self.token?.kind == .colon || self.token?.kind == .open(.square)
            || self.token?.kind == .hash(isID: true)
            || self.token?.kind == .delimiter(.ascii("."))
        {
            guard let condition = self.condition() else { return nil }
            conditions = condition
        } else {
            return nil
        }
        self.skipWhitespace()
        return conditions
    }
}
