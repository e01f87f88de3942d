// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import Composition
internal import EmailTemplates
internal import TenantConfiguration

/// The locales of a template are language tags: a recipient's `en-GB` does not find `en_GB`.
struct LocaleTagRule: Rule {
    private static let rule = RuleDescription(
        "locale-tag", "Locales are language tags as BCP 47 writes them.", .always(.warning))

    var descriptions: [RuleDescription] { [Self.rule] }

    func check(_ subject: VerificationSubject, into findings: inout FindingCollector) {
        for prepared in subject.templates {
            let template = prepared.template
            var seen: Set<[UInt8]> = []
            for text in template.subject + template.message where seen.insert(Array(text.locale.utf8)).inserted {
                self.check(text.locale, at: text.location, of: template, into: &findings)
            }
            // The default is one of the keys, or missing, which is another rule's.
        }
    }

    private func check(
        _ locale: String, at location: SourceLocation, of template: EmailTemplate,
        into findings: inout FindingCollector
    ) {
        guard !LanguageTag.isWellFormed(locale) else { return }
        findings.add(
            Self.rule,
            "the locale \(locale.escapedForDisplay) is no language tag, so that no recipient's language finds it",
            at: location, template: template.name, evidence: locale.escapedForDisplay,
            fix: LanguageTag.suggestion(for: locale).map { "write \($0), wherever the locale is named" }
                ?? "write it as in en or fr-CA")
    }
}
