// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import Composition
internal import Handlebars
internal import TenantConfiguration

/// Subjects say the same for everybody: AIC's stock scripts send them as they stand, and what `sendTemplate` does with
/// expressions in them is not documented.
struct SubjectExpressionRule: Rule {
    private static let rule = RuleDescription(
        "subject-expression", "A subject holds no Handlebars expression.", .always(.note))

    var descriptions: [RuleDescription] { [Self.rule] }

    func check(_ subject: VerificationSubject, into findings: inout FindingCollector) {
        subject.forEachParsedText { prepared, text, template in
            guard text.kind == .subject, let variable = template.analysis.variables.first else { return }
            findings.add(
                Self.rule, "AIC's own scripts send a subject as it stands, with {{\(variable.path)}} in it",
                at: text.source.location(of: variable.position.offset), template: prepared.template.name,
                evidence: text.source.string.escapedForDisplay,
                fix: "keep the subject the same for everybody, or try it with a real mail")
        }
    }
}
