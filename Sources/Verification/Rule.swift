// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// What a rule is about.
public struct RuleDescription: Hashable, Sendable {
    /// The identifier, in kebab case.
    public var id: String
    /// What the rule asks for, in one sentence.
    public var summary: String
    /// How much its findings weigh.
    public var severities: Severities

    /// Creates a description.
    public init(_ id: String, _ summary: String, _ severities: Severities) {
        self.id = id
        self.summary = summary
        self.severities = severities
    }
}

/// A check that reads what was loaded, composed and delivered, and reports what is wrong with it.
protocol Rule: Sendable {
    /// The rules that this check can report.
    var descriptions: [RuleDescription] { get }

    /// Adds a finding for every violation.
    func check(_ subject: VerificationSubject, into findings: inout FindingCollector)
}

/// The rules that ``verify(_:at:)`` runs.
public enum Rules {
    static let checks: [any Rule] = [
        ReadingRules(),
        CompositionRules(),
        TemplatesAbsentRule(),
        LocaleMissingRule(),
        LocaleTagRule(),
        LocaleParityRules(),
        LocaleOriginRules(),
        DriftRules(),
        VariableUnknownRule(),
        VariableMissingRule(),
        ValueNotTextRule(),
        TripleStashRule(),
        HTMLStructureRules(),
        LinkUnsafeRule(),
        LinkBrokenRule(),
        LinkUnencryptedRule(),
        ImageDataURLRule(),
        AddressRules(),
        AddressFormRules(),
        AddressCharacterRules(),
        AddressInNameRule(),
        SubjectEmptyRule(),
        SubjectHiddenCharacterRule(),
        SubjectExpressionRule(),
        BodyLargeRule(),
        ProviderBuiltInRule(),
        ProviderEncryptionRules(),
        ProviderCertificateRules(),
        ProviderSigningInRules(),
        ProviderBehaviourRules(),
        InternationalBuiltInRule(),
        GraphRules(),
        MessageDiffersRule(),
        DeliveryFailedRule(),
        LiveRules(),
    ]

    /// Every rule there is, in the order of the checks.
    public static var all: [RuleDescription] {
        self.checks.flatMap(\.descriptions)
    }

    /// Runs every rule.
    public static func verify(_ subject: VerificationSubject, at gate: Gate) -> [Finding] {
        var findings = FindingCollector(gate: gate)
        for check in self.checks { check.check(subject, into: &findings) }
        return findings.sorted
    }
}
