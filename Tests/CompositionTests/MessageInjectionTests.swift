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

    /// Every part of every address that a request can hold.
    private static let addressSinks = ["from", "to", "cc", "bcc", "replyTo"].flatMap { field in
        [
            Sink(name: "name of \(field)") { "\(field.json): \(quoted($0).json)" },
            Sink(name: "local part of \(field)") { "\(field.json): \("<\($0)@b.test>".json)" },
            Sink(name: "quoted local part of \(field)") { "\(field.json): \("<\"\($0)\"@b.test>".json)" },
            Sink(name: "domain of \(field)") { "\(field.json): \("<a@\($0).test>".json)" },
        ]
    }

    private static let html = Sink(name: "HTML", isHTML: true) { #""body": \#($0.json)"# }

    static let sinks: [Sink] =
        addressSinks + [
            Sink(name: "subject") { #""subject": \#($0.json)"# },
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
        var composer = try Composer.sample(.sample(allowsUTF8: true))
        composer.isTextFlowed = isFlowed
        let type = sink.isHTML ? "text/html" : "text/plain"
        let members = sink.members(payload)
        let to = members.hasPrefix(#""to""#) ? "" : #""to": "to@b.test", "#
        let request = #"{\#(to)"type": "\#(type)", \#(members)}"#
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
