// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

// MARK: - The options `strict` and `assumeObjects`

extension Renderer {
    /// Follows a path as handlebars.js does with these options: a property of null or undefined is an error.
    mutating func resolveStrictly(_ path: PathCode) throws(Fault) -> Located {
        var names = self.unit.code.names[path.names]
        var here: Located
        switch path.base {
        case .context(let depth):
            here = depth == 0 ? self.context : self.contexts.up(depth) ?? .undefined
        case .blockParam(let depth, let index, let name):
            here = try self.blockParam(depth, index, name, at: path.offset)
        case .anyContext(let name):
            here = try self.search(name, at: path.offset)
        case .data(let depth):
            guard depth <= self.frames.count else { throw self.noObject(path) }
            guard let name = names.popFirst() else { return .undefined }
            if self.isPartialBlock(path), let text = try self.partialBlockText(at: path.offset) { return text }
            here = self.variable([name], depth: depth)
            if names.isEmpty, path.access == .strict, here.value == nil { throw self.notDefined(name, path) }
        }
        while let name = names.popFirst() {
            guard let parent = here.value, !parent.isNull else { throw self.noObject(path) }
            if names.isEmpty, path.access == .strict, !parent.hasProperty(name) {
                throw self.notDefined(name, path)
            }
            here = Located(parent.property(name), at: here.path?.appending([name.text]))
        }
        return here
    }

    private func noObject(_ path: PathCode) -> Fault {
        Fault(
            .noObject, "`\(self.unit.code.names[path.written].text)` leads through null or undefined", at: path.offset,
            mend: "give the data that object, or ask for it with {{#if}} first")
    }

    private func notDefined(_ name: Name, _ path: PathCode) -> Fault {
        Fault(
            .notDefined,
            "\"\(name.text)\" not defined: `\(self.unit.code.names[path.written].text)` is not in the data",
            at: path.offset,
            mend: "give the data that name, or render without the option strict")
    }
}

extension Renderer {
    func isPartialBlock(_ path: PathCode) -> Bool {
        guard case .data(depth: 0) = path.base, path.names.count == 1 else { return false }
        return self.unit.code.names[path.names.lowerBound].text.hasSameBytes(as: "partial-block")
    }
}

extension Value {
    /// The operator `in` of JavaScript, which also finds what is inherited.
    fileprivate func hasProperty(_ name: Name) -> Bool {
        switch self {
        case .object(let members):
            members.hasMember(name) || Self.isInherited(name.text, from: Self.objectPrototype)
        case .array:
            self.property(name) != nil || Self.isInherited(name.text, from: Self.objectPrototype)
                || Self.isInherited(name.text, from: Self.arrayPrototype)
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
