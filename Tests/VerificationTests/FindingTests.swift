// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Composition
import TenantConfiguration
import Testing
import Verification

/// How findings come together: merged, in order, weighed by the gate.
@Suite struct FindingTests {
    private static let ada = #"{"name": "ada", "object": {"mail": "ada@example.com", "nickname": "A"}}"#
    private static let bob = #"{"name": "bob", "object": {"mail": "bob@example.com"}}"#
    private static let carl = #"{"name": "carl", "object": {"mail": "carl@example.com"}}"#

    @Test func aFindingForOnePersonaNamesIt() throws {
        let findings = try Scenario(body: "{{object.nickname}}").with { $0.personas = [Self.ada, Self.bob] }.findings()
        #expect(findings.map(\.persona) == ["bob"])
        #expect(findings.map(\.locale) == ["en"])
        #expect(findings.map(\.template) == ["welcome"])
    }

    @Test func aFindingForSeveralPersonasStandsForAll() throws {
        let findings = try Scenario(body: "{{object.surname}}").with {
            $0.personas = [Self.ada, Self.bob, Self.carl]
        }.findings()
        #expect(findings.map(\.persona) == [nil])
        #expect(findings.map(\.locale) == ["en"])
    }

    @Test func aFaultOfTheTemplateIsOneFindingForAllLocales() throws {
        let template = Scenario.template(
            from: "nobody", subject: #""en": "Hi", "fr": "Salut""#,
            message: #""en": "<p>Hi</p>", "fr": "<p>Salut</p>""#)
        let findings = try Scenario(template: template).findings()
        #expect(findings.map(\.rule) == ["from-invalid"])
        #expect(findings.map(\.locale) == [nil])
        #expect(findings.map(\.persona) == ["sample"])
    }

    @Test func theSameFaultInTwoLocalesIsTwoFindings() throws {
        let template = Scenario.template(
            subject: #""en": "Hi", "fr": "Salut""#, message: #""en": "‸{{object.x}}", "fr": "‸{{object.x}}""#)
        let scenario = Scenario(template: template)
        #expect(try scenario.findings().map { "\($0.location)" } == scenario.marks)
        #expect(try scenario.findings().map(\.locale) == ["en", "fr"])
    }

    @Test func theSameFaultInTwoTemplatesIsTwoFindings() throws {
        let scenario = Scenario(files: [
            "emailTemplate-a.json": Scenario.template(from: "‸nobody"),
            "emailTemplate-b.json": Scenario.template(from: "‸nobody"),
        ])
        #expect(try scenario.findings().map { "\($0.location)" } == scenario.marks)
        #expect(try scenario.findings().map(\.template) == ["a", "b"])
    }

    @Test func aFaultOfTheProviderIsOneFindingForAllTemplates() throws {
        let scenario = Scenario(files: [
            "emailTemplate-a.json": Scenario.template(from: ""), "emailTemplate-b.json": Scenario.template(from: ""),
            "emailTemplate-c.json": Scenario.template(from: ""),
        ]).with { $0.provider = Scenario.smtp(from: #""from": "‸nobody","#) }
        #expect(try scenario.findings().map { "\($0.location)" } == scenario.marks)
        #expect(try scenario.findings().map(\.template) == [nil])
    }

    @Test func aFaultOfThePersonaIsOneFindingForAllTemplates() throws {
        let scenario = Scenario(files: [
            "emailTemplate-a.json": Scenario.template(), "emailTemplate-b.json": Scenario.template(),
        ]).with { $0.personas = [#"{"name": "x", "to": "‸nobody", "object": {}}"#] }
        #expect(try scenario.findings().map { "\($0.location)" } == scenario.marks)
        #expect(try scenario.findings().map(\.template) == [nil])
    }

    @Test func differentFaultsAtOnePlaceStayApart() throws {
        let scenario = Scenario(body: "‸{{{object.user}}}")
        let findings = try scenario.findings()
        #expect(Set(findings.map(\.rule)) == ["triple-stash", "value-not-text"])
        #expect(Set(findings.map { "\($0.location)" }) == Set(scenario.marks))
    }

    @Test func findingsComeByFileAndPlace() throws {
        let scenario = Scenario(files: [
            "emailTemplate-b.json": Scenario.template(
                from: "‸nobody", message: #""en": "‸{{user}} ‸{{object.x}} ‸{{object.y}}""#),
            "emailTemplate-a.json": Scenario.template(message: #""en": "‸{{object.z}}""#),
        ]).with { $0.provider = Scenario.smtp(#" ‸"prot": 1,"#) }
        #expect(try scenario.findings().map { "\($0.location)" } == scenario.marks)
        #expect(scenario.marks.map { $0.prefix(16) }.sorted() == scenario.marks.map { $0.prefix(16) })
    }

    @Test func theMostSevereComesFirstAtOnePlace() throws {
        // One mustache that is unescaped (a warning) and no variable of AIC's (an error).
        let findings = try Scenario(body: "{{{user}}}").findings()
        #expect(findings.map(\.severity) == [.error, .warning])
        #expect(findings.map(\.rule) == ["variable-unknown", "triple-stash"])
    }

    @Test(arguments: [
        ("{{object.nickname}}", [VerificationReport.Verdict.pass, .fail, .fail]),
        ("<a href='http://example.com'>x</a>", [.pass, .pass, .fail]),
        ("<a href='javascript:x'>x</a>", [.fail, .fail, .fail]), ("<p>Hello</p>", [.pass, .pass, .pass]),
    ])
    func theGateDecidesTheVerdict(_ body: String, _ verdicts: [VerificationReport.Verdict]) throws {
        let subject = try Scenario(body: body).with { $0.provider = Scenario.smtp() }.subject()
        for (gate, verdict) in zip([Gate.development, .staging, .production], verdicts) {
            #expect(VerificationReport(subject, at: gate, deliveries: []).verdict == verdict, "\(gate)")
        }
    }

    @Test func theProviderMustBeNamedBeforePromotion() throws {
        let subject = try Scenario().subject()
        #expect(VerificationReport(subject, at: .development, deliveries: []).verdict == .pass)
        for gate in [Gate.staging, .production] {
            let report = VerificationReport(subject, at: gate, deliveries: [])
            #expect(report.findings.map(\.rule) == ["provider-built-in"])
            #expect(report.findings.map { "\($0.location)" } == ["--provider"])
            #expect(report.verdict == .fail)
        }
    }

    @Test func countsAddUp() throws {
        let subject = try Scenario(
            template: Scenario.template(
                enabled: "false", message: #""en": "{{object.a}}{{object.b}}<a href='x'>x</a>""#)
        ).subject()
        let report = VerificationReport(subject, at: .development, deliveries: [])
        #expect(report.count(of: .error) == 1)
        #expect(report.count(of: .warning) == 2)
        #expect(report.count(of: .note) == 1)
    }
}
