// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Composition
import EmailTemplates
import JSONText
import MIME
import TenantConfiguration
import Testing

/// Messages from `send` requests, which bring subject and body along.
@Suite struct RawRequestTests {
    @Test(arguments: [
        (#"{"to": "a@b.example"}"#, "<no subject>", "Text:<empty message>"),
        (#"{"to": "a@b.example", "subject": "s", "body": "b"}"#, "s", "Text:b"),
        (#"{"to": "a@b.example", "subject": null, "body": null}"#, "<no subject>", "Text:<empty message>"),
        (#"{"to": "a@b.example", "subject": "", "body": ""}"#, "", "Text:"),
        (#"{"_to": "a@b.example", "_subject": "s", "_body": "b", "_type": "text/xml"}"#, "s", "XML:b"),
        (#"{"to": "a@b.example", "body": "<p>b</p>", "type": "text/html"}"#, "<no subject>", "HTML:<p>b</p>"),
        (#"{"to": "a@b.example", "body": "{{object.x}} <&", "subject": "{{x}} <"}"#, "{{x}} <", "Text:{{object.x}} <&"),
    ])
    func messages(request: String, subject: String, body: String) throws {
        let composed = try Composer.sample().compose(request)
        #expect(composed.issues.isEmpty)
        #expect(composed.message?.subject == subject)
        #expect(composed.message?.body.text == body)
    }

    @Test(arguments: [
        ("text/plain", BodyType.plainText), ("text/html", .html), ("text/xml", .xml), ("TEXT/HTML", .html),
        ("Text/Xml", .xml),
    ])
    func typesAreComparedWithoutCase(type: String, bodyType: BodyType) throws {
        let composed = try Composer.sample().compose(#"{"to": "a@b.example", "body": "x", "type": "\#(type)"}"#)
        #expect(composed.issues.isEmpty)
        #expect(composed.bodyType == bodyType)
    }

    @Test(arguments: ["text/html; charset=utf-8", "html", "", "text/markdown", "application/json", " text/html"])
    func otherTypesAreNotHandled(type: String) throws {
        let composed = try Composer.sample().compose(#"{"to": "a@b.example", "body": "x", "type": "\#(type)"}"#)
        #expect(composed.message == nil)
        #expect(composed.issues.map(\.code) == [.typeNotHandled])
        #expect(composed.issues.first?.message == "Email type: \(type) is not handled")
        #expect(composed.issues.first?.location.pointer?.description == "/type")
    }

    @Test func aLineBreakInTheSubjectBecomesASpace() throws {
        let composed = try Composer.sample().compose(#"{"to": "a@b.example", "subject": "a\r\nBcc: x@b.example"}"#)
        #expect(composed.message?.subject == "a Bcc: x@b.example")
        #expect(composed.issues.map(\.code) == [.lineBreakInHeader])
    }
}
