// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

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
    /// The offset of the path itself, if it is one.
    var pathOffset: Int?

    /// Whether it is the block that the partial at hand was called with, which to handlebars.js is a function.
    var isPartialBlock: Bool {
        guard case .data(depth: 0) = self.base, self.parts.count == 1 else { return false }
        return self.parts[0].hasSameBytes(as: "partial-block")
    }
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
