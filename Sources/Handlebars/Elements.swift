// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

extension Value {
    /// The elements of an array.
    public struct Elements: Sendable {
        /// The instance is what tells two equal arrays apart, as in JavaScript, where `{{#with}}` of the current context
        /// opens no new one for `../` to leave.
        private final class Storage: Sendable {
            let array: [Value]

            init(_ array: [Value]) {
                self.array = array
            }
        }

        private let storage: Storage

        /// Creates the elements of a new array.
        public init(_ elements: some Sequence<Value>) {
            self.storage = Storage(Array(elements))
        }

        /// Creates an array without elements.
        public init() {
            self.init([])
        }

        var array: [Value] { self.storage.array }

        /// Whether both are one and the same array, not only equal ones.
        func isSameArray(as other: Elements) -> Bool {
            self.storage === other.storage
        }
    }
}

extension Value.Elements: RandomAccessCollection {
    /// Zero.
    public var startIndex: Int { 0 }
    /// The number of elements.
    public var endIndex: Int { self.storage.array.count }

    /// The element at that place.
    public subscript(position: Int) -> Value {
        self.storage.array[position]
    }
}

extension Value.Elements: Hashable {
    /// Whether both have the same elements in the same order.
    public static func == (lhs: Value.Elements, rhs: Value.Elements) -> Bool {
        lhs.isSameArray(as: rhs) || lhs.array == rhs.array
    }

    /// Adds what `==` compares.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(self.array)
    }
}

extension Value.Elements: ExpressibleByArrayLiteral {
    /// The elements in the order of the literal.
    public init(arrayLiteral elements: Value...) {
        self.init(elements)
    }
}
