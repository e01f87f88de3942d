// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Composition
import EmailProvider
import JSONText
import TenantConfiguration
import Testing
import Verification

/// Text out of a tenant's files cannot steer the terminal or the continuous integration that shows the report.
@Suite struct HostileTextTests {
    /// In the spelling of JSON strings.
    private static let payloads = [
        #"\u001b[2J"#, #"\u001b]8;;https://example.net\u0007x"#, #"\u009b31m"#, #"a\nb"#, #"a\r\nb"#, #"a\rb"#,
        #"\n::set-env name=PATH::/tmp"#, "::add-mask::x", "  ::error::x", "##[set-env name=x]y",
        #"\u2028::x"#, #"\u0085::x"#,
        #"\u202egpj.exe"#, #"\u2066x\u2069"#, #"\u0000"#, #"\u007f\b\f\t"#, #"\u000b::x"#,
    ]

    /// Every place of a report that shows text of a file: a template's name, a locale, a subject, names and addresses of
    /// the sender, values, keys, a path.
    private static func scenarios(_ payload: String) -> [(place: String, scenario: Scenario)] {
        let name = "\(payload)x"
        let frodo = #"{"emailTemplate": {"\#(name)": \#(Scenario.template(from: "nobody"))}}"#
        let decoded = Self.decoded(payload)
        return [
            ("template name", Scenario(files: ["export.emailTemplate.json": frodo])),
            (
                "sound template name",
                Scenario(files: [
                    "export.emailTemplate.json": #"{"emailTemplate": {"\#(name)": \#(Scenario.template())}}"#
                ])
            ),
            (
                "locale",
                Scenario(
                    template: Scenario.template(
                        subject: #""\#(name)": "Hello""#, message: #""\#(name)": "<p>{{object.a}}</p>""#,
                        defaultLocale: name))
            ),
            ("subject", Scenario(subject: name)),
            ("default locale", Scenario(template: Scenario.template(defaultLocale: name))),
            ("sender", Scenario(template: Scenario.template(from: "\(name) nobody"))),
            ("sender's name", Scenario(template: Scenario.template(from: #"\"\#(name)\" <a@example.com>"#))),
            ("sender's local part", Scenario(template: Scenario.template(from: #"\"\#(name)\"@example.com"#))),
            ("key", Scenario(template: Scenario.template(more: #""\#(name)": 1,"#))),
            ("MIME type", Scenario(template: Scenario.template(type: name))),
            ("link", Scenario(body: #"<a href=\"javascript:\#(name)\">x</a>"#)),
            ("variable", Scenario(body: #"{{object.[\#(name)]}}{{[\#(name)]}}{{{object.[\#(name)]}}}"#)),
            ("helper", Scenario(body: #"{{#[\#(name)] object.a}}{{/x}}"#)),
            ("body file", Scenario(template: Scenario.template(message: #""en": {"file": "\#(name)"}"#))),
            ("file path", Scenario(files: ["\(decoded)emailTemplate-a.json": Scenario.template(from: "nobody")])),
            ("folder", Scenario(files: ["\(decoded)/x/emailTemplate-a.json": "["])),
            ("recipient", Scenario().with { $0.request = #"{"to": "\#(name)"}"# }),
            ("request parameter", Scenario().with { $0.request = #"{"to": "a@example.com", "\#(name)": 1}"# }),
            (
                "request type",
                Scenario().with { $0.request = #"{"to": "a@example.com", "body": "", "type": "\#(name)"}"# }
            ),
            ("provider key", Scenario().with { $0.provider = Scenario.smtp(#" "\#(name)": 1,"#) }),
            ("provider value", Scenario().with { $0.provider = Scenario.smtp(#" "type": "\#(name)","#) }),
            (
                "SMTP property",
                Scenario().with { $0.provider = Scenario.smtp(#" "smtpProperties": ["\#(name)=1", "\#(name)=2"],"#) }
            ),
            ("persona", Scenario().with { $0.edit = { $0.messages[0].persona = decoded } }),
            ("reason", Scenario().with { $0.transport = { _ in .failed(decoded) } }),
            (
                "provider path",
                Scenario().with { $0.edit = { $0.provider.location = SourceLocation(file: decoded) } }
            ),
            ("templates path", Scenario(files: [:]).with { $0.edit = { $0.templatesPath = decoded } }),
        ]
    }

    private static func decoded(_ payload: String) -> String {
        (try? JSONDocument(parsing: "\"\(payload)\"").root.string) ?? payload
    }

    private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0A: false
        case 0..<0x20, 0x7F...0x9F, 0x2028...0x2029, 0x202A...0x202E, 0x2066...0x2069: true
        default: false
        }
    }

    @Test(arguments: payloads)
    func noControlReachesTheReportAndNoLineIsACommand(_ payload: String) throws {
        for (place, scenario) in Self.scenarios(payload) {
            let report = VerificationReport(try scenario.subject(), at: .production, deliveries: [])
            let text = report.text(width: 300)
            #expect(!text.unicodeScalars.contains(where: Self.isForbidden), "\(place): \(text.debugDescription)")
            for line in text.split(separator: "\n") {
                let start = line.drop { $0 == " " }
                #expect(!start.hasPrefix("::") && !start.hasPrefix("##["), "\(place): \(line)")
            }
            // One line for each message and for each part of a finding: nothing began a line of its own.
            let details = report.findings.map { finding in
                1 + (finding.evidence == nil ? 0 : 1) + (finding.evidenceOffset == nil ? 0 : 1)
                    + (finding.fix == nil ? 0 : 1)
                    + (finding.template == nil && finding.locale == nil && finding.persona == nil ? 0 : 1)
            }
            let table = report.messages.isEmpty ? 0 : report.messages.count + 2
            let blank = report.findings.isEmpty ? 0 : 1
            let expected = 2 + table + details.reduce(0, +) + blank + 2
            let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
            #expect(lines.count == expected, "\(place)")
        }
    }

    @Test func theCasesReachTheReport() throws {
        // The name of a sender is shown only where something is wrong with it.
        for (place, scenario) in Self.scenarios("MARK") where place != "sender's name" {
            let report = VerificationReport(try scenario.subject(), at: .production, deliveries: [])
            #expect(report.text(width: 300).contains("MARK"), "\(place)")
        }
    }
}
