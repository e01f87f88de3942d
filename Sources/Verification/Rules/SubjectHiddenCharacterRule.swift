// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import Composition
internal import TenantConfiguration

/// Subjects are what they look like (Unicode Technical Report 36, section 2.5).
struct SubjectHiddenCharacterRule: Rule {
    private static let rule = RuleDescription(
        "subject-hidden-character", "Subjects have no characters that nobody sees or that turn the text.",
        .beforePromotion)

    var descriptions: [RuleDescription] { [Self.rule] }

    func check(_ subject: VerificationSubject, into findings: inout FindingCollector) {
        for message in subject.messages {
            guard let text = message.composed.subject,
                let (scalar, offset) = text.string.firstHidden(allowsJoiners: true)
            else { continue }
            findings.add(
                Self.rule, "the subject holds \(scalar.codePointAndName), which hides what it says",
                at: text.location(of: offset), message: message, evidence: text.string.escapedForDisplay,
                fix: "remove the character")
        }
    }
}
