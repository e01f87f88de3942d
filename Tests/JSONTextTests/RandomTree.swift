// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import JSONText
import TestSupport

/// Random JSON values with everything in them that a writer could get wrong.
enum RandomTree {
    private static let scalars: [Unicode.Scalar] = [
        "a", "Z", "0", " ", "\"", "\\", "/", "\n", "\r", "\t", "\u{0}", "\u{1F}", "\u{7F}", "\u{85}", "é", "\u{301}",
        "世",
        "😀", "\u{2028}", "\u{FEFF}", "\u{FFFF}", "\u{10FFFF}", "{", "[", ",", ":", "~", "\u{200D}",
    ]
    private static let numbers = [
        "0", "-0", "1", "-17", "3.50", "1e5", "1E+5", "2e-3", "123456789012345678901234567890", "0.1", "1e400",
    ]

    static func node(depth: Int, using generator: inout SeededGenerator) -> JSONNode {
        switch Int.random(in: 0..<(depth > 0 ? 7 : 4), using: &generator) {
        case 0: JSONNode(.null)
        case 1: JSONNode(.bool(Bool.random(using: &generator)))
        case 2: numbers.randomElement(using: &generator).flatMap(JSONNumber.init).map { JSONNode(.number($0)) } ?? 0
        case 3: JSONNode(.string(text(using: &generator)))
        case 4: JSONNode(.array(list(depth: depth, using: &generator)))
        default:
            JSONNode(
                .object(
                    list(depth: depth, using: &generator).map { value in
                        JSONMember(name: text(using: &generator), value: value)
                    }))
        }
    }

    private static func list(depth: Int, using generator: inout SeededGenerator) -> [JSONNode] {
        (0..<Int.random(in: 0...4, using: &generator)).map { _ in node(depth: depth - 1, using: &generator) }
    }

    private static func text(using generator: inout SeededGenerator) -> String {
        var view = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...8, using: &generator) {
            view.append(scalars.randomElement(using: &generator) ?? "a")
        }
        return String(view)
    }

    /// Whether two trees say the same, ranges aside.
    static func areEqual(_ lhs: JSONNode, _ rhs: JSONNode) -> Bool {
        switch (lhs.content, rhs.content) {
        case (.null, .null): true
        case (.bool(let left), .bool(let right)): left == right
        case (.number(let left), .number(let right)): left.spelling == right.spelling
        case (.string(let left), .string(let right)): left.utf8.elementsEqual(right.utf8)
        case (.array(let left), .array(let right)): left.elementsEqual(right, by: areEqual)
        case (.object(let left), .object(let right)):
            left.elementsEqual(right) { $0.name.utf8.elementsEqual($1.name.utf8) && areEqual($0.value, $1.value) }
        default: false
        }
    }
}

extension RandomTree {
    /// The node at `root` and all below it that a pointer leads to, with their pointers.
    static func places(in root: JSONNode, at pointer: JSONPointer = .root) -> [(JSONPointer, JSONNode)] {
        var places = [(pointer, root)]
        for (index, element) in (root.elements ?? []).enumerated() {
            places += self.places(in: element, at: pointer.appending(String(index)))
        }
        for (index, member) in (root.members ?? []).enumerated() {
            let isLast = root.members?.lastIndex { $0.name.utf8.elementsEqual(member.name.utf8) } == index
            if isLast { places += self.places(in: member.value, at: pointer.appending(member.name)) }
        }
        return places
    }

    /// How many values there are, the node itself included.
    static func count(_ node: JSONNode) -> Int {
        let below = node.elements ?? node.members?.map(\.value) ?? []
        return below.reduce(1) { $0 + self.count($1) }
    }
}

/// Writes a tree with white space and escapes at random.
enum RandomSpelling {
    static func text(of node: JSONNode, using generator: inout SeededGenerator) -> [UInt8] {
        let value: [UInt8] =
            switch node.content {
            case .string(let text): self.string(text, using: &generator)
            case .array(let elements):
                self.list(elements.map { self.text(of: $0, using: &generator) }, "[", "]")
            case .object(let members):
                self.list(
                    members.map { member in
                        self.space(using: &generator) + self.string(member.name, using: &generator)
                            + self.space(using: &generator) + Array(":".utf8)
                            + self.text(of: member.value, using: &generator)
                    }, "{", "}")
            case .null, .bool, .number: node.serialized(.compact)
            }
        return self.space(using: &generator) + value + self.space(using: &generator)
    }

    private static func list(_ items: [[UInt8]], _ open: String, _ close: String) -> [UInt8] {
        Array(open.utf8) + Array(items.joined(separator: ",".utf8)) + Array(close.utf8)
    }

    private static func space(using generator: inout SeededGenerator) -> [UInt8] {
        Array(["", "", " ", "\n  ", "\r\n\t", "\t"].randomElement(using: &generator).map { Array($0.utf8) } ?? [])
    }

    private static func string(_ text: String, using generator: inout SeededGenerator) -> [UInt8] {
        var spelled = "\""
        for scalar in text.unicodeScalars {
            if scalar.value < 0x20 || scalar == "\"" || scalar == "\\" || Bool.random(using: &generator) {
                for unit in String(scalar).utf16 {
                    let digits = String(unit, radix: 16, uppercase: Bool.random(using: &generator))
                    spelled += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
                }
            } else {
                spelled.unicodeScalars.append(scalar)
            }
        }
        return Array((spelled + "\"").utf8)
    }
}
