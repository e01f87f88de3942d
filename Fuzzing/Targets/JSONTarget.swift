// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import JSONText

enum JSONTarget {
    /// What is parsed, written and parsed again is the same tree; every range lies in the text.
    static func test(_ input: [UInt8]) {
        guard let document = try? JSONDocument(parsing: input) else { return }
        for layout in [JSONNode.Layout.compact, .indented] {
            let written = document.root.serialized(layout)
            guard let again = try? JSONDocument(parsing: written) else {
                return require(false, "what was written is no JSON: \(written.text)")
            }
            require(Self.areSame(document.root, again.root), "the trees differ: \(written.text)")
            require(again.root.serialized(layout) == written, "writing twice differs")
        }
        Self.checkRanges(document.root, in: 0..<input.count)
    }

    /// Changes in place do what they say, and nothing else: before and after the changed place every byte stays.
    static func edit(_ input: [UInt8]) {
        // The last byte says which of the values is changed.
        guard let choice = input.last, let document = try? JSONDocument(parsing: Array(input.dropLast())) else {
            return
        }
        var places: [(JSONPointer, JSONNode)] = []
        Self.collect(document.root, at: .root, into: &places)
        let (pointer, node) = places[Int(choice) % places.count]
        let same = try? document.replacing(pointer, with: node)
        require(same?.bytes == document.bytes, "a value put back at \(pointer) changed the text")
        let value: JSONNode = ["a": [1, "\u{2028}é"], "b": [:]]
        guard let replaced = try? document.replacing(pointer, with: value) else { return }
        require(pointer.resolve(in: replaced.root)?.isSameValue(as: value) == true, "replaced: \(replaced.bytes.text)")
        Self.requireSurroundings(of: node.range, in: document, replaced)
        if let last = pointer.tokens.last, let removed = try? document.removing(pointer) {
            require(Self.count(removed.root) == Self.count(document.root) - Self.count(node), "removed: \(last)")
        }
        guard node.members != nil || node.elements != nil else { return }
        let new = pointer.appending(node.elements == nil ? String(repeating: "n", count: input.count) : "0")
        guard let inserted = try? document.inserting(value, at: new) else { return }
        require(new.resolve(in: inserted.root)?.isSameValue(as: value) == true, "inserted: \(inserted.bytes.text)")
        Self.requireSurroundings(of: node.range, in: document, inserted)
        guard let again = try? inserted.removing(new) else { return require(false, "\(new) cannot be removed") }
        require(Self.areSame(again.root, document.root), "inserted and removed: \(again.bytes.text)")
    }

    private static func requireSurroundings(of range: Range<Int>, in old: JSONDocument, _ new: JSONDocument) {
        require(
            new.bytes.starts(with: old.bytes[..<range.lowerBound])
                && new.bytes.reversed().starts(with: old.bytes[range.upperBound...].reversed()),
            "bytes around the change differ: \(new.bytes.text)")
    }

    /// The values that pointers lead to: of repeated names the last.
    private static func collect(_ node: JSONNode, at pointer: JSONPointer, into places: inout [(JSONPointer, JSONNode)])
    {
        // Looking a name up costs a pass over the object, so a few hundred are enough.
        guard places.count < 256 else { return }
        places.append((pointer, node))
        for (index, element) in (node.elements ?? []).enumerated() {
            Self.collect(element, at: pointer.appending(String(index)), into: &places)
        }
        for member in node.members ?? [] where node.member(member.name)?.nameRange == member.nameRange {
            Self.collect(member.value, at: pointer.appending(member.name), into: &places)
        }
    }

    private static func count(_ node: JSONNode) -> Int {
        (node.elements ?? node.members?.map(\.value) ?? []).reduce(1) { $0 + Self.count($1) }
    }

    private static func areSame(_ left: JSONNode, _ right: JSONNode) -> Bool {
        switch (left.content, right.content) {
        case (.null, .null): true
        case (.bool(let left), .bool(let right)): left == right
        case (.number(let left), .number(let right)): left.spelling.isIdentical(to: right.spelling)
        case (.string(let left), .string(let right)): left.isIdentical(to: right)
        case (.array(let left), .array(let right)): left.elementsEqual(right, by: Self.areSame)
        case (.object(let left), .object(let right)):
            left.elementsEqual(right) { $0.name.isIdentical(to: $1.name) && Self.areSame($0.value, $1.value) }
        default: false
        }
    }

    private static func checkRanges(_ node: JSONNode, in outer: Range<Int>) {
        require(outer.contains(node.range.lowerBound) && node.range.upperBound <= outer.upperBound, "\(node.range)")
        if let number = node.number {
            _ = number.int
            _ = number.double
        }
        for element in node.elements ?? [] { Self.checkRanges(element, in: node.range) }
        for member in node.members ?? [] {
            require(node.range.clamped(to: member.nameRange) == member.nameRange, "\(member.nameRange)")
            Self.checkRanges(member.value, in: node.range)
        }
    }
}
