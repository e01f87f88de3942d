// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Testing

@testable import Handlebars

/// What rendering takes short cuts in, against the long way.
@Suite struct RenderingTests {
    /// Names that share their first bytes, their length, or all but one byte; and one with a zero byte at its end.
    static let names = [
        "", "a", "a\0", "ab", "ba", "fifteen bytes ab", "fifteen bytes a", "sixteen bytes abc", "sixteen bytes abd",
        "x\u{301}", "x́́", "\u{E9}", "e\u{301}", "a name of more than fifteen bytes", "a name of more than fifteen byteS",
        "a name of more than fifteen bytes\0",
    ]

    @Test func namesAreEqualWhenTheirBytesAre() {
        for left in Self.names {
            for right in Self.names {
                let isEqual = Array(left.utf8) == Array(right.utf8)
                #expect((Name(left) == Name(right)) == isEqual, "\(left.debugDescription) \(right.debugDescription)")
                #expect((Name(left) < Name(right) || Name(right) < Name(left)) != isEqual)
                if isEqual { #expect(Name(left).hash == Name(right).hash) }
            }
        }
    }

    @Test(arguments: [1, 2, 16, 24, 25, 26, 300])
    func eachMemberIsFoundAmongMany(count: Int) throws {
        let members = Value.Members(
            (0..<count).map { ("\(Self.names[$0 % Self.names.count])\($0)", .string("<\($0)>")) })
        for (position, name) in members.map(\.name).enumerated() {
            #expect(members.table.position(of: Name(name)) == position)
            let template = try Template("{{lookup this name}}{{{lookup this name}}}")
            let data = Value.object(Value.Members(members.map { ($0.name, $0.value) } + [("name", .string(name))]))
            #expect(try template.render(data) == "&lt;\(position)&gt;<\(position)>")
        }
        #expect(members.table.position(of: Name("none of them")) == nil)
    }

    /// A text whose bytes the table keeps, the longest such, one that it does not keep, and values that are no texts.
    static let values: [(value: Value, text: String, isTruthy: Bool)] = [
        (.string(""), "", false), (.string("<&>"), "<&>", true),
        (.string(String(repeating: "'", count: 512)), String(repeating: "'", count: 512), true),
        (.string(String(repeating: "`", count: 513)), String(repeating: "`", count: 513), true),
        (.string(String(repeating: "é=", count: 4000)), String(repeating: "é=", count: 4000), true),
        (.null, "", false), (.bool(true), "true", true), (.bool(false), "false", false), (0, "0", false),
        (30, "30", true),
        ([], "", false), ([1, "<", []], "1,<,", true), ([:], "[object Object]", true),
    ]

    @Test(arguments: Self.values.indices)
    func valuesAreWrittenAndAskedForAtTheEndOfShortPaths(index: Int) throws {
        let (value, text, isTruthy) = Self.values[index]
        let data: Value = ["v": value, "o": ["v": value, "o": ["v": value]], "list": [["v": value]]]
        for path in ["v", "o.v", "o.o.v", "list.0.v", "this.v", "this/o/v"] {
            #expect(try Template("{{{\(path)}}}").render(data) == text)
            let condition = try Template(
                "{{#if \(path)}}yes{{else}}no{{/if}}{{#unless \(path)}}no{{else}}yes{{/unless}}")
            #expect(try condition.render(data) == (isTruthy ? "yesyes" : "nono"), "\(path)")
        }
        #expect(
            try Template("{{#with o}}{{{../v}}}{{/with}}{{#each list}}{{{v}}}{{/each}}").render(data) == text + text)
        #expect(try Template("{{{v.v}}}{{{none}}}{{{o.none.v}}}{{{none.v}}}").render(["v": .null, "o": [:]]) == "")
    }

    @Test func everyByteIsEscapedAlikeWhereverItStands() throws {
        let template = try Template("{{t}}")
        let references: [Unicode.Scalar: String] = [
            "&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;", "'": "&#x27;", "`": "&#x60;", "=": "&#x3D;",
        ]
        for scalar in (0..<0x180).compactMap(Unicode.Scalar.init) {
            for text in ["\(scalar)", "a\(scalar)", "\(scalar)b", "\(scalar)\(scalar)", "ab\(scalar)\u{301}cd"] {
                let expected = text.unicodeScalars.map { references[$0] ?? String($0) }.joined()
                #expect(Array(try template.render(["t": .string(text)]).utf8) == Array(expected.utf8))
            }
        }
    }

    @Test(arguments: [0, 1, 2047, 2048, 2049, 5000, 70_000])
    func outputOfAnyLengthGoesBehindWhatWasThere(length: Int) throws {
        let text = String(repeating: "x", count: length)
        let template = try Template("{{{t}}}|\(text)|{{#each l}}{{this}}{{/each}}")
        for before in [[], Array("before".utf8), Array(repeating: 7, count: 4096)] {
            var output: [UInt8] = before
            output.reserveCapacity(10_000)
            try template.render(["t": .string(text), "l": ["a", "b"]], into: &output)
            #expect(output == before + Array("\(text)|\(text)|ab".utf8))
            #expect(throws: HandlebarsError.self) { try Template("a{{none x}}").render([:], into: &output) }
            #expect(output.count == before.count + 2 * length + 4)
        }
    }
}
