// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// Takes a document's nodes over into a ``ShownTree``, by the white space rules of CSS (CSS Text 3, section 4.1): a run is
/// one space, and there is none at the beginning and end of a line.
struct ShownTreeBuilder {
    private struct Frame {
        var end: Int
        var shown: Int
        var isBlock: Bool
        var isPreformatted: Bool
        var visibility: Visibility
    }

    private var nodes: [ShownTree.Node] = []
    private var frames: [Frame] = []
    /// Whether nothing stands on the line yet.
    private var isLineStart = true
    /// The text whose space at the end is lost if the line ends there.
    private var spaceAtEnd: Int?

    /// The document's nodes in document order, texts that say nothing left out.
    mutating func nodes(of document: HTMLDocument) -> [ShownTree.Node] {
        let sheets = HidingSheets(of: document)
        for (index, node) in document.nodes.enumerated() {
            self.leave(before: index)
            switch node.content {
            case .element(let element):
                self.enter(element, sheets.style(of: element, at: index), at: node.offset, end: node.end)
            case .text(let text): self.append(text, at: node.offset)
            }
        }
        self.leave(before: Int.max)
        return self.nodes.map { node in
            var node = node
            node.children.removeAll { self.nodes[$0].isEmptyText }
            return node
        }
    }

    private mutating func leave(before index: Int) {
        while let frame = self.frames.last, frame.end <= index {
            self.frames.removeLast()
            if frame.isBlock { self.endLine() }
        }
    }

    private mutating func endLine() {
        if let index = self.spaceAtEnd, case .text(let text) = self.nodes[index].content {
            self.nodes[index].content = .text(text.dropLast())
        }
        self.spaceAtEnd = nil
        self.isLineStart = true
    }

    private mutating func append(
        _ content: ShownTree.Content, at offset: Int?, _ visibility: Visibility
    ) -> Int {
        let index = self.nodes.count
        let parent = self.frames.last?.shown
        self.nodes.append(
            ShownTree.Node(content: content, parent: parent, offset: offset, visibility: visibility))
        if let parent { self.nodes[parent].children.append(index) }
        return index
    }

    private mutating func enter(_ element: HTMLElement, _ style: InlineStyle?, at offset: Int?, end: Int) {
        let isBlock = Self.blocks.contains(element.name)
        if isBlock { self.endLine() }
        var isPreformatted =
            self.frames.last?.isPreformatted == true || HTMLVocabulary.preformatted.contains(element.name)
            || element.name == "script"
        if let value = style?["white-space"] {
            isPreformatted = value.utf8.starts(with: "pre".utf8)
        }
        let visibility = (self.frames.last?.visibility ?? Visibility()).inside(element, style)
        let content = ShownTree.Content.element(name: element.name, attributes: Self.attributes(of: element))
        let shown = self.append(content, at: offset, visibility)
        if Self.replaced.contains(element.name) {
            self.isLineStart = false
            self.spaceAtEnd = nil
        }
        self.frames.append(
            Frame(
                end: end, shown: shown, isBlock: isBlock, isPreformatted: isPreformatted, visibility: visibility))
    }

    private mutating func append(_ text: String, at offset: Int?) {
        let isPreformatted = self.frames.last?.isPreformatted == true
        let shown = isPreformatted ? Self.withLineFeeds(text) : self.collapsed(text)
        guard !shown.isEmpty else { return }
        let index: Int
        if let last = self.frames.last.flatMap({ self.nodes[$0.shown].children.last }),
            case .text(let before) = self.nodes[last].content
        {
            self.nodes[last].content = .text(before + shown)
            index = last
        } else {
            index = self.append(.text(shown), at: offset, self.frames.last?.visibility ?? Visibility())
        }
        self.isLineStart = false
        self.spaceAtEnd = !isPreformatted && shown.last == .space ? index : nil
    }

    private func collapsed(_ text: String) -> [UInt8] {
        var output: [UInt8] = []
        var isAfterSpace = self.isLineStart || self.spaceAtEnd != nil
        for byte in text.utf8 {
            if byte.isWhitespace {
                if !isAfterSpace { output.append(.space) }
                isAfterSpace = true
            } else {
                output.append(byte)
                isAfterSpace = false
            }
        }
        return output
    }

    private static func withLineFeeds(_ text: String) -> [UInt8] {
        var output: [UInt8] = []
        for byte in text.utf8 {
            if byte == .lineFeed, output.last == .carriageReturn { output.removeLast() }
            output.append(byte)
        }
        return output
    }

    /// Blocks, and what stands in no line at all.
    static let blocks = TextVocabulary.blocks.union(TextVocabulary.spacedBlocks).union([
        "base", "br", "col", "colgroup", "dir", "head", "html", "link", "menu", "meta", "ol", "script", "style",
        "title", "tr", "ul",
    ])

    /// Elements that stand in a line like a letter.
    private static let replaced: Set<String> = [
        "audio", "button", "canvas", "embed", "iframe", "img", "input", "object", "select", "svg", "textarea", "video",
    ]

    /// The attributes that count: of those with the same name the first one.
    private static func attributes(of element: HTMLElement) -> [ShownTree.Attribute] {
        var seen: Set<[UInt8]> = []
        return element.attributes.filter { seen.insert(Array($0.name.utf8)).inserted }.map { attribute in
            let value =
                switch attribute.name {
                case "class": Array(HTMLDocument.collapsed([attribute.value]).utf8)
                case "style": Self.styleSpelling(attribute.value)
                default: Array(attribute.value.utf8)
                }
            return ShownTree.Attribute(name: Array(attribute.name.utf8), value: value)
        }
    }

    /// Declarations with one spelling of the white space around them and of the semicolon after the last one.
    private static func styleSpelling(_ style: String) -> [UInt8] {
        func isSeparator(_ byte: UInt8) -> Bool { byte == .ascii(":") || byte == .ascii(";") || byte == .ascii(",") }
        var output: [UInt8] = []
        for byte in HTMLDocument.collapsed([style]).utf8 {
            if isSeparator(byte), output.last == .space { output.removeLast() }
            if byte == .space, let last = output.last, isSeparator(last) { continue }
            output.append(byte)
        }
        while output.last == .ascii(";") { output.removeLast() }
        return output
    }
}

extension ShownTree.Node {
    fileprivate var isEmptyText: Bool {
        if case .text(let text) = self.content { text.isEmpty } else { false }
    }
}
