// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

// MARK: - The options `strict` and `assumeObjects`

extension Renderer {
    /// Follows a path as handlebars.js does with these options: a property of null or undefined is an error.
    mutating func resolveStrictly(_ reference: Reference) throws(Fault) -> Located {
        var parts = reference.parts[...]
        var here: Located
        switch reference.base {
        case .context(let depth):
            if depth == 0 {
                here = self.context
            } else {
                let level = self.contexts.count - 1 - depth
                here = level >= 0 ? self.contexts[level] : .undefined
            }
        case .blockParam(let depth, let index, let name):
            here = try self.blockParam(depth, index, name, at: reference.offset)
        case .anyContext(let name):
            here = try self.search(name, at: reference.offset)
        case .data(let depth):
            guard depth <= self.frames.count else { throw Self.noObject(reference) }
            guard let name = parts.popFirst() else { return .undefined }
            if reference.isPartialBlock, let text = try self.partialBlockText(at: reference.offset) { return text }
            here = self.variable([name], depth: depth)
            if parts.isEmpty, reference.access == .strict, here.value == nil { throw Self.notDefined(name, reference) }
        }
        while let part = parts.popFirst() {
            guard let parent = here.value, !parent.isNull else { throw Self.noObject(reference) }
            if parts.isEmpty, reference.access == .strict, !parent.hasProperty(part) {
                throw Self.notDefined(part, reference)
            }
            here = Located(parent.property(part), at: here.path?.appending([part]))
        }
        return here
    }

    private static func noObject(_ reference: Reference) -> Fault {
        Fault(
            .noObject, "`\(reference.written)` leads through null or undefined", at: reference.offset,
            mend: "give the data that object, or ask for it with {{#if}} first")
    }

    private static func notDefined(_ name: String, _ reference: Reference) -> Fault {
        Fault(
            .notDefined, "\"\(name)\" not defined: `\(reference.written)` is not in the data", at: reference.offset,
            mend: "give the data that name, or render without the option strict")
    }
}

extension Reference {
    var isPartialBlock: Bool {
        guard case .data(depth: 0) = self.base else { return false }
        return self.parts.count == 1 && self.parts[0].hasSameBytes(as: "partial-block")
    }
}

extension Value {
    /// The operator `in` of JavaScript, which also finds what is inherited.
    fileprivate func hasProperty(_ name: String) -> Bool {
        switch self {
        case .object(let members):
            members.hasMember(name) || Self.isInherited(name, from: Self.objectPrototype)
        case .array:
            self.property(name) != nil || Self.isInherited(name, from: Self.objectPrototype)
                || Self.isInherited(name, from: Self.arrayPrototype)
        case .null, .bool, .number, .string:
            false
        }
    }

    private static func isInherited(_ name: String, from prototype: String) -> Bool {
        prototype.split(separator: " ").contains { $0.utf8.elementsEqual(name.utf8) }
    }

    private static let objectPrototype =
        "__defineGetter__ __defineSetter__ __lookupGetter__ __lookupSetter__ __proto__ constructor hasOwnProperty "
        + "isPrototypeOf propertyIsEnumerable toLocaleString toString valueOf"

    private static let arrayPrototype =
        "at concat copyWithin entries every fill filter find findIndex findLast findLastIndex flat flatMap forEach "
        + "includes indexOf join keys lastIndexOf map pop push reduce reduceRight reverse shift slice some sort splice "
        + "toReversed toSorted toSpliced unshift values with"
}
