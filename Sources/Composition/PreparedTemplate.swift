// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
public import EmailTemplates
public import Handlebars
public import TenantConfiguration

/// A template whose subjects and bodies are parsed, ready to render for many recipients.
public struct PreparedTemplate: Sendable {
    /// The template.
    public let template: EmailTemplate
    private let subjects: [String: PreparedText]
    private let messages: [String: PreparedText]

    /// A text of a template, parsed.
    public struct PreparedText: Sendable {
        /// Whether the text is a body and not a subject.
        public var isBody: Bool
        /// The text.
        public var source: SourceText
        /// The parsed template, or why it does not follow the language.
        public var result: Result<Template, HandlebarsError>
    }

    /// Parses every text of `template` once.
    public init(_ template: EmailTemplate) {
        self.template = template
        self.subjects = Self.prepare(template.subject, isBody: false)
        self.messages = Self.prepare(template.message, isBody: true)
    }

    private static func prepare(
        _ texts: [EmailTemplate.LocalizedText], isBody: Bool
    ) -> [String: PreparedText] {
        texts.reduce(into: [:]) { prepared, entry in
            let result: Result<Template, HandlebarsError>
            do throws(HandlebarsError) {
                result = .success(try Template(utf8: entry.text.bytes))
            } catch {
                result = .failure(error)
            }
            prepared[entry.locale.lowercased()] = PreparedText(
                isBody: isBody, source: entry.text, result: result)
        }
    }

    /// All texts: the subjects, then the bodies, each in the order of the document.
    public var texts: [PreparedText] {
        self.template.subject.compactMap { self.subject(for: $0.locale) }
            + self.template.message.compactMap { self.message(for: $0.locale) }
    }

    /// The subject of a locale.
    public func subject(for locale: String) -> PreparedText? { self.subjects[locale.lowercased()] }

    /// The body copy of a locale.
    public func message(for locale: String) -> PreparedText? { self.messages[locale.lowercased()] }
}

extension PreparedTemplate.PreparedText {
    /// Renders the text.
    func render(_ data: Value, escaping: Escaping) throws(CompositionIssue) -> RenderedText {
        do throws(HandlebarsError) {
            return RenderedText(try self.result.get().trace(data, escaping: escaping), of: self.source)
        } catch {
            let isTooLarge = self.isBody && (error.code == .outputTooLarge || error.code == .sourceTooLarge)
            var issue = CompositionIssue(
                isTooLarge ? .bodyTooLarge : .templateInvalid, error.message,
                at: self.source.location(of: error.position.offset), evidence: error.excerpt?.text, fix: error.mend)
            issue.evidenceOffset = error.excerpt?.offset
            issue.related = error.related.map { self.source.location(of: $0.offset) }
            throw issue
        }
    }
}
