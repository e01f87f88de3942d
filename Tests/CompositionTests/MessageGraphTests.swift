// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Composition
import EmailProvider
import EmailTemplates
import JSONText
import MIME
import Testing

/// Messages as the JSON of Graph's `sendMail`.
@Suite struct MessageGraphTests {
    /// The request body, written and read again.
    private static func graph(
        _ request: String, subject: String = "Hi", body: String = "<p>Hi</p>", type: String = "text/html"
    ) throws -> (message: Message, json: JSONNode) {
        let composed = try Composer.sample(.sample(.msgraph)).compose(
            request, template: .sample(subject: subject, message: body, members: #""mimeType": "\#(type)""#))
        let message = try #require(composed.message, "\(composed.issues)")
        return (message, try JSONDocument(parsing: message.graphJSON.serialized(.compact)).root)
    }

    private static func recipients(_ node: JSONNode?) -> [String] {
        (node?.elements ?? []).map { recipient in
            let address = recipient["emailAddress"]
            return "\(address?["name"]?.string ?? "-") \(address?["address"]?.string ?? "-")"
        }
    }

    @Test func everythingIsThere() throws {
        let (_, json) = try Self.graph(
            #"""
            {"to": "\"Zoë\" <zoe@example.com>, bob@bücher.example, List: l@example.com;", "cc": "c@example.com",
             "bcc": "b@example.com", "from": "\"The Sender\" <s@example.com>", "object": {"x": "ü & <b>"}}
            """#, subject: "Für {{object.x}}", body: "<p>\n{{object.x}}\u{2028}</p>")
        #expect(json.members?.map(\.name).sorted() == ["message", "saveToSentItems"])
        let message = try #require(json["message"])
        #expect(message["subject"]?.string == "Für ü & <b>")
        #expect(message["body"]?["contentType"]?.string == "HTML")
        #expect(message["body"]?["content"]?.string == "<p>\nü &amp; &lt;b&gt;\u{2028}</p>")
        #expect(
            Self.recipients(message["toRecipients"])
                == ["Zoë zoe@example.com", "- bob@xn--bcher-kva.example", "- l@example.com"])
        #expect(Self.recipients(message["ccRecipients"]) == ["- c@example.com"])
        #expect(Self.recipients(message["bccRecipients"]) == ["- b@example.com"])
        #expect(message["from"]?["emailAddress"]?["address"]?.string == "s@example.com")
        #expect(message["from"]?["emailAddress"]?["name"]?.string == "The Sender")
    }

    /// AIC leaves a copy, because Graph does where nothing is said.
    @Test(arguments: [nil, true, false]) func theCopyInTheSentItemsIsAChoice(isSaved: Bool?) throws {
        var composer = try Composer.sample(.sample(.msgraph))
        if let isSaved { composer.savesToSentItems = isSaved }
        let message = try #require(try composer.compose(toAda, template: .sample()).message)
        let json = try JSONDocument(parsing: message.graphJSON.serialized(.compact)).root
        #expect(json["saveToSentItems"]?.bool == isSaved ?? true)
        #expect(json["message"] != nil)
    }

    @Test(arguments: [("text/html", "HTML"), ("text/plain", "Text"), ("text/xml", "Text")])
    func bodyTypes(type: String, contentType: String) throws {
        let (_, json) = try Self.graph(toAda, type: type)
        #expect(json["message"]?["body"]?["contentType"]?.string == contentType)
    }

    @Test func emptyListsAreLeftOut() throws {
        let (_, json) = try Self.graph(toAda)
        #expect(json["message"]?["ccRecipients"] == nil)
        #expect(json["message"]?["bccRecipients"] == nil)
    }

    @Test(arguments: [
        #"Ada", "address": "evil@example.com"#, #""}},{"emailAddress":{"address":"evil@example.com"}}"#,
        #"\"#, #"\", "address": "evil@example.com"#, "}]}", "{{object.x}}", #"\u0022,"x":"#, "a\u{2028}b", "😀 ł",
        "</script>", "evil@example.com, x", "; List: evil@example.com;",
    ])
    func namesCannotBecomeRecipients(name: String) throws {
        let quoted = "\"" + name.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\" <ada@example.com>"
        let (message, json) = try Self.graph(
            #"{"to": \#(quoted.json), "from": \#(quoted.json), "object": {"x": \#(name.json)}}"#,
            subject: "{{object.x}}",
            body: "{{{object.x}}}")
        #expect(message.to.mailboxes.map(\.displayName) == [name])
        #expect(Self.recipients(json["message"]?["toRecipients"]) == ["\(name) ada@example.com"])
        #expect(json["message"]?["from"]?["emailAddress"]?["name"]?.string == name)
        #expect(json["message"]?["from"]?["emailAddress"]?["address"]?.string == "ada@example.com")
        #expect(json["message"]?["subject"]?.string == name)
        #expect(json["message"]?["body"]?["content"]?.string == name)
        #expect(json["message"]?.members?.count == 4)
    }
}
