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
    /// How many blocks ask for each value; the first is the root.
    private var counts = [0]

    /// Notes that a block asks for a value, and returns what takes the note back.
    mutating func add(_ path: DataPath) -> Int {
        var node = 0
        for segment in path.segments {
            let edge = Edge(node: node, segment: segment)
            if let next = self.edges[edge] {
                node = next
            } else {
                node = self.counts.count
                self.edges[edge] = node
                self.counts.append(0)
            }
        }
        self.counts[node] += 1
        return node
    }

    mutating func remove(_ node: Int) {
        self.counts[node] -= 1
    }

    /// Whether the value, or one that it is part of, is asked for.
    func cover(_ path: DataPath) -> Bool {
        var node = 0
        if self.counts[node] > 0 { return true }
        for segment in path.segments {
            guard let next = self.edges[Edge(node: node, segment: segment)] else { return false }
            if self.counts[next] > 0 { return true }
            node = next
        }
        return false
    }
}
