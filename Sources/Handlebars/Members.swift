// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

extension Value {
    /// The members of an object: names and values in order, with quick look-up by name.
    public struct Members: Sendable {
        /// The contents never change after creation; the instance is what tells two equal objects apart, as in
        /// JavaScript, where `{{#with}}` of the current context opens no new one for `../` to leave.
        private final class Storage: Sendable {
            let names: [String]
            let values: [Value]
            /// The positions in the byte order of the names, kept only where a linear search would be slow.
            let order: [Int]
            /// The positions of members that handlebars.js makes without a value; their value here is null.
            let undefined: Set<Int>

            init(names: [String], values: [Value], order: [Int], undefined: Set<Int> = []) {
                self.names = names
                self.values = values
                self.order = order
                self.undefined = undefined
            }
        }

        private static let linearSearchLimit = 8

        private let storage: Storage

        /// Creates members.
        ///
        /// Of repeated names the last value counts, at the place of the first, as in JavaScript.
        public init(_ members: some Sequence<(String, Value)>) {
            var names: [String] = []
            var values: [Value] = []
            for (name, value) in members {
                names.append(name)
                values.append(value)
            }
            var order = Self.sorted(names)
            if Self.foldRepeated(&names, &values, order: order) { order = Self.sorted(names) }
            self.storage = Storage(
                names: names, values: values, order: names.count > Self.linearSearchLimit ? order : [])
        }

        /// Creates members some of which are there without a value, as hash arguments can be.
        init(optional members: [(String, Value?)]) {
            let plain = Members(members.map { ($0, $1 ?? .null) })
            var undefined = Set<Int>()
            if members.contains(where: { $0.1 == nil }) {
                for (name, value) in members {
                    guard let position = plain.position(of: name) else { continue }
                    if value == nil { undefined.insert(position) } else { undefined.remove(position) }
                }
            }
            let storage = plain.storage
            self.storage = Storage(
                names: storage.names, values: storage.values, order: storage.order, undefined: undefined)
        }

        /// Creates an object without members.
        public init() {
            self.storage = Storage(names: [], values: [], order: [])
        }

        /// The value of the member of that name.
        public subscript(name: String) -> Value? {
            self.position(of: name).flatMap { self.definedValue(at: $0) }
        }

        /// Whether there is a member of that name, with or without a value.
        func hasMember(_ name: String) -> Bool {
            self.position(of: name) != nil
        }

        /// The value at a place in the order of the object, where it has one.
        func definedValue(at position: Int) -> Value? {
            self.storage.undefined.contains(position) ? nil : self.storage.values[position]
        }

        /// The members with those that have no value told apart.
        var withUndefined: [(name: String, value: Value?)] {
            self.indices.map { (self.storage.names[$0], self.definedValue(at: $0)) }
        }

        /// Whether both are one and the same object, not only equal ones.
        func isSameObject(as other: Members) -> Bool {
            self.storage === other.storage
        }

        private func position(of name: String) -> Int? {
            let names = self.storage.names
            guard names.count > Self.linearSearchLimit else {
                return names.firstIndex { $0.utf8.count == name.utf8.count && $0.utf8.elementsEqual(name.utf8) }
            }
            let order = self.storage.order
            var low = 0
            var high = order.count
            while low < high {
                let middle = (low + high) / 2
                if names[order[middle]].utf8.lexicographicallyPrecedes(name.utf8) {
                    low = middle + 1
                } else {
                    high = middle
                }
            }
            guard low < order.count, names[order[low]].utf8.elementsEqual(name.utf8) else { return nil }
            return order[low]
        }

        private static func sorted(_ names: [String]) -> [Int] {
            names.indices.sorted { left, right in
                if names[left].utf8.lexicographicallyPrecedes(names[right].utf8) { return true }
                if names[right].utf8.lexicographicallyPrecedes(names[left].utf8) { return false }
                return left < right
            }
        }

        /// Removes repeated names; `order` has equal names side by side, the earlier first.
        private static func foldRepeated(_ names: inout [String], _ values: inout [Value], order: [Int]) -> Bool {
            var isDropped: [Bool]?
            var first = order.first ?? 0
            for position in order.dropFirst() {
                guard names[first].utf8.elementsEqual(names[position].utf8) else {
                    first = position
                    continue
                }
                values[first] = values[position]
                isDropped = isDropped ?? Array(repeating: false, count: names.count)
                isDropped?[position] = true
            }
            guard let isDropped else { return false }
            let kept = names.indices.filter { !isDropped[$0] }
            names = kept.map { names[$0] }
            values = kept.map { values[$0] }
            return true
        }
    }
}

extension Value.Members: RandomAccessCollection {
    /// Zero.
    public var startIndex: Int { 0 }
    /// The number of members.
    public var endIndex: Int { self.storage.names.count }

    /// The name and value at a place in the order of the object.
    public subscript(position: Int) -> (name: String, value: Value) {
        (self.storage.names[position], self.storage.values[position])
    }
}

extension Value.Members: Hashable {
    /// Whether both have the same names with the same values in the same order.
    public static func == (lhs: Value.Members, rhs: Value.Members) -> Bool {
        lhs.storage === rhs.storage
            || lhs.storage.names.elementsEqual(rhs.storage.names) { $0.utf8.elementsEqual($1.utf8) }
                && lhs.storage.values == rhs.storage.values
    }

    /// Adds what `==` compares.
    public func hash(into hasher: inout Hasher) {
        for name in self.storage.names { hasher.combine(bytesOf: name) }
        hasher.combine(self.storage.values)
    }
}

extension Value.Members: ExpressibleByDictionaryLiteral {
    /// The members in the order of the literal.
    public init(dictionaryLiteral elements: (String, Value)...) {
        self.init(elements)
    }
}

extension Value.Members {
    /// The positions in the order in which JavaScript enumerates the names: array indices first, by number.
    var enumerationOrder: [Int] {
        var indices: [(index: Int, position: Int)] = []
        var others: [Int] = []
        for (position, name) in self.storage.names.enumerated() {
            if let index = ArrayIndex.parse(name) {
                indices.append((index, position))
            } else {
                others.append(position)
            }
        }
        return indices.sorted { $0.index < $1.index }.map(\.position) + others
    }
}
