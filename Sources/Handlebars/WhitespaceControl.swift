// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// Removes the white space that `~` asks for, and the lines on which a tag stands alone.
///
/// It follows `WhitespaceControl` of handlebars.js step by step: the order of the steps shows in the output. The
/// parser hands it each program as soon as it ends, those inside before those around them, so it needs no recursion.
struct WhitespaceControl {
    private let source: [UInt8]
    private let ignoresStandalone: Bool

    init(_ source: [UInt8], options: Options) {
        self.source = source
        self.ignoresStandalone = options.ignoreStandalone
    }

    /// What a statement asks of its neighbours.
    private struct Request {
        var open = false
        var close = false
        var isOpenStandalone = false
        var isCloseStandalone = false
        var isInlineStandalone = false
    }

    /// Strips the statements of a program whose blocks have been stripped inside already.
    func apply(to program: inout Program, isRoot: Bool = false) {
        for index in program.body.indices {
            guard let request = self.visit(&program.body[index]) else { continue }
            let isAfterLineStart = self.isPreviousWhitespace(program.body, index, isRoot: isRoot)
            let isBeforeLineEnd = self.isNextWhitespace(program.body, index, isRoot: isRoot)
            if request.close { self.omitRight(&program.body, at: index + 1, all: true) }
            if request.open { self.omitLeft(&program.body, at: index - 1, all: true) }
            if self.ignoresStandalone { continue }
            if request.isInlineStandalone && isAfterLineStart && isBeforeLineEnd {
                self.omitRight(&program.body, at: index + 1)
                if self.omitLeft(&program.body, at: index - 1) { self.indent(&program.body, at: index) }
            }
            if request.isOpenStandalone && isAfterLineStart {
                program.body[index].withFirstBody { self.omitRight(&$0, at: 0) }
                self.omitLeft(&program.body, at: index - 1)
            }
            if request.isCloseStandalone && isBeforeLineEnd {
                self.omitRight(&program.body, at: index + 1)
                program.body[index].withLastBody { self.omitLeft(&$0, at: $0.count - 1) }
            }
        }
    }

    private func visit(_ statement: inout Statement) -> Request? {
        switch statement {
        case .content:
            return nil
        case .comment(let comment):
            return Request(open: comment.strip.open, close: comment.strip.close, isInlineStandalone: true)
        case .partial(let partial):
            return Request(open: partial.strip.open, close: partial.strip.close, isInlineStandalone: true)
        case .mustache(let mustache), .decorator(let mustache):
            return Request(open: mustache.strip.open, close: mustache.strip.close)
        case .block(var block):
            let request = self.visit(&block)
            statement = .block(block)
            return request
        case .decoratorBlock(var block):
            let request = self.visit(&block)
            statement = .decoratorBlock(block)
            return request
        case .partialBlock(var partial):
            var block = Block(
                call: partial.call, program: partial.program, range: partial.range, openStrip: partial.openStrip,
                closeStrip: partial.closeStrip)
            let request = self.visit(&block)
            partial.program = block.program ?? partial.program
            statement = .partialBlock(partial)
            return request
        }
    }

    private func visit(_ block: inout Block) -> Request {
        // Without a program (`{{^x}}...{{/x}}`) the inverse takes its place.
        var first = block.program ?? block.inverse ?? Program()
        let inverse = block.program == nil ? nil : block.inverse
        let request = Request(
            open: block.openStrip.open, close: block.closeStrip.close,
            isOpenStandalone: self.isNextWhitespace(first.body, -1, isRoot: false),
            isCloseStandalone: self.isPreviousWhitespace(
                (inverse?.firstInverseBody ?? first.body), nil, isRoot: false))

        if block.openStrip.close { self.omitRight(&first.body, at: 0, all: true) }
        if var inverse {
            if block.inverseStrip.open { self.omitLeft(&first.body, at: first.body.count - 1, all: true) }
            if block.inverseStrip.close {
                inverse.withFirstInverseBody { self.omitRight(&$0, at: 0, all: true) }
            }
            if block.closeStrip.open {
                inverse.withLastInverseBody { self.omitLeft(&$0, at: $0.count - 1, all: true) }
            }
            if !self.ignoresStandalone, self.isPreviousWhitespace(first.body, nil, isRoot: false),
                self.isNextWhitespace(inverse.firstInverseBody, -1, isRoot: false)
            {
                self.omitLeft(&first.body, at: first.body.count - 1)
                inverse.withFirstInverseBody { self.omitRight(&$0, at: 0) }
            }
            block.inverse = inverse
        } else if block.closeStrip.open {
            self.omitLeft(&first.body, at: first.body.count - 1, all: true)
        }
        if block.program != nil { block.program = first } else { block.inverse = first }
        return request
    }

    private func indent(_ body: inout [Statement], at index: Int) {
        guard case .partial(var partial) = body[index], case .content(let before) = body[index - 1] else { return }
        var start = before.original.upperBound
        while start > before.original.lowerBound, self.source[start - 1].isBlank { start -= 1 }
        partial.indent = start..<before.original.upperBound
        body[index] = .partial(partial)
    }
}

// MARK: - Tests and changes of content

extension WhitespaceControl {
    /// Whether only white space stands between the start of the line and the statement at `index`.
    private func isPreviousWhitespace(_ body: [Statement], _ index: Int?, isRoot: Bool) -> Bool {
        let index = index ?? body.count
        guard index > 0 else { return isRoot }
        guard case .content(let content) = body[index - 1] else { return false }
        let range = content.original
        let start = JavaScriptWhitespace.skipBackward(
            from: range.upperBound, in: self.source, start: range.lowerBound)
        if self.source[start..<range.upperBound].contains(.lineFeed) { return true }
        return isRoot && index == 1 && start == range.lowerBound
    }

    /// Whether only white space stands between the statement at `index` and the end of the line.
    private func isNextWhitespace(_ body: [Statement], _ index: Int, isRoot: Bool) -> Bool {
        guard index + 1 < body.count else { return isRoot }
        guard case .content(let content) = body[index + 1] else { return false }
        let range = content.original
        let end = JavaScriptWhitespace.skip(from: range.lowerBound, in: self.source, end: range.upperBound)
        if self.source[range.lowerBound..<end].contains(.lineFeed) { return true }
        return isRoot && index + 2 >= body.count && end == range.upperBound
    }

    /// Cuts the beginning of the content at `index`: all white space, or blanks and one line end.
    private func omitRight(_ body: inout [Statement], at index: Int, all: Bool = false) {
        guard body.indices.contains(index), case .content(var content) = body[index],
            all || !content.isRightStripped
        else { return }
        let end = content.value.upperBound
        var start = content.value.lowerBound
        if all {
            start = JavaScriptWhitespace.skip(from: start, in: self.source, end: end)
        } else {
            while start < end, self.source[start].isBlank { start += 1 }
            if start < end, self.source[start] == .lineFeed {
                start += 1
            } else if start + 1 < end, self.source[start] == .carriageReturn, self.source[start + 1] == .lineFeed {
                start += 2
            }
        }
        content.isRightStripped = start != content.value.lowerBound
        content.value = start..<end
        body[index] = .content(content)
    }

    /// Cuts the end of the content at `index`: all white space, or blanks only. Says whether anything was cut.
    @discardableResult
    private func omitLeft(_ body: inout [Statement], at index: Int, all: Bool = false) -> Bool {
        guard body.indices.contains(index), case .content(var content) = body[index], all || !content.isLeftStripped
        else { return false }
        let start = content.value.lowerBound
        var end = content.value.upperBound
        if all {
            end = JavaScriptWhitespace.skipBackward(from: end, in: self.source, start: start)
        } else {
            while end > start, self.source[end - 1].isBlank { end -= 1 }
        }
        content.isLeftStripped = end != content.value.upperBound
        content.value = start..<end
        body[index] = .content(content)
        return content.isLeftStripped
    }
}

// MARK: - Where a block begins and ends

extension Statement {
    /// Changes the statements right after a block's opening tag.
    fileprivate mutating func withFirstBody(_ change: (inout [Statement]) -> Void) {
        self.withBody(first: true, change)
    }

    /// Changes the statements right before a block's closing tag.
    fileprivate mutating func withLastBody(_ change: (inout [Statement]) -> Void) {
        self.withBody(first: false, change)
    }

    private mutating func withBody(first: Bool, _ change: (inout [Statement]) -> Void) {
        switch self {
        case .block(var block):
            block.withBody(first: first, change)
            self = .block(block)
        case .decoratorBlock(var block):
            block.withBody(first: first, change)
            self = .decoratorBlock(block)
        case .partialBlock(var partial):
            change(&partial.program.body)
            self = .partialBlock(partial)
        case .content, .comment, .mustache, .partial, .decorator: break
        }
    }
}

extension Block {
    fileprivate mutating func withBody(first: Bool, _ change: (inout [Statement]) -> Void) {
        var program = first ? self.program ?? self.inverse : self.inverse ?? self.program
        let isProgram = first ? self.program != nil : self.inverse == nil
        guard program != nil else { return }
        program.mutate { change(&$0.body) }
        if isProgram { self.program = program } else { self.inverse = program }
    }
}

extension Optional {
    fileprivate mutating func mutate(_ change: (inout Wrapped) -> Void) {
        guard var value = self else { return }
        change(&value)
        self = value
    }
}

extension Program {
    /// The body of the first `{{else if}}` of a chain, or of the `{{else}}`.
    fileprivate var firstInverseBody: [Statement] {
        guard self.isChained, case .block(let block)? = self.body.first else { return self.body }
        return block.program?.body ?? []
    }

    fileprivate mutating func withFirstInverseBody(_ change: (inout [Statement]) -> Void) {
        guard self.isChained, case .block(var block)? = self.body.first else { return change(&self.body) }
        block.program.mutate { change(&$0.body) }
        self.body[0] = .block(block)
    }

    /// Changes the body of the last program that handlebars.js finds by following the chain: each time it takes the
    /// link's own program, so it is the first link's.
    fileprivate mutating func withLastInverseBody(_ change: (inout [Statement]) -> Void) {
        self.withFirstInverseBody(change)
    }
}
