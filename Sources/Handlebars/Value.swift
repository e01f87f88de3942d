// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// A value that templates can show: what JSON can say.
public enum Value: Sendable {
    /// `null`.
    case null
    /// `true` or `false`.
    case bool(Bool)
    /// A number, as JavaScript has them.
    case number(Double)
    /// A string.
    case string(String)
    /// The elements of an array, in order.
    case array(Elements)
    /// The members of an object, in order.
    case object(Members)
}

extension Value: Hashable {
    /// Whether both values are the same, strings byte for byte and members in the same order.
    public static func == (lhs: Value, rhs: Value) -> Bool {
        switch (lhs, rhs) {
        case (.null, .null): true
        case (.bool(let left), .bool(let right)): left == right
        case (.number(let left), .number(let right)): left == right
        case (.string(let left), .string(let right)): left.utf8.elementsEqual(right.utf8)
        case (.array(let left), .array(let right)): left == right
        case (.object(let left), .object(let right)): left == right
        default: false
        }
    }

    /// Adds what `==` compares.
    public func hash(into hasher: inout Hasher) {
        switch self {
        case .null: hasher.combine(0)
        case .bool(let flag): hasher.combine(flag)
        case .number(let number): hasher.combine(number)
        case .string(let text): hasher.combine(bytesOf: text)
        case .array(let elements): hasher.combine(elements)
        case .object(let members): hasher.combine(members)
        }
    }
}

extension Hasher {
    /// Adds the bytes of `text`: `String` itself would hash canonically equivalent texts alike.
    mutating func combine(bytesOf text: String) {
        for byte in text.utf8 { self.combine(byte) }
    }
}

extension Value {
    /// The member of that name, if the value is an object that has it.
    public subscript(name: String) -> Value? {
        if case .object(let members) = self { members[name] } else { nil }
    }
}

extension Value: ExpressibleByNilLiteral {
    /// `null`.
    public init(nilLiteral: ()) {
        self = .null
    }
}

extension Value: ExpressibleByBooleanLiteral {
    /// A boolean written in Swift.
    public init(booleanLiteral value: Bool) {
        self = .bool(value)
    }
}

extension Value: ExpressibleByIntegerLiteral {
    /// A number written in Swift.
    public init(integerLiteral value: Int64) {
        self = .number(Double(value))
    }
}

extension Value: ExpressibleByFloatLiteral {
    /// A number written in Swift.
    public init(floatLiteral value: Double) {
        self = .number(value)
    }
}

extension Value: ExpressibleByStringInterpolation {
    /// A string written in Swift.
    public init(stringLiteral value: String) {
        self = .string(value)
    }
}

extension Value: ExpressibleByArrayLiteral {
    /// An array written in Swift.
    public init(arrayLiteral elements: Value...) {
        self = .array(Elements(elements))
    }
}

extension Value: ExpressibleByDictionaryLiteral {
    /// An object written in Swift, its members in that order.
    public init(dictionaryLiteral elements: (String, Value)...) {
        self = .object(Members(elements))
    }
}
