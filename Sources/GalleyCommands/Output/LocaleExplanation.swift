// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import Composition
internal import EmailTemplates
internal import JSONText
internal import TenantConfiguration
internal import Verification

/// Which locale of a template a recipient gets, and why, step by step.
struct LocaleExplanation {
    private let template: EmailTemplate
    private let steps: [LocaleChoice.Step]
    private let preferences: LanguagePreferences
    private let locale: String?
    /// What AIC would choose, where that is something else.
    private let reference: String?

    init(_ template: EmailTemplate, preferences: LanguagePreferences, requested: String?) {
        self.template = template
        self.preferences = preferences
        let available = template.locales
        let defaultLocale = template.defaultLocale?.string
        self.steps = LocaleChoice.steps(
            from: available, preferences: preferences, requested: requested, defaultLocale: defaultLocale)
        let choice = template.choose(for: preferences, requested: requested)?.locale
        let other = template.choose(for: preferences.asReference, requested: requested)?.locale
        self.locale = choice
        self.reference = other == choice ? nil : other
    }

    var text: String {
        var lines = [
            "\(self.template.name.escapedForDisplay) has "
                + (self.template.locales.isEmpty ? "no locales" : self.template.locales.joined(separator: ", ")), "",
        ]
        var last: LocaleChoice.Step?
        for step in self.steps {
            if last?.source != step.source || last?.wanted != step.wanted || step.tried == step.wanted {
                lines.append("\(step.source.rawValue) \(step.wanted.escapedForDisplay)")
            }
            last = step
            let isLastResort = step.isMatch && self.preferences.excludes(step.tried)
            lines.append(
                "  \(step.tried.escapedForDisplay): \(step.outcome.explanation)"
                    + (isLastResort ? " as the last resort, although the recipient does not want it (q=0)" : ""))
        }
        if self.steps.isEmpty { lines.append("nothing is wanted, and there is no defaultLocale") }
        lines.append("")
        for (name, text) in self.texts {
            lines.append("\(name): " + self.describe(text))
        }
        return (lines + self.notes).joined(separator: "\n") + "\n"
    }

    /// What else there is to know of the choice.
    private var notes: [String] {
        let reference = self.reference.map {
            "AIC would send \($0): it puts languages with q=0 last, and does not exclude them"
        }
        let tags = self.template.locales.filter { !LanguageTag.isWellFormed($0) }.map { locale in
            let fix = LanguageTag.suggestion(for: locale).map { "; write \($0)" } ?? ""
            return "\(locale) is no language tag, so that no language finds it\(fix)"
        }
        return [reference].compactMap(\.self) + tags
    }

    private var texts: [(name: String, text: SourceText?)] {
        [
            ("subject", self.locale.flatMap { self.template.subject(for: $0) }),
            ("body", self.locale.flatMap { self.template.message(for: $0) }),
        ]
    }

    private func describe(_ text: SourceText?) -> String {
        guard let locale, let text else { return "none, because \(self.reasonForNone)" }
        return "\(locale), \(text.location())".escapedForDisplayWhole
    }

    /// Why there is no subject or body.
    private var reasonForNone: String {
        self.locale.map { "the template has none in \($0)" } ?? "no locale fits"
    }

    var json: JSONNode {
        let texts = self.texts.map {
            JSONMember(name: $0.name, value: .text($0.text.map { "\($0.location())" }) ?? .init(.null))
        }
        let reasons = self.texts.filter { $0.text == nil }.map {
            JSONMember(name: $0.name, value: JSONNode(.string(self.reasonForNone)))
        }
        return [
            "template": JSONNode(.string(self.template.name)),
            "locales": JSONNode(.array(self.template.locales.map { JSONNode(.string($0)) })),
            "steps": JSONNode(
                .array(
                    self.steps.map { step in
                        .object([
                            "source": .text(step.source.rawValue), "wanted": .text(step.wanted),
                            "tried": .text(step.tried), "outcome": .text(step.outcome.rawValue),
                        ])
                    })),
            "locale": .text(self.locale) ?? JSONNode(.null),
            "reference": .text(self.reference ?? self.locale) ?? JSONNode(.null),
            "places": JSONNode(.object(texts)),
            "reasons": JSONNode(.object(reasons)),
            "notes": JSONNode(.array(self.notes.map { JSONNode(.string($0)) })),
        ]
    }
}

extension LocaleChoice.Outcome {
    fileprivate var explanation: String {
        switch self {
        case .match: "chosen"
        case .missing: "the template does not have it"
        case .waits: "wanted by itself further on, waits its turn"
        case .excluded: "the recipient does not want it (q=0)"
        case .tooLong: "too long for a language tag"
        case .tooMany: "not looked up, nor what follows it: too many languages are preferred"
        }
    }
}
