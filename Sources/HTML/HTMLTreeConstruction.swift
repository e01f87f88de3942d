// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// Builds the tree of a document from its tokens, by the rules of HTML5 (section 13.2.6) with scripting disabled.
///
/// Left out is what no mail has: framesets, whose tags are passed over, and the separate content of `template`.
struct HTMLTreeConstruction {
    /// The insertion mode: where in the document the construction is.
    enum Mode {
        case beforeHead, inHead, inHeadNoscript, afterHead, inBody, inTable, inCaption, inColumnGroup, inTableBody
        case inRow, inCell, inSelect, inSelectInTable, afterBody
    }

    /// A start tag and where it stands.
    struct StartTag {
        var tag: HTMLTag
        var range: Range<Int>
        var name: String { self.tag.name }
    }

    /// A run of characters and where it begins.
    struct Text {
        var text: String
        var range: Range<Int>
    }

    /// An element that is open.
    struct OpenElement {
        var node: Int
        var name: String
        var role: ElementRole
        /// The tag that it stands for, none if HTML5 says that it is there.
        var source: StartTag?
        var isForeign = false
        /// Whether it is another copy of a formatting element.
        var isCopy = false
    }

    let tree: HTMLTree
    let limits: HTMLLimits
    /// What the nodes of the tree are, by their numbers.
    var contents: [HTMLNode.Content] = []
    var offsets: [Int?] = []
    var open = OpenElements()
    /// The formatting elements to be opened again where a block has parted them; `nil` is a marker.
    var formatting: [OpenElement?] = []
    var mode = Mode.beforeHead
    /// Whether what belongs into no table goes in front of it.
    var isFostering = false
    var hasForm = false
    /// `pre` and `textarea` do not show the line break that they begin with.
    var dropsLineFeed = false
    var isQuirky = true
    var elementCount = 0
    /// Where the token that is being processed stands.
    var range = 0..<0
    var faults = HTMLFaults()
    private(set) var comments: [HTMLComment] = []
    private(set) var hasDoctype = false

    private init(limits: HTMLLimits) throws(HTMLError) {
        self.tree = try HTMLTree()
        self.limits = limits
    }

    /// Reads a document to its end.
    static func construct(
        _ bytes: [UInt8], for audience: HTMLAudience, limits: HTMLLimits
    ) throws(HTMLError) -> HTMLTreeConstruction {
        var construction = try HTMLTreeConstruction(limits: limits)
        try construction.insert("html", nil)
        var tokenizer = HTMLTokenizer(bytes, for: audience)
        while let token = tokenizer.next() {
            try construction.process(token, of: &tokenizer)
        }
        construction.range = bytes.count..<bytes.count
        try construction.end()
        return construction
    }

    private mutating func process(_ token: HTMLToken, of tokenizer: inout HTMLTokenizer) throws(HTMLError) {
        self.range = token.range
        switch token.kind {
        case .startTag(let tag):
            try self.countElement()
            self.faults.note(tag, at: token.range, isForeign: self.isInForeignContent)
            self.dropsLineFeed = false
            try self.start(StartTag(tag: tag, range: token.range))
            // Whether its text is raw depends on where the tag stands: `<svg><title>` is an element like any other.
            if self.open.last?.source?.range != token.range || self.open.last?.isForeign == true {
                tokenizer.readMarkup()
            }
        case .endTag(let name):
            self.dropsLineFeed = false
            try self.end(name)
        case .text(let text):
            let text = Text(text: text, range: token.range)
            if self.dropsLineFeed, text.text.utf8.first == .lineFeed {
                try self.append(text.dropping(1))
            } else {
                try self.append(text)
            }
            self.dropsLineFeed = false
        case .comment(let content):
            self.comments.append(HTMLComment(content: content, range: token.range))
            if tokenizer.isCutOff { self.faults.add(.cutOff, "", at: token.range) }
        case .doctype(let content):
            guard !self.hasDoctype else { return }
            self.hasDoctype = true
            if self.mode == .beforeHead { self.isQuirky = HTMLDoctype.isQuirky(content) }
        case .cutOffTag:
            self.faults.add(.cutOff, "", at: token.range)
        }
    }

    /// Makes what is missing at the end of the text, and closes what is open.
    private mutating func end() throws(HTMLError) {
        if self.mode == .beforeHead { try self.insertHead(nil) }
        let hasBody = self.open.place(of: "body", in: .document) != nil
        while self.open.count > 1 { self.pop() }
        if !hasBody {
            try self.insert("body", nil)
            self.pop()
        }
        for element in self.formatting { element.map { self.faults.leftOpen($0) } }
    }

    // MARK: Nodes

    private mutating func countElement() throws(HTMLError) {
        self.elementCount += 1
        guard self.elementCount <= self.limits.elements else {
            throw HTMLError(code: .tooManyElements(limit: self.limits.elements), offset: self.range.lowerBound)
        }
    }

    /// Adds a node where the next one belongs.
    private mutating func add(_ content: HTMLNode.Content, offset: Int?) throws(HTMLError) -> Int {
        if self.isFostering, let last = self.open.last, Self.isTableStructure(last),
            let table = self.open.place(of: "table", in: .document)
        {
            self.faults.add(.misplaced, content.name, at: self.range)
            if self.tree.parent(of: self.open[table].node) != nil {
                try self.tree.insert(before: self.open[table].node)
            } else {
                try self.tree.append(to: self.open.element(below: table)?.node)
            }
        } else {
            try self.tree.append(to: self.open.last?.node)
        }
        self.contents.append(content)
        self.offsets.append(offset)
        return self.contents.count - 1
    }

    static func isTableStructure(_ element: OpenElement) -> Bool {
        ["table", "tbody", "tfoot", "thead", "tr"].contains(element.name) && !element.isForeign
    }

    /// Adds an element and leaves it open; without a start tag, what the rules say is there.
    @discardableResult
    mutating func insert(
        _ name: String, _ source: StartTag?, isForeign: Bool = false, isCopy: Bool = false
    ) throws(HTMLError) -> OpenElement {
        guard self.open.count < self.limits.depth || self.open.isEmpty else {
            throw HTMLError(code: .tooDeep(limit: self.limits.depth), offset: self.range.lowerBound)
        }
        let element = HTMLElement(name: name, attributes: source?.tag.attributes ?? [], tagRange: source?.range)
        let node = try self.add(.element(element), offset: source?.range.lowerBound)
        let open = OpenElement(
            node: node, name: name, role: isForeign ? [] : .role(of: name), source: source, isForeign: isForeign,
            isCopy: isCopy)
        self.open.append(open)
        return open
    }

    mutating func insert(_ start: StartTag) throws(HTMLError) {
        try self.insert(start.name, start)
    }

    /// Adds an element that has no content.
    mutating func insertVoid(_ start: StartTag) throws(HTMLError) {
        try self.insert(start)
        self.open.popLast()
    }

    /// Adds an element that only an end tag asks for, such as the one of `</p>`.
    mutating func insertForEndTag(_ name: String) throws(HTMLError) {
        try self.countElement()
        try self.insert(name, nil)
        self.open.popLast()
    }

    /// Adds another copy of a formatting element and leaves it open.
    mutating func insertCopy(of element: OpenElement) throws(HTMLError) -> OpenElement {
        try self.countElement()
        return try self.insert(element.name, element.source, isCopy: true)
    }

    /// Makes another copy of a formatting element, which has no place in the tree yet.
    mutating func copy(of element: OpenElement) throws(HTMLError) -> OpenElement {
        try self.countElement()
        try self.tree.makeDetached()
        self.contents.append(self.contents[element.node])
        self.offsets.append(self.offsets[element.node])
        var copy = element
        copy.node = self.contents.count - 1
        copy.isCopy = true
        return copy
    }

    mutating func insert(_ text: Text) throws(HTMLError) {
        guard !text.text.isEmpty else { return }
        _ = try self.add(.text(text.text), offset: text.range.lowerBound)
    }

    mutating func insertHead(_ start: StartTag?) throws(HTMLError) {
        try self.insert("head", start)
        self.mode = .inHead
    }

    mutating func insertBody(_ start: StartTag?) throws(HTMLError) {
        try self.insert("body", start)
        self.mode = .inBody
    }

    /// A second `html` or `body` tag only adds the attributes that the first one lacks.
    mutating func merge(_ start: StartTag, into open: Int) {
        let node = self.open[open].node
        guard case .element(var element) = self.contents[node] else { return }
        if element.tagRange == nil {
            element.tagRange = start.range
            self.offsets[node] = start.range.lowerBound
        }
        for attribute in start.tag.attributes where element[attribute.name] == nil {
            element.attributes.append(attribute)
        }
        self.contents[node] = .element(element)
    }

    /// Closes the last open element, because of `endTag` or without one.
    mutating func pop(endTag: String? = nil) {
        guard let element = self.open.popLast() else { return }
        if element.name != endTag, !element.role.contains(.formatting) { self.faults.leftOpen(element) }
    }

    // MARK: Result

    /// The nodes in document order.
    func nodes() -> [HTMLNode] {
        var nodes: [HTMLNode] = []
        nodes.reserveCapacity(self.contents.count)
        var ancestors: [Int] = []
        func close(to depth: Int) {
            while ancestors.count > depth, let index = ancestors.popLast() { nodes[index].end = nodes.count }
        }
        self.tree.forEach { number, depth in
            close(to: depth)
            let index = nodes.count
            nodes.append(
                HTMLNode(
                    content: self.contents[number], parent: ancestors.last, end: index + 1,
                    offset: self.offsets[number]))
            ancestors.append(index)
        }
        close(to: 0)
        return nodes
    }
}

extension HTMLNode.Content {
    fileprivate var name: String {
        if case .element(let element) = self { element.name } else { "" }
    }
}

extension HTMLTreeConstruction.Text {
    /// The text without the first bytes of it, which must be ASCII and stand in the document as they are.
    func dropping(_ count: Int) -> Self {
        Self(
            text: String(self.text.utf8.dropFirst(count)) ?? "",
            range: min(self.range.lowerBound + count, self.range.upperBound)..<self.range.upperBound)
    }

    /// How many of the first bytes are white space.
    var blankPrefix: Int {
        self.text.utf8.prefix(while: \.isWhitespace).count
    }

    var isBlank: Bool { self.text.utf8.allSatisfy(\.isWhitespace) }
}
