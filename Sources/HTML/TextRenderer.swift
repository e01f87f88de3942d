// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

extension HTMLDocument {
    /// The document as plain text that reads well in a terminal: every word and every link that a reader would see.
    ///
    /// It is UTF-8 in lines that end with LF, wrapped at spaces to `width` columns (at least 20); longer words, such as
    /// URLs, stay whole. It is empty if there is nothing to see. What `style` attributes or style sheets hide is
    /// left out, unless the rule stands in an at-rule such as `@media`.
    ///
    /// - Parameters:
    ///   - width: The columns of a line.
    ///   - isWrapped: Whether paragraphs are wrapped, or stand on one line each, for readers that wrap by themselves.
    ///   - links: Where the URLs of links stand.
    public func plainText(width: Int = 72, isWrapped: Bool = true, links: TextLinks = .inline) -> [UInt8] {
        var renderer = TextRenderer(self, width: width, isWrapped: isWrapped, links: links)
        return renderer.render()
    }
}

/// Walks a tree and tells the text flow what it says.
struct TextRenderer {
    /// An element that is open, and what has to be done at its end.
    private struct Frame {
        var end: Int
        var visibility = Visibility()
        var isPreformatted = false
        /// Whether it is in a cell of a data table, where all text is on one line.
        var isInCell = false

        var closingBreak = TextFlow.Break.none
        var isIndented = false
        var isList = false
        var isTable = false
        var isRow = false
        var closingText: String?
        var outerStyle: TextFlow.Style?
        var link: OpenLink?
    }

    private struct OpenLink {
        var target: PlainTextLink
        var blockNumber: Int
        var start: Int
    }

    private struct List {
        var nextNumber: Int?
    }

    private struct Table {
        var isData: Bool
        var cells = 0
    }

    private let nodes: [HTMLNode]
    private let dataTables: Set<Int>
    private let sheets: HidingSheets
    private var flow: TextFlow
    private var frames: [Frame] = []
    private var lists: [List] = []
    private var tables: [Table] = []
    private let links: TextLinks
    private var footnotes = Footnotes()

    init(_ document: HTMLDocument, width: Int, isWrapped: Bool, links: TextLinks) {
        self.nodes = document.nodes
        self.links = links
        self.dataTables = TableShapes.dataTables(in: document.nodes)
        self.sheets = HidingSheets(of: document)
        self.flow = TextFlow(width: width, isWrapped: isWrapped)
    }

    mutating func render() -> [UInt8] {
        var index = 0
        while index < self.nodes.count {
            while let frame = self.frames.last, frame.end <= index {
                self.frames.removeLast()
                self.leave(frame)
            }
            let node = self.nodes[index]
            switch node.content {
            case .text(let text):
                self.append(text)
                index += 1
            case .element(let element):
                index = self.enter(element, at: index) ? index + 1 : node.end
            }
        }
        while let frame = self.frames.popLast() { self.leave(frame) }
        self.appendFootnotes()
        return self.flow.finish()
    }

    private mutating func append(_ text: String) {
        guard let frame = self.frames.last, frame.visibility.showsText else { return }
        if frame.isPreformatted, !frame.isInCell {
            self.flow.appendPreformatted(text)
        } else {
            self.flow.append(text)
        }
    }

    /// Adds text that stands in an attribute, which no font size hides.
    private mutating func appendLabel(_ text: String?, in frame: Frame) {
        guard let text, frame.visibility.showsLabels else { return }
        self.flow.append(text)
    }

    private mutating func requestBreak(_ kind: TextFlow.Break, in frame: Frame) {
        guard kind != .none else { return }
        if frame.isInCell { self.flow.appendSpace() } else { self.flow.requestBreak(kind) }
    }

    // MARK: Elements

    /// Begins an element and returns whether to go into it.
    private mutating func enter(_ element: HTMLElement, at index: Int) -> Bool {
        guard !TextVocabulary.unseen.contains(element.name) else { return false }
        let style = self.sheets.style(of: element, at: index)
        var frame = Frame(end: self.nodes[index].end)
        if let outer = self.frames.last {
            frame.visibility = outer.visibility
            frame.isPreformatted = outer.isPreformatted
            frame.isInCell = outer.isInCell
        }
        frame.visibility = frame.visibility.inside(element, style)
        if frame.visibility.isHidden { return false }

        if self.appendReplaced(element, in: frame) { return true }
        frame.closingBreak = self.breakAround(element, style: style)
        self.requestBreak(frame.closingBreak, in: frame)
        self.begin(element, at: index, frame: &frame)
        self.frames.append(frame)
        return true
    }

    /// Elements that have no content but stand for something.
    private mutating func appendReplaced(_ element: HTMLElement, in frame: Frame) -> Bool {
        switch element.name {
        case "br":
            if frame.isInCell { self.flow.appendSpace() } else if frame.visibility.showsLabels { self.flow.breakLine() }
        case "hr":
            if frame.visibility.showsLabels, !frame.isInCell { self.flow.appendRule() }
        case "img":
            self.appendLabel(element["alt"], in: frame)
        case "input":
            switch element["type"]?.asciiLowercased {
            case "hidden", "checkbox", "radio", "password", "file", "color", "range": break
            case "image": self.appendLabel(element["alt"], in: frame)
            default: self.appendLabel(element["value"] ?? element["placeholder"], in: frame)
            }
        default: return false
        }
        return true
    }

    private func breakAround(_ element: HTMLElement, style: InlineStyle?) -> TextFlow.Break {
        switch element.name {
        case "ul", "ol", "menu", "dir":
            return self.lists.isEmpty ? .blankLine : .line
        case "tr":
            return self.tables.last?.isData == false ? .blankLine : .line
        case "td", "th":
            // In a row of data the separator is the break.
            return self.tables.last?.isData == true ? .none : .line
        case let name:
            if TextVocabulary.spacedBlocks.contains(name) { return .blankLine }
            if TextVocabulary.blocks.contains(name) { return .line }
            return style?["display"] == "block" ? .line : .none
        }
    }

    private mutating func begin(_ element: HTMLElement, at index: Int, frame: inout Frame) {
        switch element.name {
        case "a", "area":
            if let target = element["href"].flatMap(PlainTextLink.init) {
                let place = self.flow.nextPlace
                frame.link = OpenLink(target: target, blockNumber: place.blockNumber, start: place.start)
            }
            if element.name == "area" { self.appendLabel(element["alt"], in: frame) }
        case "h1": self.setStyle(.heading(underline: .ascii("=")), in: &frame)
        case "h2": self.setStyle(.heading(underline: .ascii("-")), in: &frame)
        case "pre", "listing", "xmp", "plaintext":
            frame.isPreformatted = true
            self.setStyle(.preformatted, in: &frame)
        case "textarea": frame.isPreformatted = false
        case "blockquote": frame.isIndented = self.flow.indent(first: nil, rest: Array("> ".utf8))
        case "dd": frame.isIndented = self.flow.indent(first: nil, rest: Array("    ".utf8))
        case "ul", "menu", "dir": self.beginList(List(), in: &frame)
        case "ol": self.beginList(List(nextNumber: element["start"].flatMap { Int($0) } ?? 1), in: &frame)
        case "li": self.beginItem(element, in: &frame)
        case "table":
            frame.isTable = true
            self.tables.append(Table(isData: self.dataTables.contains(index)))
        case "tr":
            guard self.tables.last?.isData == true else { break }
            frame.isRow = true
            self.beginRow()
        case "td", "th":
            guard let table = self.tables.last, table.isData else { break }
            frame.isInCell = true
            if table.cells > 0 { self.flow.pendingSeparators += 1 }
            self.tables[self.tables.count - 1].cells += 1
        case "q":
            self.appendLabel("\u{201C}", in: frame)
            frame.closingText = "\u{201D}"
        case "optgroup": self.appendLabel(element["label"], in: frame)
        default: break
        }
    }

    private mutating func setStyle(_ style: TextFlow.Style, in frame: inout Frame) {
        frame.outerStyle = self.flow.style
        self.flow.style = style
    }

    private mutating func beginList(_ list: List, in frame: inout Frame) {
        frame.isList = true
        self.lists.append(list)
    }

    private mutating func beginItem(_ element: HTMLElement, in frame: inout Frame) {
        var marker = "- "
        if let last = self.lists.indices.last, let next = self.lists[last].nextNumber {
            let number = element["value"].flatMap { Int($0) } ?? next
            marker = "\(number). "
            self.lists[last].nextNumber = number &+ 1
        }
        let rest = [UInt8](repeating: .space, count: marker.utf8.count)
        frame.isIndented = self.flow.indent(first: Array(marker.utf8), rest: rest)
    }

    private mutating func beginRow() {
        self.flow.pendingSeparators = 0
        self.tables[self.tables.count - 1].cells = 0
    }

    private mutating func leave(_ frame: Frame) {
        self.appendLabel(frame.closingText, in: frame)
        if let link = frame.link, frame.visibility.showsLabels { self.close(link) }
        self.requestBreak(frame.closingBreak, in: frame)
        if frame.isIndented { self.flow.outdent() }
        if frame.isList { self.lists.removeLast() }
        if frame.isTable { self.tables.removeLast() }
        if frame.isRow || frame.isTable { self.flow.pendingSeparators = 0 }
        if let style = frame.outerStyle { self.flow.style = style }
    }

    // MARK: Links

    private mutating func close(_ link: OpenLink) {
        let target = link.target
        let number = self.flow.blockNumber
        guard number >= link.blockNumber, number > link.blockNumber || self.flow.block.count > link.start else {
            // A link that shows nothing still leads somewhere.
            self.flow.appendWord(target.shown)
            return
        }
        if number == link.blockNumber {
            let (start, text) = self.flow.lastText(from: link.start)
            if target.isSaid(by: text) {
                self.flow.replaceBlock(from: start, with: target.shown)
                return
            }
        }
        switch self.links {
        case .inline: self.flow.appendToLastBlock([.ascii("(")] + target.shown + [.ascii(")")])
        case .footnotes: self.flow.appendToLastBlock(Array("[\(self.footnotes.number(of: target.shown))]".utf8))
        }
    }

    private mutating func appendFootnotes() {
        for (index, target) in self.footnotes.targets.enumerated() {
            self.flow.requestBreak(index == 0 ? .blankLine : .line)
            self.flow.appendWord(Array("[\(index + 1)] ".utf8) + target)
        }
    }
}
