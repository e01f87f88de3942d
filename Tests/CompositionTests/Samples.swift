// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Composition
import EmailProvider
import EmailTemplates
import JSONText
import MIME
import TenantConfiguration
import Testing

extension String {
    /// The text as a JSON string.
    var json: String {
        String(decoding: JSONNode(.string(self)).serialized(.compact), as: UTF8.self)
    }
}

extension EmailTemplate {
    /// A template in English, with more members.
    static func sample(
        subject: String = "Hi", message: String = "<p>Hi</p>", members: String = ""
    ) throws -> EmailTemplate {
        let more = members.isEmpty ? "" : ", " + members
        return try Self.reading(
            #"{"subject": {"en": \#(subject.json)}, "message": {"en": \#(message.json)}\#(more)}"#)
    }

    /// The template of a document.
    static func reading(_ text: String) throws -> EmailTemplate {
        let tenant = TenantReader.read(MemoryFiles(["emailTemplate-t.json": text]), for: .templates)
        let document = try #require(tenant.documents.first, "\(tenant.problems)")
        return EmailTemplate.read(document, files: MemoryFiles([:]), placeholders: Placeholders()).template
    }
}

extension EmailProvider {
    /// A provider of a kind.
    static func sample(
        _ kind: Kind = .smtp, from: String? = #""from@provider.example""#, allowsUTF8: Bool = false
    ) throws -> EmailProvider {
        let type =
            switch kind {
            case .smtp: #""type": "smtp", "host": "smtp.example.com", "port": 25, "auth": {"enable": false}"#
            case .builtIn: #""type": "smtp""#
            case .msgraph: #""type": "msgraph", "mailEndpoint": "https://graph.microsoft.com/""#
            }
        let sender = from.map { #", "from": \#($0)"# } ?? ""
        let text = #"{\#(type)\#(sender), "smtpProperties": ["mail.mime.allowutf8=\#(allowsUTF8)"]}"#
        let tenant = TenantReader.read(MemoryFiles(["external.email.json": text]), for: .provider)
        let provider = EmailProvider.read(try #require(tenant.documents.first), placeholders: Placeholders()).provider
        try #require(provider.kind == kind)
        return provider
    }
}

extension SendRequest {
    /// The request of a JSON text.
    static func reading(_ text: String) throws -> (request: SendRequest, problems: [Problem]) {
        try Self.read(SourceFile(path: "request.json", bytes: Array(text.utf8)))
    }
}

extension Composer {
    /// A composer for a provider, dated like fixtures.
    static func sample(
        _ provider: EmailProvider? = nil, bodyForm: BodyForm = .alternative, date: DateTime = .fixture
    ) throws -> Composer {
        Composer(provider: try provider ?? .sample(), bodyForm: bodyForm, date: date)
    }

    /// Composes a `sendTemplate` request.
    func compose(_ request: String, template: EmailTemplate, locale: String = "en") throws -> ComposedMessage {
        self.compose(try SendRequest.reading(request).request, template: PreparedTemplate(template), locale: locale)
    }

    /// Composes a `send` request.
    func compose(_ request: String) throws -> ComposedMessage {
        self.compose(try SendRequest.reading(request).request)
    }
}

extension Message.Body {
    /// What the body is, for comparisons.
    var text: String {
        switch self {
        case .html(let bytes, _): "HTML:" + String(decoding: bytes, as: UTF8.self)
        case .plainText(let bytes): "Text:" + String(decoding: bytes, as: UTF8.self)
        case .xml(let bytes): "XML:" + String(decoding: bytes, as: UTF8.self)
        }
    }
}

let toAda = #"{"to": "ada@example.com"}"#
