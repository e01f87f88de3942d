// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// The values that the enclosing blocks ask for, as a trie: a look-up costs as much as its path is long, however many
/// blocks there are.
struct GuardedPaths {
    private struct Edge: Hashable {
        var node: Int
        var segment: DataPath.Segment
    }

    private var edges: [Edge: Int] = [:]
    private struct Node {
        /// How many blocks ask for the value.
        var count = 0
        /// How many ask for it or for a part of it.
        var countInside = 0
        var parent: Int?
    }

    /// The first is the root.
    private var nodes = [Node()]

    /// Notes that a block asks for a value, and returns what takes the note back.
    mutating func add(_ path: DataPath) -> Int {
        var node = 0
        for segment in path.segments {
            let edge = Edge(node: node, segment: segment)
            if let next = self.edges[edge] {
                node = next
            } else {
                self.nodes.append(Node(parent: node))
                node = self.nodes.count - 1
                self.edges[edge] = node
            }
        }
        self.nodes[node].count += 1
        self.change(node, by: 1)
        return node
    }

    mutating func remove(_ node: Int) {
        self.nodes[node].count -= 1
        self.change(node, by: -1)
    }

    private mutating func change(_ node: Int, by difference: Int) {
        var next: Int? = node
        while let node = next {
            self.nodes[node].countInside += difference
            next = self.nodes[node].parent
        }
    }

    /// Whether the value, one that it is part of, or a part of it is asked for.
    func cover(_ path: DataPath) -> Bool {
        var node = 0
        for segment in path.segments {
            if self.nodes[node].count > 0 { return true }
            guard let next = self.edges[Edge(node: node, segment: segment)] else { return false }
            node = next
        }
        return self.nodes[node].countInside > 0
    }
}
