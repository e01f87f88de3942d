// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import Testing

@Suite struct SourceExcerptTests {
    /// A source, an offset in it, and the excerpt with `|` at the place.
    static let cuts: [(source: String, offset: Int, excerpt: String)] = [
        ("", 0, "|"), ("abc", 0, "|abc"), ("abc", 1, "a|bc"), ("abc", 3, "abc|"), ("abc", 9, "abc|"),
        ("abc", -1, "|abc"),
        ("a\nbc\nd", 0, "|a"), ("a\nbc\nd", 2, "|bc"), ("a\nbc\nd", 4, "bc|"), ("a\nbc\nd", 5, "|d"),
        ("a\rbc\r\nd", 3, "b|c"), ("a\r\n", 1, "a|"), ("\n\n", 1, "|"),
        (Self.letters(40) + "b" + Self.letters(39), 40, Self.letters(40) + "|b" + Self.letters(39)),
        (Self.letters(41) + "b" + Self.letters(40), 41, "…" + Self.letters(40) + "|b" + Self.letters(39) + "…"),
        ("\n" + Self.letters(40) + "b\n", 41, Self.letters(40) + "|b"),
        // Characters of two to four bytes are shown whole or not at all.
        ("é" + Self.letters(39) + "b", 41, "…" + Self.letters(39) + "|b"),
        ("é" + Self.letters(38) + "b", 40, "é" + Self.letters(38) + "|b"),
        ("b" + Self.letters(38) + "é", 0, "|b" + Self.letters(38) + "…"),
        ("b" + Self.letters(37) + "é", 0, "|b" + Self.letters(37) + "é"),
        (
            "😀" + Self.letters(37) + "b" + Self.letters(37) + "😀", 41,
            "…" + Self.letters(37) + "|b" + Self.letters(37) + "…"
        ),
    ]

    static func letters(_ count: Int) -> String { String(repeating: "a", count: count) }

    @Test(arguments: Self.cuts)
    func cutsAroundThePlace(_ cut: (source: String, offset: Int, excerpt: String)) {
        let excerpt = SourceExcerpt(of: Array(cut.source.utf8), at: cut.offset)
        var bytes = Array(excerpt.text.utf8)
        bytes.insert(.ascii("|"), at: excerpt.offset)
        #expect(String(decoding: bytes, as: UTF8.self) == cut.excerpt)
    }

    @Test func bytesThatAreNotUTF8AreReplaced() {
        let excerpt = SourceExcerpt(of: Array("é".utf8) + [0xFF, 0x61], at: 2)
        #expect(excerpt.text == "é\u{FFFD}a")
        #expect(excerpt.offset == 2)
    }
}
