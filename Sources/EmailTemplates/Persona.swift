// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
public import Handlebars
internal import JSONText
public import TenantConfiguration

/// A named sample recipient.
public struct Persona: Sendable {
    /// The name, which also names files.
    public var name: String
    /// The address to send to: `to`, else `object.mail`.
    public var recipient: SourceText?
    /// The languages, the dearest first.
    public var preferredLocales: [String]
    /// What templates see as `object`.
    public var object: Value

    /// Creates a persona.
    public init(name: String, recipient: SourceText?, preferredLocales: [String] = [], object: Value) {
        self.name = name
        self.recipient = recipient
        self.preferredLocales = preferredLocales
        self.object = object
    }

    /// The one that is there without a file: an ordinary person with the properties that AIC's managed users have and
    /// those that its journeys and governance workflows add.
    public static let sample = Persona(
        name: "sample",
        recipient: SourceText(
            wholeFile: SourceFile(name: "Galley's built-in persona", text: "ada.lovelace@example.com")),
        object: [
            "_id": "3f6f0f8e-6c1b-4c8e-9a55-0d6f3a1c2b7e",
            "userName": "ada.lovelace",
            "givenName": "Ada",
            "sn": "Lovelace",
            "cn": "Ada Lovelace",
            "mail": "ada.lovelace@example.com",
            "telephoneNumber": "+44 20 7946 0958",
            "city": "London",
            "country": "United Kingdom",
            "description": "482915",
            "resumeURI": "https://tenant.example.com/am/XUI/?realm=/alpha&suspendedId=c2FtcGxlLXN1c3BlbmRlZC1pZA",
            "currentYear": "2000",
            "user": [
                "userName": "ada.lovelace",
                "givenName": "Ada",
                "sn": "Lovelace",
                "mail": "ada.lovelace@example.com",
            ],
        ])
}

extension Persona {
    /// Reads a persona: `{"name", "to"?, "preferredLocales"?, "object"}`.
    ///
    /// - Throws: ``TenantConfiguration/Problem`` with the place in the file.
    public init(parsing file: SourceFile) throws(Problem) {
        let json: JSONDocument
        do throws(JSONError) {
            json = try JSONDocument(parsing: file.bytes)
        } catch {
            throw Problem(error, in: "the persona is", at: file.path)
        }
        let root = json.root
        func wrong(_ node: JSONNode?, _ message: String, fix: String) -> Problem {
            Problem(
                node == nil ? .missingValue : .wrongType, message,
                at: file.location(of: (node ?? root).range.lowerBound), fix: fix)
        }
        guard root.members != nil else {
            throw wrong(root, "a persona is an object, not \(root.kind)", fix: #"write {"name": "ada", "object": {…}}"#)
        }
        guard let name = root["name"]?.string, Path.isPlainName(name) else {
            throw wrong(
                root["name"], "a persona needs a name that can name a file", fix: #"add "name": "ada""#)
        }
        guard let object = root["object"], object.members != nil else {
            throw wrong(
                root["object"], "a persona needs an object with what templates see",
                fix: #"add "object": {"givenName": "Ada", "mail": "ada@example.com"}"#)
        }
        let locales = root.given("preferredLocales")
        guard locales == nil || locales?.elements?.allSatisfy({ $0.string != nil }) == true else {
            throw wrong(locales, "preferredLocales must be an array of language tags", fix: #"write ["fr-FR", "en"]"#)
        }
        let to = root.given("to")
        guard to == nil || to?.string != nil else {
            throw wrong(to, "to must be a string", fix: #"write "ada@example.com""#)
        }
        let recipient = (to ?? object["mail"]).flatMap { node in
            node.string.map { string in
                SourceText(
                    bytes: Array(string.utf8), file: file, map: json.sourceMap(ofString: node),
                    pointer: JSONPointer(to == nil ? ["object", "mail"] : ["to"]))
            }
        }
        self.init(
            name: name, recipient: recipient, preferredLocales: locales?.elements?.compactMap(\.string) ?? [],
            object: Value(object))
    }
}

extension JSONNode {
    /// The value of a member, where `null` counts as not given.
    fileprivate func given(_ name: String) -> JSONNode? {
        self[name].flatMap { $0.isNull ? nil : $0 }
    }
}
