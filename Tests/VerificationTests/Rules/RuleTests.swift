// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Testing
import Verification

@Suite struct RuleTests {
    private static let cases = RuleCase.all

    @Test(arguments: cases)
    func everyViolationIsFoundOnceAtItsPlace(_ test: RuleCase) throws {
        let subject = try test.violation.subject()
        for (gate, severity) in zip([Gate.development, .staging, .production], test.severities) {
            let findings = Rules.verify(subject, at: gate).filter { $0.rule == test.rule }
            try #require(findings.count == 1, "\(gate): \(findings.map(\.message))")
            #expect(findings[0].severity == severity, "\(gate)")
            #expect(findings.map { "\($0.location)" } == (test.place.map { [$0] } ?? test.violation.marks))
            #expect((findings[0].fix != nil) == test.hasFix)
            #expect(!findings[0].message.isEmpty && !findings[0].message.hasSuffix("."))
        }
        // The built-in provider without a document is a finding of later gates only.
        let rules = Set(Rules.verify(subject, at: .development).map(\.rule))
        #expect(rules == test.alongside.union([test.rule]))
    }

    @Test(arguments: cases)
    func aNeighborThatObeysTheRuleIsLeftAlone(_ test: RuleCase) throws {
        let subject = try test.neighbor.subject()
        for gate in Gate.allCases {
            let findings = Rules.verify(subject, at: gate).filter { $0.rule == test.rule }
            #expect(findings.isEmpty, "\(gate): \(findings.map(\.message))")
        }
    }

    @Test func everyRuleHasACase() {
        let covered = Set(Self.cases.map(\.rule))
        let rules = Set(Rules.all.map(\.id))
        #expect(rules.subtracting(covered).sorted() == [], "rules without a case")
        #expect(covered.subtracting(rules).sorted() == [], "cases without a rule")
    }

    @Test func identifiersAreUnique() {
        let ids = Rules.all.map(\.id)
        #expect(Set(ids).count == ids.count)
    }

    @Test(arguments: Rules.all)
    func aRuleIsNamedInKebabCaseAndSummedUpInOneSentence(_ rule: RuleDescription) {
        let words = rule.id.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
        #expect(words.allSatisfy { !$0.isEmpty && $0.allSatisfy(letters.contains) }, "\(rule.id)")
        #expect(rule.summary.first?.isUppercase == true)
        #expect(rule.summary.hasSuffix("."))
        #expect(!rule.summary.dropLast().contains(". ") && !rule.summary.dropLast().hasSuffix("."))
        #expect(!rule.summary.contains("\n"))
    }

    @Test func aSoundTemplateHasNoFinding() throws {
        #expect(try Scenario().findings() == [])
        let provided = Scenario().with { $0.provider = Scenario.smtp() }
        for gate in Gate.allCases { #expect(try provided.findings(at: gate) == []) }
    }

    @Test func noSeverityFallsTowardsProduction() throws {
        for rule in Rules.all {
            let severities = [Gate.development, .staging, .production].map { rule.severities[$0] }
            #expect(severities == severities.sorted(), "\(rule.id)")
        }
    }
}
