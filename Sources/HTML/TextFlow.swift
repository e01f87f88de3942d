// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// Collects characters into blocks and writes the blocks as lines of plain text.
///
/// Breaks are lazy: asking for one only takes effect when more text comes, so that several make one, none stands at
/// either end, and the URL of a link gets onto the last line of its text.
struct TextFlow {
    /// How far apart two blocks are.
    enum Break: Int, Comparable {
        case none
        case line
        case blankLine

        static func < (lhs: Break, rhs: Break) -> Bool { lhs.rawValue < rhs.rawValue }
    }

    /// How the text of a block is laid out.
    enum Style: Equatable {
        case wrapped
        case heading(underline: UInt8?)
        case preformatted
    }

    /// What stands before each line of what is inside a list item or a quotation.
    private struct Indent {
        var first: [UInt8]?
        var rest: [UInt8]
    }

    private let width: Int
    private let isWrapped: Bool
    private var writer = LineWriter()

    /// The text of the block that is being collected, and what was in force when it began.
    private(set) var block: [UInt8] = []
    private var blockStyle = Style.wrapped
    private var firstPrefix: [UInt8] = []
    private var restPrefix: [UInt8] = []

    /// The number of blocks that have begun: tells whether a place in `block` is still there.
    private(set) var blockNumber = 0

    private var indents: [Indent] = []
    private var indentColumns = 0
    private var pendingBreak = Break.none
    private var isSpacePending = false
    /// A joiner that has to wait for what it joins.
    private var pendingJoiner: Unicode.Scalar?
    private var lastScalar: Unicode.Scalar = " "

    /// The style of blocks that begin from now on.
    var style = Style.wrapped

    /// Written before the next character: the separators of table cells.
    var pendingSeparators = 0

    init(width: Int, isWrapped: Bool) {
        self.width = max(width, 20)
        self.isWrapped = isWrapped
    }

    // MARK: Structure

    /// Ends the block before the next character, if there is one.
    mutating func requestBreak(_ kind: Break) {
        self.pendingBreak = max(self.pendingBreak, kind)
    }

    /// What `<br>` means: a line break in text, an empty line after one.
    mutating func breakLine() {
        self.isSpacePending = false
        if self.block.isEmpty || self.pendingBreak != .none {
            self.requestBreak(.blankLine)
        } else {
            self.block.append(.lineFeed)
        }
    }

    /// Indents what follows, if there is still room to: half the width stays for the text.
    mutating func indent(first: [UInt8]?, rest: [UInt8]) -> Bool {
        let columns = DisplayWidth.columns(of: rest)
        guard self.indentColumns + columns <= self.width / 2 else { return false }
        self.indentColumns += columns
        self.indents.append(Indent(first: first, rest: rest))
        return true
    }

    mutating func outdent() {
        guard let indent = self.indents.popLast() else { return }
        self.indentColumns -= DisplayWidth.columns(of: indent.rest)
    }

    /// A line of dashes.
    mutating func appendRule() {
        self.requestBreak(.blankLine)
        self.begin()
        self.block = Array(repeating: .ascii("-"), count: max(self.width - self.indentColumns, 1))
        self.requestBreak(.blankLine)
    }

    // MARK: Characters

    /// Adds text as CSS does by default: any run of white space is one space.
    mutating func append(_ text: String) {
        for scalar in text.unicodeScalars {
            self.appendVisible(scalar)
        }
    }

    /// A space, unless there is one or the line begins here.
    mutating func appendSpace() {
        self.isSpacePending = true
        self.pendingJoiner = nil
    }

    /// Adds text with its white space as it stands.
    mutating func appendPreformatted(_ text: String) {
        var previous: Unicode.Scalar = " "
        for scalar in text.unicodeScalars {
            defer { previous = scalar }
            switch scalar {
            case "\n" where previous == "\r": continue
            case "\n", "\r", "\u{2028}", "\u{2029}":
                self.begin()
                self.block.append(.lineFeed)
            case "\t":
                self.begin()
                self.block.append(.tab)
            case " ", "\u{A0}":
                self.begin()
                self.block.append(.space)
            default: self.appendVisible(scalar)
            }
        }
    }

    private mutating func appendVisible(_ scalar: Unicode.Scalar) {
        switch TextRole(of: scalar) {
        case .nothing: return
        case .joiner:
            if !self.isSpacePending, self.pendingBreak == .none, TextRole.isJoinable(self.lastScalar) {
                self.pendingJoiner = scalar
            }
        case .space: self.appendSpace()
        case .fixedSpace:
            // At the start of a line they would only indent it, and alone they are not a block.
            guard !self.block.isEmpty, self.pendingBreak == .none, self.block.last != .lineFeed else { return }
            self.appendScalar("\u{A0}")
        case .letter: self.appendScalar(scalar)
        }
    }

    private mutating func appendScalar(_ scalar: Unicode.Scalar) {
        self.begin()
        if let joiner = self.pendingJoiner, TextRole.isJoinable(scalar) { self.block += UTF8.encode(joiner) ?? .init() }
        self.pendingJoiner = nil
        if scalar.isASCII {
            self.block.append(UInt8(truncatingIfNeeded: scalar.value))
        } else {
            self.block += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
        }
        self.lastScalar = scalar
    }

    /// Does what was put off until there was text: breaks, spaces, separators.
    private mutating func begin() {
        if self.pendingBreak != .none { self.endBlock() }
        if self.block.isEmpty {
            self.blockNumber += 1
            self.blockStyle = self.style
            self.beginPrefixes()
        } else if self.isSpacePending, self.pendingSeparators == 0, let last = self.block.last, !last.isWhitespace {
            self.block.append(.space)
        }
        self.isSpacePending = false
        guard self.pendingSeparators > 0 else { return }
        let separators = repeatElement("|", count: min(self.pendingSeparators, 100)).joined(separator: " ")
        self.block += (self.block.isEmpty ? "\(separators) " : " \(separators) ").utf8
        self.pendingSeparators = 0
    }

    private mutating func beginPrefixes() {
        self.firstPrefix = []
        self.restPrefix = []
        for index in self.indents.indices {
            self.firstPrefix += self.indents[index].first ?? self.indents[index].rest
            self.restPrefix += self.indents[index].rest
            self.indents[index].first = nil
        }
    }

    // MARK: Links

    /// Where the next character goes: the number of its block and its place there.
    var nextPlace: (blockNumber: Int, start: Int) {
        self.block.isEmpty || self.pendingBreak != .none
            ? (self.blockNumber + 1, 0) : (self.blockNumber, self.block.count)
    }

    /// Adds `word` as it is.
    mutating func appendWord(_ word: [UInt8]) {
        self.begin()
        self.block += word
        self.lastScalar = " "
    }

    /// The words of the block from `start` on, and where they begin.
    ///
    /// Separators of table cells do not count: they come before the text that they were waiting for.
    func lastText(from start: Int) -> (start: Int, text: [UInt8]) {
        let tail = self.block[start...]
        let first = tail.firstIndex { !$0.isWhitespace && $0 != .ascii("|") } ?? start
        return (first, Array(tail[first...].trimmingWhitespace))
    }

    /// Puts `text` in place of what the block has from `start` on.
    mutating func replaceBlock(from start: Int, with text: [UInt8]) {
        guard start <= self.block.count else { return }
        self.block.removeSubrange(start...)
        self.block += text
        self.lastScalar = " "
    }

    /// Adds `text` behind the last word, even if a break has been asked for since.
    mutating func appendToLastBlock(_ text: [UInt8]) {
        if self.block.isEmpty {
            self.begin()
        } else if let last = self.block.last, !last.isWhitespace {
            self.block.append(.space)
        }
        self.block += text
        self.lastScalar = " "
    }

    // MARK: Output

    /// Writes the last block.
    mutating func finish() -> [UInt8] {
        self.endBlock()
        return self.writer.output
    }

    private mutating func endBlock() {
        var lines = self.linesOfBlock()
        let endsWithEmptyLine = lines.count > 2 && lines.suffix(2).allSatisfy(\.isEmpty)
        while lines.last?.isEmpty == true { lines.removeLast() }
        if case .heading(let underline?) = self.blockStyle, !lines.isEmpty {
            let columns = lines.reduce(1) { max($0, DisplayWidth.columns(of: $1)) }
            lines.append(Array(repeating: underline, count: columns))
        }
        self.writer.write(lines.drop(while: \.isEmpty), first: self.firstPrefix, rest: self.restPrefix)
        // The break that made this block end says how far off the next one is.
        if self.pendingBreak == .blankLine || endsWithEmptyLine { self.writer.requestBlankLine() }
        self.pendingBreak = .none
        self.block = []
        self.isSpacePending = false
        self.pendingJoiner = nil
        self.lastScalar = " "
    }

    private func linesOfBlock() -> [[UInt8]] {
        guard !self.block.isEmpty else { return [] }
        guard self.blockStyle == .preformatted else {
            let width = self.isWrapped ? self.width - DisplayWidth.columns(of: self.restPrefix) : Int.max
            return LineWrap.lines(of: self.block, width: width)
        }
        return self.block.split(separator: .lineFeed, omittingEmptySubsequences: false)
            .map { LineWrap.finished(Array($0)) }
    }
}
