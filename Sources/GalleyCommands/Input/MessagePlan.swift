// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import Composition
internal import EmailTemplates
internal import Handlebars
internal import TenantConfiguration

/// A message that is to be composed: which template, in which locale, for whom.
struct PlannedMessage {
    /// `nil` for a raw request.
    var template: PreparedTemplate?
    var locale: String?
    var persona: String?
    var request: SendRequest

    func compose(_ composer: Composer) -> ComposedMessage {
        if let template = self.template, let locale = self.locale {
            return composer.compose(self.request, template: template, locale: locale)
        }
        return composer.compose(self.request)
    }
}

/// Which messages a run is about.
struct MessagePlan {
    var messages: [PlannedMessage] = []
    /// Names and locales that were asked for and are not there.
    var problems: [Problem] = []

    /// Plans every template, locale and persona, or the one message of a request that names a template or brings its
    /// own text.
    ///
    /// - Parameter names: The templates that are wanted; all where it is empty.
    init(_ inputs: Inputs, names: [String]) {
        if inputs.isRaw {
            self.messages = [PlannedMessage(request: inputs.request)]
            return
        }
        let wanted = names.isEmpty ? inputs.request.templateName.map { [$0] } ?? [] : names
        let chosen = wanted.isEmpty ? inputs.templates : self.select(wanted, from: inputs)
        for template in chosen {
            if inputs.request.templateName != nil, names.isEmpty {
                self.plan(template, requestOf: inputs)
            } else {
                self.plan(template, allOf: inputs)
            }
        }
        if !chosen.isEmpty, self.problems.isEmpty, let locale = inputs.request.locale,
            chosen.allSatisfy({ self.locales(of: $0.template, inputs).isEmpty })
        {
            self.problems.append(
                Problem(
                    .missingValue, "no template has the locale \(locale)", at: SourceLocation(file: "--locale"),
                    fix: "name one of " + chosen[0].template.locales.joined(separator: ", ")))
        }
    }

    private mutating func select(_ names: [String], from inputs: Inputs) -> [PreparedTemplate] {
        var seen: Set<[UInt8]> = []
        return names.filter { seen.insert(Array($0.utf8)).inserted }.compactMap { name in
            if let template = inputs.templates.first(where: { $0.template.name.utf8.elementsEqual(name.utf8) }) {
                return template
            }
            let names = inputs.templates.map(\.template.name)
            self.problems.append(.unknownTemplate(name, among: names, at: inputs.templatesPath))
            return nil
        }
    }

    private mutating func plan(_ template: PreparedTemplate, requestOf inputs: Inputs) {
        guard let choice = template.template.choose(for: inputs.preferences, requested: inputs.request.locale) else {
            self.problems.append(.noLocale(of: template.template, wanted: inputs.request.locale))
            return
        }
        self.messages.append(PlannedMessage(template: template, locale: choice.locale, request: inputs.request))
    }

    private mutating func plan(_ template: PreparedTemplate, allOf inputs: Inputs) {
        for locale in self.locales(of: template.template, inputs) {
            for persona in inputs.personas {
                self.messages.append(
                    PlannedMessage(
                        template: template, locale: locale, persona: persona.name,
                        request: inputs.request.addressed(to: persona)))
            }
        }
    }

    private func locales(of template: EmailTemplate, _ inputs: Inputs) -> [String] {
        if let preferences = inputs.preferences {
            return template.choose(for: preferences, requested: inputs.request.locale).map { [$0.locale] } ?? []
        }
        if let only = inputs.request.locale {
            return template.locales.filter { $0.isSameLocale(as: only) }
        }
        // A template without any text still is one row of the report.
        return template.locales.isEmpty ? [template.defaultLocale?.string ?? "en"] : template.locales
    }
}

extension SendRequest {
    /// The request for a persona: what the request leaves open, the persona fills in.
    func addressed(to persona: Persona) -> SendRequest {
        var request = self
        request.to = self.to ?? persona.recipient
        request.object = self.object ?? persona.object
        return request
    }
}

extension EmailTemplate {
    /// The locale that a recipient gets.
    func choose(for preferences: LanguagePreferences?, requested: String?) -> LocaleChoice? {
        LocaleChoice.choose(
            from: self.locales, preferences: preferences ?? LanguagePreferences(), requested: requested,
            defaultLocale: self.defaultLocale?.string)
    }
}

extension Problem {
    static func unknownTemplate(_ name: String, among names: [String], at path: String) -> Problem {
        Problem(
            .missingValue, "there is no template \(name.escapedForDisplay)", at: SourceLocation(file: path),
            fix: Suggestion.nearest(to: name, among: names).map { "did you mean \($0)?" }
                ?? (names.isEmpty ? nil : "there are: " + names.joined(separator: ", ")))
    }

    /// - Parameter isDefaultTried: Whether the text of the default locale would have done.
    static func noLocale(of template: EmailTemplate, wanted: String?, isDefaultTried: Bool = true) -> Problem {
        let standard =
            template.defaultLocale.map { "no text for its default locale \($0.string.escapedForDisplay)" }
            ?? "no defaultLocale"
        let missing = [
            wanted.map { "no text for \($0.escapedForDisplay)" }, isDefaultTried ? standard : nil,
        ].compactMap(\.self)
        return Problem(
            .missingValue, "the template \(template.name) has \(missing.joined(separator: " and "))",
            at: isDefaultTried ? template.defaultLocale?.location() ?? template.location : template.location,
            fix: template.locales.isEmpty
                ? "add subject and message"
                : "name another --locale\(isDefaultTried ? " or defaultLocale" : ""); it has: "
                    + template.locales.joined(separator: ", "))
    }
}
