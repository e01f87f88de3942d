// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import JSONText
import TestSupport
import Testing

@Suite("Every value knows its bytes in the text")
struct JSONRangeTests {
    @Test func rangesAreTheSpellings() throws {
        let text = "\t{ \"a\" : [ 1.50e1 , true,null ] ,\r\n\"\\u0062\":\"é\\n\" , \"c\" : { } } \n"
        let document = try JSONDocument(parsing: text)
        func spelling(_ range: Range<Int>?) -> String? {
            range.map { String(decoding: document.bytes[$0], as: UTF8.self) }
        }
        let root = document.root
        #expect(spelling(root["a"]?.range) == "[ 1.50e1 , true,null ]")
        #expect(root["a"]?.elements?.map { spelling($0.range) } == ["1.50e1", "true", "null"])
        #expect(spelling(root.member("b")?.nameRange) == "\"\\u0062\"")
        #expect(spelling(root["b"]?.range) == "\"é\\n\"")
        #expect(spelling(root["c"]?.range) == "{ }")
        #expect(root.range == 1..<(document.bytes.count - 2))
    }

    @Test func everyRangeOfARandomDocumentParsesToItsValue() throws {
        var generator = SeededGenerator(seed: 11)
        for _ in 0..<200 {
            let tree = RandomTree.node(depth: 4, using: &generator)
            let document = try JSONDocument(
                parsing: tree.serialized(Bool.random(using: &generator) ? .compact : .indented))
            try check(document.root, in: document, within: 0..<document.bytes.count)
        }
    }

    private func check(_ node: JSONNode, in document: JSONDocument, within parent: Range<Int>) throws {
        #expect(parent.contains(node.range.lowerBound) && node.range.upperBound <= parent.upperBound)
        let spelling = Array(document.bytes[node.range])
        #expect(spelling.first.map(\.isWhitespace) == false)
        #expect(spelling.last.map(\.isWhitespace) == false)
        #expect(try JSONDocument(parsing: spelling).root.serialized(.compact) == node.serialized(.compact))
        if let number = node.number { #expect(Array(number.spelling.utf8) == spelling) }
        for element in node.elements ?? [] { try check(element, in: document, within: node.range) }
        for member in node.members ?? [] {
            let name = try JSONDocument(parsing: Array(document.bytes[member.nameRange])).root.string
            #expect(name.map { $0.hasSameBytes(as: member.name) } == true)
            #expect(member.nameRange.upperBound < member.value.range.lowerBound)
            try check(member.value, in: document, within: node.range)
        }
    }

    /// A piece of a string as it is spelled and the bytes that it stands for.
    private static let pieces: [(spelling: String, decoded: String)] = [
        ("a", "a"), ("é", "é"), ("😀", "😀"), (#"\n"#, "\n"), (#"\""#, "\""), (#"\\"#, "\\"), (#"\/"#, "/"),
        (#"\u0041"#, "A"), (#"\u00e9"#, "é"), (#"\u20AC"#, "€"), (#"\uD83D\uDE00"#, "😀"), ("{{x}}", "{{x}}"),
        (#"\u0000"#, "\u{0}"), ("u0041", "u0041"),
    ]

    @Test func theSourceMapOfAStringLeadsEveryByteToItsSpelling() throws {
        var generator = SeededGenerator(seed: 12)
        for _ in 0..<300 {
            var text = "[true, \""
            var decoded: [UInt8] = []
            var sources: [Int] = []
            for _ in 0..<Int.random(in: 0...12, using: &generator) {
                guard let piece = Self.pieces.randomElement(using: &generator) else { continue }
                let start = text.utf8.count
                let isEscape = piece.spelling.utf8.first == .ascii("\\")
                sources += piece.decoded.utf8.indices.enumerated().map { isEscape ? start : start + $0.offset }
                decoded += piece.decoded.utf8
                text += piece.spelling
            }
            let end = text.utf8.count
            text += "\"]"
            let document = try JSONDocument(parsing: text)
            let node = try #require(document.root.elements?.last)
            #expect(node.string.map { Array($0.utf8) } == decoded)
            let map = document.sourceMap(ofString: node)
            #expect(decoded.indices.map(map.sourceOffset) == sources, "\(text)")
            // The place after the last byte is the closing quote.
            #expect(map.sourceOffset(of: decoded.count) == end, "\(text)")
        }
    }

    @Test func whatIsNoStringHasAnEmptyMap() throws {
        let document = try JSONDocument(parsing: "[1]")
        #expect(document.sourceMap(ofString: document.root) == SourceMap())
    }
}

@Suite("What is written is read as the same")
struct JSONWriterTests {
    @Test func randomTreesComeBack() throws {
        var generator = SeededGenerator(seed: 13)
        for _ in 0..<400 {
            let tree = RandomTree.node(depth: 5, using: &generator)
            for layout in [JSONNode.Layout.compact, .indented] {
                let written = tree.serialized(layout)
                let read = try JSONDocument(parsing: written).root
                #expect(RandomTree.areEqual(read, tree))
                #expect(read.serialized(layout) == written)
            }
        }
    }

    @Test("Python reads the same strings", .enabled(if: Python.isPresent))
    func pythonReadsTheSame() throws {
        var generator = SeededGenerator(seed: 14)
        let trees = (0..<100).map { _ in RandomTree.node(depth: 4, using: &generator) }
        let script = """
            import json, sys
            for line in open(sys.argv[1], encoding='utf-8', newline='\\n'):
                tree = json.loads(line, object_pairs_hook=lambda pairs: {'pairs': pairs}, parse_int=lambda n: {'n': n},
                    parse_float=lambda n: {'n': n})
                def write(t):
                    if isinstance(t, dict) and 'n' in t: return t['n']
                    if isinstance(t, dict):
                        return '{' + ','.join(json.dumps(k) + ':' + write(v) for k, v in t['pairs']) + '}'
                    if isinstance(t, list): return '[' + ','.join(map(write, t)) + ']'
                    return json.dumps(t)
                print(write(tree))
            """
        let output = try Python.run(script, input: trees.flatMap { $0.serialized(.compact) + [.lineFeed] })
        let lines = output.split(separator: "\n")
        try #require(lines.count == trees.count)
        for (tree, line) in zip(trees, lines) {
            #expect(RandomTree.areEqual(try JSONDocument(parsing: String(line)).root, tree))
        }
    }

    @Test(arguments: [
        ("\"\\/", #""\"\\/""#), ("\n\r\t", #""\n\r\t""#), ("\u{0}\u{1F}\u{7F}", #""\u0000\u001F\u007F""#),
        ("\u{2028}\u{2029}", #""\u2028\u2029""#), ("é😀\u{80}\u{FEFF}", "\"é😀\u{80}\u{FEFF}\""), ("", "\"\""),
        ("\"\u{301}", "\"\\\"\u{301}\""), ("\r\n", #""\r\n""#),
    ])
    func escapesWhatMustBeEscaped(_ text: String, _ written: String) {
        #expect(JSONNode(.string(text)).serialized() == Array(written.utf8))
    }

    @Test func indentsByTwoSpaces() {
        let node: JSONNode = ["a": [1, []], "b": [:], "c": ["d": "e"]]
        let expected = """
            {
              "a": [
                1,
                []
              ],
              "b": {},
              "c": {
                "d": "e"
              }
            }
            """
        #expect(String(decoding: node.serialized(), as: UTF8.self) == expected)
        #expect(node.serialized(.compact) == Array(#"{"a":[1,[]],"b":{},"c":{"d":"e"}}"#.utf8))
    }
}
