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
