// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import Composition
internal import EmailTemplates
internal import HTML
internal import Handlebars
internal import TenantConfiguration

/// The locales of a template say the same: each has what the default locale has, and nothing else.
///
/// Links, images and headings are counted and not compared: their addresses and texts may well depend on the language.
/// Where they lead is for ``LocaleOriginRules``.
struct LocaleParityRules: Rule {
    private static let variables = RuleDescription(
        "locale-variables", "All locales of a template show the same variables.", .always(.warning))
    private static let placeholders = RuleDescription(
        "locale-placeholders", "All locales of a template use the same placeholders.", .always(.warning))
    private static let links = RuleDescription(
        "locale-links", "All locales of a template have the same number of links.", .always(.warning))
    private static let images = RuleDescription(
        "locale-images", "All locales of a template have the same number of images.", .always(.warning))
    private static let headings = RuleDescription(
        "locale-headings", "All locales of a template have the same headings.", .always(.note))

    var descriptions: [RuleDescription] {
        [Self.variables, Self.placeholders, Self.links, Self.images, Self.headings]
    }

    func check(_ subject: VerificationSubject, into findings: inout FindingCollector) {
        // One persona is enough: what depends on the person does so in every locale.
        var rendered: [[UInt8]: VerifiedMessage] = [:]
        for message in subject.messages where message.html != nil {
            if rendered[message.key] == nil { rendered[message.key] = message }
        }
        for prepared in subject.templates {
            guard let model = prepared.template.modelLocale else { continue }
            for locale in prepared.template.locales where !locale.isSameLocale(as: model) {
                // A locale without one of its texts is another rule's.
                guard let place = prepared.message(for: locale)?.source, prepared.subject(for: locale) != nil else {
                    continue
                }
                let pair = Pair(prepared: prepared, model: model, locale: locale, place: place.location())
                Self.compareSources(pair, &findings)
                if let left = rendered[VerifiedMessage.key(prepared.template.name, model)],
                    let right = rendered[VerifiedMessage.key(prepared.template.name, locale)]
                {
                    Self.compareHTML(pair, left, right, &findings)
                }
            }
        }
    }

    private struct Pair {
        var prepared: PreparedTemplate
        var model: String
        var locale: String
        /// Where the body of the locale stands.
        var place: SourceLocation
    }

    // MARK: Sources

    private static func compareSources(_ pair: Pair, _ findings: inout FindingCollector) {
        if let left = self.variables(pair, pair.model), let right = self.variables(pair, pair.locale) {
            self.report(self.variables, pair, left, right, &findings) {
                $0.hasSameBytes(as: self.personalName) ? $0 : "{{\($0)}}"
            }
        }
        self.report(
            self.placeholders, pair, self.placeholders(pair, pair.model), self.placeholders(pair, pair.locale),
            &findings
        ) { "&{\($0)}" }
    }

    private static func texts(_ pair: Pair, _ locale: String) -> [PreparedTemplate.Text] {
        [pair.prepared.subject(for: locale), pair.prepared.message(for: locale)].compactMap { $0 }
    }

    /// What stands for every variable with a part of a person's name.
    private static let personalName = "a name of the person"

    /// The paths that the texts of a locale use; `nil` where one of them cannot be parsed.
    private static func variables(_ pair: Pair, _ locale: String) -> Set<[UInt8]>? {
        var paths: Set<[UInt8]> = []
        for text in self.texts(pair, locale) {
            guard case .success(let template) = text.result else { return nil }
            for variable in template.analysis.variables {
                let path = variable.absolutePath.map { "\($0)" } ?? variable.path
                paths.insert(Array((path.isPersonalName ? Self.personalName : path).utf8))
            }
        }
        return paths
    }

    private static func placeholders(_ pair: Pair, _ locale: String) -> Set<[UInt8]> {
        Set(self.texts(pair, locale).flatMap(\.source.placeholders).map { Array($0.utf8) })
    }

    private static func report(
        _ rule: RuleDescription, _ pair: Pair, _ model: Set<[UInt8]>, _ own: Set<[UInt8]>,
        _ findings: inout FindingCollector, name: (String) -> String
    ) {
        func names(_ spellings: Set<[UInt8]>) -> [String] {
            spellings.sorted { $0.lexicographicallyPrecedes($1) }.map { name(String(decoding: $0, as: UTF8.self)) }
        }
        let lacking = names(model.subtracting(own))
        let extra = names(own.subtracting(model))
        guard !lacking.isEmpty || !extra.isEmpty else { return }
        let parts =
            (lacking.isEmpty ? [] : ["lacks " + lacking.joined(separator: ", ")])
            + (extra.isEmpty ? [] : ["has " + extra.joined(separator: ", ") + " besides"])
        findings.add(
            rule, "\(pair.locale) \(parts.joined(separator: " and ")), compared with \(pair.model)", at: pair.place,
            template: pair.prepared.template.name, evidence: (lacking + extra).joined(separator: ", "),
            fix: "say the same in every locale, or make it the same in \(pair.model)")
    }

    // MARK: Rendered HTML

    private static func compareHTML(
        _ pair: Pair, _ model: VerifiedMessage, _ own: VerifiedMessage, _ findings: inout FindingCollector
    ) {
        guard let left = model.html, let right = own.html else { return }
        let links = [left, right].map { html in html.links.filter { $0.element == "a" }.map(\.value) }
        self.count(self.links, "link", pair, links[0], links[1], &findings)
        let images = [left, right].map { html in html.images.map(\.source) }
        self.count(self.images, "image", pair, images[0], images[1], &findings)
        let headings = [left, right].map { html in
            html.elements.map(\.name).filter { name in
                name.utf8.count == 2 && name.utf8.first == .ascii("h") && "123456".utf8.contains(name.utf8.last ?? 0)
            }
        }
        guard headings[0] != headings[1] else { return }
        findings.add(
            self.headings,
            "\(pair.locale) has the headings \(self.list(headings[1])), \(pair.model) has \(self.list(headings[0]))",
            at: pair.place, template: pair.prepared.template.name, fix: "give both the same headings")
    }

    private static func list(_ names: [String]) -> String {
        names.isEmpty ? "none" : names.joined(separator: " ").escapedForDisplay
    }

    private static func count(
        _ rule: RuleDescription, _ word: String, _ pair: Pair, _ model: [String], _ own: [String],
        _ findings: inout FindingCollector
    ) {
        guard model.count != own.count else { return }
        let (shorter, longer) = model.count < own.count ? (model, own) : (own, model)
        let known = Set(shorter.map { Array($0.utf8) })
        let odd = longer.first { !known.contains(Array($0.utf8)) } ?? longer.last ?? ""
        findings.add(
            rule,
            "\(pair.locale) has \(own.count) \(word)\(own.count == 1 ? "" : "s"), \(pair.model) has \(model.count)",
            at: pair.place, template: pair.prepared.template.name, evidence: odd.escapedForDisplay,
            fix: "give both the same \(word)s")
    }
}

extension EmailTemplate {
    /// The locale that the others are held against: the default one, where the template has it, else its first one.
    var modelLocale: String? {
        self.locales.first { locale in self.defaultLocale?.string.isSameLocale(as: locale) ?? false }
            ?? self.locales.first
    }
}

extension String {
    /// Whether the path leads to a part of a person's name. One language greets with the given name where another one
    /// takes the family name, so that these count as one.
    fileprivate var isPersonalName: Bool {
        let last = self.utf8.split(separator: .ascii(".")).last.map { String(decoding: $0, as: UTF8.self) } ?? ""
        return ["givenName", "sn", "cn", "displayName"].contains(where: last.hasSameBytes)
    }
}
