// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// One value of a JSON text (RFC 8259) and where it stands there.
public struct JSONNode: Sendable {
    /// What a node is.
    public enum Content: Sendable {
        /// `null`.
        case null
        /// `true` or `false`.
        case bool(Bool)
        /// A number in the spelling of the text.
        case number(JSONNumber)
        /// A string with its escapes resolved.
        case string(String)
        /// An array.
        case array([JSONNode])
        /// The members of an object in the order of the text, repeated names included.
        case object([JSONMember])
    }

    /// What the node is.
    public var content: Content

    /// The bytes of the text that the value takes, a string's quotes included.
    public var range: Range<Int>

    /// Creates a node.
    public init(_ content: Content, range: Range<Int> = 0..<0) {
        self.content = content
        self.range = range
    }
}

/// A name and value of a JSON object.
public struct JSONMember: Sendable {
    /// The name, its escapes resolved.
    public var name: String
    /// The bytes of the text that the name takes, its quotes included.
    public var nameRange: Range<Int>
    /// The value.
    public var value: JSONNode

    /// Creates a member.
    public init(name: String, nameRange: Range<Int> = 0..<0, value: JSONNode) {
        self.name = name
        self.nameRange = nameRange
        self.value = value
    }
}

/// A JSON number, kept as it was written.
public struct JSONNumber: Hashable, Sendable {
    /// The digits as they stand in the text.
    public let spelling: String

    /// Takes a spelling; `nil` where it does not follow the grammar of RFC 8259, section 6.
    public init?(spelling: String) {
        guard let number = (try? JSONDocument(parsing: spelling))?.root.number,
            number.spelling.hasSameBytes(as: spelling)
        else { return nil }
        self = number
    }

    /// Takes a spelling that is known to follow the grammar.
    init(unchecked spelling: String) {
        self.spelling = spelling
    }

    /// The nearest binary64 number; infinite where the number is too large.
    public var double: Double {
        Double(self.spelling) ?? .nan
    }

    /// The number where it is an integer that fits; `1.0` and `1e2` count.
    public var int: Int? {
        Int(self.spelling) ?? self.exactInt
    }

    /// The integer that a spelling with a fraction or exponent stands for, worked out in decimal: binary64 would round
    /// `9007199254740993.0` to its neighbour and `0.99999999999999999999` to 1.
    private var exactInt: Int? {
        let pieces = self.spelling.utf8.split { $0 == .ascii("e") || $0 == .ascii("E") }
        guard let mantissa = pieces.first else { return nil }
        let parts = mantissa.drop { $0 == .ascii("-") }.split(separator: .ascii("."))
        var digits = Array(parts.joined())
        var scale = parts.count > 1 ? -parts[1].count : 0
        while digits.last == .ascii("0") {
            digits.removeLast()
            scale += 1
        }
        digits = Array(digits.drop { $0 == .ascii("0") })
        if digits.isEmpty { return 0 }
        if pieces.count > 1 {
            guard let exponent = Int(String(decoding: pieces[1], as: UTF8.self)) else { return nil }
            let (sum, isOverflow) = scale.addingReportingOverflow(exponent)
            guard !isOverflow else { return nil }
            scale = sum
        }
        // No Int has more than 19 digits.
        guard (0...19).contains(scale), digits.count + scale <= 19 else { return nil }
        let sign = mantissa.first == .ascii("-") ? "-" : ""
        return Int(sign + String(decoding: digits, as: UTF8.self) + String(repeating: "0", count: scale))
    }
}

extension JSONNode {
    /// The string, if the node is one.
    public var string: String? {
        if case .string(let text) = self.content { text } else { nil }
    }

    /// The truth value, if the node is one.
    public var bool: Bool? {
        if case .bool(let flag) = self.content { flag } else { nil }
    }

    /// The number, if the node is one.
    public var number: JSONNumber? {
        if case .number(let number) = self.content { number } else { nil }
    }

    /// The elements, if the node is an array.
    public var elements: [JSONNode]? {
        if case .array(let elements) = self.content { elements } else { nil }
    }

    /// The members, if the node is an object.
    public var members: [JSONMember]? {
        if case .object(let members) = self.content { members } else { nil }
    }

    /// Whether the node is `null`.
    public var isNull: Bool {
        if case .null = self.content { true } else { false }
    }

    /// The member of that name. Of repeated names the last counts, as in every reader of these documents.
    public func member(_ name: String) -> JSONMember? {
        self.members?.last { $0.name.utf8.elementsEqual(name.utf8) }
    }

    /// The value of the member of that name.
    public subscript(name: String) -> JSONNode? {
        self.member(name)?.value
    }

    /// The values of the members by the bytes of their names; of repeated names the last counts. Looking up many names
    /// in it costs less than asking ``member(_:)`` for each.
    package var valuesByName: [[UInt8]: JSONNode] {
        Dictionary((self.members ?? []).map { (Array($0.name.utf8), $0.value) }, uniquingKeysWith: { $1 })
    }

    /// What kind of value it is, in JSON's words, for messages.
    public var kind: String {
        switch self.content {
        case .null: "null"
        case .bool: "a boolean"
        case .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}
