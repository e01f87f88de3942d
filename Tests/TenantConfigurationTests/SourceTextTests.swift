// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import JSONText
import TenantConfiguration
import TestSupport
import Testing

/// Places in decoded texts are found in the JSON file again.
@Suite struct SourceTextTests {
    private static let marker = "◆"
    private static let placeholders = Placeholders(["a": "1", "long": "one\ntwo\nthree"])

    private static func text(_ literal: String, file: String) throws -> SourceText {
        let document = try #require(TenantFiles.reading(file, as: "x.json").documents.first)
        let node = try #require(document.root["message"]?["en"])
        return try #require(document.text(node, at: ["message", "en"]), "\(literal)")
    }

    private static func file(with literal: String) -> String {
        "{\n  \"subject\": {\"é😀\": \"ł\"},\r\n  \"message\": {\"😀\": \"é\", \"en\": \"\(literal)\"}\n}"
    }

    @Test(arguments: [
        "", "plain ", #"\n"#, #"\n\n\r\n"#, #"\u00e9"#, #"\u0142\u20AC"#, #"\ud83d\ude00"#, "é", "ł€", "😀", "e\u{301}",
        #"\\\"\/\b\f\r\t"#, #"<p>\n  \u00e9é\ud83d\ude00😀\n</p> "#, #"\\n\\u00e9"#, #"{{#if x}}\n"#,
        // Placeholders, and escapes in and around them.
        "&{a}", "&{no|default}", "&{no|}", "&{no}", "&{long}", #"\n&{long}\u00e9"#, #"\u0026{a}"#,
        #"\u0026\u007ba\u007d"#, #"&{no|\n\u00e9}"#, #"&{a}\n&{no|\ud83d\ude00}é"#, #"é\"&{no|&{a}\t}\"😀"#,
        "&{{object.x}}", #"&{open \u00e9"#, #"&{open|\u00e9&{a} "#,
    ])
    func aMarkerIsFoundInTheFile(prefix: String) throws {
        let file = Self.file(with: prefix + Self.marker + #" tail \u00e9"#)
        let (text, _) = try Self.text(prefix, file: file).resolving(Self.placeholders)
        let offset = try #require(text.bytes.firstRange(of: Array(Self.marker.utf8))?.lowerBound)
        let location = text.location(of: offset)
        #expect(location.description == "x.json:" + Place.of(Self.marker, in: file))
        #expect(location.pointer?.description == "/message/en")
    }

    @Test(arguments: [#"\u25c6"#, #"\u25C6"#])
    func anEscapedCharacterIsWhereItsEscapeIs(escape: String) throws {
        let file = Self.file(with: #"\n\u00e9 "# + escape + "x")
        let text = try Self.text(escape, file: file)
        let offset = try #require(text.bytes.firstRange(of: Array(Self.marker.utf8))?.lowerBound)
        #expect(text.location(of: offset).description == "x.json:" + Place.of(escape, in: file))
        #expect(text.location(of: offset + 2).description == "x.json:" + Place.of(escape, in: file))
        #expect(text.location(of: offset + 3).description == "x.json:" + Place.of("x\"}", in: file))
    }

    @Test func whatAPlaceholderGaveIsWhereThePlaceholderIs() throws {
        let file = Self.file(with: #"\u00e9\n &{long}"#)
        let (text, problems) = try Self.text("", file: file).resolving(Self.placeholders)
        #expect(problems.isEmpty)
        let offset = try #require(text.bytes.firstRange(of: Array("three".utf8))?.lowerBound)
        #expect(text.location(of: offset).description == "x.json:" + Place.of("&{long}", in: file))
    }

    @Test func anUnresolvedPlaceholderIsAProblemWithItsPlace() throws {
        let file = Self.file(with: #"\u00e9\n &{a}&{esv.missing} &{esv.other|x}"#)
        let (text, problems) = try Self.text("", file: file).resolving(Self.placeholders)
        #expect(text.string == "é\n 1&{esv.missing} x")
        #expect(problems.map(\.code) == [.unresolvedPlaceholder])
        #expect(problems.first?.location.description == "x.json:" + Place.of("&{esv.missing}", in: file))
        #expect(problems.first?.location.pointer?.description == "/message/en")
        #expect(problems.first?.message.contains("&{esv.missing}") == true)
    }

    @Test func aWholeFileIsItsOwnSource() {
        let text = "é\r\n😀◆"
        let source = SourceText(wholeFile: SourceFile(path: "a.html", bytes: Array(text.utf8)))
        #expect(source.location(of: 8).description == "a.html:2:2")
        #expect(source.location(of: 8).pointer == nil)
    }
}
