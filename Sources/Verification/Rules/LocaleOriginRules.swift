// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import Composition
internal import HTML
internal import TenantConfiguration

/// The links of all locales lead to the same hosts, and their images come from the same ones.
///
/// Paths may differ, because locales have pages of their own. What is compared is the template, not a rendering of it, so
/// that a link counts whoever gets to see it. How many there are is for ``LocaleParityRules``.
struct LocaleOriginRules: Rule {
    private static let links = RuleDescription(
        "locale-link-origins", "The links of all locales of a template lead to the same hosts.", .always(.note))
    private static let images = RuleDescription(
        "locale-image-origins", "The images of all locales of a template come from the same hosts.", .always(.note))

    var descriptions: [RuleDescription] { [Self.links, Self.images] }

    func check(_ subject: VerificationSubject, into findings: inout FindingCollector) {
        for prepared in subject.templates where prepared.template.bodyType == .html {
            guard let model = prepared.template.modelLocale else { continue }
            let others = prepared.template.locales.filter { locale in
                !locale.isSameLocale(as: model) && subject.locale.map(locale.isSameLocale) ?? true
            }
            guard !others.isEmpty, let expected = Body(prepared, model) else { continue }
            for locale in others {
                guard let own = Body(prepared, locale) else { continue }
                Self.compare(own.links, expected.links) { link, origin, other in
                    findings.add(
                        Self.links, "\(locale) links to \(origin), \(model) to \(other)", at: own.location(of: link),
                        template: prepared.template.name, locale: locale, evidence: link.value.escapedForDisplay,
                        fix: "link to the same host in both, unless each language has its own")
                }
                Self.compare(own.images, expected.images) { image, origin, other in
                    findings.add(
                        Self.images, "\(locale) has an image from \(origin), \(model) from \(other)",
                        at: own.location(of: image), template: prepared.template.name, locale: locale,
                        evidence: image.value.escapedForDisplay,
                        fix: "take the image from the same host in both, unless each language has its own")
                }
            }
        }
    }

    private typealias Entry = (origin: LinkOrigin, link: HTMLLink)

    /// Visits what `own` has in place of what `model` has, in the order of the text. What is left over where one of them
    /// has more is not visited.
    private static func compare(_ own: [Entry], _ model: [Entry], visit: (HTMLLink, String, String) -> Void) {
        for (extra, lacking) in zip(self.entries(of: own, notIn: model), self.entries(of: model, notIn: own)) {
            visit(extra.link, extra.origin.description.escapedForDisplay, lacking.origin.description.escapedForDisplay)
        }
    }

    /// The entries whose origin the others do not have, or do not have as often.
    private static func entries(of entries: [Entry], notIn others: [Entry]) -> [Entry] {
        var counts = Dictionary(others.map { ($0.origin, 1) }, uniquingKeysWith: +)
        return entries.filter { entry in
            guard let count = counts[entry.origin], count > 0 else { return true }
            counts[entry.origin] = count - 1
            return false
        }
    }

    /// The body of a locale, read as HTML with its Handlebars tags.
    private struct Body {
        private let source: SourceText
        private let spelling: HandlebarsSpelling
        let links: [Entry]
        let images: [Entry]

        /// `nil` where there is no body that can be read.
        init?(_ prepared: PreparedTemplate, _ locale: String) {
            guard let message = prepared.message(for: locale), case .success = message.result else { return nil }
            self.source = message.source
            self.spelling = HandlebarsSpelling(message.source.bytes)
            guard let document = try? HTMLDocument(parsing: self.spelling.bytes) else { return nil }
            func entries(_ element: String, _ attribute: String) -> [Entry] {
                document.links.filter { $0.element == element && $0.attribute == attribute }.flatMap { link in
                    LinkOrigin.origins(of: link.value).map { ($0, link) }
                }
            }
            self.links = entries("a", "href")
            self.images = entries("img", "src")
        }

        func location(of link: HTMLLink) -> SourceLocation {
            self.source.location(of: self.spelling.sourceMap.sourceOffset(of: link.offset))
        }
    }
}
