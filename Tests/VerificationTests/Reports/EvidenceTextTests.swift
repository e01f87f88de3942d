// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Testing
import Verification

@Suite struct EvidenceTextTests {
    /// A text with `‸` before what is at fault, and what is shown of it in so many columns.
    static let texts: [(text: String, width: Int, lines: [String])] = [
        ("{{a‸,b}}", 80, ["> {{a,b}}", "     ^"]),
        ("‸ab", 80, ["> ab", "  ^"]),
        ("ab‸", 80, ["> ab", "    ^"]),
        // Wide characters take two columns, marks on others none.
        ("日本‸x", 80, ["> 日本x", "      ^"]),
        ("e\u{301}👍‸x", 80, ["> e\u{301}👍x", "     ^"]),
        // What is written as an escape takes more columns, and steers no terminal.
        ("\ta\u{1B}[1m‸x", 80, ["> \\ta\\u{1B}[1mx", "              ^"]),
        ("\u{202E}‸\u{7}", 80, ["> \\u{202E}\\u{7}", "          ^"]),
        // A line that is too long is cut around the place.
        ("abcdefghij‸klmnopqrstuvwxyz", 22, ["> abcdefghijklmnopqrs…", "            ^"]),
        ("abcdefghijklmnop‸qrstuvwxyz", 22, ["> …hijklmnopqrstuvwxyz", "            ^"]),
        ("abcdefghijklmnopqrstuvwxyz‸", 22, ["> …ijklmnopqrstuvwxyz", "                     ^"]),
        ("日本日本日本日本日本日本‸日本日本日本", 22, ["> …日本日本日本日本日…", "           ^"]),
    ]

    @Test(arguments: Self.texts)
    func putsACaretUnderThePlace(_ item: (text: String, width: Int, lines: [String])) throws {
        let place = try #require(item.text.unicodeScalars.firstIndex(of: "‸"))
        let offset = item.text.utf8.distance(from: item.text.startIndex, to: place)
        let text = item.text.replacing("‸", with: "")
        let lines = EvidenceText.lines(text, at: offset, label: "> ", width: item.width, style: .plain)
        #expect(lines == item.lines)
        let colored = EvidenceText.lines(text, at: offset, label: "> ", width: item.width, style: .colored)
        #expect(colored[0] == item.lines[0])
        #expect(colored[1] == item.lines[1].dropLast() + "\u{1B}[31m^\u{1B}[0m")
    }

    @Test func withoutAPlaceThereIsOneLine() {
        #expect(EvidenceText.lines("a\nb", at: nil, label: "> ", width: 80, style: .plain) == ["> a\\nb"])
    }
}
