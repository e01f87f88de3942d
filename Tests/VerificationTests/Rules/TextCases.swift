// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Composition
import MIME
import TenantConfiguration
import Verification

extension RuleCase {
    /// What can be wrong with subjects and bodies.
    static let texts: [RuleCase] = [
        RuleCase(
            "text-missing", "a subject without a body", stops,
            violation: Scenario(template: Scenario.template(mark: "‸", subject: #""en": "Hello", "fr": "Salut""#)),
            neighbor: Scenario(
                template: Scenario.template(
                    subject: #""en": "Hello", "fr": "Salut""#, message: #""FR": "<p>Salut</p>", "en": "<p>Hi</p>""#))),
        RuleCase(
            "text-missing", "a null in place of a body", stops,
            violation: Scenario(
                template: Scenario.template(
                    subject: #""en": "Hello", "fr": "Salut""#, message: #""en": "<p>Hi</p>", "fr": ‸null"#)),
            neighbor: Scenario(
                template: Scenario.template(message: #""en": "<p>Hi</p>", "fr": null"#))),
        RuleCase(
            "text-missing", "a null in place of all subjects", stops,
            violation: Scenario(
                template: #"""
                    {"subject": ‸null, "message": {"en": "<p>Hi</p>"}, "defaultLocale": "en",
                     "from": "no-reply@example.com"}
                    """#),
            neighbor: Scenario(template: Scenario.template(more: #" "html": null, "styles": null,"#))),
        RuleCase(
            "template-syntax", "a block that is not closed", stops,
            violation: Scenario(body: "<p>Hello</p>‸{{#if object.sn}}<p>x</p>"),
            neighbor: Scenario(body: #"<p>\\{{#if object.sn}} {{!-- {{#if}} --}}</p>"#)),
        RuleCase(
            "template-syntax", "a helper that is not there, on a line of its own file", stops,
            violation: Scenario(files: [
                "welcome/welcome.json": Scenario.template(message: #""en": {"file": "welcome.en.html"}"#),
                "welcome/welcome.en.html": "<p>é\n  <b>ü ‸{{formatDate object.sn}}</b>\n</p>",
            ]),
            neighbor: Scenario(files: [
                "welcome/welcome.json": Scenario.template(message: #""en": {"file": "welcome.en.html"}"#),
                "welcome/welcome.en.html": "<p>é\n  <b>ü {{object.sn}}</b>\n</p>",
            ])),
        RuleCase(
            "variable-unknown", "a variable outside object", stops,
            violation: Scenario(body: #"<p>\n\"é\" ‸{{user.givenName}}</p>"#),
            neighbor: Scenario(body: "{{#with object.user}}{{givenName}}{{/with}}")),
        RuleCase(
            "variable-missing", "a variable that the persona lacks", stopsPromotion,
            violation: Scenario(body: #"<p title=\"a\">é\u00e9 ‸{{object.nickname}}</p>"#),
            neighbor: Scenario(body: "{{#if object.nickname}}{{object.nickname}}{{/if}}{{object.givenName}}")),
        RuleCase(
            "value-not-text", "an object", stopsPromotion,
            violation: Scenario(body: "<p>‸{{object.user}}</p>"),
            neighbor: Scenario(body: "<p>{{object.user.mail}}</p>")),
        RuleCase(
            "value-not-text", "an array", stopsPromotion, alongside: ["subject-expression"],
            violation: Scenario(subject: "Roles: ‸{{object.roles}}").with {
                $0.personas = [#"{"name": "ada", "object": {"mail": "a@example.com", "roles": [1, 2]}}"#]
            },
            neighbor: Scenario(subject: "Roles: {{#each object.roles}}{{this}} {{/each}}{{object.roles.length}}").with {
                $0.personas = [#"{"name": "ada", "object": {"mail": "a@example.com", "roles": [1, true]}}"#]
            }),
        RuleCase(
            "subject-empty", "nothing but blanks", stopsProduction,
            violation: Scenario(subject: "‸ "), neighbor: Scenario(subject: ".")),
        RuleCase(
            "subject-empty", "nothing but a value that is missing", stopsProduction,
            alongside: ["subject-expression", "variable-missing"],
            violation: Scenario(subject: "‸{{object.nickname}}"), neighbor: Scenario(subject: "{{object.givenName}}")),
        RuleCase(
            "subject-hidden-character", "a bidirectional override that is never ended", stopsPromotion,
            violation: Scenario(subject: "Invoice ‸\u{202E}fdp.exe"), neighbor: Scenario(subject: "חשבונית Invoice")),
        RuleCase(
            "subject-hidden-character", "a tag character from data", stopsPromotion, alongside: ["subject-expression"],
            violation: Scenario(subject: "Hello ‸{{object.givenName}}").with {
                $0.personas = [
                    "{\"name\": \"ada\", \"object\": {\"mail\": \"a@example.com\", \"givenName\": \"A\u{E0041}\"}}"
                ]
            },
            neighbor: Scenario(subject: "می\u{200C}خواهم 👩\u{200D}💻 🏴\u{E0067}\u{E0062}\u{E007F}")),
        RuleCase(
            "subject-hidden-character", "a zero width space in a word", stopsPromotion,
            violation: Scenario(subject: "pass‸\u{200B}word"), neighbor: Scenario(subject: "pass\u{A0}word")),
        RuleCase(
            "subject-expression", "a name in the subject", [.note, .note, .note],
            violation: Scenario(subject: "Hello ‸{{object.givenName}}"),
            neighbor: Scenario(subject: #"Hello \\{{object.givenName}}"#, body: "<p>{{object.givenName}}</p>")),
        RuleCase(
            "plain-text-escaped", "an ampersand that ends the text", stopsPromotion,
            violation: Scenario(body: "Ada ‸{{object.givenName}}", type: "text/plain").with {
                $0.personas = [#"{"name": "ada", "object": {"mail": "a@example.com", "givenName": "&"}}"#]
            },
            neighbor: Scenario(body: "Ada &", type: "text/plain")),
        RuleCase(
            "plain-text-escaped", "a link in plain text", stopsPromotion,
            violation: Scenario(body: "Go to ‸{{object.resumeURI}}", type: "text/plain"),
            neighbor: Scenario(body: "Go to {{object.city}} & https://example.com/?a=b", type: "text/plain")),
        RuleCase(
            "triple-stash", "three braces", stopsPromotion,
            violation: Scenario(body: "<p>‸{{{object.givenName}}}</p>"),
            neighbor: Scenario(body: "{{{object.givenName}}} {{&object.sn}}", type: "text/plain")),
        RuleCase(
            "triple-stash", "an ampersand", stopsPromotion,
            violation: Scenario(body: "<p>‸{{&object.givenName}}</p>"),
            neighbor: Scenario(subject: "{{{object.givenName}}} {{&object.sn}}")),
        RuleCase(
            "body-large", "one byte past what Gmail shows", stopsProduction,
            violation: Scenario(body: "‸" + String(repeating: "a", count: 102_001)),
            neighbor: Scenario(body: String(repeating: "a", count: 102_000))),
        RuleCase(
            "body-too-large", "one byte past the limit", stops, at: "request body:1:1",
            alongside: ["body-large"],
            violation: Scenario.rawBody(Composer.bodyLimit + 1), neighbor: Scenario.rawBody(Composer.bodyLimit)),
        RuleCase(
            "html-unreadable", "elements nested too deep", stops,
            violation: Scenario(
                body: String(repeating: "<b>", count: 510) + "‸<b>x"),
            neighbor: Scenario(body: String(repeating: "<b>", count: 510) + "x")),
    ]

    /// What can be wrong with links.
    static let markup: [RuleCase] = [
        RuleCase(
            "link-unsafe", "a script in a value", stops,
            violation: Scenario(body: #"<p>é</p>\n<a href=\"‸{{object.url}}\">x</a>"#).with {
                $0.personas = [#"{"name": "eve", "object": {"mail": "e@example.com", "url": "javascript:alert(1)"}}"#]
            },
            neighbor: Scenario(body: #"<p>javascript:alert(1)</p><a href=\"{{object.resumeURI}}\">x</a>"#)),
        RuleCase(
            "link-broken", "a scheme and no host", stops,
            violation: Scenario(body: #"<a title=\"é\" href=\"‸https: www.example.com\">x</a>"#),
            neighbor: Scenario(body: #"<a title=\"é\" href=\" https://www.example.com \">x</a>"#)),
        RuleCase(
            "link-unencrypted", "an image over http", stopsProduction,
            violation: Scenario(body: #"<img alt='' src=\"‸http://example.com/a.png\">"#),
            neighbor: Scenario(body: #"<img alt='http://example.com' src=\"https://example.com/http://a.png\">"#)),
    ]
}

extension Scenario {
    /// A request whose plain text has that many bytes.
    fileprivate static func rawBody(_ count: Int) -> Scenario {
        Scenario().with {
            $0.files = [:]
            $0.request = #"{"to": "ada@example.com", "subject": "Hello", "body": "replaced below"}"#
            $0.edit = { subject in
                var request = SendRequest()
                request.to = SourceText(wholeFile: SourceFile(path: "to", bytes: Array("ada@example.com".utf8)))
                request.body = SourceText(
                    wholeFile: SourceFile(
                        path: "request body", bytes: Array(repeating: UInt8(ascii: "a"), count: count)))
                let composer = Composer(provider: subject.provider, date: DateTime(secondsSinceEpoch: 0))
                subject.messages = [
                    VerifiedMessage(template: nil, locale: nil, persona: nil, composed: composer.compose(request))
                ]
            }
        }
    }
}
