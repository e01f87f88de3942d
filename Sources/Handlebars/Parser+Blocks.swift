// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// A block whose closing tag has not come yet.
struct OpenBlock {
    enum Kind { case block, invertedBlock, chain, partialBlock, decorator }

    var kind: Kind
    var call: Call
    var blockParams: [String]
    var range: Range<Int>
    var strip: Strip
    /// Where the statements of the body that is being read begin among those that wait.
    var start: Int
    /// The first body, once an `{{else}}` has ended it.
    var program: Body?
    var inverseStrip = Strip()
}

extension Parser {
    /// openBlock = OPEN_BLOCK call [ blockParams ] CLOSE, and its like
    mutating func open(_ kind: OpenBlock.Kind, _ open: Token) throws(Fault) {
        guard self.stack.count < self.limits.nesting else {
            throw Fault(
                .tooDeep, "blocks are nested more than \(self.limits.nesting) deep", at: open.range.lowerBound,
                mend: "nest fewer blocks")
        }
        let call = try self.parseCall(isPartial: kind == .partialBlock)
        let blockParams = kind == .partialBlock ? [] : try self.parseBlockParams()
        let close = try self.expectClose(.close)
        self.stack.append(
            OpenBlock(
                kind: kind, call: call, blockParams: blockParams,
                range: open.range.lowerBound..<close.range.upperBound, strip: self.strip(open, close),
                start: self.statements.count))
    }

    /// inverseAndProgram = INVERSE program
    mutating func parseInverse(_ token: Token) throws(Fault) {
        try self.endFirstBody(token)
        self.stack[self.stack.count - 1].inverseStrip = self.strip(token, token)
    }

    /// inverseChain = OPEN_INVERSE_CHAIN call [ blockParams ] CLOSE program [ inverseChain ]
    mutating func parseInverseChain(_ token: Token) throws(Fault) {
        if let top = self.stack.last, top.kind == .invertedBlock {
            throw Fault(
                .unexpectedElse, "a chain of `{{else}}` cannot stand in `\(self.source(top.range))`",
                at: token.range.lowerBound, mend: "begin with {{#\(top.call.head.original.text)}}",
                related: top.range.lowerBound)
        }
        try self.endFirstBody(token)
        try self.open(.chain, token)
        let last = self.stack.count - 1
        self.stack[last - 1].inverseStrip = self.stack[last].strip
    }

    private mutating func endFirstBody(_ token: Token) throws(Fault) {
        let start = token.range.lowerBound
        guard let top = self.stack.last else {
            throw Fault(.unexpectedElse, "`{{else}}` stands outside of any block", at: start, mend: "remove it")
        }
        switch top.kind {
        case .block, .invertedBlock, .chain:
            guard top.program == nil else {
                throw Fault(
                    .unexpectedElse, "another `{{else}}` follows the last one of `\(self.source(top.range))`",
                    at: start,
                    mend: "remove one of them", related: top.range.lowerBound)
            }
        case .partialBlock, .decorator:
            throw Fault(
                .unexpectedElse, "`{{else}}` cannot stand in `\(self.source(top.range))`", at: start,
                mend: "remove it", related: top.range.lowerBound)
        }
        let last = self.stack.count - 1
        self.stack[last].program = self.endBody(from: top.start, blockParams: top.blockParams)
    }

    /// closeBlock = OPEN_ENDBLOCK helperName CLOSE
    mutating func parseEndBlock(_ open: Token) throws(Fault) {
        let name = try self.parseHelperName(try self.next())
        let close = try self.expectClose(.close)
        let range = open.range.lowerBound..<close.range.upperBound
        guard let opened = self.stack.last(where: { $0.kind != .chain }) else {
            throw Fault(
                .unexpectedClose, "`\(self.source(range))` closes a block that was never opened",
                at: range.lowerBound, mend: "remove it, or open the block with {{#\(name.original.text)}}")
        }
        guard opened.call.head.original.matches(name.original) else {
            throw Fault(
                .mismatchedClose, "`\(self.source(range))` closes `\(self.source(opened.range))`",
                at: range.lowerBound, mend: "write {{/\(opened.call.head.original.text)}}",
                related: opened.range.lowerBound)
        }
        self.close(strip: self.strip(open, close))
    }

    /// Ends the innermost block and the chain that hangs on it.
    private mutating func close(strip: Strip) {
        var chained: Body?
        while let top = self.stack.popLast() {
            let last = self.endBody(from: top.start, blockParams: top.program == nil ? top.blockParams : [])
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
                let start = self.statements.count
                self.statements.append(.block(self.tree.add(block)))
                chained = self.endBody(from: start, isChained: true)
                continue
            case .block: break
            case .invertedBlock: (block.program, block.inverse) = (second, first)
            case .decorator:
                self.statements.append(.decoratorBlock(self.tree.add(block)))
                return
            case .partialBlock:
                self.statements.append(.partialBlock(self.tree.add(block)))
                return
            }
            self.statements.append(.block(self.tree.add(block)))
            return
        }
    }

    /// rawBlock = OPEN_RAW_BLOCK call CLOSE_RAW_BLOCK *CONTENT END_RAW_BLOCK
    mutating func parseRawBlock(_ open: Token) throws(Fault) {
        let call = try self.parseCall()
        let close = try self.expectClose(.closeRawBlock)
        let range = open.range.lowerBound..<close.range.upperBound
        let start = self.statements.count
        while true {
            let token = try self.next()
            switch token.kind {
            case .content: self.statements.append(.content(self.tree.add(Content(token.text))))
            case .endRawBlock:
                let name = self.source(token.text)
                guard call.head.original.matches(.string(name)) else {
                    throw Fault(
                        .mismatchedClose, "`\(self.source(token.range))` closes `\(self.source(range))`",
                        at: token.range.lowerBound, mend: "write {{{{/\(call.head.original.text)}}}}",
                        related: range.lowerBound)
                }
                let block = Block(call: call, program: self.endBody(from: start), range: range, openStrip: Strip())
                self.statements.append(.block(self.tree.add(block)))
                return
            default:
                throw Fault(
                    .unclosedRawBlock, "`\(self.source(range))` is never closed", at: range.lowerBound,
                    mend: "add {{{{/\(call.head.original.text)}}}}")
            }
        }
    }
}
