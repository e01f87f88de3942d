// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import EmailTemplates
import JSONText
import TenantConfiguration
import TestSupport
import Testing

/// Texts in files of their own: `{"file": "NAME"}`.
@Suite struct TemplateFileTests {
    private static let text = "{\"subject\": {\"en\": \"Hi\"},\n \"message\": {\"en\": {\"file\": \"t.en.html\"}}}"

    @Test func theTextIsThatOfTheFileBeside() throws {
        let (template, problems) = try EmailTemplate.reading(
            Self.text, files: ["t/t.en.html": "<p>\né&{a}◆</p>", "t.en.html": "wrong"], placeholders: ["a": "long text"]
        )
        #expect(problems.isEmpty)
        let message = try #require(template.message(for: "en"))
        #expect(message.string == "<p>\nélong text◆</p>")
        let offset = try #require(message.bytes.firstRange(of: Array("◆".utf8))?.lowerBound)
        #expect(message.location(of: offset).description == "t/t.en.html:2:6")
        #expect(message.location(of: offset).pointer == nil)
    }

    @Test func aMissingFileIsAProblemWhereItIsNamed() throws {
        let (template, problems) = try EmailTemplate.reading(Self.text)
        #expect(template.message.isEmpty)
        #expect(problems.map(\.code) == [.unreadableInput])
        #expect(problems.first?.location.position?.description == Place.of(#""t.en.html""#, in: Self.text))
        #expect(problems.first?.location.pointer?.description == "/message/en/file")
        #expect(problems.first?.message.contains("t.en.html") == true)
    }

    @Test(arguments: [
        "../secret.html", "/etc/passwd", "..", ".", "", "a/b.html", "./t.en.html", #"..\\x"#, #"a\u0000.html"#,
        "t/../x",
    ])
    func filesElsewhereAreRefused(name: String) throws {
        let files = [
            "secret.html": "s", "t/../secret.html": "s", "/etc/passwd": "s", "t//etc/passwd": "s", "t/..": "s",
            "t/": "s",
            "t/a/b.html": "s", "t/./t.en.html": "s", "t/..\\x": "s", "t/a\u{0}.html": "s", "t/t/../x": "s", "t/.": "s",
        ]
        let text = Self.text.replacing("t.en.html", with: name)
        let (template, problems) = try EmailTemplate.reading(text, files: files)
        #expect(template.message.isEmpty)
        #expect(problems.map(\.code) == [.unreadableInput])
        #expect(problems.first?.location.pointer?.description == "/message/en/file")
    }

    @Test(
        arguments: [
            ([0x41, 0x0A, 0xC3, 0xA9, 0xFF], "2:2"), ([0x41, 0xC3], "1:2"), ([0xED, 0xA0, 0x80], "1:1"),
            ([0xC0, 0xAF], "1:1"), ([0xF4, 0x90, 0x80, 0x80], "1:1"), ([0xFE, 0xFF, 0x00, 0x41], "1:1"),
        ] as [([UInt8], String)])
    func filesMustBeUTF8(bytes: [UInt8], place: String) throws {
        let (template, problems) = try EmailTemplate.reading(Self.text, source: RawFiles(files: ["t/t.en.html": bytes]))
        #expect(template.message.isEmpty)
        #expect(problems.map(\.code) == [.unreadableInput])
        #expect(problems.first?.location.description == "t/t.en.html:" + place)
    }

    @Test(arguments: [#"{"file": 7}"#, #"{"file": null}"#, #"{"File": "t.en.html"}"#, "{}"])
    func otherObjectsAreNoTexts(value: String) throws {
        let text = #"{"subject": {"en": "x"}, "message": {"en": \#(value)}}"#
        let (template, problems) = try EmailTemplate.reading(text)
        #expect(template.message.isEmpty)
        #expect(problems.map(\.code) == [.wrongType])
        #expect(problems.first?.location.pointer?.description == "/message/en")
    }
}
