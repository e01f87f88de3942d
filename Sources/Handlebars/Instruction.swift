// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// A template made ready to render: a flat list of instructions, in which bodies of blocks are called like routines, and
/// what these refer to by position.
struct Code: Sendable {
    var instructions: [Instruction] = []
    var blocks: [BlockCode] = []
    var partials: [PartialCode] = []
    var inlines: [InlineCode] = []
    var calls: [CallCode] = []
    var paths: [PathCode] = []
    /// The arguments of each call, side by side.
    var operands: [OperandCode] = []
    /// The `NAME=VALUE` arguments of each call or partial, side by side.
    var hashes: [HashCode] = []
    /// The names that each path follows, side by side.
    var names: [Name] = []
    /// No value is JavaScript's `undefined`.
    var literals: [Value?] = []
    /// Whether any block names parameters.
    var hasBlockParams = false
}

/// An instruction is small and refers to nothing, so that reading one costs little.
enum Instruction: Sendable {
    /// Writes a part of the source.
    case content(start: Int32, end: Int32)
    /// Writes the value at the end of a short path from a context.
    case variable(VariableCode)
    /// Writes the value at the end of any other path.
    case path(Int, isEscaped: Bool)
    /// Writes what a call gives.
    case output(call: Int, isEscaped: Bool)
    /// Renders a block's program or inverse as often as its helper says.
    case block(Int)
    /// Renders a partial.
    case partial(Int)
    /// Begins a program that defines inline partials; they are defined in what is around the program.
    case inlines(Int)
    /// The end of the template or of a block's body.
    case end
}

/// The value of a path that is short, starts from a context, and gives nothing where a name is not there.
struct VariableCode: Sendable {
    /// The path, among those of the code.
    var path: Int32
    var firstName: Int32
    /// The offset of the tag.
    var offset: Int32
    var nameCount: UInt8
    /// How many levels up the context is.
    var depth: UInt8
    var isEscaped: Bool

    var names: Range<Int> { Int(self.firstName)..<Int(self.firstName) + Int(self.nameCount) }
}

/// A path and what it starts from.
struct PathCode: Sendable {
    enum Base: Sendable {
        /// The context that many levels up.
        case context(depth: Int)
        /// A parameter of the block that many programs up.
        case blockParam(depth: Int, index: Int, name: Int)
        /// The `@` variables of that many loops up.
        case data(depth: Int)
        /// The innermost context that has the name.
        case anyContext(name: Int)
    }

    var base: Base
    /// The names to follow from there.
    var names: Range<Int>
    var access: Reference.Access
    /// The path as it was written, among the names.
    var written: Int
    /// The offset of the tag.
    var offset: Int
}

/// A name with its arguments, and what handlebars.js makes of them.
struct CallCode: Sendable {
    enum Callee: Sendable {
        case value(path: Int)
        case helper(Helper)
        case custom(Int)
        case valueOrHook(path: Int, hook: Int)
        case unknown(path: Int)
    }

    var callee: Callee
    var arguments: Range<Int>
    var hash: Range<Int>
    /// The name as it was written.
    var name: Int
    /// The offset of the tag.
    var offset: Int
}

enum OperandCode: Sendable {
    case path(Int)
    case literal(Int)
    case call(Int)
}

struct HashCode: Sendable {
    var key: Int
    var value: OperandCode
}

struct BlockCode: Sendable {
    var call: CallCode
    /// The value that decides, if the block is a plain `{{#if}}`.
    var condition: VariableCode?
    /// The instruction where the program begins.
    var program: Int?
    /// The instruction where the inverse begins.
    var inverse: Int?
    /// The instruction after the block.
    var next: Int
    /// How many block parameters the program names.
    var blockParams = 0
}

struct PartialCode: Sendable {
    enum Name: Sendable {
        case fixed(Int)
        /// `@partial-block`: the block that the partial at hand was called with.
        case partialBlock
        case computed(CallCode)
    }

    var name: Name
    var context: OperandCode
    var hash: Range<Int>
    /// What to put before each line.
    var indent: Range<Int>?
    /// The instruction where the block begins.
    var program: Int?
    /// The instruction after the partial and its block.
    var next: Int
    /// The offset of the tag.
    var offset: Int
}

struct InlineCode: Sendable {
    struct Partial: Sendable {
        var name: OperandCode
        /// What else stands in the tag, which counts for nothing, but may fail.
        var others: [OperandCode]
        /// The instruction where the partial begins; none for a decorator without a block.
        var program: Int?
    }

    var partials: [Partial]
    /// The partials by name, where all names are literals.
    var names: [Name: Int]?
    /// The offset of the first of the tags.
    var offset: Int
}
