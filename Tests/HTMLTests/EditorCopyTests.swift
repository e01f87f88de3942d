// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Foundation
import HTML
import TestSupport
import Testing

@Suite struct EditorCopyTests {
    private func copy(_ html: String, _ styles: String) throws -> String {
        String(decoding: try CSSInliner().editorCopy(html: Array(html.utf8), styles: Array(styles.utf8)), as: UTF8.self)
    }

    @Test(arguments: [
        ("<p>x</p>", "", "<html><head></head><body><p>x</p></body></html>"),
        ("<p>x</p>", "body{a:b}", "<html><head></head><body style=\"a: b;\"><p>x</p></body></html>"),
        (
            "<html><head><title>t</title></head><body class=\"d\"><p>x</p></body></html>",
            ".content{\n a:b;\n c : d e\n}",
            "<html><head></head><body><div class=\"content\" style=\"a: b; c: d e;\"><p>x</p></div></body></html>"
        ),
        (
            "<p class=\"q\">x</p>", ".q{a:1}p{a:2;b:3}",
            "<html><head></head><body><p class=\"q\" style=\"b: 3; a: 1;\">x</p></body></html>"
        ),
        (
            "<p style=\"a:1\">x</p>", "p{a:2;b:3}",
            "<html><head></head><body><p style=\"b: 3; a: 1;\">x</p></body></html>"
        ),
        ("<p>x</p>", "p:hover{a:b}@media x{p{c:d}}", "<html><head></head><body><p>x</p></body></html>"),
        (
            "<a href=\"{{object.url}}\">{{#if a}}x{{/if}}</a>", "a{b:c}",
            "<html><head></head><body><a href=\"{{object.url}}\" style=\"b: c;\">{{#if a}}x{{/if}}</a></body></html>"
        ),
    ])
    func table(_ html: String, _ styles: String, _ expected: String) throws {
        #expect(try self.copy(html, styles) == expected)
    }

    @Test(
        "What the editor makes of a document without a body is not known",
        arguments: [
            ("<!DOCTYPE html><html><head><title>T</title></head><p>x</p>", "!doctype"),
            ("<html><div>x</div></html>", "html"), ("<p>x</p><head></head>", "head"),
        ])
    func documentWithoutBody(_ html: String, _ tag: String) {
        #expect(throws: CSSInliningError.noBody(tag: tag)) { try self.copy(html, "div{a:b}") }
    }

    private struct Pair: Hashable {
        var name: String
        var html: String
        var styles: String
        var message: String
    }

    private static func pairs(in value: Any) -> [Pair] {
        switch value {
        case let object as [String: Any]:
            if let html = object["html"] as? [String: String], let message = object["message"] as? [String: String] {
                let name = (object["_id"] as? String ?? "?").replacing("emailTemplate/", with: "")
                return html.compactMap { locale, html in
                    message[locale].map {
                        Pair(
                            name: "\(name) \(locale)", html: html, styles: object["styles"] as? String ?? "",
                            message: $0)
                    }
                }
            }
            return object.values.flatMap(self.pairs)
        case let array as [Any]: return array.flatMap(self.pairs)
        default: return []
        }
    }

    /// The pairs of real tenants, where they are at hand, that do not follow the rule, as found by reading them.
    private static let exceptions: [String: String] = [
        "updatePassword en": "a fragment inside the wrapper, and an ID in the sent copy only",
        "test en": "no editor copy",
        "joiner en": "no editor copy",
        "forgottenUsername en": "another colour, and the paragraphs nested again",
        "forgottenUsername fr": "another colour",
        "baselineDemoMagicLink en": "no style sheet inlined",
    ]

    @Test(.enabled(if: TestData.folder != nil, "no exports of tenants at hand"))
    func realPairsThatFollowTheRuleAreByteForByteTheSame() throws {
        let folder = try #require(TestData.folder)
        var same: Set<Pair> = []
        for (path, text) in TestData.files(under: folder + "/tenants") where path.hasSuffix(".json") {
            guard let json = try? JSONSerialization.jsonObject(with: Data(text.utf8)) else { continue }
            for pair in Self.pairs(in: json) {
                let isSame = try self.copy(pair.html, pair.styles) == pair.message
                if isSame { same.insert(pair) }
                // There the sent copy of the registration is that of the password reset.
                let isDrifted =
                    Self.exceptions[pair.name] != nil
                    || (path.contains("forgeops") && pair.name.hasPrefix("registration "))
                #expect(isSame != isDrifted, "\(path): \(pair.name)")
            }
        }
        #expect(same.count >= 7)
    }
}
