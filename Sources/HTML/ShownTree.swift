// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// The tree of a document as far as a reader sees it: white space that HTML does not show is gone, texts that only a
/// comment parted are one, and attributes have one spelling.
struct ShownTree {
    struct Node {
        var content: Content
        var parent: Int?
        /// The byte offset in the text of the document, `nil` for what only the parser says is there.
        var offset: Int?
        /// Whether what the node says is to be seen.
        var visibility = Visibility()
        var children: [Int] = []
        /// Two nodes of the same numbering have the same number where they and all below them are equal.
        var shape = 0
        /// Which one it is of the siblings of its kind, from 1.
        var ordinal = 1
        /// Whether it is the only sibling of its kind.
        var isOnlyOfKind = true
    }

    enum Content {
        case element(name: String, attributes: [Attribute])
        case text([UInt8])

        /// The name in a path of XPath 1.0.
        var step: String {
            switch self {
            case .element(let name, _): name
            case .text: "text()"
            }
        }
    }

    struct Attribute: Hashable {
        var name: [UInt8]
        var value: [UInt8]
    }

    /// Numbers shapes, for several trees together.
    struct Shapes {
        private struct Shape: Hashable {
            var name: [UInt8]
            var attributes: [Attribute]
            var children: [Int]
        }

        private var numbers: [Shape: Int] = [:]

        fileprivate mutating func number(of node: Node, childShapes: [Int]) -> Int {
            let shape =
                switch node.content {
                case .element(let name, let attributes):
                    // A text begins with another byte than a name does.
                    Shape(
                        name: [.ascii("<")] + name.utf8,
                        attributes: attributes.sorted { $0.name.lexicographicallyPrecedes($1.name) },
                        children: childShapes)
                case .text(let text): Shape(name: [.ascii("\"")] + text, attributes: [], children: [])
                }
            if let known = self.numbers[shape] { return known }
            let number = self.numbers.count
            self.numbers[shape] = number
            return number
        }
    }

    private(set) var nodes: [Node] = []

    init(_ document: HTMLDocument, shapes: inout Shapes) {
        var builder = ShownTreeBuilder()
        self.nodes = builder.nodes(of: document)
        for index in self.nodes.indices.reversed() {
            self.numberChildren(of: index)
            self.nodes[index].shape = shapes.number(
                of: self.nodes[index], childShapes: self.nodes[index].children.map { self.nodes[$0].shape })
        }
    }

    private mutating func numberChildren(of index: Int) {
        var counts: [String: Int] = [:]
        for child in self.nodes[index].children {
            counts[self.nodes[child].content.step, default: 0] += 1
            self.nodes[child].ordinal = counts[self.nodes[child].content.step] ?? 1
        }
        for child in self.nodes[index].children {
            self.nodes[child].isOnlyOfKind = counts[self.nodes[child].content.step] == 1
        }
    }

    /// Where a node is, as XPath 1.0 says it.
    func path(of index: Int) -> String {
        var steps: [String] = []
        var next: Int? = index
        while let index = next {
            let node = self.nodes[index]
            steps.append(node.content.step + (node.isOnlyOfKind ? "" : "[\(node.ordinal)]"))
            next = node.parent
        }
        return "/" + steps.reversed().joined(separator: "/")
    }

    static func startTag(_ name: String, _ attributes: [Attribute]) -> [UInt8] {
        var output = Array("<\(name)".utf8)
        for attribute in attributes {
            output += [.space] + attribute.name + Array("=\"".utf8) + attribute.value + [.ascii("\"")]
        }
        return output + [.ascii(">")]
    }

    /// The beginning of what a node says, in one line.
    func summary(of index: Int) -> String {
        switch self.nodes[index].content {
        case .text(let text): return String(decoding: text, as: UTF8.self)
        case .element(let name, let attributes):
            var output = Self.startTag(name, attributes)
            var work = Array(self.nodes[index].children.reversed())
            while let next = work.popLast(), output.count < 400 {
                if case .text(let text) = self.nodes[next].content {
                    if output.last != .ascii(">"), output.last != .space { output.append(.space) }
                    output += text
                }
                work += self.nodes[next].children.reversed()
            }
            return String(decoding: output, as: UTF8.self)
        }
    }
}
