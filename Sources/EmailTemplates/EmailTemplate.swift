// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
public import TenantConfiguration

/// An email template: what the document `emailTemplate/NAME` says, with the place of every text.
public struct EmailTemplate: Sendable {
    /// The name, without `emailTemplate/`.
    public var name: String
    /// Whether the template may be sent. Absent counts as enabled.
    public var isEnabled: Bool
    /// The sender, where the template names one. A blank text is kept, and means the provider's.
    public var from: SourceText?
    /// The subject for each locale, in the order of the document.
    public var subject: [LocalizedText]
    /// The body copy for each locale: what is sent.
    public var message: [LocalizedText]
    /// The editor copy for each locale, which is not sent.
    public var html: [LocalizedText]
    /// The style sheet of the editor copies as the file has it; it is not sent either.
    public var styles: SourceText?
    /// What the bodies are.
    public var bodyType: BodyType
    /// The locale for recipients whose languages the template does not have.
    public var defaultLocale: SourceText?
    /// The texts that are there but could not be read, such as `message.en` or all of `message`; each is a problem already.
    public var unreadableTexts: Set<String>
    /// The places of texts that are `null`, such as `message.en` or all of `message`; they count as absent.
    public var nullTexts: [String: SourceLocation]
    /// The name that the admin UI shows.
    public var displayName: String?
    /// Where the document stands.
    public var location: SourceLocation

    /// A text in one locale.
    public struct LocalizedText: Sendable {
        /// The key in the document, such as `en` or `fr-CA`.
        public var locale: String
        /// The text.
        public var text: SourceText
        /// The text as the file has it, with its placeholders.
        public var written: SourceText
        /// Where the key stands.
        public var location: SourceLocation
    }

    /// The locales of the bodies and subjects, in the order of the document.
    public var locales: [String] {
        // A set keeps the cost linear: nothing limits how many locales a document names.
        var seen: Set<LocaleKey> = []
        return (self.message + self.subject).map(\.locale).filter { seen.insert(LocaleKey($0)).inserted }
    }

    /// The subject of a locale.
    public func subject(for locale: String) -> SourceText? {
        self.subject.first { $0.locale.isSameLocale(as: locale) }?.text
    }

    /// The body copy of a locale.
    public func message(for locale: String) -> SourceText? {
        self.message.first { $0.locale.isSameLocale(as: locale) }?.text
    }
}

/// What a body is: the values of `mimeType` and of a request's `type`.
public enum BodyType: String, Hashable, Sendable, CaseIterable {
    /// HTML.
    case html = "text/html"
    /// Plain text.
    case plainText = "text/plain"
    /// XML.
    case xml = "text/xml"

    /// The type of that name, compared without case and exactly: a `charset` parameter is refused, as IDM does.
    public init?(named name: String) {
        guard let type = Self.allCases.first(where: { $0.rawValue.hasSameBytes(as: name.asciiLowercased) }) else {
            return nil
        }
        self = type
    }
}
