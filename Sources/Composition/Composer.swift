// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
public import EmailProvider
public import EmailTemplates
public import HTML
internal import Handlebars
public import MIME
internal import TenantConfiguration

/// Makes messages out of requests: resolves the sender, checks the addresses, renders, and builds the body.
public struct Composer: Sendable {
    /// What sends the messages.
    public var provider: EmailProvider
    /// How HTML bodies go out.
    public var bodyForm: BodyForm
    /// How images go out that stand in the HTML as `data:` URLs.
    public var imageForm: ImageForm
    /// Whether text parts go out as `format=flowed` (RFC 3676).
    public var isTextFlowed: Bool
    /// Whether Microsoft Graph leaves copies in the sent items of the mailbox.
    public var savesToSentItems: Bool
    /// The date of the messages.
    public var date: DateTime
    /// Bytes that make message identifiers unique; without them the same message always gets the same identifier.
    public var uniqueness: [UInt8]

    /// How an HTML body goes out.
    public enum BodyForm: String, Hashable, Sendable, CaseIterable {
        /// As multipart/alternative with a text part made from the HTML.
        case alternative
        /// As the HTML alone, which is what AIC sends.
        case single
    }

    /// How an image goes out that stands in the HTML as a `data:` URL.
    public enum ImageForm: String, Hashable, Sendable, CaseIterable {
        /// As a part of its own that the HTML refers to, which mail programs show.
        case cid
        /// In the HTML as it is, which is what AIC sends.
        case data
    }

    /// The largest body in bytes.
    public static let bodyLimit = 16 << 20

    /// Creates a composer.
    public init(
        provider: EmailProvider, bodyForm: BodyForm = .alternative, imageForm: ImageForm = .cid,
        isTextFlowed: Bool = false, savesToSentItems: Bool = true, date: DateTime, uniqueness: [UInt8] = []
    ) {
        self.provider = provider
        self.bodyForm = bodyForm
        self.imageForm = imageForm
        self.isTextFlowed = isTextFlowed
        self.savesToSentItems = savesToSentItems
        self.date = date
        self.uniqueness = uniqueness
    }

    /// Composes the message of a `sendTemplate` request in one locale of the template.
    ///
    /// - Parameters:
    ///   - request: Recipients, data and perhaps a sender.
    ///   - template: The template.
    ///   - locale: The locale that was chosen.
    public func compose(_ request: SendRequest, template: PreparedTemplate, locale: String) -> ComposedMessage {
        var work = Composing(composer: self, request: request, template: template.template)
        work.reportIgnoredParameters()
        if !template.template.isEnabled { work.reportDisabled() }
        work.resolveAddresses()
        work.takeHeaderFields()
        let data: Value = ["object": request.object ?? [:]]
        let bodyType = template.template.bodyType
        work.renderSubject(template.subject(for: locale), data: data, locale: locale)
        work.renderBody(template.message(for: locale), data: data, locale: locale, type: bodyType)
        return work.finish(bodyType: bodyType)
    }

    /// Composes the message of a `send` request, which brings its own subject and body along.
    public func compose(_ request: SendRequest) -> ComposedMessage {
        var work = Composing(composer: self, request: request, template: nil)
        work.resolveAddresses()
        work.takeHeaderFields()
        let bodyType = work.requestedBodyType()
        work.takeSubject(request.subject ?? .implied("<no subject>"))
        work.takeBody(request.body ?? .implied("<empty message>"), type: bodyType)
        return work.finish(bodyType: bodyType)
    }
}

/// A message with what it was made from, or with the reasons why there is none.
public struct ComposedMessage: Sendable {
    /// The message; `nil` where an issue is fatal.
    public var message: Message?
    /// What asked for it.
    public var request: SendRequest
    /// The sender, where one could be found.
    public var sender: Sender?
    /// The sender and every recipient, each with the text that it was read from.
    public var mailboxes: [LocatedMailbox] = []
    /// The subject, before it was made one line.
    public var subject: RenderedText?
    /// The body as the template gives it.
    public var body: RenderedText?
    /// What the body is.
    public var bodyType: BodyType
    /// The HTML body as it was read to make the text alternative; `nil` where none was made.
    public var html: HTMLDocument?
    /// What was wrong.
    public var issues: [CompositionIssue]
}

extension SourceText {
    /// A text that nobody wrote: the default of a parameter.
    fileprivate static func implied(_ text: String) -> SourceText {
        SourceText(wholeFile: SourceFile(name: "request", text: text))
    }
}
