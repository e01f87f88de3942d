// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

extension Value {
    /// The members of an object: names and values in order, with quick look-up by name.
    public struct Members: Sendable {
        let table: MemberTable

        /// Creates members.
        ///
        /// Of repeated names the last value counts, at the place of the first, as in JavaScript.
        public init(_ members: some Sequence<(String, Value)>) {
            var names: [Name] = []
            var values: [Value] = []
            names.reserveCapacity(members.underestimatedCount)
            values.reserveCapacity(members.underestimatedCount)
            for (name, value) in members {
                let name = Name(name)
                if names.count < Self.fewMembers, let first = names.firstIndex(of: name) {
                    values[first] = value
                } else {
                    names.append(name)
                    values.append(value)
                }
            }
            if names.count > Self.fewMembers { Self.foldRepeated(&names, &values) }
            self.table = MemberTable(names: names, values: values)
        }

        /// How many members are searched for repeated names as they come.
        private static let fewMembers = 8

        /// Creates members some of which are there without a value, as hash arguments can be.
        init(optional members: [(String, Value?)]) {
            let plain = Members(members.map { ($0, $1 ?? .null) })
            var undefined = Set<Int>()
            if members.contains(where: { $0.1 == nil }) {
                for (name, value) in members {
                    guard let position = plain.position(of: Name(name)) else { continue }
                    if value == nil { undefined.insert(position) } else { undefined.remove(position) }
                }
            }
            self.table = MemberTable(names: plain.table.names, values: plain.table.values, undefined: undefined)
        }

        /// Creates an object without members.
        public init() {
            self.table = MemberTable(names: [], values: [])
        }

        /// The value of the member of that name.
        public subscript(name: String) -> Value? {
            self[Name(name)]
        }

        subscript(name: Name) -> Value? {
            self.position(of: name).flatMap { self.definedValue(at: $0) }
        }

        /// Whether there is a member of that name, with or without a value.
        func hasMember(_ name: Name) -> Bool {
            self.position(of: name) != nil
        }

        /// The value at a place in the order of the object, where it has one.
        func definedValue(at position: Int) -> Value? {
            if self.isUndefined(at: position) { return nil }
            return self.table.values[position]
        }

        func isUndefined(at position: Int) -> Bool {
            !self.table.undefined.isEmpty && self.table.undefined.contains(position)
        }

        /// The members with those that have no value told apart.
        var withUndefined: [(name: String, value: Value?)] {
            self.indices.map { (self.table.names[$0].text, self.definedValue(at: $0)) }
        }

        /// Whether both are one and the same object, not only equal ones.
        func isSameObject(as other: Members) -> Bool {
            self.table === other.table
        }

        private func position(of name: Name) -> Int? {
            self.table.position(of: name)
        }

        private static func foldRepeated(_ names: inout [Name], _ values: inout [Value]) {
            let order = Name.order(of: names)
            var isDropped: [Bool]?
            var first = order.first ?? 0
            for position in order.dropFirst() {
                guard names[first] == names[position] else {
                    first = position
                    continue
                }
                values[first] = values[position]
                isDropped = isDropped ?? Array(repeating: false, count: names.count)
                isDropped?[position] = true
            }
            guard let isDropped else { return }
            let kept = names.indices.filter { !isDropped[$0] }
            names = kept.map { names[$0] }
            values = kept.map { values[$0] }
        }
    }
}

extension Value.Members: RandomAccessCollection {
    /// Zero.
    public var startIndex: Int { 0 }
    /// The number of members.
    public var endIndex: Int { self.table.names.count }

    /// The name and value at a place in the order of the object.
    public subscript(position: Int) -> (name: String, value: Value) {
        (self.table.names[position].text, self.table.values[position])
    }
}

extension Value.Members: Hashable {
    /// Whether both have the same names with the same values in the same order.
    public static func == (lhs: Value.Members, rhs: Value.Members) -> Bool {
        lhs.table === rhs.table
            || lhs.table.names == rhs.table.names && lhs.table.values == rhs.table.values
    }

    /// Adds what `==` compares.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(self.table.names)
        hasher.combine(self.table.values)
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
        for (position, name) in self.table.names.enumerated() {
            if let index = ArrayIndex.parse(name.text) {
                indices.append((index, position))
            } else {
                others.append(position)
            }
        }
        return indices.sorted { $0.index < $1.index }.map(\.position) + others
    }
}
