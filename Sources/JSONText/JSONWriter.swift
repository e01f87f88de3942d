// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

extension JSONNode {
    /// How a tree is written.
    public enum Layout: Sendable {
        /// Without white space.
        case compact
        /// One member or element a line, indented by two spaces.
        case indented
    }

    /// The value as a JSON text in UTF-8, without a line end after it.
    ///
    /// Only what RFC 8259 demands is escaped, besides DEL and the line separators U+2028 and U+2029.
    public func serialized(_ layout: Layout = .indented) -> [UInt8] {
        var writer = JSONWriter(layout: layout)
        writer.write(self, indent: 0)
        return writer.bytes
    }
}

private struct JSONWriter {
    let layout: JSONNode.Layout
    var bytes: [UInt8] = []

    mutating func write(_ node: JSONNode, indent: Int) {
        switch node.content {
        case .null: self.bytes += "null".utf8
        case .bool(let flag): self.bytes += (flag ? "true" : "false").utf8
        case .number(let number): self.bytes += number.spelling.utf8
        case .string(let text): self.write(text)
        case .array(let elements):
            self.writeList(elements, open: .ascii("["), close: .ascii("]"), indent: indent) { writer, element in
                writer.write(element, indent: indent + 1)
            }
        case .object(let members):
            self.writeList(members, open: .ascii("{"), close: .ascii("}"), indent: indent) { writer, member in
                writer.write(member.name)
                writer.bytes += (writer.layout == .indented ? ": " : ":").utf8
                writer.write(member.value, indent: indent + 1)
            }
        }
    }

    private mutating func writeList<Item>(
        _ items: [Item], open: UInt8, close: UInt8, indent: Int, writeItem: (inout JSONWriter, Item) -> Void
    ) {
        self.bytes.append(open)
        for (index, item) in items.enumerated() {
            if index > 0 { self.bytes.append(.ascii(",")) }
            self.breakLine(indent: indent + 1)
            writeItem(&self, item)
        }
        if !items.isEmpty { self.breakLine(indent: indent) }
        self.bytes.append(close)
    }

    private mutating func breakLine(indent: Int) {
        guard self.layout == .indented else { return }
        self.bytes.append(.lineFeed)
        self.bytes += repeatElement(.space, count: indent * 2)
    }

    private mutating func write(_ text: String) {
        let utf8 = Array(text.utf8)
        self.bytes.append(.ascii("\""))
        var start = 0
        var index = 0
        while index < utf8.count {
            guard let escape = Self.escape(at: index, in: utf8) else {
                index += 1
                continue
            }
            self.bytes += utf8[start..<index]
            self.bytes += escape.text
            index += escape.length
            start = index
        }
        self.bytes += utf8[start...]
        self.bytes.append(.ascii("\""))
    }

    /// How the character at `index` is written where it cannot stand for itself, and how many bytes it has.
    private static func escape(at index: Int, in utf8: [UInt8]) -> (text: [UInt8], length: Int)? {
        switch utf8[index] {
        case .ascii("\""): (Array("\\\"".utf8), 1)
        case .ascii("\\"): (Array("\\\\".utf8), 1)
        case .lineFeed: (Array("\\n".utf8), 1)
        case .carriageReturn: (Array("\\r".utf8), 1)
        case .tab: (Array("\\t".utf8), 1)
        case let byte where byte.isControl:
            (Array("\\u00".utf8) + [.hexDigit(byte >> 4), .hexDigit(byte & 15)], 1)
        case 0xE2 where utf8[index...].starts(with: [0xE2, 0x80, 0xA8]): (Array("\\u2028".utf8), 3)
        case 0xE2 where utf8[index...].starts(with: [0xE2, 0x80, 0xA9]): (Array("\\u2029".utf8), 3)
        default: nil
        }
    }
}

extension JSONNode: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    /// A string.
    public init(stringLiteral value: String) {
        self.init(.string(value))
    }

    /// A whole number.
    public init(integerLiteral value: Int) {
        self.init(.number(JSONNumber(unchecked: String(value))))
    }

    /// `true` or `false`.
    public init(booleanLiteral value: Bool) {
        self.init(.bool(value))
    }

    /// An array.
    public init(arrayLiteral elements: JSONNode...) {
        self.init(.array(elements))
    }

    /// An object with its members in the order of the literal.
    public init(dictionaryLiteral elements: (String, JSONNode)...) {
        self.init(.object(elements.map { JSONMember(name: $0.0, value: $0.1) }))
    }
}
