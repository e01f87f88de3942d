// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import Composition
import EmailTemplates
import JSONText
import MIME
import TestSupport
import Testing

/// Whatever a request holds, its message has the fields, recipients and parts of its clean twin, as MIME and for Graph.
@Suite struct MessageInjectionTests {
    /// A sink puts a text into what a message is made of; the text can also be refused.
    struct Sink: CustomTestStringConvertible, Sendable {
        var name: String
        var isHTML = false
        /// The members of the request.
        var members: @Sendable (String) -> String = { _ in #""cc": null"# }
        /// The template, where one is rendered.
        var template: (@Sendable (String) throws -> EmailTemplate)?
        /// The persona, where one gets the message.
        var persona: (@Sendable (String) -> String)?
        /// The provider's `from`.
        var providerFrom: (@Sendable (String) -> String)?

        var testDescription: String { self.name }
    }

    private static func quoted(_ text: String) -> String {
        "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\" <ada@b.test>"
    }

    private static func attribute(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("'", with: "&#39;")
    }

    private static func file(name: String = "a", type: String = "a/b", content: String = "AA==") -> String {
        #""attachments": [{"name": \#(name.json), "contentType": \#(type.json), "content": \#(content.json)}]"#
    }

    /// Every part of an address.
    private static let addressParts: [(name: String, address: @Sendable (String) -> String)] = [
        ("name", { quoted($0) }), ("local part", { "<\($0)@b.test>" }), ("quoted local part", { "<\"\($0)\"@b.test>" }),
        ("domain", { "<a@\($0).test>" }),
    ]

    /// Every part of every address that a request, a template, a persona or a provider can hold.
    private static let addressSinks: [Sink] = addressParts.flatMap { part, address in
        ["from", "_from", "to", "_to", "cc", "_cc", "bcc", "_bcc", "replyTo"].map { field in
            Sink(name: "\(part) of \(field)") { "\(field.json): \(address($0).json)" }
        } + [
            Sink(
                name: "\(part) of the template's from",
                template: { try .sample(members: #""from": \#(address($0).json)"#) }),
            Sink(name: "\(part) of the provider's from", providerFrom: address),
            Sink(
                name: "\(part) of the persona's to",
                persona: { #"{"name": "p", "to": \#(address($0).json), "object": {}}"# }),
            Sink(
                name: "\(part) of the persona's mail",
                persona: { #"{"name": "p", "object": {"mail": \#(address($0).json)}}"# }),
        ]
    }

    private static let expressions = #"{{object.x}} {{{object.x}}}"#

    /// What is rendered, and what it is rendered with.
    private static let templateSinks =
        [
            Sink(name: "subject of a template", template: { try .sample(subject: $0) }),
            Sink(name: "HTML of a template", template: { try .sample(message: $0) }),
            Sink(
                name: "text of a template",
                template: { try .sample(message: $0, members: #""mimeType": "text/plain""#) }),
        ]
        + ["text/html", "text/plain", "text/xml"].flatMap { type in
            let template: @Sendable (String) throws -> EmailTemplate = { _ in
                try .sample(subject: expressions, message: expressions, members: #""mimeType": \#(type.json)"#)
            }
            return [
                Sink(name: "object in \(type)", members: { #""object": {"x": \#($0.json)}"# }, template: template),
                Sink(
                    name: "object of a persona in \(type)", template: template,
                    persona: { #"{"name": "p", "to": "p@b.test", "object": {"x": \#($0.json)}}"# }),
            ]
        }

    private static let html = Sink(name: "HTML", isHTML: true) { #""body": \#($0.json)"# }

    static let sinks: [Sink] =
        addressSinks + templateSinks + [
            Sink(name: "subject") { #""subject": \#($0.json)"# },
            Sink(name: "_subject") { #""_subject": \#($0.json)"# },
            Sink(name: "_body") { #""_body": \#($0.json)"# },
            Sink(name: "templateName") { #""templateName": \#($0.json)"# },
            Sink(name: "_locale") { #""_locale": \#($0.json)"# },
            Sink(name: "attachment name") { file(name: $0) },
            Sink(name: "attachment type") { file(type: "application/\($0)") },
            Sink(name: "attachment top-level type") { file(type: "\($0)/x") },
            Sink(name: "attachment content") { file(content: $0 == "clean" ? "AA==" : $0) },
            Sink(name: "attached bytes") {
                file(content: String(decoding: Base64.encode(Array($0.utf8)), as: UTF8.self))
            },
            Sink(name: "List-Unsubscribe") {
                #""listUnsubscribe": \#("https://b.test/\($0)".json), "listUnsubscribePost": true"#
            },
            Sink(name: "value of a custom field") { #""headers": {"X-A": \#($0.json)}"# },
            Sink(name: "name of a custom field") { #""headers": {\#("X-\($0)".json): "a"}"# },
            Sink(name: "text") { #""body": \#($0.json)"# },
            html,
            Sink(name: "type of an inline image", isHTML: true) {
                #""body": \#("<img src='data:image/\(attribute($0));base64,AAEC'>".json)"#
            },
            Sink(name: "bytes of an inline image", isHTML: true) {
                #""body": \#("<img src='data:image/png,\(attribute($0))'>".json)"#
            },
        ]

    private static func message(_ sink: Sink, _ payload: String, isFlowed: Bool = false) throws -> Message? {
        // Local parts beyond ASCII are injected too.
        let from = (sink.providerFrom?(payload) ?? "from@provider.example").json
        var composer = try Composer.sample(.sample(from: from, allowsUTF8: true))
        composer.isTextFlowed = isFlowed
        let type = sink.isHTML ? "text/html" : "text/plain"
        let members = sink.members(payload)
        let to = sink.persona == nil && !members.hasPrefix(#""to""#) && !members.hasPrefix(#""_to""#)
        let text = #"{\#(to ? #""to": "to@b.test", "# : "")"type": "\#(type)", \#(members)}"#
        guard var (request, _) = try? SendRequest.reading(text) else { return nil }
        if let persona = sink.persona?(payload) {
            let file = SourceFile(path: "persona.json", bytes: Array(persona.utf8))
            guard let persona = try? Persona(parsing: file) else { return nil }
            request.to = persona.recipient
            request.object = persona.object
        }
        guard let template = try sink.template?(payload) else { return composer.compose(request).message }
        return composer.compose(request, template: PreparedTemplate(template), locale: "en").message
    }

    /// The names of the fields of every part, and how many recipients there are.
    private static func outline(_ bytes: [UInt8]) throws -> [String] {
        let entity = EntityParser.parse(bytes)
        #expect(entity.allDefects.isEmpty)
        func fields(_ entity: ParsedEntity) -> [String] {
            entity.headerFields.map { $0.name.text.lowercased() } + entity.parts.flatMap { ["("] + fields($0) + [")"] }
        }
        let lists = [HeaderFieldName.from, .replyTo, .to, .cc, .bcc]
        return fields(entity)
            + (try lists.map { "\(try entity.field($0).map { try AddressList($0.rawValue).mailboxes.count } ?? 0)" })
    }

    /// The names of the members and the number of elements, without the texts.
    private static func shape(_ node: JSONNode) -> String {
        if let members = node.members {
            return "{" + members.map { "\($0.name):\(Self.shape($0.value))" }.joined(separator: ",") + "}"
        }
        if let elements = node.elements { return "[" + elements.map(Self.shape).joined(separator: ",") + "]" }
        return node.kind
    }

    /// What every form of a message is made of.
    private struct Shape: Equatable {
        var recipientCount: Int
        var mime: [String]
        var graphMIME: [String]
        var graph: String

        init(_ message: Message) throws {
            func outline(_ bytes: [UInt8]) throws -> [String] {
                // The name of a custom field is data.
                try MessageInjectionTests.outline(bytes).map { $0.hasPrefix("x-") ? "x-" : $0 }
            }
            self.recipientCount = message.envelopeAddresses.count
            self.mime = try outline(message.mimeBytes())
            self.graphMIME = try outline(try #require(Base64.decode(message.graphMIME())))
            self.graph = MessageInjectionTests.shape(try JSONDocument(parsing: message.graphJSON.serialized()).root)
        }
    }

    /// A parameter of which each value is one of a few: no text gets through.
    private static let choices: Set<String> = ["type", "_type", "listUnsubscribePost"]

    @Test func everyParameterOfARequestIsASink() throws {
        var covered = Self.choices
        for sink in Self.sinks {
            covered.formUnion(try #require(JSONDocument(parsing: "{\(sink.members("a"))}").root.members).map(\.name))
        }
        #expect(covered == SendRequest.parameters)
    }

    @Test(arguments: choices)
    func noTextGetsThroughAChoice(_ parameter: String) throws {
        let sink = Sink(name: parameter) {
            #""listUnsubscribe": "https://b.test/", \#(parameter.json): \#($0.json)"#
        }
        for payload in InjectionPayloads.all {
            let members = sink.members(payload)
            guard let (request, _) = try? SendRequest.reading(#"{"to": "to@b.test", \#(members)}"#) else { continue }
            #expect(try Composer.sample().compose(request).message == nil, "\(payload.debugDescription)")
        }
    }

    /// What Graph is told in its members is what readers of the MIME form are told in the fields of the header.
    @Test(arguments: sinks)
    func graphIsToldWhatTheHeaderSays(_ sink: Sink) throws {
        for payload in InjectionPayloads.all {
            guard let message = try Self.message(sink, payload) else { continue }
            let graph = try #require(JSONDocument(parsing: message.graphJSON.serialized()).root["message"])
            let entity = EntityParser.parse(try #require(Base64.decode(message.graphMIME())))
            #expect(Self.words(graph["subject"]?.string) == Self.words(entity.field(.subject)?.text))
            for (name, member) in [
                (HeaderFieldName.to, "toRecipients"), (.cc, "ccRecipients"), (.bcc, "bccRecipients"),
                (.replyTo, "replyTo"),
            ] {
                let told = (graph[member]?.elements ?? []).map(Self.recipient)
                #expect(told == (try Self.recipients(entity.field(name))), "\(member) \(payload.debugDescription)")
            }
            #expect(try [graph["from"]].compactMap(\.self).map(Self.recipient) == Self.recipients(entity.field(.from)))
            let fields = (graph["internetMessageHeaders"]?.elements ?? []).map {
                [$0["name"]?.string ?? "", Self.words($0["value"]?.string)]
            }
            let custom = entity.headerFields.filter { $0.name.text.lowercased().hasPrefix("x-") }
            #expect(fields == custom.map { [$0.name.text, Self.words($0.text)] }, "\(payload.debugDescription)")
            for text in Self.texts(of: graph, besides: ["content"]) {
                #expect(
                    text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }, "\(text.debugDescription)")
            }
        }
    }

    /// The text without the blanks that folding may change.
    private static func words(_ text: String?) -> String {
        (text ?? "").unicodeScalars.split { $0 == " " || $0 == "\t" }.map { String($0) }.joined(separator: " ")
    }

    private static func recipient(_ node: JSONNode) -> [String] {
        [Self.words(node["emailAddress"]?["name"]?.string), node["emailAddress"]?["address"]?.string ?? ""]
    }

    private static func recipients(_ field: ParsedHeaderField?) throws -> [[String]] {
        try field.map { try AddressList($0.rawValue).mailboxes }.map {
            $0.map { [Self.words($0.displayName), $0.address.serialized] }
        } ?? []
    }

    /// Every string but those of some members.
    private static func texts(of node: JSONNode, besides names: Set<String>) -> [String] {
        if let text = node.string { return [text] }
        let members = (node.members ?? []).filter { !names.contains($0.name) }
        return (members.map(\.value) + (node.elements ?? [])).flatMap { Self.texts(of: $0, besides: names) }
    }

    @Test(arguments: sinks)
    func theMessageIsShapedLikeItsCleanTwin(_ sink: Sink) throws {
        let clean = try #require(try Self.message(sink, "clean"))
        let shape = try Shape(clean)
        // An image that is none stays in the HTML.
        let withoutImages = try Shape(try #require(try Self.message(Self.html, "clean")))
        var accepted = 0
        for payload in InjectionPayloads.all {
            guard let message = try Self.message(sink, payload) else { continue }
            let isAlike = message.attachments.count == clean.attachments.count
            accepted += isAlike ? 1 : 0
            #expect(try Shape(message) == (isAlike ? shape : withoutImages), "\(payload.debugDescription)")
        }
        // A sink that takes nothing would prove nothing.
        #expect(accepted > 0)
    }

    @Test func flowedTextKeepsItsPlace() throws {
        let sink = try #require(Self.sinks.first { $0.name == "text" })
        let clean = try #require(try Self.message(sink, "clean", isFlowed: true))
        for payload in InjectionPayloads.all {
            let message = try #require(try Self.message(sink, payload, isFlowed: true))
            #expect(try Self.outline(message.mimeBytes()) == Self.outline(clean.mimeBytes()))
        }
    }
}
