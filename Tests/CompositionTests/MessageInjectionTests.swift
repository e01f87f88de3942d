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
    /// A sink puts a text into a request; the text can also be refused.
    struct Sink: CustomTestStringConvertible, Sendable {
        var name: String
        var isHTML = false
        var members: @Sendable (String) -> String

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

    static let sinks: [Sink] = [
        Sink(name: "subject") { #""subject": \#($0.json)"# },
        Sink(name: "name of the sender") { #""from": \#(quoted($0).json)"# },
        Sink(name: "name of a recipient") { #""cc": \#(quoted($0).json)"# },
        Sink(name: "name of a hidden recipient") { #""bcc": \#(quoted($0).json)"# },
        Sink(name: "name of Reply-To") { #""replyTo": \#(quoted($0).json)"# },
        Sink(name: "local part of Reply-To") { #""replyTo": \#("<\($0)@b.test>".json)"# },
        Sink(name: "domain of Reply-To") { #""replyTo": \#("<a@\($0).test>".json)"# },
        Sink(name: "attachment name") { file(name: $0) },
        Sink(name: "attachment type") { file(type: "application/\($0)") },
        Sink(name: "attachment top-level type") { file(type: "\($0)/x") },
        Sink(name: "attachment content") { file(content: $0 == "clean" ? "AA==" : $0) },
        Sink(name: "attached bytes") { file(content: String(decoding: Base64.encode(Array($0.utf8)), as: UTF8.self)) },
        Sink(name: "List-Unsubscribe") {
            #""listUnsubscribe": \#("https://b.test/\($0)".json), "listUnsubscribePost": true"#
        },
        Sink(name: "value of a custom field") { #""headers": {"X-A": \#($0.json)}"# },
        Sink(name: "name of a custom field") { #""headers": {\#("X-\($0)".json): "a"}"# },
        Sink(name: "text") { #""body": \#($0.json)"# },
        Sink(name: "HTML", isHTML: true) { #""body": \#($0.json)"# },
        Sink(name: "type of an inline image", isHTML: true) {
            #""body": \#("<img src='data:image/\(attribute($0));base64,AAEC'>".json)"#
        },
        Sink(name: "bytes of an inline image", isHTML: true) {
            #""body": \#("<img src='data:image/png,\(attribute($0))'>".json)"#
        },
    ]

    private static func message(_ sink: Sink, _ payload: String, isFlowed: Bool = false) throws -> Message? {
        var composer = try Composer.sample()
        composer.isTextFlowed = isFlowed
        let type = sink.isHTML ? "text/html" : "text/plain"
        let request = #"{"to": "to@b.test", "type": "\#(type)", \#(sink.members(payload))}"#
        guard let (request, _) = try? SendRequest.reading(request) else { return nil }
        return composer.compose(request).message
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

    @Test(arguments: sinks)
    func theMessageIsShapedLikeItsCleanTwin(_ sink: Sink) throws {
        let clean = try #require(try Self.message(sink, "clean"))
        let outline = try Self.outline(clean.mimeBytes())
        let hidden = try Self.outline(try #require(Base64.decode(clean.graphMIME())))
        let shape = Self.shape(try JSONDocument(parsing: clean.graphJSON.serialized()).root)
        var count = 0
        for payload in InjectionPayloads.all {
            guard let message = try Self.message(sink, payload) else { continue }
            count += 1
            // An image that is none stays in the HTML; that is no injection, and another shape.
            guard message.attachments.count == clean.attachments.count else { continue }
            #expect(message.envelopeAddresses.count == clean.envelopeAddresses.count, "\(payload.debugDescription)")
            var found = try Self.outline(message.mimeBytes())
            var foundHidden = try Self.outline(try #require(Base64.decode(message.graphMIME())))
            if sink.name == "name of a custom field" {
                func renamed(_ names: [String]) -> [String] { names.map { $0.hasPrefix("x-") ? "x-clean" : $0 } }
                (found, foundHidden) = (renamed(found), renamed(foundHidden))
            }
            #expect(found == outline, "\(payload.debugDescription)")
            #expect(foundHidden == hidden, "\(payload.debugDescription)")
            let json = try JSONDocument(parsing: message.graphJSON.serialized()).root
            #expect(Self.shape(json) == shape, "\(payload.debugDescription)")
        }
        // A sink that took nothing would prove nothing, but for those whose grammar leaves no room.
        let isStrict = [
            "attachment type", "local part of Reply-To", "domain of Reply-To", "attachment top-level type",
            "attachment content",
        ]
        #expect(count > 0 || isStrict.contains(sink.name))
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
