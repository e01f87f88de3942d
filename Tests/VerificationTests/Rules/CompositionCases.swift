// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Composition
import MIME
import SMTP
import TenantConfiguration
import Verification

extension RuleCase {
    private static func persona(_ to: String, mark: String = "") -> String {
        #"\#(mark){"name": "zoe", "to": "\#(to)", "object": {"givenName": "Zoë", "sn": ""}}"#
    }

    private static let twoLines = #"""
        {"name": "eve", "object": {"mail": "e@example.com", "givenName": "E\nBcc: v@example.net"}}
        """#

    /// What requests and personas can get wrong.
    static let requests: [RuleCase] = [
        RuleCase(
            "request-parameter-unknown", "a parameter in the wrong case", warns,
            violation: Scenario().with { $0.request = #"{‸"templatename": "welcome", "to": "ada@example.com"}"# },
            neighbor: Scenario().with { $0.request = #"{"templateName": "welcome", "_to": "ada@example.com"}"# }),
        RuleCase(
            "input-invalid", "a persona without a name", stops,
            violation: Scenario().with {
                $0.personas = [Self.persona("ada@example.com"), #"  ‸{"object": {}}"#]
            },
            neighbor: Scenario().with { $0.personas = [Self.persona("ada@example.com")] }),
        RuleCase(
            "input-invalid", "a request whose recipient is an array", stops,
            violation: Scenario().with { $0.request = #"{"to": ‸["ada@example.com"]}"# },
            neighbor: Scenario().with { $0.request = #"{"to": "ada@example.com"}"# }),
        RuleCase(
            "input-invalid", "two personas with one name", stops, at: "persona1.json",
            violation: Scenario().with {
                $0.edit = { subject in
                    subject.inputProblems.append(
                        Problem(
                            .duplicate, "there are two personas with the name ada",
                            at: SourceLocation(file: "persona1.json"), fix: "give each persona a name of its own"))
                }
            },
            neighbor: Scenario().with { $0.personas = [Self.persona("ada@example.com")] }),
        RuleCase(
            "parameter-ignored", "a subject beside the template's", warns,
            violation: Scenario().with { $0.request = #"{"templateName": "welcome", "subject": "‸Hi", "body": null}"# },
            neighbor: Scenario().with { $0.request = #"{"to": "ada@example.com", "subject": "Hi", "body": "Hello"}"# }),
        RuleCase(
            "type-not-handled", "a type with a parameter", stops,
            violation: Scenario().with {
                $0.request = #"{"to": "a@example.com", "body": "x", "type": "‸text/html; charset=utf-8"}"#
            },
            neighbor: Scenario().with { $0.request = #"{"to": "a@example.com", "body": "x", "type": "Text/HTML"}"# }),
        RuleCase(
            "template-disabled", "enabled is false", [.note, .warning, .warning],
            violation: Scenario(template: Scenario.template(mark: "‸", enabled: "false")),
            neighbor: Scenario(template: Scenario.template(enabled: "null"))),
    ]

    /// What can be wrong with senders and recipients.
    static let addresses: [RuleCase] = [
        RuleCase(
            "from-absent", "no level names a sender", stops,
            violation: Scenario(template: Scenario.template(from: "‸ ")).with { $0.provider = Scenario.smtp(from: "") },
            neighbor: Scenario(template: Scenario.template(from: " ")).with { $0.provider = Scenario.smtp() }),
        RuleCase(
            "from-invalid", "two mailboxes in the template", stops,
            violation: Scenario(template: Scenario.template(from: "‸a@example.com, b@example.com")),
            neighbor: Scenario(template: Scenario.template(from: #"\"A, B\" <a@example.com>"#))),
        RuleCase(
            "from-invalid", "an empty from of the request, which never falls through", stops,
            violation: Scenario().with { $0.request = #"{"from": "‸", "to": "ada@example.com"}"# },
            neighbor: Scenario().with { $0.request = #"{"from": null, "to": "ada@example.com"}"# }),
        RuleCase(
            "from-invalid", "a line break that would begin another field", stops,
            violation: Scenario(template: Scenario.template(from: #"a@example.com‸\r\nBcc: eve@example.net"#)),
            neighbor: Scenario()),
        RuleCase(
            "recipient-absent", "a persona without an address", stops,
            violation: Scenario(template: Scenario.template(mark: "‸")).with {
                $0.personas = [#"{"name": "nobody", "object": {}}"#]
            },
            neighbor: Scenario()),
        RuleCase(
            "recipient-invalid", "a second address without a domain", stops,
            violation: Scenario().with { $0.personas = [Self.persona("ada@example.com, ‸eve")] },
            neighbor: Scenario().with { $0.personas = [Self.persona("ada@example.com, Eve <eve@example.net>")] }),
        RuleCase(
            "recipient-invalid", "a line break that would begin another command", stops,
            violation: Scenario().with { $0.personas = [Self.persona(#"a@b.example‸>\r\nRCPT TO:<eve@example.net"#)] },
            neighbor: Scenario()),
        RuleCase(
            "address-not-allowed", "a local part beyond ASCII without allowutf8", stops,
            violation: Scenario().with {
                $0.provider = Scenario.smtp()
                $0.personas = [Self.persona("‸zoë@example.com")]
            },
            neighbor: Scenario().with {
                $0.provider = Scenario.smtp(#" "smtpProperties": ["mail.mime.allowutf8=true"],"#)
                $0.personas = [Self.persona("zoë@example.com")]
            }),
        RuleCase(
            "address-not-allowed", "a local part beyond ASCII for Graph", stops,
            violation: Scenario().with {
                $0.provider = Scenario.graph()
                $0.personas = [Self.persona("‸zoë@example.com")]
            },
            neighbor: Scenario().with {
                $0.provider = Scenario.graph()
                $0.personas = [Self.persona("zoe@bücher.example")]
            }),
        RuleCase(
            "international-built-in", "a local part beyond ASCII on the built-in server", stopsPromotion,
            alongside: ["provider-built-in"],
            violation: Scenario().with {
                $0.provider = #"‸{"from": "a@example.com", "smtpProperties": ["mail.mime.allowutf8=true"]}"#
                $0.personas = [Self.persona("zoë@example.com")]
            },
            neighbor: Scenario().with {
                $0.provider = #"{"from": "a@example.com", "smtpProperties": ["mail.mime.allowutf8=true"]}"#
                $0.personas = [Self.persona("zoe@bücher.example")]
            }),
        RuleCase(
            "header-line-break", "a line break in a subject", stopsPromotion,
            violation: Scenario(subject: #"Hello‸\r\nBcc: eve@example.net"#),
            neighbor: Scenario(subject: #"Hello\tBcc: {{object.mail}}"#)),
        RuleCase(
            "header-line-break", "a line break in a value that the subject shows", stopsPromotion,
            alongside: ["subject-expression"],
            violation: Scenario(subject: "Hello ‸{{object.givenName}}").with {
                $0.personas = [Self.twoLines]
            },
            neighbor: Scenario(body: "<p>{{object.givenName}}</p>").with {
                $0.personas = [Self.twoLines]
            }),
        RuleCase(
            "header-line-break", "a line break in a display name", stopsPromotion,
            violation: Scenario(template: Scenario.template(from: #"\"No‸\nReply\" <a@example.com>"#)),
            neighbor: Scenario(template: Scenario.template(from: #"\"No Reply\" <a@example.com>"#))),
    ]

    /// What becomes of messages.
    static let delivery: [RuleCase] = [
        RuleCase(
            "message-differs", "a recipient that got lost", stops,
            violation: Scenario(subject: "Hello", body: "‸<p>Hello</p>").with {
                $0.transport = Transport.changing { $0.envelope.forwardPaths = [] }
            },
            neighbor: Scenario(subject: "Grüße 👋 {{object.sn}}", body: "<p>Grüße.\\n.\\r\\n..</p>")),
        RuleCase(
            "delivery-failed", "a server that hangs up", stops,
            violation: Scenario(subject: "Hello", body: "‸<p>Hello</p>").with {
                $0.transport = { _ in .failed("the connection was lost") }
            },
            neighbor: Scenario().with { $0.provider = Scenario.graph() }),
    ]
}
