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
    private let subjects: [LocaleKey: Text]
    private let messages: [LocaleKey: Text]

    /// A text of a template, parsed.
    public struct Text: Sendable {
        /// What the text is for.
        public var kind: Kind
        /// The text.
        public var source: SourceText
        /// The parsed template, or why it does not follow the language.
        public var result: Result<Template, HandlebarsError>

        /// What a text is for.
        public enum Kind: Hashable, Sendable {
            /// The subject.
            case subject
            /// The body copy.
            case body
        }
    }

    /// Parses every text of `template` once.
    public init(_ template: EmailTemplate) {
        self.template = template
        self.subjects = Self.prepare(template.subject, as: .subject)
        self.messages = Self.prepare(template.message, as: .body)
    }

    private static func prepare(
        _ texts: [EmailTemplate.LocalizedText], as kind: Text.Kind
    ) -> [LocaleKey: Text] {
        texts.reduce(into: [:]) { prepared, entry in
            let result: Result<Template, HandlebarsError>
            do throws(HandlebarsError) {
                result = .success(try Template(utf8: entry.text.bytes))
            } catch {
                result = .failure(error)
            }
            prepared[LocaleKey(entry.locale)] = Text(
                kind: kind, source: entry.text, result: result)
        }
    }

    /// All texts: the subjects, then the bodies, each in the order of the document.
    public var texts: [Text] {
        self.template.subject.compactMap { self.subject(for: $0.locale) }
            + self.template.message.compactMap { self.message(for: $0.locale) }
    }

    /// The subject of a locale.
    public func subject(for locale: String) -> Text? { self.subjects[LocaleKey(locale)] }

    /// The body copy of a locale.
    public func message(for locale: String) -> Text? { self.messages[LocaleKey(locale)] }
}

extension PreparedTemplate.Text {
    /// Renders the text.
    func render(_ data: Value, escaping: Escaping) throws(CompositionIssue) -> RenderedText {
        do throws(HandlebarsError) {
            return RenderedText(try self.result.get().trace(data, escaping: escaping), of: self.source)
        } catch {
            let isTooLarge = self.kind == .body && (error.code == .outputTooLarge || error.code == .sourceTooLarge)
            var issue = CompositionIssue(
                isTooLarge ? .bodyTooLarge : .templateInvalid, error.message,
                at: self.source.location(of: error.position.offset), evidence: error.excerpt?.text, fix: error.mend)
            issue.evidenceOffset = error.excerpt?.offset
            issue.related = error.related.map { self.source.location(of: $0.offset) }
            throw issue
        }
    }
}
