// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// Reads rules and declarations (CSS Syntax Level 3, section 5), going on after faults as section 5.4 says.
struct CSSParser {
    private let bytes: [UInt8]
    private let range: Range<Int>
    private let limits: CSSLimits
    private var tokenizer: CSSTokenizer
    private var ruleCount = 0
    private var declarationCount = 0
    private(set) var faults: [CSSFault] = []
    /// The number of faults, those past the limit included.
    private var faultCount = 0

    init(_ bytes: [UInt8], in range: Range<Int>?, limits: CSSLimits) {
        self.bytes = bytes
        self.range = (range ?? 0..<bytes.count).clamped(to: 0..<bytes.count)
        self.limits = limits
        self.tokenizer = CSSTokenizer(bytes, in: self.range)
    }

    func checkSize() throws(CSSError) {
        guard self.range.count <= self.limits.inputSize else {
            throw CSSError(
                code: .inputTooLarge(limit: self.limits.inputSize),
                offset: self.range.lowerBound + max(self.limits.inputSize, 0))
        }
    }

    private mutating func report(_ code: CSSFault.Code, _ range: Range<Int>) {
        self.faultCount += 1
        if self.faults.count < self.limits.faults { self.faults.append(CSSFault(code: code, range: range)) }
    }

    // MARK: Rules

    mutating func rules() throws(CSSError) -> [StyleSheet.Rule] {
        var rules: [StyleSheet.Rule] = []
        while let token = self.tokenizer.next() {
            switch token.kind {
            case .whitespace, .commentDeclarationOpen, .commentDeclarationClose: continue
            default: break
            }
            self.ruleCount += 1
            guard self.ruleCount <= self.limits.rules else {
                throw CSSError(code: .tooManyRules(limit: self.limits.rules), offset: token.range.lowerBound)
            }
            if token.kind == .atKeyword {
                rules.append(.at(try self.atRule(token)))
            } else if let rule = try self.styleRule(token) {
                rules.append(.style(rule))
            }
        }
        return rules
    }

    private mutating func atRule(_ keyword: CSSToken) throws(CSSError) -> AtRule {
        let name = CSSText.decoded(self.bytes[(keyword.range.lowerBound + 1)..<keyword.range.upperBound])
        let preludeStart = keyword.range.upperBound
        var rule = AtRule(
            name: name.map(\.asciiLowercased), prelude: preludeStart..<preludeStart, range: keyword.range)
        while let token = self.tokenizer.next() {
            rule.prelude = preludeStart..<token.range.lowerBound
            rule.range = rule.range.lowerBound..<token.range.upperBound
            switch token.kind {
            case .semicolon: return rule
            case .open(.curly):
                let block = try self.block(openedBy: token)
                rule.block = block
                rule.range = rule.range.lowerBound..<self.tokenizer.offset
                return rule
            case .open, .function: _ = try self.block(openedBy: token)
            default: break
            }
            rule.prelude = preludeStart..<self.tokenizer.offset
            rule.range = rule.range.lowerBound..<self.tokenizer.offset
        }
        return rule
    }

    private mutating func styleRule(_ first: CSSToken) throws(CSSError) -> StyleRule? {
        let start = first.range.lowerBound
        var next: CSSToken? = first
        while let token = next {
            if token.kind == .open(.curly) {
                let prelude = start..<token.range.lowerBound
                let block = try self.block(openedBy: token)
                return try self.styleRule(prelude, block, start..<self.tokenizer.offset)
            }
            if token.opensBlock { _ = try self.block(openedBy: token) }
            next = self.tokenizer.next()
        }
        self.report(.ruleWithoutBlock, start..<self.tokenizer.offset)
        return nil
    }

    private mutating func styleRule(
        _ prelude: Range<Int>, _ block: Range<Int>, _ range: Range<Int>
    ) throws(CSSError) -> StyleRule? {
        guard let selectors = SelectorParser.selectors(in: self.bytes, prelude) else {
            self.report(.badSelector, range)
            return nil
        }
        var inside = CSSParser(self.bytes, in: block, limits: self.limits)
        inside.declarationCount = self.declarationCount
        let declarations = try inside.declarations()
        self.declarationCount = inside.declarationCount
        for fault in inside.faults { self.report(fault.code, fault.range) }
        return StyleRule(
            selectors: selectors, declarations: declarations, isWellFormed: inside.faultCount == 0, block: block,
            range: range)
    }

    /// Reads a simple block (5.4.8) up to its end; gives what stands between the brackets.
    private mutating func block(openedBy token: CSSToken) throws(CSSError) -> Range<Int> {
        let start = token.range.upperBound
        var open = [token.bracket]
        while let token = self.tokenizer.next() {
            if token.opensBlock {
                guard open.count < self.limits.depth else {
                    throw CSSError(code: .tooDeep(limit: self.limits.depth), offset: token.range.lowerBound)
                }
                open.append(token.bracket)
            } else if case .close(let bracket) = token.kind, bracket == open.last {
                open.removeLast()
                if open.isEmpty { return start..<token.range.lowerBound }
            }
        }
        self.report(.unexpectedEnd, token.range.lowerBound..<self.range.upperBound)
        return start..<self.range.upperBound
    }

    // MARK: Declarations

    mutating func declarations() throws(CSSError) -> [Declaration] {
        var declarations: [Declaration] = []
        while let first = self.tokenizer.next() {
            if first.kind == .whitespace || first.kind == .semicolon { continue }
            if let declaration = try self.declaration(first) {
                self.declarationCount += 1
                guard self.declarationCount <= self.limits.declarations else {
                    throw CSSError(
                        code: .tooManyDeclarations(limit: self.limits.declarations), offset: first.range.lowerBound)
                }
                declarations.append(declaration)
            }
        }
        if self.tokenizer.isCutOff { self.report(.unexpectedEnd, self.range.upperBound..<self.range.upperBound) }
        return declarations
    }

    /// Reads one declaration (5.4.6) with the semicolon after it, or passes over what is none.
    ///
    /// What would not end where it should once other declarations follow it, or cannot be the value of any property,
    /// counts as none too.
    private mutating func declaration(_ first: CSSToken) throws(CSSError) -> Declaration? {
        let name = CSSText.decoded(self.bytes[first.range])
        let isCustom = name.starts(with: "--".utf8)
        let faultCount = self.faultCount
        var isFault = first.kind != .identifier
        var hasColon = false
        var value: Range<Int>?
        var end = first.range.upperBound
        /// The last two tokens of the value, and where the value would end without them.
        var tail: [(token: CSSToken, endBefore: Int)] = []
        var next: CSSToken? = first.kind == .identifier ? self.tokenizer.next() : first
        while let token = next, token.kind != .semicolon {
            let isBlock = token.opensBlock
            if isBlock { _ = try self.block(openedBy: token) }
            let range = token.range.lowerBound..<(isBlock ? self.tokenizer.offset : token.range.upperBound)
            if token.kind != .whitespace { end = range.upperBound }
            if token.kind == .whitespace {
                // Between the parts of a declaration white space means nothing.
            } else if !hasColon {
                hasColon = token.kind == .colon
                if !hasColon { isFault = true }
            } else {
                switch token.kind {
                case .badString, .badURL, .close, .delimiter(.ascii("\\")): isFault = true
                case .open(.curly): isFault = isFault || !isCustom
                default: break
                }
                tail.append((token, value?.upperBound ?? range.lowerBound))
                if tail.count > 2 { tail.removeFirst() }
                value = (value?.lowerBound ?? range.lowerBound)..<range.upperBound
            }
            next = self.tokenizer.next()
        }
        var isImportant = false
        if let range = value, tail.count == 2, tail[0].token.kind == .delimiter(.ascii("!")),
            tail[1].token.kind == .identifier,
            CSSText.decoded(self.bytes[tail[1].token.range]).equalsIgnoringASCIICase("important".utf8)
        {
            isImportant = true
            value = range.lowerBound..<tail[0].endBefore
        }
        let isCutOff = self.tokenizer.isCutOff || self.faultCount > faultCount
        let range = first.range.lowerBound..<end
        guard !isFault, !isCutOff, hasColon, let value, !value.isEmpty else {
            if self.faultCount == faultCount { self.report(.badDeclaration, range) }
            return nil
        }
        return Declaration(
            name: isCustom ? name : name.map(\.asciiLowercased), nameRange: first.range, value: value,
            isImportant: isImportant, range: range)
    }
}

extension CSSToken {
    /// Whether the token opens a simple block or a function.
    var opensBlock: Bool {
        switch self.kind {
        case .open, .function: true
        default: false
        }
    }

    /// What closes the block that the token opens.
    fileprivate var bracket: CSSBracket {
        guard case .open(let bracket) = self.kind else { return .round }
        return bracket
    }
}
