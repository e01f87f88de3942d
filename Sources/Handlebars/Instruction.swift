// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// A template made ready to render: a flat list of instructions, in which bodies of blocks are called like routines.
struct Code: Sendable {
    var instructions: [Instruction] = []
}

enum Instruction: Sendable {
    /// Writes a part of the source.
    case content(Range<Int>)
    /// Writes a value.
    case output(Output)
    /// Renders a block's program or inverse as often as its helper says.
    case block(BlockCode)
    /// Renders a partial.
    case partial(PartialCode)
    /// Begins a program that defines inline partials; they are defined in what is around the program.
    case inlines(InlineCode)
    /// The end of the template or of a block's body.
    case end
}

struct Output: Sendable {
    var invocation: Invocation
    var isEscaped: Bool
}

struct BlockCode: Sendable {
    var invocation: Invocation
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
        case fixed(String)
        /// `@partial-block`: the block that the partial at hand was called with.
        case partialBlock
        case computed(Invocation)
    }

    var name: Name
    var context: Operand
    var hash: [HashArgument]
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
        var name: Operand
        /// What else stands in the tag, which counts for nothing, but may fail.
        var others: [Operand]
        /// The instruction where the partial begins; none for a decorator without a block.
        var program: Int?
    }

    var partials: [Partial]
    /// The partials by name, where all names are literals.
    var names: [Name: Int]?
    /// The offset of the first of the tags.
    var offset: Int
}

/// A name with its arguments, and what handlebars.js makes of them.
struct Invocation: Sendable {
    enum Callee: Sendable {
        /// A value of the data, shown or opened as a section.
        case value(Reference)
        /// A built-in helper.
        case helper(Helper)
        /// A registered helper.
        case custom(Int)
        /// A value of the data, or what the registered `helperMissing` gives in its place.
        case valueOrHook(Reference, hook: Int)
        /// Called like a helper, but none is known by that name.
        case unknown(Reference)
    }

    var callee: Callee
    var arguments: [Operand]
    var hash: [HashArgument]
    /// The name as it was written.
    var name: String
    /// The offset of the tag.
    var offset: Int
}

struct HashArgument: Sendable {
    var key: String
    var value: Operand
}

/// An argument; no value is JavaScript's `undefined`.
indirect enum Operand: Sendable {
    case reference(Reference)
    case literal(Value?)
    case call(Invocation)
}

/// A path and what it starts from.
struct Reference: Sendable {
    enum Base: Sendable {
        /// The context that many levels up.
        case context(depth: Int)
        /// A parameter of the block that many programs up.
        case blockParam(depth: Int, index: Int, name: String)
        /// The `@` variables of that many loops up.
        case data(depth: Int)
        /// The innermost context that has the name.
        case anyContext(name: String)
    }

    /// What happens where a name is not there.
    enum Access: Sendable {
        /// The value is undefined.
        case lenient
        /// A property of null or undefined is an error.
        case assuming
        /// As `assuming`, and the last name must be there.
        case strict
    }

    var base: Base
    /// The names to follow from there.
    var parts: [String]
    var access = Access.lenient
    /// The path as it was written.
    var written: String
    /// The offset of the tag.
    var offset: Int
}

/// The helpers that handlebars.js has built in.
enum Helper: String, Sendable, CaseIterable {
    case `if`, unless, each, with, lookup, log, helperMissing, blockHelperMissing

    init?(name: String) {
        guard let helper = Self.allCases.first(where: { $0.rawValue.utf8.elementsEqual(name.utf8) }) else {
            return nil
        }
        self = helper
    }
}
