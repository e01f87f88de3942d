// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import JSONText
import Testing

@Suite("JSON values")
struct JSONNodeTests {
    @Test(
        arguments: [
            ("0", 0), ("-0", 0), ("42", 42), ("-7", -7), ("1.0", 1), ("1e2", 100), ("1.50e1", 15), ("2500e-2", 25),
            ("9223372036854775807", .max), ("-9223372036854775808", .min), ("9007199254740993", 9_007_199_254_740_993),
            ("9223372036854775808", nil), ("1e19", nil), ("1e400", nil), ("-1e400", nil), ("1.5", nil), ("1e-1", nil),
            ("0e999999999999999999999", 0), ("1e-999999999999999999999", nil), ("1e99999999999999999999999", nil),
            // Beyond what binary64 holds: neither rounded to a neighbour nor lost.
            ("9007199254740993.0", 9_007_199_254_740_993), ("9223372036854775807.0", .max),
            ("0.99999999999999999999", nil), ("1.00000000000000000001", nil),
            ("900719925474099.3e1", 9_007_199_254_740_993),
        ] as [(String, Int?)])
    func aNumberIsAnIntegerExactlyWhereItsValueIsOne(_ spelling: String, _ value: Int?) throws {
        let number = try #require(try JSONDocument(parsing: spelling).root.number)
        #expect(number.spelling == spelling)
        #expect(number.int == value)
    }

    @Test(arguments: [
        ("0", 0.0), ("0.1", 0.1), ("1e400", .infinity), ("-1e400", -.infinity), ("5e-324", .leastNonzeroMagnitude),
        ("1e-400", 0),
        ("2.2250738585072009e-308", Double.leastNormalMagnitude.nextDown),
    ])
    func aNumberIsTheNearestDouble(_ spelling: String, _ value: Double) {
        #expect(JSONNumber(spelling: spelling)?.double == value)
    }

    @Test(arguments: [
        "", "-", "01", "1.", ".5", "1e", "+1", " 1", "1 ", "1\n", "1\u{301}", "0x1", "Infinity", "null", "\"1\"",
        "1,\"x\":2",
        "\u{661}",
    ])
    func whatIsNoNumberIsNotTakenForOne(_ spelling: String) {
        #expect(JSONNumber(spelling: spelling) == nil)
    }

    @Test(arguments: [
        ("null", "null"), ("true", "a boolean"), ("1", "a number"), ("\"\"", "a string"), ("[]", "an array"),
        ("{}", "an object"),
    ])
    func namesItsKindAndAnswersForThatAlone(_ text: String, _ kind: String) throws {
        let node = try JSONDocument(parsing: text).root
        #expect(node.kind == kind)
        let answers = [
            node.isNull, node.bool != nil, node.number != nil, node.string != nil, node.elements != nil,
            node.members != nil,
        ]
        #expect(answers.count { $0 } == 1)
        #expect(node["x"] == nil)
    }

    @Test(arguments: [
        (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"), (#""\u0041\u00e9\u00E9""#, "Aéé"),
        (#""\uD83D\uDE00\uFFFF\u0000""#, "😀\u{FFFF}\u{0}"), (#""\uD800\uDC00\uDBFF\uDFFF""#, "\u{10000}\u{10FFFF}"),
        ("\"é😀\u{FEFF}\"", "é😀\u{FEFF}"), (#""\\u0041""#, #"\u0041"#), (#""e\u0301""#, "e\u{301}"),
        (#""\r\n""#, "\r\n"),
    ])
    func decodesStrings(_ text: String, _ value: String) throws {
        let string = try #require(try JSONDocument(parsing: text).root.string)
        #expect(Array(string.utf8) == Array(value.utf8))
    }

    @Test func literalsMakeNodes() {
        let node: JSONNode = ["b": [1, true, "x"], "a": [:]]
        #expect(String(decoding: node.serialized(.compact), as: UTF8.self) == #"{"b":[1,true,"x"],"a":{}}"#)
    }
}

@Suite("JSON pointers follow RFC 6901")
struct JSONPointerTests {
    @Test(
        arguments: [
            ([], ""), ([""], "/"), (["a", "b"], "/a/b"), (["a/b"], "/a~1b"), (["m~n"], "/m~0n"), (["~1"], "/~01"),
            (["/", "~"], "/~1/~0"), ([" ", "é", "\"", "\\", "%"], "/ /é/\"/\\/%"),
            // A slash under a combining mark is a slash all the same.
            (["a/\u{301}"], "/a~1\u{301}"), (["~\u{301}"], "/~0\u{301}"),
        ] as [([String], String)])
    func escapesTokens(_ tokens: [String], _ text: String) {
        #expect("\(JSONPointer(tokens))".utf8.elementsEqual(text.utf8))
    }

    /// RFC 6901, section 5, and the array indices of section 4.
    @Test(
        arguments: [
            (["foo", "0"], "bar"), (["foo", "1"], "baz"), ([""], "0"), (["a/b"], "1"), (["c%d"], "2"), (["m~n"], "8"),
            (["deep", "1", "x"], "y"), (["foo", "2"], nil), (["foo", "-"], nil), (["foo", "-1"], nil),
            (["foo", "01"], nil),
            (["foo", "+1"], nil), (["foo", "00"], nil), (["foo", "-0"], nil), (["foo", "1.0"], nil),
            (["foo", ""], nil),
            (["foo", "99999999999999999999999"], nil), (["foo", "0", "0"], nil), (["nowhere"], nil),
            (["nowhere", "x"], nil),
        ] as [([String], String?)])
    func findsAValue(_ tokens: [String], _ value: String?) throws {
        let document = try JSONDocument(
            parsing: #"{"foo":["bar","baz"],"":0,"a/b":1,"c%d":2,"m~n":8,"deep":[0,{"x":"y"}]}"#)
        let node = JSONPointer(tokens).resolve(in: document.root)
        #expect((node?.string ?? node?.number?.spelling) == value)
    }

    @Test func growsByATokenFromTheRoot() throws {
        let pointer = JSONPointer.root.appending("a/b").appending("0")
        #expect(pointer == JSONPointer(["a/b", "0"]))
        let root = try JSONDocument(parsing: "[1]").root
        #expect(JSONPointer.root.resolve(in: root)?.elements?.count == 1)
    }
}
