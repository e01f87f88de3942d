// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import Composition
internal import TenantConfiguration

/// Every mail has a subject.
struct SubjectEmptyRule: Rule {
    private static let rule = RuleDescription(
        "subject-empty", "A rendered subject is not blank.",
        Severities(development: .warning, staging: .warning, production: .error))

    var descriptions: [RuleDescription] { [Self.rule] }

    func check(_ subject: VerificationSubject, into findings: inout FindingCollector) {
        for message in subject.messages {
            guard let text = message.composed.subject, text.bytes.allSatisfy(\.isWhitespace) else { continue }
            findings.add(
                Self.rule, "the subject is empty", at: text.source.location(), message: message,
                fix: "say in a few words what the mail is about")
        }
    }
}
