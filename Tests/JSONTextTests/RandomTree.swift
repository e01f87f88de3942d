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
        case 2: JSONNode(.number(JSONNumber(spelling: numbers.randomElement(using: &generator) ?? "0")))
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
