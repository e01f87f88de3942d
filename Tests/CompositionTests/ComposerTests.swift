// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import Composition
import EmailProvider
import EmailTemplates
import Handlebars
import JSONText
import MIME
import TenantConfiguration
import TestSupport
import Testing

/// Messages from `sendTemplate` requests, and the faults that stand in their way.
@Suite struct ComposerTests {
    @Test func ofLocalesThatDifferInCaseTheOneThatTheTemplateNamesIsSent() throws {
        let template = try EmailTemplate.reading(
            #"{"subject": {"en": "first", "EN": "second"}, "message": {"EN": "a", "en": "b"}}"#)
        for locale in ["en", "EN"] {
            let message = try #require(
                try Composer.sample().compose(#"{"to": "a@example.com"}"#, template: template, locale: locale).message)
            #expect(message.subject == "second" && message.subject == template.subject(for: locale)?.string)
            #expect(message.body.text == "HTML:b" && template.message(for: locale)?.string == "b")
        }
        #expect(PreparedTemplate(template).texts.count == 2)
    }

    @Test func aMessageIsComposed() throws {
        let composed = try Composer.sample().compose(
            #"""
            {"to": "\"Ada\" <ada@example.com>, bob@example.com", "cc": "c@example.com", "bcc": "b@example.com",
             "object": {"name": "Zoë <3"}}
            """#,
            template: .sample(subject: "For {{object.name}}", message: "<p>{{object.name}}</p>"))
        #expect(composed.issues.isEmpty)
        let message = try #require(composed.message)
        #expect(message.subject == "For Zoë <3")
        #expect(message.body.text == "HTML:<p>Zoë &lt;3</p>")
        #expect(message.to.description == "Ada <ada@example.com>, bob@example.com")
        #expect(
            message.recipients.map(\.description)
                == ["ada@example.com", "bob@example.com", "c@example.com", "b@example.com"])
        #expect(message.from.description == "from@provider.example")
        #expect(composed.sender?.source == .provider)
        guard case .html(_, let text?) = message.body else {
            Issue.record("no text alternative")
            return
        }
        #expect(String(decoding: text, as: UTF8.self).contains("Zoë <3"))
    }

    // MARK: Header safety

    private static let breaks = ["\r\n", "\n", "\r", "\u{0}"]

    @Test(arguments: breaks)
    func lineBreaksInASubjectBecomeASpace(text: String) throws {
        let document = #"{"subject": {"en": "\u00e9 {{object.x}}"}, "message": {"en": "x"}}"#
        let composed = try Composer.sample().compose(
            #"{"to": "ada@example.com", "object": {"x": \#("a\(text)Bcc: evil@example.com".json)}}"#,
            template: .reading(document))
        #expect(composed.message?.subject == "é a Bcc: evil@example.com")
        #expect(composed.issues.map(\.code) == [.lineBreakInHeader])
        let issue = try #require(composed.issues.first)
        #expect(!issue.isFatal)
        #expect(issue.location.description == "emailTemplate-t.json:" + Place.of("{{object.x}}", in: document))
        #expect("\(issue.message)\(issue.evidence ?? "")".unicodeScalars.allSatisfy { $0.value >= 0x20 })
        let lines = String(decoding: try #require(composed.message).mimeBytes(), as: UTF8.self)
        #expect(!lines.contains("\r\nBcc:"))
    }

    @Test func aLineBreakOfTheTemplateIsFoundThere() throws {
        let document = #"{"subject": {"en": "\u00e9 a\r\nb"}, "message": {"en": "x"}}"#
        let composed = try Composer.sample().compose(toAda, template: .reading(document))
        #expect(composed.message?.subject == "é a b")
        #expect(
            composed.issues.map(\.location.description) == ["emailTemplate-t.json:" + Place.of(#"\r"#, in: document)])
    }

    @Test(arguments: breaks, ["from", "to", "cc", "bcc"])
    func lineBreaksInADisplayNameBecomeASpace(text: String, field: String) throws {
        for name in ["\"A\(text)Bcc: x\"", "A\(text)B"] {
            let value = "\(name) <a@example.com>"
            var members = field == "to" ? [] : [#""to": "ada@example.com""#]
            members.append(#""\#(field)": \#(value.json)"#)
            let composed = try Composer.sample().compose("{\(members.joined(separator: ","))}", template: .sample())
            #expect(composed.issues.map(\.code) == [.lineBreakInHeader])
            #expect(composed.issues.first?.location.pointer?.description == "/" + field)
            let message = try #require(composed.message)
            let names = (message.to.mailboxes + message.cc.mailboxes + message.bcc.mailboxes + [message.from])
                .compactMap(\.displayName)
            #expect(names.count == 1)
            let words = names.first?.split(separator: " ").joined(separator: " ")
            #expect(words == (name.hasPrefix("\"") ? "A Bcc: x" : "A B"))
            #expect(names.first?.unicodeScalars.allSatisfy { $0.value >= 0x20 } == true)
        }
    }

    @Test func lineBreaksInAnEncodedWordBecomeASpaceToo() throws {
        let request = #"{"to": "=?utf-8?q?A=0D=0ABcc=3A_x=00?= <ada@example.com>"}"#
        let composed = try Composer.sample().compose(request, template: .sample())
        let message = try #require(composed.message)
        #expect(message.to.mailboxes.first?.displayName?.unicodeScalars.allSatisfy { $0.value >= 0x20 } == true)
        #expect(composed.issues.map(\.code) == [.lineBreakInHeader])
    }

    @Test(arguments: breaks, ["to", "cc", "bcc", "from"])
    func lineBreaksInAnAddressAreErrors(text: String, field: String) throws {
        for value in [
            "a\(text)b@example.com", "a@exam\(text)ple.com", "a@example.com\(text)", "<a@example.com\(text)>",
            "a@example.com\(text)Bcc: evil@example.com", "\"a\(text)\"@example.com", "A <\(text)a@example.com>",
        ] {
            var members = field == "to" ? [] : [#""to": "ada@example.com""#]
            members.append(#""\#(field)": \#(value.json)"#)
            let composed = try Composer.sample().compose("{\(members.joined(separator: ","))}", template: .sample())
            #expect(composed.message == nil, "\(value)")
            #expect(composed.issues.map(\.code) == [field == "from" ? .senderInvalid : .recipientInvalid], "\(value)")
            #expect(composed.issues.first?.location.pointer?.description == "/" + field)
        }
    }

    /// The one that is at fault, where in it, and a mend for that fault.
    @Test(arguments: ["to", "cc", "bcc", "replyTo", "from"])
    func theAddressAtFaultIsShown(field: String) throws {
        let local = String(repeating: "ü", count: 33)
        let cases: [(text: String, entry: String, offset: Int, code: AddressError.Code)] = [
            ("a@b.example, c@d..example", "c@d..example", 4, .badDomain),
            ("a@b.example, \(local)@c.example", "\(local)@c.example", 0, .tooLong),
            ("a@b.example, eve", "eve", 0, .incomplete),
        ]
        for (text, entry, offset, code) in cases {
            let to = field == "to" ? "" : #""to": "ada@example.com", "#
            let composed = try Composer.sample().compose("{\(to)\(field.json): \(text.json)}", template: .sample())
            let issue = try #require(composed.issues.first)
            #expect(composed.issues.count == 1)
            #expect(issue.evidence == entry && issue.evidenceOffset == offset, "\(issue)")
            #expect(issue.fix == code.fix)
        }
    }

    // MARK: Rendering

    @Test(arguments: [
        ("text/html", "HTML:&lt;b&gt; &amp; &quot;&#x27;&#x3D;"), ("text/plain", #"Text:<b> & "'="#),
        ("text/xml", "XML:&lt;b&gt; &amp; &quot;&#x27;&#x3D;"),
    ])
    func bodiesAreEscapedForTheirTypeAndSubjectsNever(type: String, body: String) throws {
        let composed = try Composer.sample().compose(
            #"{"to": "ada@example.com", "object": {"x": "<b> & \"'="}}"#,
            template: .sample(subject: "{{object.x}}", message: "{{object.x}}", members: #""mimeType": "\#(type)""#))
        // AIC escapes plain text too, which is reported.
        #expect(composed.issues.map(\.code) == (type == "text/plain" ? [.escapedByReference] : []))
        #expect(composed.message?.subject == #"<b> & "'="#)
        #expect(composed.message?.body.text == body)
    }

    @Test func aSinglePartHasNoTextAlternative() throws {
        let composed = try Composer.sample(bodyForm: .single).compose(toAda, template: .sample())
        #expect(composed.message?.body == .html(Array("<p>Hi</p>".utf8), textAlternative: nil))
    }

    @Test func aMissingValueRendersAsNothing() throws {
        let composed = try Composer.sample().compose(
            toAda, template: .sample(subject: "a{{object.none}}b", message: "<p>{{object.no.where}}</p>"))
        #expect(composed.message?.subject == "ab")
        #expect(composed.message?.body.text == "HTML:<p></p>")
        #expect(composed.body?.missing.isEmpty == false)
    }

    @Test(arguments: ["subject", "message"])
    func aTextThatTheLocaleLacksIsAnError(field: String) throws {
        let other = field == "subject" ? "message" : "subject"
        let composed = try Composer.sample().compose(
            toAda, template: .reading(#"{"\#(field)": {"fr": "x", "de": "y"}, "\#(other)": {"en": "z"}}"#))
        #expect(composed.message == nil)
        #expect(composed.issues.map(\.code) == [.textMissing])
        #expect(composed.issues.first?.message.contains(field) == true)
        #expect(composed.issues.first?.evidence?.contains("fr, de") == true)
    }

    /// Reading the template has reported it.
    @Test(arguments: ["subject", "message"], [#"{"en": 7}"#, #"["x"]"#])
    func aTextThatCouldNotBeReadIsNotReportedTwice(field: String, value: String) throws {
        let other = field == "subject" ? "message" : "subject"
        let composed = try Composer.sample().compose(
            toAda, template: .reading(#"{"\#(field)": \#(value), "\#(other)": {"en": "z"}}"#))
        #expect(composed.message == nil)
        #expect(composed.issues.isEmpty)
    }

    @Test(arguments: ["{{/if}}", "{{#if}}x{{/if}}", "{{object.x", "{{> partial}}", "{{nothing object.x}}"])
    func faultsInATemplateAreFoundInTheFile(tag: String) throws {
        for prefix in ["", #"\u00e9\n\ud83d\ude00 "#, "é😀", #"<p>\n\t\"{{object.a}}\"</p>\r\n"#, #"\u0026\\ "#] {
            let document = "{\"subject\": {\"en\": \"é\"},\n \"message\": {\"en\": \"\(prefix)\(tag)\"}}"
            let composed = try Composer.sample().compose(toAda, template: .reading(document))
            #expect(composed.message == nil)
            #expect(composed.issues.map(\.code) == [.templateInvalid])
            let location = try #require(composed.issues.first?.location)
            #expect(location.pointer?.description == "/message/en")
            let start = Place.of(tag, in: document).split(separator: ":").compactMap { Int($0) }
            let position = try #require(location.position)
            // Somewhere on the tag, its end included.
            #expect(position.line == start[0], "\(document)")
            #expect((start[1]...(start[1] + tag.unicodeScalars.count)).contains(position.column), "\(document)")
        }
    }

    @Test func severalFaultsAreAllReported() throws {
        let composed = try Composer.sample().compose(
            #"{"to": "nobody", "cc": "a@", "bcc": "b@example.com\r\n", "from": "x", "subject": "ignored"}"#,
            template: .reading(#"{"enabled": false, "subject": {"fr": "x"}, "message": {"en": "{{#if}}"}}"#))
        #expect(composed.message == nil)
        #expect(
            Set(composed.issues.map(\.code)) == [
                .recipientInvalid, .senderInvalid, .parameterIgnored, .templateDisabled, .textMissing, .templateInvalid,
            ])
        #expect(composed.issues.count { $0.code == .recipientInvalid } == 3)
    }

    @Test(arguments: [
        "{}", #"{"to": ""}"#, #"{"to": " , "}"#, #"{"to": null}"#, #"{"cc": "a@example.com"}"#, #"{"to": "Nobody:;"}"#,
        #"{"to": "", "cc": "nobody"}"#,
    ])
    func withoutRecipientThereIsNoMessage(request: String) throws {
        let composed = try Composer.sample().compose(request, template: .sample())
        #expect(composed.message == nil)
        #expect(composed.issues.contains { $0.code == .recipientAbsent })
    }

    @Test func aDisabledTemplateIsNotedAndShown() throws {
        let composed = try Composer.sample().compose(toAda, template: .sample(members: #""enabled": false"#))
        #expect(composed.issues.map(\.code) == [.templateDisabled])
        #expect(composed.message?.subject == "Hi")
    }

    @Test func subjectAndBodyBesideATemplateAreIgnoredWithAWarning() throws {
        let composed = try Composer.sample().compose(
            #"{"to": "ada@example.com", "subject": "own", "_body": "own"}"#, template: .sample())
        #expect(composed.issues.map(\.code) == [.parameterIgnored, .parameterIgnored])
        #expect(composed.issues.allSatisfy { !$0.isFatal })
        #expect(composed.message?.subject == "Hi")
        #expect(composed.message?.body.text == "HTML:<p>Hi</p>")
    }

    @Test func aBodyHasALimit() throws {
        let template = try EmailTemplate.sample(message: "{{{object.x}}}", members: #""mimeType": "text/plain""#)
        for (count, isTaken) in [(Composer.bodyLimit, true), (Composer.bodyLimit + 1, false)] {
            var request = try SendRequest.reading(toAda).request
            request.object = ["x": .string(String(repeating: "x", count: count))]
            let composed = try Composer.sample().compose(request, template: PreparedTemplate(template), locale: "en")
            #expect((composed.message != nil) == isTaken)
            #expect(composed.issues.map(\.code) == (isTaken ? [] : [.bodyTooLarge]))
        }
    }
}
