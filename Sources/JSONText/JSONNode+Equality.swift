// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

extension JSONNode {
    /// Whether both nodes stand for the same value, wherever they stand.
    ///
    /// The order of members does not count, nor how strings are escaped; numbers are compared by their spelling. Of
    /// repeated names each is compared with the one of the same rank, because readers differ in which of them counts.
    public func isSameValue(as other: JSONNode) -> Bool {
        switch (self.content, other.content) {
        case (.null, .null): true
        case (.bool(let left), .bool(let right)): left == right
        case (.number(let left), .number(let right)): left.spelling.hasSameBytes(as: right.spelling)
        case (.string(let left), .string(let right)): left.hasSameBytes(as: right)
        case (.array(let left), .array(let right)):
            left.elementsEqual(right) { $0.isSameValue(as: $1) }
        case (.object(let left), .object(let right)):
            left.count == right.count
                && zip(left.sortedByName, right.sortedByName).allSatisfy { left, right in
                    left.name.hasSameBytes(as: right.name) && left.value.isSameValue(as: right.value)
                }
        default: false
        }
    }

    /// The value with the members of its objects, at any depth, in the order of their names' bytes.
    public var sorted: JSONNode {
        switch self.content {
        case .array(let elements): JSONNode(.array(elements.map(\.sorted)), range: self.range)
        case .object(let members):
            JSONNode(
                .object(
                    members.sortedByName.map {
                        JSONMember(name: $0.name, nameRange: $0.nameRange, value: $0.value.sorted)
                    }), range: self.range)
        case .null, .bool, .number, .string: self
        }
    }
}

extension [JSONMember] {
    /// The members by the bytes of their names; those of one name stay in their order.
    fileprivate var sortedByName: [JSONMember] {
        self.enumerated().sorted { left, right in
            if left.element.name.hasSameBytes(as: right.element.name) { return left.offset < right.offset }
            return left.element.name.utf8.lexicographicallyPrecedes(right.element.name.utf8)
        }.map(\.element)
    }
}
