// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

public import Handlebars
internal import JSONText
public import TenantConfiguration

/// What a caller passes to `external/email?_action=send` or `sendTemplate`.
public struct SendRequest: Sendable {
    /// The template; `nil` for `send`, which brings subject and body along.
    public var templateName: String?
    /// `from`. An empty text counts as given.
    public var from: SourceText?
    /// `_from`, which counts where `from` is not given.
    public var underscoreFrom: SourceText?
    /// The recipients: `to`, else `_to`.
    public var to: SourceText?
    /// `cc`, else `_cc`.
    public var cc: SourceText?
    /// `bcc`, else `_bcc`.
    public var bcc: SourceText?
    /// `subject`, else `_subject`, of `send`.
    public var subject: SourceText?
    /// `body`, else `_body`, of `send`.
    public var body: SourceText?
    /// `type`, else `_type`, of `send`: `text/plain`, `text/html` or `text/xml`.
    public var type: SourceText?
    /// `_locale`.
    public var locale: String?
    /// What templates see as `object`.
    public var object: Value?
    /// `replyTo`: where answers go.
    public var replyTo: SourceText?
    /// `attachments`: files that go along, each with its content in base64.
    public var attachments: [Attachment] = []
    /// `listUnsubscribe` and `listUnsubscribePost`: where a reader ends the subscription.
    public var unsubscribe: ListUnsubscribe?
    /// Where that stands.
    public var unsubscribeLocation: SourceLocation?
    /// `headers`: fields whose names begin with `X-`.
    public var customFields: [(name: String, value: SourceText)] = []

    /// Creates an empty request.
    public init() {}

    /// Whether the request carries its own subject or body and names no template.
    public var isRaw: Bool {
        self.templateName == nil && (self.subject != nil || self.body != nil)
    }
}

extension SendRequest {
    private static let knownKeys: Set<String> = [
        "templateName", "from", "_from", "to", "_to", "cc", "_cc", "bcc", "_bcc", "subject", "_subject", "body",
        "_body", "type", "_type", "_locale", "object",
    ]

    /// What Galley takes and AIC has no documented parameter for.
    private static let extensions: Set<String> = [
        "replyTo", "attachments", "listUnsubscribe", "listUnsubscribePost", "headers",
    ]

    /// Every parameter that is read.
    package static let parameters = Self.knownKeys.union(Self.extensions)

    /// Reads a request body, and reports keys that it does not know.
    ///
    /// A value of `null` counts as not given; `to` counts before `_to`, and so on.
    ///
    /// - Throws: ``TenantConfiguration/Problem`` with the place in the file.
    public static func read(_ file: SourceFile) throws(Problem) -> (request: SendRequest, problems: [Problem]) {
        let json: JSONDocument
        do throws(JSONError) {
            json = try JSONDocument(parsing: file.bytes)
        } catch {
            throw Problem(error, in: "the request is", at: file.path)
        }
        guard let members = json.root.members else {
            throw Problem(
                .wrongType, "a request is an object, not \(json.root.kind)",
                at: file.location(of: json.root.range.lowerBound),
                fix: #"write {"templateName": "welcome", "to": "ada@example.com"}"#)
        }
        let reader = RequestReader(file: file, json: json)
        var request = SendRequest()
        request.templateName = try reader.text("templateName").map { Self.bareName($0.string) }
        request.from = try reader.text("from")
        request.underscoreFrom = try reader.text("_from")
        request.to = try reader.text("to", "_to")
        request.cc = try reader.text("cc", "_cc")
        request.bcc = try reader.text("bcc", "_bcc")
        request.subject = try reader.text("subject", "_subject")
        request.body = try reader.text("body", "_body")
        request.type = try reader.text("type", "_type")
        request.locale = try reader.text("_locale")?.string
        if let object = json.root["object"], !object.isNull {
            guard object.members != nil else {
                throw Problem(
                    .wrongType, "object is \(object.kind), not an object",
                    at: file.location(of: object.range.lowerBound, pointer: JSONPointer(["object"])),
                    fix: #"write {"givenName": "Ada"}"#)
            }
            request.object = Value(object)
        }
        request.replyTo = try reader.text("replyTo")
        request.attachments = try reader.attachments()
        request.unsubscribe = try reader.unsubscribe()
        request.unsubscribeLocation = json.root["listUnsubscribe"].map { reader.location($0, at: ["listUnsubscribe"]) }
        request.customFields = try reader.customFields()
        let unknown = members.filter { !Self.knownKeys.contains($0.name) }.map { member in
            Self.unknownKey(
                member, at: file.location(of: member.nameRange.lowerBound, pointer: JSONPointer([member.name])))
        }
        return (request, unknown)
    }

    private static func unknownKey(_ member: JSONMember, at location: SourceLocation) -> Problem {
        guard !Self.extensions.contains(member.name) else {
            return Problem(
                .unknownKey, "AIC documents no parameter “\(member.name)”: it would send the message without it",
                at: location,
                fix: "remove it, or send the message by other means than AIC")
        }
        let suggestion = Suggestion.nearest(to: member.name, among: Self.parameters.sorted())
        return Problem(
            .unknownKey, "requests have no parameter “\(member.name)”", at: location,
            fix: suggestion.map { "write “\($0)”" })
    }

    /// The template's name without `emailTemplate/`, which some callers pass along.
    private static func bareName(_ name: String) -> String {
        let prefix = "emailTemplate/"
        return name.utf8.starts(with: prefix.utf8)
            ? String(decoding: name.utf8.dropFirst(prefix.utf8.count), as: UTF8.self) : name
    }
}
