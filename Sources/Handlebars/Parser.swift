// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// The parser: blocks on a stack of its own, subexpressions by recursion as deep as their limit allows.
struct Parser {
    /// A block whose closing tag has not come yet.
    private struct OpenBlock {
        enum Kind { case block, invertedBlock, chain, partialBlock, decorator }

        var kind: Kind
        var call: Call
        var blockParams: [String]
        var range: Range<Int>
        var strip: Strip
        /// The statements so far of the program that is being read.
        var body: [Statement] = []
        /// The first program, once an `{{else}}` has ended it.
        var program: Program?
        var inverseStrip = Strip()
    }

    let limits: Limits
    var lexer: Lexer
    var lookahead: Token?
    /// Where the tag being read begins.
    var tagStart = 0
    private let whitespace: WhitespaceControl
    private var body: [Statement] = []
    private var stack: [OpenBlock] = []

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
                return self.program(self.body, isRoot: true)
            case .content: self.append(.content(Content(token.text)))
            case .comment:
                let strip = Token.strip(from: token, to: token, in: self.lexer.bytes)
                self.append(.comment(Comment(range: token.range, strip: strip)))
            case .open, .openUnescaped: try self.parseMustache(token)
            case .openPartial: try self.parsePartial(token)
            case .openBlock: try self.open(self.isStarred(token) ? .decorator : .block, token)
            case .openInverse: try self.open(.invertedBlock, token)
            case .openInverseChain: try self.parseInverseChain(token)
            case .openPartialBlock: try self.open(.partialBlock, token)
            case .inverse: try self.parseInverse(token)
            case .openEndBlock: try self.parseEndBlock(token)
            case .openRawBlock: try self.parseRawBlock(token)
            default: throw self.unexpected(token, expected: "text or a tag")
            }
        }
    }

    private mutating func append(_ statement: Statement) {
        if self.stack.isEmpty {
            self.body.append(statement)
        } else {
            self.stack[self.stack.count - 1].body.append(statement)
        }
    }

    /// A program that has ended: its white space can be dealt with.
    private func program(
        _ body: [Statement], blockParams: [String] = [], isChained: Bool = false, isRoot: Bool = false
    ) -> Program {
        var program = Program(body: body, blockParams: blockParams, isChained: isChained)
        self.whitespace.apply(to: &program, isRoot: isRoot)
        return program
    }

    private func isStarred(_ token: Token) -> Bool {
        self.lexer.bytes[token.range.upperBound - 1] == .ascii("*")
    }
}

// MARK: - Tags

extension Parser {
    /// mustache = OPEN call CLOSE / OPEN_UNESCAPED call CLOSE_UNESCAPED
    private mutating func parseMustache(_ open: Token) throws(Fault) {
        let call = try self.parseCall()
        let close = try self.expect(open.kind == .open ? .close : .closeUnescaped, "the end of the tag")
        let isUnescaped =
            open.kind == .openUnescaped || self.lexer.bytes[open.range.upperBound - 1] == .ascii("&")
        let mustache = Mustache(
            call: call, isEscaped: !isUnescaped, range: open.range.lowerBound..<close.range.upperBound,
            strip: self.strip(open, close))
        self.append(self.isStarred(open) ? .decorator(mustache) : .mustache(mustache))
    }

    /// partial = OPEN_PARTIAL call CLOSE
    private mutating func parsePartial(_ open: Token) throws(Fault) {
        let call = try self.parseCall(isPartial: true)
        let close = try self.expect(.close, "the end of the tag")
        let range = open.range.lowerBound..<close.range.upperBound
        self.append(.partial(Partial(call: call, indent: nil, range: range, strip: self.strip(open, close))))
    }

    /// openBlock = OPEN_BLOCK call [ blockParams ] CLOSE, and its like
    private mutating func open(_ kind: OpenBlock.Kind, _ open: Token) throws(Fault) {
        guard self.stack.count < self.limits.nesting else {
            throw Fault(
                .tooDeep, "blocks are nested more than \(self.limits.nesting) deep", at: open.range.lowerBound,
                mend: "nest fewer blocks")
        }
        let call = try self.parseCall(isPartial: kind == .partialBlock)
        let blockParams = kind == .partialBlock ? [] : try self.parseBlockParams()
        let close = try self.expect(.close, "the end of the tag")
        self.stack.append(
            OpenBlock(
                kind: kind, call: call, blockParams: blockParams,
                range: open.range.lowerBound..<close.range.upperBound, strip: self.strip(open, close)))
    }

    /// inverseAndProgram = INVERSE program
    private mutating func parseInverse(_ token: Token) throws(Fault) {
        try self.endProgram(token)
        self.stack[self.stack.count - 1].inverseStrip = self.strip(token, token)
    }

    /// inverseChain = OPEN_INVERSE_CHAIN call [ blockParams ] CLOSE program [ inverseChain ]
    private mutating func parseInverseChain(_ token: Token) throws(Fault) {
        if let top = self.stack.last, top.kind == .invertedBlock {
            throw Fault(
                .unexpectedElse, "`\(self.source(top.range))` can have an `{{else}}`, but no chain of them",
                at: token.range.lowerBound, mend: "begin with {{#\(top.call.head.original.text)}}",
                related: top.range.lowerBound)
        }
        try self.endProgram(token)
        try self.open(.chain, token)
        let last = self.stack.count - 1
        self.stack[last - 1].inverseStrip = self.stack[last].strip
    }

    private mutating func endProgram(_ token: Token) throws(Fault) {
        let start = token.range.lowerBound
        guard let top = self.stack.last else {
            throw Fault(.unexpectedElse, "`{{else}}` stands outside of any block", at: start, mend: "remove it")
        }
        switch top.kind {
        case .block, .invertedBlock, .chain:
            guard top.program == nil else {
                throw Fault(
                    .unexpectedElse, "`\(self.source(top.range))` already has its last `{{else}}`", at: start,
                    mend: "remove one of them", related: top.range.lowerBound)
            }
        case .partialBlock, .decorator:
            throw Fault(
                .unexpectedElse, "`\(self.source(top.range))` cannot have an `{{else}}`", at: start,
                mend: "remove it", related: top.range.lowerBound)
        }
        let last = self.stack.count - 1
        self.stack[last].program = self.program(top.body, blockParams: top.blockParams)
        self.stack[last].body = []
    }

    /// closeBlock = OPEN_ENDBLOCK helperName CLOSE
    private mutating func parseEndBlock(_ open: Token) throws(Fault) {
        let name = try self.parseHelperName(try self.next())
        let close = try self.expect(.close, "the end of the tag")
        let range = open.range.lowerBound..<close.range.upperBound
        guard let opened = self.stack.last(where: { $0.kind != .chain }) else {
            throw Fault(
                .unexpectedClose, "`\(self.source(range))` closes a block that was never opened",
                at: range.lowerBound, mend: "remove it, or open the block with {{#\(name.original.text)}}")
        }
        guard opened.call.head.original.matches(name.original) else {
            let place = LineIndex(self.lexer.bytes).position(of: opened.range.lowerBound, in: self.lexer.bytes)
            throw Fault(
                .mismatchedClose, "`\(self.source(range))` closes `\(self.source(opened.range))` opened at \(place)",
                at: range.lowerBound, mend: "write {{/\(opened.call.head.original.text)}}",
                related: opened.range.lowerBound)
        }
        self.close(strip: self.strip(open, close))
    }

    /// Ends the innermost block and the chain that hangs on it.
    private mutating func close(strip: Strip) {
        var chained: Program?
        while let top = self.stack.popLast() {
            let last = self.program(top.body, blockParams: top.program == nil ? top.blockParams : [])
            let first = top.program ?? last
            let second = top.program == nil ? chained : chained ?? last
            var block = Block(
                call: top.call, program: first, inverse: second, range: top.range, openStrip: top.strip,
                inverseStrip: top.inverseStrip, closeStrip: strip)
            switch top.kind {
            case .chain:
                // Each link of a chain but the first has its own opening tag's flags for those of its end:
                // handlebars.js has it so.
                let isFirstLink = self.stack.last?.kind != .chain
                block.closeStrip = isFirstLink ? strip : top.strip
                chained = self.program([.block(block)], isChained: true)
                continue
            case .block: self.append(.block(block))
            case .invertedBlock:
                block.program = second
                block.inverse = first
                self.append(.block(block))
            case .decorator: self.append(.decoratorBlock(block))
            case .partialBlock:
                self.append(
                    .partialBlock(
                        PartialBlock(
                            call: top.call, program: first, range: top.range, openStrip: top.strip,
                            closeStrip: strip)))
            }
            return
        }
    }

    /// rawBlock = OPEN_RAW_BLOCK call CLOSE_RAW_BLOCK *CONTENT END_RAW_BLOCK
    private mutating func parseRawBlock(_ open: Token) throws(Fault) {
        let call = try self.parseCall()
        let close = try self.expect(.closeRawBlock, "the end of the tag")
        let range = open.range.lowerBound..<close.range.upperBound
        var program = Program()
        while true {
            let token = try self.next()
            switch token.kind {
            case .content: program.body.append(.content(Content(token.text)))
            case .endRawBlock:
                let name = self.source(token.text)
                guard call.head.original.matches(.string(name)) else {
                    throw Fault(
                        .mismatchedClose, "`\(self.source(token.range))` closes `\(self.source(range))`",
                        at: token.range.lowerBound, mend: "write {{{{/\(call.head.original.text)}}}}",
                        related: range.lowerBound)
                }
                self.whitespace.apply(to: &program)
                self.append(.block(Block(call: call, program: program, range: range, openStrip: Strip())))
                return
            default:
                throw Fault(
                    .unclosedRawBlock, "`\(self.source(range))` is never closed", at: range.lowerBound,
                    mend: "add {{{{/\(call.head.original.text)}}}}")
            }
        }
    }
}

// MARK: - Help

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

    mutating func expect(_ kind: Token.Kind, _ expected: String) throws(Fault) -> Token {
        let token = try self.next()
        guard token.kind == kind else { throw self.unexpected(token, expected: expected) }
        return token
    }

    /// The source text of a range, cut where it would be too long for a message.
    func source(_ range: Range<Int>) -> String {
        let longest = 60
        if range.count <= longest { return String(decoding: self.lexer.bytes[range], as: UTF8.self) }
        var end = range.lowerBound + longest
        while self.lexer.bytes[end].isUTF8Continuation { end -= 1 }
        return String(decoding: self.lexer.bytes[range.lowerBound..<end], as: UTF8.self) + "..."
    }

    private func strip(_ first: Token, _ last: Token) -> Strip {
        Token.strip(from: first, to: last, in: self.lexer.bytes)
    }

    private func unclosed(_ open: OpenBlock) -> Fault {
        Fault(
            .unclosedBlock, "`\(self.source(open.range))` is never closed", at: open.range.lowerBound,
            mend: "add {{/\(open.call.head.original.text)}}")
    }

    func unexpected(_ token: Token, expected: String) -> Fault {
        let opensTag: Bool
        switch token.kind {
        case .open, .openUnescaped, .openBlock, .openInverse, .openInverseChain, .openEndBlock, .inverse, .openPartial,
            .openPartialBlock, .openRawBlock, .comment:
            opensTag = true
        default: opensTag = false
        }
        let isCutOff = self.lexer.byte(at: self.lexer.offset) == nil && token.kind == .invalid
        if token.kind == .endOfInput || opensTag || isCutOff {
            let braces = self.lexer.isNext("{{{", at: self.tagStart) ? "}}}" : "}}"
            return Fault(
                .unclosedTag, "the tag that begins here is never closed", at: self.tagStart, mend: "add \(braces)")
        }
        let text = self.source(self.scalarRange(of: token))
        return Fault(
            .unexpectedToken, "`\(text)` cannot stand here: \(expected) was expected", at: token.range.lowerBound)
    }

    /// The token's range, extended to the end of its last character: an invalid token is one byte.
    private func scalarRange(of token: Token) -> Range<Int> {
        var end = token.range.upperBound
        while let byte = self.lexer.byte(at: end), byte.isUTF8Continuation { end += 1 }
        return token.range.lowerBound..<end
    }
}
