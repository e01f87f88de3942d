// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import TenantConfiguration
import Testing

/// Guesses at mistyped names.
@Suite struct SuggestionTests {
    private static let names = ["message", "subject", "from", "html", "mimeType", "port", "host"]

    @Test(arguments: [
        ("mesage", "message"), ("Message", "message"), ("MIMETYPE", "mimeType"), ("subjet", "subject"),
        ("sujbect", "subject"), ("form", "from"), ("hots", "host"), ("mimetype", "mimeType"),
    ])
    func typosHaveOne(name: String, suggestion: String) {
        #expect(Suggestion.nearest(to: name, among: Self.names) == suggestion)
    }

    @Test(arguments: ["x", "", "colour", "messengers", "to", String(repeating: "m", count: 10_000)])
    func otherNamesHaveNone(name: String) {
        #expect(Suggestion.nearest(to: name, among: Self.names) == nil)
    }

    @Test(arguments: [
        ("a", true), ("emailTemplate.v2", true), ("", false), (".", false), ("..", false), ("a/b", false),
        ("a\\b", false), ("a\u{0}", false), ("a\n", false), ("...", true),
    ])
    func plainNames(name: String, isPlain: Bool) {
        #expect(Path.isPlainName(name) == isPlain)
    }
}
