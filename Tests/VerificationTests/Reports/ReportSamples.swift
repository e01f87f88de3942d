// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Composition
import MIME
import SMTP
import Verification

/// Reports with something of everything in them.
enum ReportSamples {
    /// Findings of each severity, two templates, a message that could not be composed.
    static let mixed = Scenario(files: [
        "emailTemplate-reset.json": Scenario.template(
            enabled: "false", from: #"\"Help Desk\" <help@example.com>"#, subject: #""en": "Réinitialiser""#,
            message: #""en": "<a href='https:/x'>{{object.nickname}}</a>""#),
        "emailTemplate-welcome.json": Scenario.template(from: "nobody"),
    ]).with { $0.provider = Scenario.smtp() }

    /// A report with an outcome of each kind.
    static func report(_ scenario: Scenario, at gate: Gate = .development) throws -> VerificationReport {
        let subject = try scenario.subject()
        let results: [DeliveryOutcome.Result] = [.sent, .refused, .temporary, .unknown, .notAttempted]
        return VerificationReport(
            subject, at: gate,
            deliveries: try results.enumerated().map { index, result in
                VerificationReport.DeliverySummary(
                    template: index == 0 ? nil : "reset", locale: index == 0 ? nil : "en",
                    outcome: DeliveryOutcome(
                        recipient: try AddrSpec("ada@example.com"), result: result, reply: index == 0 ? nil : "250 OK"),
                    messageID: "<\(index)@example.com>")
            })
    }

    /// The reports that the schema must describe.
    static let scenarios: [Scenario] = [
        Scenario(), Self.mixed, Scenario(files: [:]), Scenario().with { $0.provider = Scenario.graph() },
        Scenario().with { $0.request = #"{"to": "ada@example.com", "from": "a@example.com", "body": "x"}"# },
        Scenario().with { $0.request = #"{"to": "nobody", "_from": "nobody", "body": "x"}"# },
        Scenario().with { $0.transport = { _ in .failed("the connection was lost") } },
        Scenario().with { $0.transport = Transport.changing { $0.content = [] } },
        Scenario().with {
            $0.provider = Scenario.smtp(#" "smtpProperties": ["mail.mime.allowutf8=true"],"#)
            $0.personas = [#"{"name": "zoë", "to": "zoë@example.com", "object": {}}"#]
        },
        Scenario(template: #"{"message": {"a/b~c": "{{x}}"}}"#),
    ]
}
