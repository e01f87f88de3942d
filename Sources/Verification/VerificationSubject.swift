// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
public import Composition
public import EmailProvider
internal import EmailTemplates
public import HTML
public import SMTP
public import TenantConfiguration

/// Everything that the rules look at.
public struct VerificationSubject: Sendable {
    /// What was wrong with the template files.
    public var templateProblems: [Problem] = []
    /// What was wrong with the provider's file.
    public var providerProblems: [Problem] = []
    /// What was wrong with requests, personas and placeholder values.
    public var inputProblems: [Problem] = []
    /// The path that templates were looked for at; `nil` where the request brings its own text along.
    public var templatesPath: String?
    /// The templates.
    public private(set) var templates: [PreparedTemplate] = []
    /// How the sent copies of each template compare with its editor copies, in the order of ``templates``.
    public private(set) var drifts: [[Drift]] = []
    /// The only locale that the run is about; `nil` where it is about all.
    public var locale: String?
    /// The provider.
    public var provider: EmailProvider
    /// The messages: every template in every locale for every persona.
    public var messages: [VerifiedMessage] = []
    /// What the provider itself said; `nil` where it was not asked.
    public var live: LiveVerification?

    /// Creates a subject without templates or messages.
    public init(provider: EmailProvider) {
        self.provider = provider
    }

    /// Adds a template, and compares its sent copies with its editor copies.
    public mutating func append(_ template: PreparedTemplate) {
        self.templates.append(template)
        self.drifts.append(Drift.drifts(of: template.template))
    }
}

/// One message with what became of it.
public struct VerifiedMessage: Sendable {
    /// The template; `nil` for a raw request.
    public var template: String?
    /// The locale.
    public var locale: String?
    /// The persona.
    public var persona: String?
    /// What composition made.
    public var composed: ComposedMessage
    /// The rendered HTML, read once for all rules; `nil` where the body is no HTML or cannot be read.
    public var html: HTMLDocument?
    /// The rendered HTML as Outlook on Windows reads it; `nil` where that is the same.
    public var outlookHTML: HTMLDocument?
    /// What became of the message on its way.
    public var transmission: Transmission

    /// What became of a message on its way to the embedded server or through the Graph encoder.
    public enum Transmission: Sendable {
        /// It was not tried, because there is no message.
        case notAttempted
        /// The embedded server took it: this is what arrived.
        case delivered(ReceivedMessage)
        /// The message was encoded for Graph.
        case encoded(json: [UInt8])
        /// It could not be delivered or encoded.
        case failed(String)
    }

    /// What is the same for all messages of a template in a locale.
    var key: [UInt8] { Self.key(self.template ?? "", self.locale ?? "") }

    /// The ``key`` of a template in a locale.
    static func key(_ template: String, _ locale: String) -> [UInt8] {
        // NUL is in no name.
        Array(template.utf8) + [0] + locale.utf8.map(\.asciiLowercased)
    }

    /// Creates a message that was not sent yet.
    public init(template: String?, locale: String?, persona: String?, composed: ComposedMessage) {
        self.template = template
        self.locale = locale
        self.persona = persona
        self.composed = composed
        self.transmission = .notAttempted
        self.html = composed.html
        if self.html == nil, composed.bodyType == .html, let body = composed.body {
            self.html = try? HTMLDocument(parsing: body.bytes)
        }
        if let html = self.html, !html.conditionals.isEmpty, let body = composed.body {
            self.outlookHTML = try? HTMLDocument(parsing: body.bytes, for: .outlook)
        }
    }
}
