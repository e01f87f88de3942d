// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import TestSupport
import Testing

@Suite("Offsets become lines and columns in Unicode scalars")
struct LineIndexTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var text: String
        var offset: Int
        var line: Int
        var column: Int

        init(_ text: String, _ offset: Int, _ line: Int, _ column: Int) {
            (self.text, self.offset, self.line, self.column) = (text, offset, line, column)
        }

        var testDescription: String { "\(text.debugDescription) at \(offset)" }
    }

    static let cases: [Case] = [
        Case("", 0, 1, 1),
        Case("abc", 0, 1, 1),
        Case("abc", 2, 1, 3),
        Case("abc", 3, 1, 4),
        Case("a\nb", 1, 1, 2),
        Case("a\nb", 2, 2, 1),
        Case("a\r\nb", 1, 1, 2),
        Case("a\r\nb", 2, 1, 3),
        Case("a\r\nb", 3, 2, 1),
        Case("a\rb", 2, 2, 1),
        Case("a\n\nb", 2, 2, 1),
        Case("a\n\nb", 3, 3, 1),
        Case("a\r\rb", 3, 3, 1),
        Case("a\n\rb", 3, 3, 1),
        Case("a\r\r\nb", 4, 3, 1),
        Case("a\n", 2, 2, 1),
        Case("a\r\n", 3, 2, 1),
        Case("a\r", 2, 2, 1),
        // é is one scalar of two bytes, 😀 one of four, e + U+0301 two scalars, the family emoji of 25 bytes seven.
        Case("éx", 2, 1, 2),
        Case("😀x", 4, 1, 2),
        Case("e\u{301}x", 3, 1, 3),
        Case("👨‍👩‍👧‍👦x", 25, 1, 8),
        Case("é\né😀z", 9, 2, 3),
        // Only LF, CR LF and CR end lines.
        Case("a\u{85}b", 3, 1, 3),
        Case("a\u{2028}b", 4, 1, 3),
        Case("a\u{0B}\u{0C}b", 3, 1, 4),
    ]

    @Test(arguments: cases)
    func findsThePlace(_ testCase: Case) {
        let bytes = Array(testCase.text.utf8)
        let position = LineIndex(bytes).position(of: testCase.offset, in: bytes)
        #expect(position == SourcePosition(offset: testCase.offset, line: testCase.line, column: testCase.column))
    }

    @Test(arguments: [("", 1, 1), ("ab", 1, 3), ("a\nb", 2, 2), ("a\n", 2, 1)])
    func anOffsetPastTheEndIsTheEnd(_ text: String, _ line: Int, _ column: Int) {
        let bytes = Array(text.utf8)
        for offset in [bytes.count, bytes.count + 1, Int.max] {
            let position = LineIndex(bytes).position(of: offset, in: bytes)
            #expect(position == SourcePosition(offset: bytes.count, line: line, column: column))
        }
    }

    @Test func aNegativeOffsetIsTheStart() {
        #expect(LineIndex([1]).position(of: -1, in: [1]) == .start)
        #expect(LineIndex([1]).position(of: .min, in: [1]) == .start)
    }

    @Test(arguments: [
        ("a\r\nb\nc\rd", ["a", "b", "c", "d"]), ("", [""]), ("\n", ["", ""]), ("x\r\n\r\ny", ["x", "", "y"]),
        ("é\u{2028}z", ["é\u{2028}z"]),
    ])
    func givesEachLineWithoutItsEnd(_ text: String, _ lines: [String]) {
        let bytes = Array(text.utf8)
        let index = LineIndex(bytes)
        let found = (1...lines.count).map { String(decoding: index.line($0, in: bytes), as: UTF8.self) }
        #expect(found == lines)
    }

    @Test(arguments: [0, -1, 3, Int.max])
    func aLineThatIsNotThereIsEmpty(_ number: Int) {
        let bytes = Array("a\nb".utf8)
        #expect(LineIndex(bytes).line(number, in: bytes).isEmpty)
    }

    @Test func agreesWithCountingFromTheStart() {
        var generator = SeededGenerator(seed: 1)
        let pieces = ["a", "é", "😀", "\n", "\r", "\r\n", "\u{2028}", "世"]
        for _ in 0..<200 {
            let text = (0..<20).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
            let bytes = Array(text.utf8)
            let index = LineIndex(bytes)
            var expected = SourcePosition.start
            var previous: Unicode.Scalar = "a"
            for scalar in text.unicodeScalars {
                // The LF of a CR LF still stands on the line that it ends.
                if previous == "\n" || (previous == "\r" && scalar != "\n") {
                    expected.line += 1
                    expected.column = 1
                }
                #expect(index.position(of: expected.offset, in: bytes) == expected, "\(text.debugDescription)")
                expected.offset += UTF8.width(scalar)
                expected.column += 1
                previous = scalar
            }
        }
    }

    @Test func positionsCompareByOffsetAndReadAsLineAndColumn() {
        let early = SourcePosition(offset: 3, line: 1, column: 4)
        let late = SourcePosition(offset: 4, line: 2, column: 1)
        #expect(early < late)
        #expect(!(late < early))
        #expect("\(late)" == "2:1")
    }
}
