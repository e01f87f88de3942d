// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import Composition
import EmailTemplates
import JSONText
import MIME
import TenantConfiguration
import TestSupport
import Testing

/// Header fields that requests bring along, and the text part that flows.
@Suite struct HeaderFieldTests {
    private static func entity(_ members: String, composer: Composer? = nil) throws -> ParsedEntity {
        let composed = try (composer ?? .sample()).compose(
            #"{"to": "ada@example.com", "body": "x", \#(members)}"#)
        let message = try #require(composed.message, "\(composed.issues)")
        let entity = EntityParser.parse(try message.mimeBytes())
        #expect(entity.allDefects.isEmpty)
        return entity
    }

    @Test(arguments: [
        ("https://x.example/u?a=1&b=%C3%A9", "<https://x.example/u?a=1&b=%C3%A9>"),
        ("mailto:u@x.example?subject=stop", "<mailto:u@x.example?subject=stop>"),
        ("<mailto:u@x.example> ,<HTTPS://x.example/>", "<mailto:u@x.example>, <HTTPS://x.example/>"),
        (
            "https://x.example/" + String(repeating: "a", count: 882),
            "<https://x.example/\(String(repeating: "a", count: 882))>"
        ),
    ])
    func readersCanEndTheSubscription(value: String, field: String) throws {
        let entity = try Self.entity(#""listUnsubscribe": \#(value.json)"#)
        #expect(entity.field(.listUnsubscribe)?.rawValue == field)
        #expect(entity.count(of: .listUnsubscribePost) == 0)
    }

    @Test func oneClickNeedsAnHTTPSURI() throws {
        let entity = try Self.entity(#""listUnsubscribe": "https://x.example/u", "listUnsubscribePost": true"#)
        #expect(entity.field(.listUnsubscribePost)?.rawValue == "List-Unsubscribe=One-Click")
    }

    @Test func answersGoElsewhere() throws {
        let entity = try Self.entity(#""replyTo": "\"Zoë\" <zoe@bücher.example>, b@x.example""#)
        #expect(entity.field(.replyTo)?.text == "Zoë <zoe@xn--bcher-kva.example>, b@x.example")
    }

    @Test func fieldsOfTheSendersOwn() throws {
        let entity = try Self.entity(#""headers": {"X-Campaign": "Grüße", "x-a": "", "X-A": "1 2"}"#)
        #expect(
            entity.headerFields.filter { $0.name.text.lowercased().hasPrefix("x-") }.map(\.text) == [
                "Grüße", "", "1 2",
            ])
    }

    @Test func aLineBreakInOneBecomesASpace() throws {
        let composed = try Composer.sample().compose(
            #"{"to": "a@b.example", "body": "x", "headers": {"X-A": "a\r\nBcc: v@x.example"}}"#)
        #expect(composed.issues.map(\.code) == [.lineBreakInHeader])
        #expect(composed.issues.first?.location.pointer?.description == "/headers/X-A")
        #expect(composed.message?.customFields.map(\.value) == ["a Bcc: v@x.example"])
    }

    @Test func messagesSayThatAProgramWroteThem() throws {
        #expect(try Self.entity(#""cc": null"#).field(.autoSubmitted)?.rawValue == "auto-generated")
    }

    /// The mark stands before what is refused.
    @Test(arguments: [
        (#""listUnsubscribe": "◆javascript:alert(1)""#, Problem.Code.outOfRange),
        (#""listUnsubscribe": "◆x.example/u""#, .outOfRange), (#""listUnsubscribe": "◆""#, .outOfRange),
        (#""listUnsubscribe": "◆https://x.example/é""#, .outOfRange),
        (#""listUnsubscribe": "◆https://x.example/ u""#, .outOfRange),
        (#""listUnsubscribe": "◆https://x.example/%4""#, .outOfRange),
        (#""listUnsubscribe": "◆https://x.example/\r\nBcc: v@x.example""#, .outOfRange),
        (#""listUnsubscribe": "◆https://x.example/>, <x""#, .outOfRange),
        (#""listUnsubscribe": "◆https://x.example/?=?utf-8?q?x?=""#, .outOfRange),
        (#""listUnsubscribe": ◆["https://x.example/"]"#, .wrongType),
        (#""listUnsubscribe": "◆mailto:u@x.example", "listUnsubscribePost": true"#, .outOfRange),
        (#""listUnsubscribe": "◆http://x.example/", "listUnsubscribePost": true"#, .outOfRange),
        (#""listUnsubscribePost": ◆true"#, .missingValue), (#""listUnsubscribePost": ◆"yes""#, .wrongType),
        (#""headers": ◆[]"#, .wrongType), (#""headers": {"X-A": ◆7}"#, .wrongType),
        (#""headers": {◆"Bcc": "v@x.example"}"#, .outOfRange), (#""headers": {◆"X-": "a"}"#, .outOfRange),
        (#""headers": {"X-A": "a", "X-B◆: c\r\nBcc": "v@x.example"}"#, .outOfRange),
        (#""headers": {"X-◆É": "a"}"#, .outOfRange), (#""headers": {◆"x": "a"}"#, .outOfRange),
        (#""headers": {"\u0058-\u0061◆(b)": "a"}"#, .outOfRange), (#""headers": {"X-a◆\u0000": "a"}"#, .outOfRange),
        (#""replyTo": ◆["a@x.example"]"#, .wrongType),
    ])
    func othersAreProblemsWithTheirPlace(marked: String, code: Problem.Code) {
        let marked = "{\"to\": \"é\",\n \(marked)}"
        // Texts are found by their first byte, inside the quotes.
        #expect {
            try SendRequest.reading(marked.replacing("◆", with: ""))
        } throws: { error in
            guard let problem = error as? Problem else { return false }
            return problem.code == code && problem.fix != nil
                && problem.location.description == "request.json:" + Place.of("◆", in: marked)
        }
    }

    /// Each reason has its own words, and a mend that does not ask for what is there.
    @Test(arguments: [
        ("Bcc", "“Bcc” cannot be set by a request", "begins with X-"), ("X", "“X” cannot be set", "begins with X-"),
        ("X-a(b)", "“(” cannot stand in the name", "letters and digits"),
        ("X-é", "“é” cannot stand in the name", "letters and digits"),
        ("X-a b", "“ ” cannot stand in the name", "letters and digits"), ("X-", "nothing follows X-", "X-Campaign"),
        ("x-" + String(repeating: "a", count: 75), "has 77 octets; 76 are allowed", "shorten"),
        ("X-é" + String(repeating: "a", count: 80), "“é” cannot stand", "letters and digits"),
    ])
    func aNameIsRefusedForItsOwnReason(name: String, reason: String, fix: String) throws {
        let problem = try #require(throws: Problem.self) {
            try SendRequest.reading(#"{"headers": {\#(name.json): "v"}}"#)
        }
        #expect(problem.message.contains(reason), "\(problem)")
        #expect(problem.fix?.contains(fix) == true, "\(problem)")
    }

    @Test func limitsHoldAndNoMore() {
        func reads(_ members: String) -> Bool { (try? SendRequest.reading("{\(members)}")) != nil }
        func fields(_ count: Int) -> String {
            #""headers": {"# + (0..<count).map { #""X-\#($0)": "a""# }.joined(separator: ",") + "}"
        }
        func value(_ count: Int) -> String { #""headers": {"X-A": "\#(String(repeating: "a", count: count))"}"# }
        func name(_ count: Int) -> String { #""headers": {"X-\#(String(repeating: "a", count: count - 2))": "a"}"# }
        func uri(_ count: Int) -> String { #""listUnsubscribe": "https:\#(String(repeating: "a", count: count - 6))""# }
        #expect(reads(fields(50)) && !reads(fields(51)))
        #expect(reads(value(4096)) && !reads(value(4097)))
        #expect(reads(name(76)) && !reads(name(77)))
        #expect(reads(uri(900)) && !reads(uri(901)))
    }

    @Test func anAddressOfReplyToIsJudgedLikeARecipient() throws {
        let request = #"{"to": "ada@example.com", "body": "x", "replyTo": "ł@x.example"}"#
        #expect(try Composer.sample().compose(request).issues.map(\.code) == [.addressNotAllowed])
        let allowed = try Composer.sample(.sample(allowsUTF8: true)).compose(request)
        #expect(allowed.message?.isInternationalized == true)
        let wrong = try Composer.sample().compose(#"{"to": "ada@example.com", "body": "x", "replyTo": "nobody"}"#)
        #expect(wrong.issues.map(\.code) == [.recipientInvalid])
        #expect(wrong.issues.first?.location.pointer?.description == "/replyTo")
    }

    // MARK: format=flowed

    @Test func paragraphsFlow() throws {
        var composer = try Composer.sample()
        composer.isTextFlowed = true
        let words = Array(repeating: "paragraph", count: 40).joined(separator: " ")
        let composed = try composer.compose(
            toAda, template: .sample(message: "<p>\(words)</p><p>From &gt;<br>&gt; x</p>"))
        let message = try #require(composed.message)
        let part = try #require(EntityParser.parse(try message.mimeBytes()).first("text/plain"))
        #expect(part.mediaType["format"] == "flowed" && part.mediaType["delsp"] == "no")
        let lines = String(decoding: part.body, as: UTF8.self).split(separator: "\r\n").map(String.init)
        #expect(lines.allSatisfy { $0.utf8.count <= 78 })
        #expect(lines.prefix { $0.hasSuffix(" ") }.count == lines.firstIndex { !$0.hasSuffix(" ") })
        #expect(lines.prefix { $0.hasPrefix("par") }.joined() == words)
        #expect(lines.suffix(2) == [" From >", " > x"])
        #expect(message.graphJSON["message"]?["body"]?["contentType"]?.string == "HTML")
    }

    @Test func fixedTextIsTheDefault() throws {
        #expect(try Self.entity(#""cc": null"#).mediaType["format"] == nil)
    }
}
