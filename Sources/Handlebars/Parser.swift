// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// The parser. Blocks and subexpressions wait on stacks of their own for what is inside of them.
struct Parser {
    let limits: Limits
    var lexer: Lexer
    var lookahead: Token?
    /// Where the tag being read begins.
    var tagStart = 0
    var tree = Program()
    var stack: [OpenBlock] = []
    /// The statements of the bodies that have not ended, the innermost last.
    var statements: [Statement] = []
    private let whitespace: WhitespaceControl

    init(_ source: [UInt8], options: Options, limits: Limits) {
        self.lexer = Lexer(source)
        self.whitespace = WhitespaceControl(source, options: options)
        self.limits = limits
    }

    /// program = *statement
    mutating func parse() throws(Fault) -> Program {
        while true {
            let token = try self.next()
            self.tagStart = token.range.lowerBound
            switch token.kind {
            case .endOfInput:
                if let open = self.stack.last(where: { $0.kind != .chain }) { throw self.unclosed(open) }
                self.tree.body = self.endBody(from: 0, isRoot: true)
                return self.tree
            case .content: self.statements.append(.content(self.tree.add(Content(token.text))))
            case .comment: self.statements.append(.comment(self.strip(token, token)))
            case .open, .openUnescaped: try self.parseMustache(token)
            case .openPartial: try self.parsePartial(token)
            case .openBlock: try self.open(self.isStarred(token) ? .decorator : .block, token)
            case .openInverse: try self.open(.invertedBlock, token)
            case .openInverseChain: try self.parseInverseChain(token)
            case .openPartialBlock: try self.open(.partialBlock, token)
            case .inverse: try self.parseInverse(token)
            case .openEndBlock: try self.parseEndBlock(token)
            case .openRawBlock: try self.parseRawBlock(token)
            default: throw self.unexpected(token, expected: "text or a tag", mend: "remove it")
            }
        }
    }

    /// Ends the body whose statements begin there: its white space can be dealt with.
    mutating func endBody(
        from start: Int, blockParams: [String] = [], isChained: Bool = false, isRoot: Bool = false
    ) -> Body {
        let range = self.tree.add(self.statements[start...])
        self.statements.removeSubrange(start...)
        let body = Body(statements: range, blockParams: blockParams, isChained: isChained)
        self.whitespace.apply(to: body, of: &self.tree, isRoot: isRoot)
        return body
    }

    private func isStarred(_ token: Token) -> Bool {
        self.lexer.bytes[token.range.upperBound - 1] == .ascii("*")
    }

    /// mustache = OPEN call CLOSE / OPEN_UNESCAPED call CLOSE_UNESCAPED
    private mutating func parseMustache(_ open: Token) throws(Fault) {
        let call = try self.parseCall()
        let close = try self.expectClose(open.kind == .open ? .close : .closeUnescaped)
        let isUnescaped =
            open.kind == .openUnescaped || self.lexer.bytes[open.range.upperBound - 1] == .ascii("&")
        let mustache = Mustache(
            call: call, isEscaped: !isUnescaped, range: open.range.lowerBound..<close.range.upperBound,
            strip: self.strip(open, close))
        let id = self.tree.add(mustache)
        self.statements.append(self.isStarred(open) ? .decorator(id) : .mustache(id))
    }

    /// partial = OPEN_PARTIAL call CLOSE
    private mutating func parsePartial(_ open: Token) throws(Fault) {
        let call = try self.parseCall(isPartial: true)
        let close = try self.expectClose(.close)
        let range = open.range.lowerBound..<close.range.upperBound
        let partial = Partial(call: call, indent: nil, range: range, strip: self.strip(open, close))
        self.statements.append(.partial(self.tree.add(partial)))
    }
}

// MARK: - Tokens

extension Parser {
    mutating func next() throws(Fault) -> Token {
        if let token = self.lookahead {
            self.lookahead = nil
            return token
        }
        return try self.lexer.next()
    }

    mutating func peek() throws(Fault) -> Token {
        if let token = self.lookahead { return token }
        let token = try self.lexer.next()
        self.lookahead = token
        return token
    }

    mutating func expect(_ kind: Token.Kind, _ expected: String, mend: String) throws(Fault) -> Token {
        let token = try self.next()
        guard token.kind == kind else { throw self.unexpected(token, expected: expected, mend: mend) }
        return token
    }

    /// The end of the tag being read.
    mutating func expectClose(_ kind: Token.Kind) throws(Fault) -> Token {
        let token = try self.next()
        switch token.kind {
        case kind: return token
        case .close, .closeUnescaped, .closeRawBlock: throw self.wrongBraces(token)
        default: throw self.unexpected(token, expected: "`\(self.closingBraces)`", mend: "remove it")
        }
    }

    func strip(_ first: Token, _ last: Token) -> Strip {
        Token.strip(from: first, to: last, in: self.lexer.bytes)
    }
}
