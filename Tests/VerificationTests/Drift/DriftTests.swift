// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import EmailTemplates
import TenantConfiguration
import TestSupport
import Testing
import Verification

@Suite("Sent copies are compared with what their editor copies give")
struct DriftTests {
    private static func drift(
        _ sent: String, _ html: String, styles: String = "", type: BodyType = .html
    ) -> Drift {
        Drift(locale: "en", sent: sent, html: html, styles: styles, type: type)
    }

    private static func body(_ content: String) -> String { "<html><head></head><body>\(content)</body></html>" }

    @Test(
        "The verdict is the worst that differs",
        arguments: [
            (body("<p>a</p>"), "<p>a</p>", .same),
            // A text that is a file of its own has a line end behind it.
            (body("<p>a</p>"), "<p>a</p>\r\n", .same),
            (body("<p>a</p>") + "\n", "<p>a</p>\n", .whiteSpace),
            (body("\n<p>a\n</p>"), "<p>a</p>", .whiteSpace),
            (body("<p class='b'>a</p>"), "<p class=b>a", .whiteSpace),
            ("<!doctype html>" + body("<p>a</p>"), "<p>a</p>", .style),
            (body("<p id=x>a</p>"), "<p>a</p>", .style),
            (body("<div>a</div>"), "<p>a</p>", .style),
            (body("<p>a</p><b>b</b>"), "<p>a<br><b>b</b>", .style),
            ("<head><title>t</title><style>p{}</style></head><p>a", "<p>a</p>", .style),
            (body("<p style='color:red'>a</p>"), "<p>a</p>", .style),
            (body("<p>{{#if x}}a</p><p>{{else}}b{{/if}}</p>"), "{{#if x}}<p>a</p>{{else}}b{{/if}}", .style),
            (body("<p>{{#if x}}a {{/if}}</p>"), "{{#if x}}<p>a</p>{{/if}}", .style),
            (body("<p>{{#if y}}a</p>{{/if}}"), "{{#if x}}<p>a</p>{{/if}}", .content),
            (body("<p>{{#if x}}a {{else if y}}b{{/if}}</p>"), "<p>{{#if x}}a{{else if y}}b{{/if}}</p>", .style),
            (body("<p>{{#if x}}a {{else~}}b{{/if}}</p>"), "<p>{{#if x}}a{{else~}}b{{/if}}</p>", .style),
            (body("<p>Hi{{elsewhere}}</p>"), "<p>Hi {{elsewhere}}</p>", .content),
            (body("<p>Hi{{else_1}}</p>"), "<p>Hi {{else_1}}</p>", .content),
            (body("<p>ab</p>"), "<p>a b</p>", .content),
            (body("<p>a</p>"), "<p>a</p><p>b</p>", .content),
            (body("<p>a</p><p>b</p>"), "<p>a</p>", .content),
            (body("<p>A</p>"), "<p>a</p>", .content),
            (body("<p>e\u{301}</p>"), "<p>\u{E9}</p>", .content),
            (body("<p>{{object.a}}</p>"), "<p>{{object.b}}</p>", .content),
            // What hides a text, or fetches an image, is no matter of style.
            (body("<p style='display:none'>a</p>"), "<p>a</p>", .content),
            (body("<p>a</p>"), "<p hidden>a</p>", .content),
            (body("<style>p{font-size:0}</style><p>a</p>"), "<p>a</p>", .content),
            (body("<img src=x style='visibility:hidden'>"), "<img src=x>", .content),
            (body("<p style='display:none'>a</p>"), "<p style='max-height:0'>a</p>", .style),
            (body("<div style='display:none'><p>a</p></div>b"), "<div><p style='display:none'>a</p></div>b", .style),
            (body("<p style='background:url(https://a/)'>x"), "<p style='background:url(https://b/)'>x", .content),
            (body("<p style='background:URL( \"a\" ) red'>x"), "<p style='background:url(a)'>x", .style),
            // The spelling of Handlebars tags shows as little as white space in HTML.
            (body("<p>Hi{{object.a}}!</p>"), "<p>Hi{{ object.a }}!</p>", .whiteSpace),
            (body("<a href='{{{a}}}'>b</a>"), "<a href='{{{ a\t}}}'>b</a>", .whiteSpace),
            (body("<p>{{# if a }}b{{ else }}c{{/ if}}</p>"), "<p>{{#if a}}b{{else}}c{{/if}}</p>", .whiteSpace),
            (body("<p>{{a  b = ( c d )}}</p>"), "<p>{{a b=(c d)}}</p>", .whiteSpace),
            (body("<p>x</p>"), "{{!a comment}}<p>{{!-- a }} b --}}x</p>", .whiteSpace),
            (body("<p>x {{~! c}} y</p>"), "<p>x {{~!d}} y</p>", .whiteSpace),
            (body("<p>x {{~! c}} y</p>"), "<p>x  y</p>", .content),
            (body("<p>{{~a}}</p>"), "<p>{{a}}</p>", .content),
            (body("<p>{{a ' b'}}</p>"), "<p>{{a 'b'}}</p>", .content),
            (body("<p>{{[a ]}}</p>"), "<p>{{[a]}}</p>", .content),
            (body("<p>{{ab}}</p>"), "<p>{{a b}}</p>", .content),
            (body(#"<p>\{{ a }}</p>"#), #"<p>\{{a}}</p>"#, .content),
            (body("<p>{{{{a}}}}{{ b }}{{{{/a}}}}</p>"), "<p>{{{{a}}}}{{b}}{{{{/a}}}}</p>", .content),
            (body("<p>&{esv.a|b}</p>"), "<p>&{esv.a|c}</p>", .content),
            (body("<a href=x>a</a>"), "<a href=y>a</a>", .content),
            (body("<a href=x>a</a> b"), "a <a href=x>b</a>", .content),
            (body("<img src=x alt=a>"), "<img src=y alt=a>", .content),
            (body("<img src=x alt=a>"), "<img src=x alt=b>", .content),
            (body("<table background=x><tr><td>a"), "<table><tr><td>a", .content),
            (body("<p>x<!--[if mso]><p>a</p><![endif]-->"), "<p>x<!--[if mso]><p>b</p><![endif]-->", .content),
            (body("<p>x<!--[if mso]><p class=x>a</p><![endif]-->"), "<p>x<!--[if mso]><p>a</p><![endif]-->", .style),
            (body("<!-- a --><p>x</p>"), "<!-- b --><p>x</p>", .whiteSpace),
        ] as [(String, String, Drift.Verdict)])
    func verdicts(_ sent: String, _ html: String, _ verdict: Drift.Verdict) {
        let drift = Self.drift(sent, html)
        #expect(drift.verdict == verdict)
        #expect((drift.difference == nil) == (verdict == .same || verdict == .whiteSpace))
        #expect(drift.hasEditorCopy && drift.reason == nil && drift.expected != nil)
    }

    @Test(
        "What cannot be compared says why",
        arguments: [
            ("", .html, "there is no editor copy"), (" \n", .html, "there is no editor copy"),
            ("<p>a</p>", .plainText, "the template is text/plain"),
            ("# a\n\nb", .html, "the editor copy has no HTML tag"),
            (
                "<html><p>a</p></html>", .html,
                "the editor copy cannot be read: it has <html> but no <body>; put what is to be sent between <body> and "
                    + "</body>, or remove <html>"
            ),
            ("<p {{#if a}}b{{/if}}>", .html, "a Handlebars tag stands in the tag <p>, outside a quoted value"),
            ("<a href={{b c}}>", .html, "a Handlebars tag stands in the tag <a>, outside a quoted value"),
            (
                #"<a href="{{#if a}}{{b "c"}}{{/if}}">"#, .html,
                "a Handlebars tag stands in the tag <a>, outside a quoted value"
            ),
        ] as [(String, BodyType, String)])
    func reasons(_ html: String, _ type: BodyType, _ reason: String) {
        let drift = Self.drift("<p>x</p>", html, type: type)
        #expect(drift.verdict == .incomparable)
        #expect(drift.reason == reason)
        #expect(drift.expected == nil && drift.difference == nil)
    }

    @Test func anEditorCopyPastALimitIsNotCompared() {
        let deep = Self.drift("<p>x</p>", String(repeating: "<div>", count: 600))
        #expect(deep.verdict == .incomparable)
        #expect(deep.reason?.hasPrefix("the editor copy cannot be read: ") == true)
        let sent = Self.drift(String(repeating: "<div>", count: 600), "<p>x</p>")
        #expect(sent.reason?.hasPrefix("the sent copy cannot be read: ") == true)
    }

    @Test func nothingIsComparedPastALimitForAllLocales() throws {
        let files = MemoryFiles([
            "emailTemplate-t.json": #"{"subject": {}, "html": {"a": "<p>", "c": "<b>"}, "styles": "p{}", "#
                + #""message": {"a": "12", "b": "x", "c": "123"}}"#
        ])
        let document = try #require(TenantReader.read(files, for: .templates).documents.first)
        let template = EmailTemplate.read(document, files: files, placeholders: Placeholders([:])).template
        let size = (2 + 3 + 3) + (3 + 3 + 3)
        #expect(Drift.drifts(of: template, sizeLimit: size).map(\.verdict) == [.content, .incomparable, .content])
        let less = Drift.drifts(of: template, sizeLimit: size - 1)
        #expect(less.map(\.verdict) == [.content, .incomparable, .incomparable])
        #expect(less[2].reason == "the texts of all locales together are too large")
    }

    @Test func theDifferenceLeadsFromWhatIsSentToWhatShouldBe() throws {
        let content = Self.drift(Self.body("<h3>Hi</h3><p><a href=x>b</a></p>"), "<h3>Hi</h3><p><a href=x>c</a></p>")
        #expect(content.difference?.text(style: .plain) == ["  Hi", "- b (x)", "+ c (x)"])
        let style = Self.drift(Self.body("<p style='a: b'>x</p>"), "<p>x</p>", styles: "p{a:c}")
        #expect(
            style.difference?.text(style: .plain)
                == ["  …", "  <body>", #"- <p style="a:b">"#, #"+ <p style="a:c">"#, "  x"])
    }

    @Test func aDifferenceBeginsWhereTheSentCopyHasIt() {
        let sent = Self.body("{{! c }}<p>{{ a }}</p><p>b</p>")
        let drift = Self.drift(sent, "<p>{{a}}</p><p>c</p>")
        #expect(drift.verdict == .content)
        #expect(sent.utf8.dropFirst(drift.offset).starts(with: "b</p>".utf8))
    }

    @Test func theOriginalTextsAreComparedNotWhatPlaceholdersGive() throws {
        let files = MemoryFiles([
            "emailTemplate-t.json": #"""
            {"subject": {"en": "x"}, "html": {"en": "<p>&{esv.a}</p>"}, "styles": "p{a:b}",
             "message": {"en": "<html><head></head><body><p style=\"a: b;\">&{esv.a}</p></body></html>"}}
            """#
        ])
        let document = try #require(TenantReader.read(files, for: .templates).documents.first)
        let (template, _) = EmailTemplate.read(
            document, files: files, placeholders: Placeholders(["esv.a": "<p>b</p>"]))
        #expect(template.message[0].text.string.contains("<p>b</p>"))
        #expect(Drift.drifts(of: template).map(\.verdict) == [.same])
    }

    // MARK: Real pairs

    /// The pairs of real exports that are not the same, as somebody judged who read both sides of each.
    private static let judged: [String: (verdict: Drift.Verdict, why: String)] = [
        "fr-config-manager forgottenUsername en": (.style, "another colour, and the paragraphs nested again"),
        "fr-config-manager forgottenUsername fr": (.style, "another colour"),
        "fr-config-manager registration en": (.content, "says “Click to reset your password”"),
        "fr-config-manager registration fr": (.content, "says “réinitialiser votre mot de passe”"),
        "fr-config-manager resetPassword en": (.whiteSpace, "a line end behind it"),
        "fr-config-manager resetPassword fr": (.whiteSpace, "a line end behind it"),
        "fr-config-manager updatePassword en": (.style, "a wrapper and an ID that the editor copy lacks"),
        "fr-config-manager welcome en": (.whiteSpace, "a line end behind it"),
        "frodo baselineDemoMagicLink en": (.style, "no style sheet inlined"),
        "frodo forgottenUsername en": (.style, "another colour, and the paragraphs nested again"),
        "frodo forgottenUsername fr": (.style, "another colour"),
        "frodo frForgotUsername en": (.incomparable, "no html"),
        "frodo frResetPassword en": (.incomparable, "no html"),
        "frodo joiner en": (.incomparable, "html is empty: the advanced editor"),
        "frodo resetPassword en": (.incomparable, "no html"),
        "frodo resetPassword fr": (.incomparable, "no html"),
        "frodo test en": (.incomparable, "html is empty: the advanced editor"),
        "frodo test es": (.incomparable, "html has no es"),
        "frodo updatePassword en": (.style, "a wrapper and an ID that the editor copy lacks"),
        "frodo-forgeops registration en": (.content, "says “Click to reset your password”"),
        "frodo-forgeops registration fr": (.content, "says “réinitialiser votre mot de passe”"),
        "idm resetPassword en": (.incomparable, "no html"),
        "idm resetPassword fr": (.incomparable, "no html"),
    ]

    @Test(.enabled(if: TestData.folder != nil, "no exports of tenants at hand"))
    func theVerdictsOnRealPairsAreThoseOfAReader() throws {
        let folder = try #require(TestData.folder) + "/tenants/"
        var files: [String: [String: String]] = [:]
        for (path, text) in TestData.files(under: String(folder.dropLast())) {
            let parts = path.dropFirst(folder.count).split(separator: "/", maxSplits: 1).map(String.init)
            if parts.count == 2 { files[parts[0], default: [:]][parts[1]] = text }
        }
        var found: [String: Drift.Verdict] = [:]
        var sameCount = 0
        for (tenant, texts) in files {
            let source = MemoryFiles(texts)
            for document in TenantReader.read(source, for: .templates).documents {
                let template = EmailTemplate.read(document, files: source, placeholders: Placeholders([:])).template
                for drift in Drift.drifts(of: template) {
                    if drift.verdict == .same { sameCount += 1 }
                    found["\(tenant) \(template.name) \(drift.locale)"] = drift.verdict == .same ? nil : drift.verdict
                }
            }
        }
        #expect(found == Self.judged.mapValues(\.verdict))
        #expect(sameCount == 9)
    }
}
