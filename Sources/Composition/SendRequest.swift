// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

public import Configuration
public import Handlebars
internal import JSONText

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

    /// Reads a request body, and reports keys that it does not know.
    ///
    /// A value of `null` counts as not given; `to` counts before `_to`, and so on.
    ///
    /// - Throws: ``Configuration/Problem`` with the place in the file.
    public static func read(_ file: SourceFile) throws(Problem) -> (request: SendRequest, problems: [Problem]) {
        let json: JSONDocument
        do throws(JSONError) {
            json = try JSONDocument(parsing: file.bytes)
        } catch {
            throw Problem(
                .invalidJSON, "the request is not valid JSON: \(error.message)",
                at: SourceLocation(file: file.path, position: error.position))
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
        let unknown = members.filter { !Self.knownKeys.contains($0.name) }.map { member in
            Problem(
                .unknownKey, "requests have no parameter “\(member.name)”",
                at: file.location(of: member.nameRange.lowerBound, pointer: JSONPointer([member.name])),
                fix: Suggestion.nearest(to: member.name, among: Self.knownKeys.sorted()).map { "write “\($0)”" })
        }
        return (request, unknown)
    }

    /// The template's name without `emailTemplate/`, which some callers pass along.
    private static func bareName(_ name: String) -> String {
        let prefix = "emailTemplate/"
        return name.utf8.starts(with: prefix.utf8)
            ? String(decoding: name.utf8.dropFirst(prefix.utf8.count), as: UTF8.self) : name
    }
}

private struct RequestReader {
    let file: SourceFile
    let json: JSONDocument

    /// The first of the parameters that is not null; it must be a string.
    func text(_ keys: String...) throws(Problem) -> SourceText? {
        for key in keys {
            guard let node = self.json.root[key], !node.isNull else { continue }
            let pointer = JSONPointer([key])
            guard let string = node.string else {
                throw Problem(
                    .wrongType, "\(key) is \(node.kind), not a string",
                    at: self.file.location(of: node.range.lowerBound, pointer: pointer),
                    fix: "write a string; several addresses stand in one, with commas between them")
            }
            return SourceText(
                bytes: Array(string.utf8), file: self.file, map: self.json.sourceMap(ofString: node), pointer: pointer)
        }
        return nil
    }
}
