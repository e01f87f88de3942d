// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import TenantConfiguration

/// There is something to verify.
struct TemplatesAbsentRule: Rule {
    private static let rule = RuleDescription(
        "templates-absent", "The folder that is named holds at least one template.", .always(.error))

    var descriptions: [RuleDescription] { [Self.rule] }

    func check(_ subject: VerificationSubject, into findings: inout FindingCollector) {
        // Where files could not be read, that is the finding.
        guard let path = subject.templatesPath, subject.templates.isEmpty, subject.templateProblems.isEmpty else {
            return
        }
        findings.add(
            Self.rule, "there is no email template here", at: SourceLocation(file: path),
            fix: "name the folder that holds them with --templates")
    }
}
