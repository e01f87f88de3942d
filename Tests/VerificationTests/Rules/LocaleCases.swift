// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Verification

extension RuleCase {
    private static let notes: [Severity] = [.note, .note, .note]

    /// What can be wrong between the locales of a template.
    static let locales: [RuleCase] = [
        RuleCase(
            "locale-tag", "an underscore as Java writes it", warns,
            violation: Scenario(
                template: Scenario.template(
                    subject: #""en": "Hi", ‸"en_GB": "Hi""#, message: #""en": "<p>x</p>", "en_GB": "<p>x</p>""#)),
            neighbor: Scenario(
                template: Scenario.template(
                    subject: #""en": "Hi", "en-GB": "Hi""#, message: #""en": "<p>x</p>", "en-GB": "<p>x</p>""#))),
        RuleCase(
            "locale-variables", "a locale without the code", warns,
            violation: bilingual("{{object.code}} {{object.sn}}", "‸{{object.sn}}").with {
                $0.personas = [Self.persona]
            },
            // One language greets with the given name, another one with the family name.
            neighbor: bilingual(
                "{{object.code}} {{object.sn}}", "{{object.givenName}}: {{#if object.code}}{{object.code}}{{/if}}"
            )
            .with { $0.personas = [Self.persona] }),
        RuleCase(
            "locale-variables", "a variable besides, and a default locale that comes last", warns,
            violation: Scenario(
                template: Scenario.template(
                    subject: #""fr": "x", "en": "x""#, message: #""fr": "‸{{object.mail}}", "en": "<p>x</p>""#)),
            neighbor: Scenario(
                template: Scenario.template(
                    subject: #""fr": "x", "en": "{{object.mail}}""#, message: #""fr": "{{object.mail}}", "en": "x""#)
            ).with { $0.edit = { $0.messages = [] } }),
        RuleCase(
            "locale-variables", "a name that only looks the same", warns,
            violation: bilingual("{{object.caf\u{E9}}}", "‸{{object.cafe\u{301}}}").with {
                $0.edit = { $0.messages = [] }
            },
            neighbor: bilingual("{{object.caf\u{E9}}}", "{{ object.caf\u{E9} }}").with {
                $0.edit = { $0.messages = [] }
            }),
        RuleCase(
            "locale-placeholders", "a locale without the address of the support", warns,
            violation: bilingual("<p>&{esv.help|help@example.com}</p>", "‸<p>help@example.com</p>"),
            neighbor: bilingual("<p>&{esv.help|a}&{esv.help|a}</p>", "<p>&{esv.help|b}</p>")),
        RuleCase(
            "locale-links", "a locale without a link", warns,
            violation: bilingual(#"<a href=\"https://example.com/en\">x</a>"#, "‸<p>x</p>"),
            neighbor: bilingual(
                #"<a href=\"https://example.com/en\">x</a>"#, #"<a href=\"https://example.com/fr\">x</a>"#)),
        RuleCase(
            "locale-images", "a locale with an image besides", warns,
            violation: bilingual(
                #"<img alt=\"\" src=\"https://example.com/a.png\">"#,
                #"‸<img alt=\"\" src=\"https://example.com/a.png\"><img alt=\"\" src=\"https://example.com/b.png\">"#),
            neighbor: bilingual(
                #"<img alt=\"\" src=\"https://example.com/en.png\">"#,
                #"<img alt=\"\" src=\"https://example.com/fr.png\">"#)),
        RuleCase(
            "locale-link-origins", "a link to another host", notes,
            violation: bilingual(
                #"<a href=\"https://example.com/b\">x</a>"#, #"<a href=\"‸https://example.org/b\">x</a>"#),
            neighbor: bilingual(
                #"<a href=\"https://example.com/en/help\">x</a>"#, #"<a href=\"https://example.com/fr/aide\">x</a>"#)),
        RuleCase(
            "locale-image-origins", "an image from another host", notes,
            violation: bilingual(
                #"<img alt=\"\" src=\"https://example.com/a.png\">"#,
                #"<img alt=\"\" src=\"‸https://example.org/a.png\">"#),
            neighbor: bilingual(
                #"<img alt=\"\" src=\"https://example.com/a.png\">"#,
                #"<img alt=\"\" src=\"https://example.com/fr/b.png\">"#)),
        RuleCase(
            "locale-headings", "a heading of another level", notes,
            violation: bilingual("<h1>a</h1><h2>b</h2>", "‸<h1>a</h1><h3>b</h3>"),
            neighbor: bilingual("<h1>a</h1><h2>b</h2>", "<h1>A</h1><p>x</p><h2>B</h2>")),
    ]

    private static let persona =
        #"{"name": "p", "object": {"code": "1", "sn": "x", "givenName": "y", "mail": "p@example.com"}}"#

    /// A template with one body in English, its default, and one in French.
    static func bilingual(_ english: String, _ french: String) -> Scenario {
        Scenario(
            template: Scenario.template(
                subject: #""en": "Hi", "fr": "Salut""#, message: #""en": "\#(english)", "fr": "\#(french)""#))
    }
}
