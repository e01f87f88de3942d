// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import TenantConfiguration
import Verification

extension RuleCase {
    /// What reading templates can find.
    static let reading: [RuleCase] = [
        RuleCase(
            "json-key-repeated", "two senders", stopsPromotion,
            violation: Scenario(template: Scenario.template(more: #" ‸"from": "b@example.com","#)),
            neighbor: Scenario(
                template: Scenario.template(
                    subject: #""en": "Hi", "fr": "Salut""#, message: #""en": "<p>en</p>", "fr": "<p>en</p>""#))),
        RuleCase(
            "json-key-repeated", "two locales that differ in case", stopsPromotion,
            violation: Scenario(template: Scenario.template(subject: #""en": "Hi", ‸"EN": "Hi""#)),
            neighbor: Scenario(template: Scenario.template())),
        RuleCase(
            "input-unreadable", "a body file that is not there", stops,
            violation: Scenario(template: Scenario.template(message: #""en": {"file": ‸"welcome.en.html"}"#)),
            neighbor: Scenario(files: [
                "welcome/welcome.json": Scenario.template(message: #""en": {"file": "welcome.en.html"}"#),
                "welcome/welcome.en.html": "<p>Hello</p>",
            ])),
        RuleCase(
            "input-unreadable", "a body file outside the template's folder", stops,

            violation: Scenario(files: [
                "a/welcome/welcome.json": Scenario.template(message: #""en": {"file": ‸"../secret.html"}"#),
                "a/secret.html": "<p>Secret</p>",
            ]),
            neighbor: Scenario()),
        RuleCase(
            "json-invalid", "a word that JSON does not have", stops,
            violation: Scenario(template: #"{"subject": ‸nothing, "message": {"en": "x"}}"#), neighbor: Scenario()),
        RuleCase(
            "document-unrecognized", "an array in place of a template", stops,
            violation: Scenario(template: "\n  ‸[]"),
            neighbor: Scenario(files: [
                "emailTemplate-welcome.json": Scenario.template(), "package.json": "[]",
            ])),
        RuleCase(
            "template-value-type", "enabled as a string", stops,
            violation: Scenario(template: Scenario.template(enabled: #"‸"yes""#)), neighbor: Scenario()),
        RuleCase(
            "template-value-type", "a subject as a number", stops,
            violation: Scenario(template: Scenario.template(subject: #""en": ‸7"#)), neighbor: Scenario()),
        RuleCase(
            "template-key-unknown", "a key in the wrong case", warns,
            violation: Scenario(template: Scenario.template(more: #" ‸"displayname": "Welcome","#)),
            neighbor: Scenario(template: Scenario.template(more: #""displayName": "Welcome", "_id": "x","#))),
        RuleCase(
            "template-mime-type", "markdown", stops,
            violation: Scenario(template: Scenario.template(type: "‸text/markdown")),
            neighbor: Scenario(template: Scenario.template(type: "TEXT/HTML"))),
        RuleCase(
            "template-name", "a name with a slash", stops,
            violation: Scenario(files: [
                "a.json":
                    #"{"idm": {"emailTemplate/a/b": ‸\#(Scenario.template()), "emailTemplate/c": \#(Scenario.template())}}"#
            ]),
            neighbor: Scenario(files: ["a.json": #"{"idm": {"emailTemplate/a.b": \#(Scenario.template())}}"#])),
        RuleCase(
            "template-language-tag", "a name of a language with a space", stops,
            violation: Scenario(template: Scenario.template(subject: #""en": "Hi", ‸"en US": "Hi""#)),
            neighbor: Scenario(
                template: Scenario.template(
                    subject: #""en": "Hi", "en_US": "Hi""#, message: #""en": "<p>a</p>", "en_US": "<p>a</p>""#))),
        RuleCase(
            "template-duplicate", "the same name in two files", stops, at: "a.json",
            violation: Scenario().with {
                $0.edit = { subject in
                    subject.templateProblems.append(
                        Problem(
                            .duplicate, "the template welcome stands in b.json too",
                            at: SourceLocation(file: "a.json"), fix: "remove one"))
                }
            },
            neighbor: Scenario(files: [
                "emailTemplate-a.json": Scenario.template(), "emailTemplate-b.json": Scenario.template(),
            ])),
        RuleCase(
            "placeholder-unresolved", "a placeholder in a body", stopsPromotion,
            violation: Scenario(body: "<p>Write to ‸&{esv.support}.</p>"),
            neighbor: Scenario(body: "<p>&{esv.support} or &{esv.help|help@example.com}, R&{{object.sn}}</p>").with {
                $0.placeholders = ["esv.support": "support@example.com"]
            }),
        RuleCase(
            "placeholder-secret", "a secret in a body", stops,
            violation: Scenario(body: "<p>Key: ‸&{esv.key}.</p>").with {
                $0.placeholders = ["esv.key": "c4n4ry"]
                $0.secrets = ["esv.key"]
            },
            // A default that is not needed is not shown.
            neighbor: Scenario(body: "<p>&{esv.help|&{esv.key}}</p>").with {
                $0.placeholders = ["esv.help": "help", "esv.key": "c4n4ry"]
                $0.secrets = ["esv.key"]
            }),
        RuleCase(
            "templates-absent", "a folder without templates", stops, at: "Templates",
            violation: Scenario(files: ["notes.json": "{}"]), neighbor: Scenario()),
        RuleCase(
            "locale-missing", "a default locale without texts", stops,
            violation: Scenario(template: Scenario.template(defaultLocale: "‸de")),
            neighbor: Scenario(template: Scenario.template(defaultLocale: "EN"))),
        RuleCase(
            "locale-missing", "no default locale", stops,
            violation: Scenario(template: #"‸{"subject": {"en": "Hello"}, "message": {"en": "<p>Hello</p>"}}"#),
            neighbor: Scenario(
                template: #"{"subject": {"en": "Hi"}, "message": {"en": "<p>Hi</p>"}, "defaultLocale": "en"}"#)),
    ]

    /// What reading providers can find.
    static let provider: [RuleCase] = [
        RuleCase(
            "provider-property-type", "a port in words", stops,
            violation: Scenario().with { $0.provider = #"{"host": "h", "port": ‸"smtp", "auth": {"enable": false}}"# },
            neighbor: Scenario().with {
                $0.provider = #"{"host": "h", "port": "587", "auth": {"enable": "FALSE"}}"#
            }),
        RuleCase(
            "provider-property-unknown", "a key with two letters swapped", warns,
            violation: Scenario().with { $0.provider = Scenario.smtp(#" ‸"formm": "x","#) },
            neighbor: Scenario().with { $0.provider = Scenario.smtp(#""debug": false,"#) }),
        RuleCase(
            "provider-property-unknown", "a key inside starttls", warns,
            violation: Scenario().with { $0.provider = Scenario.smtp(#" "starttls": {‸"enabled": true},"#) },
            neighbor: Scenario().with { $0.provider = Scenario.smtp(#" "starttls": {"enable": true},"#) }),
        RuleCase(
            "provider-property-missing", "a host without a port", stops, alongside: ["provider-mail-unencrypted"],
            violation: Scenario().with { $0.provider = #"‸{"host": "h", "auth": {"enable": false}}"# },
            neighbor: Scenario().with { $0.provider = Scenario.smtp() }),
        RuleCase(
            "placeholder-secret", "a secret as the name of the server", stops,
            violation: Scenario().with {
                $0.secrets = ["esv.key"]
                $0.provider = #"{"host": "‸&{esv.key}", "port": 25, "auth": {"enable": false}}"#
            },
            neighbor: Scenario().with {
                $0.secrets = ["esv.key"]
                $0.provider = Scenario.smtp(#""auth": {"enable": true, "username": "u", "password": "&{esv.key}"},"#)
            }),
        RuleCase(
            "provider-property-out-of-range", "a port past the last one", stops,
            violation: Scenario().with { $0.provider = #"{"host": "h", "port": ‸65536, "auth": {"enable": false}}"# },
            neighbor: Scenario().with { $0.provider = #"{"host": "h", "port": 65535, "auth": {"enable": false}}"# }),
        RuleCase(
            "provider-property-out-of-range", "an allowutf8 that counts as false", stops,
            violation: Scenario().with {
                $0.provider = Scenario.smtp(#" "smtpProperties": ["‸mail.mime.allowutf8=yes"],"#)
            },
            neighbor: Scenario().with {
                $0.provider = Scenario.smtp(#" "smtpProperties": ["mail.mime.allowutf8=TRUE"],"#)
            }),
        RuleCase(
            "provider-property-misplaced", "a Graph endpoint on an SMTP provider", warns,
            violation: Scenario().with {
                $0.provider = Scenario.smtp(#" ‸"mailEndpoint": "https://graph.example/x","#)
            },
            neighbor: Scenario().with { $0.provider = Scenario.graph() }),
        RuleCase(
            "provider-built-in", "a document without a host", [.note, .error, .error],
            violation: Scenario().with { $0.provider = #"‸{"from": "noreply@example.com"}"# },
            neighbor: Scenario().with { $0.provider = Scenario.smtp() }),
        RuleCase(
            "provider-built-in", "a document with the host of AIC's relay", [.note, .error, .error],
            violation: Scenario().with {
                $0.placeholders = ["aic.smtp.relay.host": "relay.example"]
                $0.provider = #"‸{"host": "&{aic.smtp.relay.host}", "port": 25, "auth": {"enable": false}}"#
            },
            neighbor: Scenario().with { $0.provider = Scenario.graph() }),
    ]
}
