// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// The syntax tree of a template, flat.
///
/// What stands inside of something else is named by its place in one of the arrays, so that no depth of nesting is a
/// depth of calls, not even when the tree is released.
struct Program: Sendable {
    /// The template itself.
    var body = Body()
    /// The statements of all bodies, those of one next to each other, those inside before those around them.
    private(set) var statements: [Statement] = []
    private var contents: [Content] = []
    private var mustaches: [Mustache] = []
    private var blocks: [Block] = []
    private var partials: [Partial] = []
    private var calls: [Call] = []
}

/// The place of a node among those of its kind.
struct NodeID<Node>: Sendable {
    fileprivate let index: Int
}

extension Program {
    /// Adds the statements of a body that has ended.
    mutating func add(_ statements: ArraySlice<Statement>) -> Range<Int> {
        let start = self.statements.count
        self.statements += statements
        return start..<self.statements.count
    }

    mutating func add(_ content: Content) -> NodeID<Content> { Self.append(content, to: &self.contents) }

    mutating func add(_ mustache: Mustache) -> NodeID<Mustache> { Self.append(mustache, to: &self.mustaches) }

    mutating func add(_ block: Block) -> NodeID<Block> { Self.append(block, to: &self.blocks) }

    mutating func add(_ partial: Partial) -> NodeID<Partial> { Self.append(partial, to: &self.partials) }

    mutating func add(_ subexpression: Call) -> NodeID<Call> { Self.append(subexpression, to: &self.calls) }

    private static func append<Node>(_ node: Node, to nodes: inout [Node]) -> NodeID<Node> {
        nodes.append(node)
        return NodeID(index: nodes.count - 1)
    }

    subscript(id: NodeID<Content>) -> Content {
        get { self.contents[id.index] }
        set { self.contents[id.index] = newValue }
    }

    subscript(id: NodeID<Partial>) -> Partial {
        get { self.partials[id.index] }
        set { self.partials[id.index] = newValue }
    }

    subscript(id: NodeID<Mustache>) -> Mustache { self.mustaches[id.index] }

    subscript(id: NodeID<Block>) -> Block { self.blocks[id.index] }

    subscript(id: NodeID<Call>) -> Call { self.calls[id.index] }
}

/// The statements of a template or of one part of a block.
struct Body: Sendable {
    /// Where they are among the statements of the tree.
    var statements = 0..<0
    var blockParams: [String] = []
    /// Whether it stands for an `{{else if}}`: its only statement is then the block of that name.
    var isChained = false
}

enum Statement: Sendable {
    case content(NodeID<Content>)
    case comment(Strip)
    case mustache(NodeID<Mustache>)
    case block(NodeID<Block>)
    case partial(NodeID<Partial>)
    case partialBlock(NodeID<Block>)
    case decorator(NodeID<Mustache>)
    case decoratorBlock(NodeID<Block>)
}

/// The `~` of a tag: what white space around it goes.
struct Strip: Sendable {
    var open = false
    var close = false
}

/// Text outside of tags: parts of the source.
struct Content: Sendable {
    /// The text as it was written.
    let original: Range<Int>
    /// What of it is shown.
    var value: Range<Int>
    var isLeftStripped = false
    var isRightStripped = false

    init(_ range: Range<Int>) {
        self.original = range
        self.value = range
    }
}

struct Mustache: Sendable {
    var call: Call
    var isEscaped: Bool
    /// The tag, from its first brace to its last.
    var range: Range<Int>
    var strip: Strip
}

struct Block: Sendable {
    var call: Call
    var program: Body?
    var inverse: Body?
    /// The opening tag.
    var range: Range<Int>
    var openStrip: Strip
    var inverseStrip = Strip()
    var closeStrip = Strip()
}

struct Partial: Sendable {
    var call: Call
    /// The white space before the tag, if it stands alone on its line.
    var indent: Range<Int>?
    var range: Range<Int>
    var strip: Strip
}
