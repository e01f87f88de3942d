// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// The statements of a template or of a block's body, as they were written.
struct Program: Sendable {
    var body: [Statement] = []
    var blockParams: [String] = []
    /// Whether it stands for an `{{else if}}`: its only statement is then the block of that name.
    var isChained = false
}

/// One statement of a program.
enum Statement: Sendable {
    case content(Content)
    case comment(Comment)
    case mustache(Mustache)
    case block(Block)
    case partial(Partial)
    case partialBlock(PartialBlock)
    case decorator(Mustache)
    case decoratorBlock(Block)
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

struct Comment: Sendable {
    var range: Range<Int>
    var strip: Strip
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
    var program: Program?
    var inverse: Program?
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

struct PartialBlock: Sendable {
    var call: Call
    var program: Program
    var range: Range<Int>
    var openStrip: Strip
    var closeStrip: Strip
}
