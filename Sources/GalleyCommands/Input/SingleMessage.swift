// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import Composition
internal import EmailTemplates
internal import TenantConfiguration

/// The one message of a command that makes one: of a template for a persona, or of a request.
extension Inputs {
    /// The message of the named template, or of the request.
    ///
    /// - Parameters:
    ///   - name: The template; `nil` for the one that the request names.
    ///   - verb: What the command does with the message, as in “there is nothing to render”.
    func singleMessage(named name: String?, to verb: String) throws(CommandError) -> PlannedMessage {
        guard let (template, preferences) = try self.singleTemplate(named: name, to: verb) else {
            guard self.isRaw else {
                throw CommandError(.usage, "there is nothing to \(verb): name a template, or a --request")
            }
            return PlannedMessage(request: self.request)
        }
        guard let choice = template.template.choose(for: preferences, requested: self.request.locale) else {
            throw CommandError(.noLocale(of: template.template, wanted: self.request.locale), status: .badData)
        }
        let persona = self.personas[0]
        let isPersonas = self.request.templateName == nil
        return PlannedMessage(
            template: template, locale: choice.locale, persona: isPersonas ? persona.name : nil,
            request: isPersonas ? self.request.addressed(to: persona) : self.request)
    }

    /// The template, with the recipient's languages; `nil` where none is named.
    func singleTemplate(
        named name: String?, to verb: String
    ) throws(CommandError) -> (template: PreparedTemplate, preferences: LanguagePreferences)? {
        guard self.personas.count == 1 else {
            throw CommandError(.usage, "only one message is there to \(verb): name one --persona")
        }
        guard let name = name ?? self.request.templateName else { return nil }
        guard let template = self.templates.first(where: { $0.template.name.utf8.elementsEqual(name.utf8) }) else {
            let names = self.templates.map(\.template.name)
            throw CommandError(.unknownTemplate(name, among: names, at: self.templatesPath), status: .noInput)
        }
        let tags = self.request.templateName == nil ? self.personas[0].preferredLocales : []
        return (template, self.preferences ?? LanguagePreferences(tags))
    }
}
