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
        /// The statements right behind a block's opening tag.
        var first = 0..<0
        /// The statements right before its closing tag.
        var last = 0..<0
    }

    /// Strips the statements of a body whose blocks have been stripped inside already.
    func apply(to body: Body, of tree: inout Program, isRoot: Bool = false) {
        let range = body.statements
        for index in range {
            guard let request = self.visit(tree.statements[index], of: &tree) else { continue }
            let isAfterLineStart = self.isLineStart(before: index, in: range, of: tree, isRoot: isRoot)
            let isBeforeLineEnd = self.isLineEnd(from: index + 1, in: range, of: tree, isRoot: isRoot)
            if request.close { self.omitRight(index + 1, in: range, of: &tree, all: true) }
            if request.open { self.omitLeft(index - 1, in: range, of: &tree, all: true) }
            if self.ignoresStandalone { continue }
            if request.isInlineStandalone && isAfterLineStart && isBeforeLineEnd {
                self.omitRight(index + 1, in: range, of: &tree)
                if self.omitLeft(index - 1, in: range, of: &tree) { self.indent(index, of: &tree) }
            }
            if request.isOpenStandalone && isAfterLineStart {
                self.omitFirst(of: request.first, of: &tree)
                self.omitLeft(index - 1, in: range, of: &tree)
            }
            if request.isCloseStandalone && isBeforeLineEnd {
                self.omitRight(index + 1, in: range, of: &tree)
                self.omitLast(of: request.last, of: &tree)
            }
        }
    }

    private func visit(_ statement: Statement, of tree: inout Program) -> Request? {
        switch statement {
        case .content:
            return nil
        case .comment(let strip):
            return Request(open: strip.open, close: strip.close, isInlineStandalone: true)
        case .partial(let id):
            let strip = tree[id].strip
            return Request(open: strip.open, close: strip.close, isInlineStandalone: true)
        case .mustache(let id), .decorator(let id):
            let strip = tree[id].strip
            return Request(open: strip.open, close: strip.close)
        case .block(let id), .decoratorBlock(let id), .partialBlock(let id):
            return self.visit(tree[id], of: &tree)
        }
    }

    private func visit(_ block: Block, of tree: inout Program) -> Request {
        // Without a program (`{{^x}}...{{/x}}`) the inverse takes its place.
        let first = (block.program ?? block.inverse)?.statements ?? 0..<0
        let inverse = block.program == nil ? nil : block.inverse
        // Of a chain it is its first link that counts, both for its beginning and for its end: to find the last one,
        // handlebars.js takes the link's own program each time.
        let second = inverse.map { tree.bodyOfFirstLink($0).statements }
        let request = Request(
            open: block.openStrip.open, close: block.closeStrip.close,
            isOpenStandalone: self.isLineEnd(from: first.lowerBound, in: first, of: tree),
            isCloseStandalone: self.isLineStart(
                before: (second ?? first).upperBound, in: second ?? first, of: tree),
            first: first, last: inverse?.statements ?? first)

        if block.openStrip.close { self.omitFirst(of: first, of: &tree, all: true) }
        if let second {
            if block.inverseStrip.open { self.omitLast(of: first, of: &tree, all: true) }
            if block.inverseStrip.close { self.omitFirst(of: second, of: &tree, all: true) }
            if block.closeStrip.open { self.omitLast(of: second, of: &tree, all: true) }
            if !self.ignoresStandalone, self.isLineStart(before: first.upperBound, in: first, of: tree),
                self.isLineEnd(from: second.lowerBound, in: second, of: tree)
            {
                self.omitLast(of: first, of: &tree)
                self.omitFirst(of: second, of: &tree)
            }
        } else if block.closeStrip.open {
            self.omitLast(of: first, of: &tree, all: true)
        }
        return request
    }

    private func indent(_ index: Int, of tree: inout Program) {
        guard case .partial(let partial) = tree.statements[index], case .content(let id) = tree.statements[index - 1]
        else { return }
        let before = tree[id].original
        var start = before.upperBound
        while start > before.lowerBound, self.source[start - 1].isBlank { start -= 1 }
        tree[partial].indent = start..<before.upperBound
    }
}

// MARK: - Tests and changes of content

extension WhitespaceControl {
    /// Whether only white space stands between the start of the line and the statement at `index`.
    private func isLineStart(
        before index: Int, in range: Range<Int>, of tree: Program, isRoot: Bool = false
    ) -> Bool {
        guard index > range.lowerBound else { return isRoot }
        guard case .content(let id) = tree.statements[index - 1] else { return false }
        let text = tree[id].original
        let start = JavaScriptWhitespace.skipBackward(from: text.upperBound, in: self.source, start: text.lowerBound)
        if self.source[start..<text.upperBound].contains(.lineFeed) { return true }
        return isRoot && index == range.lowerBound + 1 && start == text.lowerBound
    }

    /// Whether only white space stands between the statement before `index` and the end of the line.
    private func isLineEnd(from index: Int, in range: Range<Int>, of tree: Program, isRoot: Bool = false) -> Bool {
        guard index < range.upperBound else { return isRoot }
        guard case .content(let id) = tree.statements[index] else { return false }
        let text = tree[id].original
        let end = JavaScriptWhitespace.skip(from: text.lowerBound, in: self.source, end: text.upperBound)
        if self.source[text.lowerBound..<end].contains(.lineFeed) { return true }
        return isRoot && index + 1 == range.upperBound && end == text.upperBound
    }

    private func omitFirst(of range: Range<Int>, of tree: inout Program, all: Bool = false) {
        self.omitRight(range.lowerBound, in: range, of: &tree, all: all)
    }

    private func omitLast(of range: Range<Int>, of tree: inout Program, all: Bool = false) {
        self.omitLeft(range.upperBound - 1, in: range, of: &tree, all: all)
    }

    /// Cuts the beginning of the content at `index`: all white space, or blanks and one line end.
    private func omitRight(_ index: Int, in range: Range<Int>, of tree: inout Program, all: Bool = false) {
        guard range.contains(index), case .content(let id) = tree.statements[index], all || !tree[id].isRightStripped
        else { return }
        let value = tree[id].value
        let end = value.upperBound
        var start = value.lowerBound
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
        tree[id].isRightStripped = start != value.lowerBound
        tree[id].value = start..<end
    }

    /// Cuts the end of the content at `index`: all white space, or blanks only. Says whether anything was cut.
    @discardableResult
    private func omitLeft(_ index: Int, in range: Range<Int>, of tree: inout Program, all: Bool = false) -> Bool {
        guard range.contains(index), case .content(let id) = tree.statements[index], all || !tree[id].isLeftStripped
        else { return false }
        let value = tree[id].value
        let start = value.lowerBound
        var end = value.upperBound
        if all {
            end = JavaScriptWhitespace.skipBackward(from: end, in: self.source, start: start)
        } else {
            while end > start, self.source[end - 1].isBlank { end -= 1 }
        }
        tree[id].isLeftStripped = end != value.upperBound
        tree[id].value = start..<end
        return end != value.upperBound
    }
}

extension Program {
    /// The body of the first `{{else if}}` of a chain, or that of the `{{else}}`.
    fileprivate func bodyOfFirstLink(_ inverse: Body) -> Body {
        guard inverse.isChained, case .block(let id)? = self.statements[inverse.statements].first else {
            return inverse
        }
        return self[id].program ?? Body()
    }
}
