// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import TestSupport
import Testing
import Verification

@Suite struct LineDiffTests {
    @Test(
        arguments: [
            ("a", "a", []), ("", "", []), (nil, nil, []), (nil, "", ["+ "]), (nil, "a\n\nb", ["+ a", "+ ", "+ b"]),
            ("a\n- \n", nil, ["- a", "- - ", "- "]), ("a", "b", ["- a", "+ b"]), ("", "b", ["- ", "+ b"]),
            ("a\nb\nc", "a\nx\nc", ["  a", "- b", "+ x", "  c"]),
            ("a\nb\nc\nd\ne", "a\nb\nx\nd\ne", ["  …", "  b", "- c", "+ x", "  d", "  …"]),
            ("a\nb", "a\nb\nc", ["  …", "  b", "+ c"]), ("a\nb", "b", ["- a", "  b"]),
            ("a\nb\na", "a\nb\na\nb\na", ["  …", "  a", "+ b", "+ a"]),
            ("1\na\nb\nc\nd\n2", "x\na\nb\nc\nd\ny", ["- 1", "+ x", "  a", "  …", "  d", "- 2", "+ y"]),
            ("a\u{1B}[2J", "a", ["- a\\u{1B}[2J", "+ a"]), ("a\r\nb", "a\nb", ["- a\\r", "+ a", "  b"]),
        ] as [(String?, String?, [String])])
    func linesAreCompared(old: String?, new: String?, expected: [String]) {
        #expect(LineDiff(from: old, to: new).text(style: .plain) == expected)
    }

    @Test func ofLongLinesTheChangeIsShown() {
        let (before, after) = (String(repeating: "é", count: 500), String(repeating: "z", count: 500))
        let lines = LineDiff(from: before + "old" + after, to: before + "new" + after).text(style: .plain)
        #expect(lines.count == 2)
        #expect(lines.first?.hasPrefix("- …é") == true && lines.first?.contains("éoldz") == true)
        #expect(lines.last?.contains("énewz") == true)
        #expect(lines.allSatisfy { $0.unicodeScalars.count < 200 })
    }

    /// What is shown as removed and kept is the old text, what is shown as added and kept the new one.
    @Test func randomTextsAreToldApart() {
        var generator = SeededGenerator(seed: 42)
        for _ in 0..<500 {
            let texts = (0..<2).map { _ in
                (0..<Int.random(in: 1...12, using: &generator)).map { _ in
                    ["a", "b", "c", ""].randomElement(using: &generator) ?? ""
                }
            }
            let lines = LineDiff(from: texts[0].joined(separator: "\n"), to: texts[1].joined(separator: "\n")).lines
            #expect(lines.isEmpty == (texts[0] == texts[1]))
            let removed = lines.count { if case .removed = $0 { true } else { false } }
            let added = lines.count { if case .added = $0 { true } else { false } }
            #expect(texts[0].count - removed == texts[1].count - added)
            #expect(
                Self.isSubsequence(
                    lines.compactMap { if case .removed(let text) = $0 { text } else { nil } }, of: texts[0]))
            #expect(
                Self.isSubsequence(
                    lines.compactMap { if case .added(let text) = $0 { text } else { nil } }, of: texts[1]))
        }
    }

    private static func isSubsequence(_ part: [String], of whole: [String]) -> Bool {
        var rest = whole[...]
        return part.allSatisfy { line in
            guard let index = rest.firstIndex(of: line) else { return false }
            rest = rest[(index + 1)...]
            return true
        }
    }

    @Test func oneChangeInALongTextIsShownAsOne() {
        let old = (0..<3000).map { "\($0)" }
        var new = old
        for changed in [1, 1500, 2998] { new[changed] = "changed" }
        let lines = LineDiff(from: old.joined(separator: "\n"), to: new.joined(separator: "\n")).lines
        #expect(lines.count { if case .removed = $0 { true } else { false } } == 3)
        #expect(lines.count { if case .added = $0 { true } else { false } } == 3)
    }

    @Test func hugeTextsCostLittle() {
        let old = (0..<50_000).map { "\($0)" }.joined(separator: "\n")
        let new = (0..<50_000).map { "\($0 * 3)" }.joined(separator: "\n")
        let clock = ContinuousClock()
        let start = clock.now
        // Every third number is in both.
        #expect(LineDiff(from: old, to: new).lines.count == 33_333 + 16_667 + 33_333)
        #expect(clock.now - start < .seconds(20))
    }
}
