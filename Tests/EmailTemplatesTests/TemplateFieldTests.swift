// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import EmailTemplates
import JSONText
import TenantConfiguration
import TestSupport
import Testing

/// The fields of a template document.
@Suite struct TemplateFieldTests {
    private static let full = #"""
        {
          "_id": "emailTemplate/t",
          "enabled": false,
          "from": "\"Ex\u00e9mple\" <no-reply@example.com>",
          "subject": {"en": "Hi", "fr": "Salut"},
          "message": {"en": "<p>Hi</p>", "fr-CA": "<p>All\u00f4</p>"},
          "html": {"en": "# Hi"},
          "styles": "body {}",
          "mimeType": "text/plain",
          "defaultLocale": "en",
          "displayName": "T",
          "description": "d",
          "templateId": "t",
          "advancedEditor": true,
          "name": "t"
        }
        """#

    @Test func allFieldsAreRead() throws {
        let (template, problems) = try EmailTemplate.reading(Self.full)
        #expect(problems.isEmpty)
        #expect(template.name == "t")
        #expect(!template.isEnabled)
        #expect(template.from?.string == "\"Exémple\" <no-reply@example.com>")
        #expect(template.subject.map(\.locale) == ["en", "fr"])
        #expect(template.subject.map(\.text.string) == ["Hi", "Salut"])
        #expect(template.message.map(\.locale) == ["en", "fr-CA"])
        #expect(template.message(for: "FR-ca")?.string == "<p>Allô</p>")
        #expect(template.message(for: "fr") == nil)
        #expect(template.subject(for: "fr")?.string == "Salut")
        #expect(template.html.map(\.text.string) == ["# Hi"])
        #expect(template.bodyType == .plainText)
        #expect(template.defaultLocale?.string == "en")
        #expect(template.displayName == "T")
        #expect(Set(template.locales) == ["en", "fr", "fr-CA"])
        #expect(template.location.description == "t/emailTemplate-t.json:1:1")
    }

    @Test(
        arguments: [
            (#"{"$bool": "&{esv.on}"}"#, true, []), (#"{"$bool": "&{esv.off|true}"}"#, false, []),
            (#"{"$bool": "&{no|FALSE}"}"#, false, []), (#"{"$bool": "&{no}"}"#, true, [.unresolvedPlaceholder]),
            (#"{"$bool": "&{esv.text}"}"#, true, [.wrongType]), (#"{"$bool": true, "x": 1}"#, true, [.wrongType]),
            (#""&{esv.off}""#, true, [.wrongType]),
        ] as [(String, Bool, [Problem.Code])])
    func aCoercionGivesAPlaceholderItsType(value: String, isEnabled: Bool, codes: [Problem.Code]) throws {
        let (template, problems) = try EmailTemplate.reading(
            #"{"message": {"en": {"$string": "&{esv.text} x"}}, "enabled": \#(value)}"#,
            placeholders: ["esv.on": "true", "esv.off": "false", "esv.text": "é"])
        #expect(template.isEnabled == isEnabled)
        #expect(problems.map(\.code) == codes)
        #expect(template.message(for: "en")?.string == "é x")
        #expect(template.message(for: "en")?.pointer?.description == "/message/en/$string")
    }

    @Test func whatIsAbsentHasItsDefault() throws {
        let (template, problems) = try EmailTemplate.reading(#"{"message": {"en": "x"}}"#)
        #expect(problems.isEmpty)
        #expect(template.isEnabled)
        #expect(template.bodyType == .html)
        #expect(template.from == nil)
        #expect(template.subject.isEmpty)
        #expect(template.defaultLocale == nil)
    }

    @Test func nullCountsAsAbsent() throws {
        let keys = [
            "enabled", "from", "subject", "html", "mimeType", "defaultLocale", "displayName", "styles", "description",
            "templateId", "advancedEditor", "name",
        ]
        let members = keys.map { #""\#($0)": null"# }.joined(separator: ", ")
        let (template, problems) = try EmailTemplate.reading(#"{"message": {"en": "x"}, \#(members)}"#)
        #expect(problems.isEmpty)
        #expect(template.isEnabled)
        #expect(template.bodyType == .html)
        #expect(template.from == nil && template.defaultLocale == nil && template.displayName == nil)
        #expect(template.subject.isEmpty && template.html.isEmpty)
    }

    @Test func aNullLocaleIsAbsentToo() throws {
        let (template, problems) = try EmailTemplate.reading(
            #"{"subject": {"en": "a", "fr": null}, "message": {"en": "x"}}"#)
        #expect(problems.isEmpty)
        #expect(template.subject.map(\.locale) == ["en"])
    }

    @Test(arguments: ["en", "EN"])
    func ofRepeatedLocalesTheLastCounts(second: String) throws {
        let (template, problems) = try EmailTemplate.reading(
            #"{"message": {"en": "first", "fr": "f", "\#(second)": "last"}}"#)
        #expect(problems.map(\.code) == [.repeatedKey])
        #expect(template.message.map(\.locale) == ["fr", second])
        #expect(template.message(for: "en")?.string == "last")
        #expect(template.message(for: "fr")?.string == "f")
    }

    @Test func aBlankFromIsKept() throws {
        let (template, problems) = try EmailTemplate.reading(#"{"from": "", "message": {"en": "x"}}"#)
        #expect(problems.isEmpty)
        #expect(template.from?.string == "")
    }

    @Test(arguments: [
        ("enabled", "◆\"yes\"", "/enabled"), ("enabled", "◆1", "/enabled"), ("from", "◆7", "/from"),
        ("from", "◆[\"a@example.com\"]", "/from"), ("subject", "◆\"Hi\"", "/subject"), ("subject", "◆[]", "/subject"),
        ("subject", "{\"en\": ◆7}", "/subject/en"), ("subject", "{\"en\": \"x\", \"fr\": ◆{\"a\": 1}}", "/subject/fr"),
        ("html", "◆true", "/html"), ("html", "{\"en\": ◆[]}", "/html/en"), ("mimeType", "◆{}", "/mimeType"),
        ("defaultLocale", "◆[\"en\"]", "/defaultLocale"), ("displayName", "◆1", "/displayName"),
    ])
    func wrongTypesAreProblemsWithTheirPlace(key: String, value: String, pointer: String) throws {
        let marked = "{\"message\": {\"en\": \"é\"},\n  \"\(key)\": \(value)}"
        let (template, problems) = try EmailTemplate.reading(marked.replacing("◆", with: ""))
        #expect(problems.map(\.code) == [.wrongType])
        #expect(problems.first?.location.position?.description == Place.of("◆", in: marked))
        #expect(problems.first?.location.pointer?.description == pointer)
        #expect(template.message(for: "en")?.string == "é")
    }

    @Test(arguments: [
        ("mesage", "message"), ("Subject", "subject"), ("mimetype", "mimeType"), ("defaultlocale", "defaultLocale"),
        ("form", "from"), ("enable", "enabled"),
    ])
    func unknownKeysAreProblemsWithASuggestion(key: String, suggestion: String) throws {
        let text = "{\"message\": {\"en\": \"é\"},\n  \"\(key)\": \"x\"}"
        let (_, problems) = try EmailTemplate.reading(text)
        #expect(problems.map(\.code) == [.unknownKey])
        #expect(problems.first?.location.position?.description == Place.of("\"\(key)\"", in: text))
        #expect(problems.first?.location.pointer?.description == "/" + key)
        #expect(problems.first?.fix?.contains("“\(suggestion)”") == true)
    }

    @Test func unknownKeysInEnvelopesHaveTheWholePointer() throws {
        let tenant = TenantReader.read(
            MemoryFiles(["x.json": #"{"emailTemplate": {"a": {"message": {"en": "x"}, "colour": 1}}}"#]),
            for: .templates)
        let document = try #require(tenant.documents.first)
        let (_, problems) = EmailTemplate.read(document, files: MemoryFiles([:]), placeholders: Placeholders())
        #expect(problems.map(\.location.pointer?.description) == ["/emailTemplate/a/colour"])
    }

    @Test(arguments: [
        ("text/html", BodyType.html), ("TEXT/HTML", .html), ("text/plain", .plainText), ("Text/Plain", .plainText),
        ("text/xml", .xml),
    ])
    func bodyTypes(name: String, type: BodyType) throws {
        let (template, problems) = try EmailTemplate.reading(#"{"mimeType": "\#(name)", "message": {"en": "x"}}"#)
        #expect(problems.isEmpty)
        #expect(template.bodyType == type)
    }

    @Test(arguments: ["text/html; charset=utf-8", "html", "", " text/html", "text/markdown", "text/html\\u0000"])
    func otherBodyTypesAreProblems(name: String) throws {
        let text = #"{"message": {"en": "x"}, "mimeType": "\#(name)"}"#
        let (_, problems) = try EmailTemplate.reading(text)
        #expect(problems.map(\.code) == [.outOfRange])
        #expect(problems.first?.location.pointer?.description == "/mimeType")
    }

    /// Locales later name files.
    @Test(arguments: ["en", "fr-CA", "en_GB", "zh-Hant-TW", "x1", "a"])
    func localeKeysAreWords(key: String) throws {
        let (template, problems) = try EmailTemplate.reading(
            #"{"message": {"\#(key)": "x"}, "subject": {"\#(key)": "y"}}"#)
        #expect(problems.isEmpty)
        #expect(template.locales == [key])
    }

    @Test(arguments: ["../x", "a/b", "", ".", "..", "en GB", #"a\u0000"#, #"a\nb"#, "é", #"a\\b"#, "en.html"])
    func otherLocaleKeysAreRefused(key: String) throws {
        for field in ["message", "subject", "html"] {
            let text =
                "{\"message\": {\"en\": \"x\"}, \"subject\": {\"en\": \"x\"},\n \"\(field)\": {\"en\": \"x\", \"\(key)\": \"y\"}}"
            let (template, found) = try EmailTemplate.reading(text)
            let problems = found.filter { $0.code != .repeatedKey }
            #expect(template.locales == ["en"])
            #expect(template.html.allSatisfy { $0.locale == "en" })
            #expect(problems.count == 1)
            let problem = try #require(problems.first)
            #expect(problem.location.position?.description == Place.of("\"\(key)\": \"y\"", in: text))
            #expect(problem.location.pointer?.tokens.first == field)
            #expect(problem.description.unicodeScalars.allSatisfy { $0.value >= 0x20 })
        }
    }

    @Test func placeholdersResolveInEveryText() throws {
        let text = #"""
            {"from": "&{esv.from}", "subject": {"en": "&{esv.s|Hi} é"}, "message": {"en": "<p>&{esv.none}</p>"},
             "mimeType": "&{esv.type|text/plain}", "defaultLocale": "&{esv.locale}"}
            """#
        let (template, problems) = try EmailTemplate.reading(
            text, placeholders: ["esv.from": "a@example.com", "esv.locale": "fr"])
        #expect(template.from?.string == "a@example.com")
        #expect(template.subject(for: "en")?.string == "Hi é")
        #expect(template.bodyType == .plainText)
        #expect(template.defaultLocale?.string == "fr")
        #expect(problems.map(\.code) == [.unresolvedPlaceholder])
        #expect(problems.first?.location.pointer?.description == "/message/en")
        #expect(problems.first?.location.position?.description == Place.of("&{esv.none}", in: text))
    }

    @Test(.enabled(if: TestData.folder != nil, "no exports of real tenants are at hand"))
    func realTemplatesAreRead() throws {
        let source = MemoryFiles(TestData.files(under: try #require(TestData.folder) + "/tenants"))
        for document in TenantReader.read(source, for: .templates).documents {
            guard case .template(let name) = document.kind else { continue }
            let (template, problems) = EmailTemplate.read(document, files: source, placeholders: Placeholders())
            #expect(problems.allSatisfy { $0.code == .unresolvedPlaceholder }, "\(name): \(problems)")
            #expect(template.bodyType == .html && template.defaultLocale?.string == "en")
            #expect(!template.locales.isEmpty)
        }
    }
}
