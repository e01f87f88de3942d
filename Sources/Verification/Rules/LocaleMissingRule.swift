// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import Composition
internal import EmailTemplates
internal import TenantConfiguration

/// A template has its default locale, so that every recipient gets a mail.
///
/// Subjects without a body and bodies without a subject come up when their messages are composed.
struct LocaleMissingRule: Rule {
    private static let rule = RuleDescription(
        "locale-missing", "A template has a subject and a body in its default locale.", .always(.error))

    var descriptions: [RuleDescription] { [Self.rule] }

    func check(_ subject: VerificationSubject, into findings: inout FindingCollector) {
        for prepared in subject.templates {
            let template = prepared.template
            guard let defaultLocale = template.defaultLocale else {
                findings.add(
                    Self.rule, "the template has no defaultLocale", at: template.location, template: template.name,
                    fix: #"add "defaultLocale": "\#(template.locales.first ?? "en")""#)
                continue
            }
            let locale = defaultLocale.string
            if !template.locales.contains(where: { $0.isSameLocale(as: locale) }) {
                let present = template.locales.isEmpty ? "none" : template.locales.joined(separator: ", ")
                findings.add(
                    Self.rule, "the template has no text in its default locale \(locale.escapedForDisplay)",
                    at: defaultLocale.location(), template: template.name, evidence: "present: \(present)",
                    fix: "add subject and message for \(locale.escapedForDisplay), or name another default")
            }
        }
    }
}
