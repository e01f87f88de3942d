// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Composition
import EmailProvider
import EmailTemplates
import MIME
import Testing

/// Messages as MIME entities.
@Suite struct MessageMIMETests {
    private static let request =
        #"{"to": "\"Zoë\" <zoe@example.com>", "cc": "c@example.com", "bcc": "hidden@example.com", "object": {"x": "ü"}}"#

    private static func message(
        _ request: String = request, composer: Composer? = nil, subject: String = "Grüße",
        body: String = "<p>{{object.x}}</p>",
        type: String = "text/html"
    ) throws -> Message {
        let composed = try (composer ?? .sample()).compose(
            request, template: .sample(subject: subject, message: body, members: #""mimeType": "\#(type)""#))
        return try #require(composed.message, "\(composed.issues)")
    }

    @Test func headerFieldsStandOnce() throws {
        let bytes = try Self.message().mimeBytes()
        let entity = EntityParser.parse(bytes)
        #expect(entity.allDefects.isEmpty)
        let names = [
            HeaderFieldName.date, .from, .to, .cc, .subject, .messageID, .mimeVersion, .contentType, .autoSubmitted,
        ]
        for name in names { #expect(entity.count(of: name) == 1, "\(name)") }
        #expect(entity.count(of: .bcc) == 0)
        #expect(entity.headerFields.count <= names.count + 1)
        #expect(bytes.firstRange(of: Array("hidden".utf8)) == nil)
        #expect(entity.field(.date)?.text == "Sat, 01 Jan 2000 00:00:00 +0000")
        #expect(entity.field(.subject)?.text == "Grüße")
        #expect(entity.field(.from)?.text == "from@provider.example")
        #expect(entity.field(.cc)?.text == "c@example.com")
    }

    @Test func linesAreShortAndEndInCRLF() throws {
        let words = Array(repeating: "Wörter und Zeilen", count: 400).joined(separator: " ")
        let recipients = (0..<60).map { "\"Größe \($0)\" <a\($0)@example.com>" }.joined(separator: ", ")
        let message = try Self.message(
            #"{"to": \#(recipients.json), "object": {"x": \#(words.json)}}"#, subject: String(words.prefix(2_000)))
        let bytes = try message.mimeBytes()
        #expect(bytes.allSatisfy { $0 < 0x80 && $0 != 0 })
        #expect(bytes.suffix(2) == [13, 10])
        let lines = bytes.dropLast(2).split(separator: 10, omittingEmptySubsequences: false)
        #expect(lines.dropLast().allSatisfy { $0.last == 13 && $0.dropLast().allSatisfy { $0 != 13 } })
        #expect(lines.allSatisfy { $0.count <= 79 })
    }

    @Test func htmlIsAnAlternativeWithTheTextFirst() throws {
        let entity = EntityParser.parse(try Self.message().mimeBytes())
        #expect(entity.mediaType.essence == "multipart/alternative")
        #expect(entity.parts.map(\.mediaType.essence) == ["text/plain", "text/html"])
        #expect(entity.parts.allSatisfy { $0.mediaType["charset"]?.lowercased() == "utf-8" })
        #expect(String(decoding: entity.parts[0].body, as: UTF8.self).contains("ü"))
        #expect(entity.parts[1].body == Array("<p>ü</p>".utf8))
    }

    @Test(arguments: [("text/plain", "text/plain"), ("text/xml", "text/xml")])
    func otherTypesAreASinglePart(type: String, essence: String) throws {
        let entity = EntityParser.parse(try Self.message(type: type).mimeBytes())
        #expect(entity.mediaType.essence == essence)
        #expect(entity.mediaType["charset"]?.lowercased() == "utf-8")
        #expect(entity.parts.isEmpty)
        #expect(entity.body == Array("<p>ü</p>".utf8))
    }

    @Test func aSinglePartIsTheHTML() throws {
        let entity = EntityParser.parse(try Self.message(composer: .sample(bodyForm: .single)).mimeBytes())
        #expect(entity.mediaType.essence == "text/html")
        #expect(entity.parts.isEmpty)
    }

    // MARK: The same again

    @Test func theSameInputGivesTheSameBytes() throws {
        #expect(try Self.message().mimeBytes() == Self.message().mimeBytes())
    }

    @Test func theDateDecides() throws {
        let later = try Composer.sample(date: DateTime(secondsSinceEpoch: 1_700_000_000))
        let first = try Self.message()
        let second = try Self.message(composer: later)
        #expect(first.messageID != second.messageID)
        #expect(try first.mimeBytes() != second.mimeBytes())
        let entity = EntityParser.parse(try second.mimeBytes())
        #expect(entity.field(.date)?.text == "Tue, 14 Nov 2023 22:13:20 +0000")
    }

    @Test func identifiersTellMessagesApart() throws {
        var unique = try Composer.sample()
        unique.uniqueness = [1]
        let messages = [
            try Self.message(), try Self.message(subject: "Gruß"), try Self.message(body: "<p>other</p>"),
            try Self.message(#"{"to": "zoe@example.com", "object": {"x": "ü"}}"#), try Self.message(composer: unique),
            try Self.message(composer: .sample(.sample(from: #""other@provider.example""#))),
        ]
        #expect(Set(messages.map(\.messageID)).count == messages.count)
        #expect(messages.allSatisfy { $0.messageID.right == "provider.example" })
    }

    // MARK: UTF-8

    @Test func aLocalPartBeyondASCIIMakesHeadersUTF8() throws {
        let composer = try Composer.sample(.sample(allowsUTF8: true))
        let message = try Self.message(#"{"to": "\"Łukasz\" <łukasz@bücher.example>"}"#, composer: composer)
        #expect(message.isInternationalized)
        let text = String(decoding: try message.mimeBytes(), as: UTF8.self)
        #expect(text.contains("Łukasz <łukasz@") || text.contains("\"Łukasz\" <łukasz@"))
        #expect(text.contains("@xn--bcher-kva.example>"))
    }

    @Test func aDomainBeyondASCIIDoesNot() throws {
        for allowsUTF8 in [true, false] {
            let composer = try Composer.sample(.sample(allowsUTF8: allowsUTF8))
            let message = try Self.message(#"{"to": "\"Łukasz\" <ada@bücher.example>"}"#, composer: composer)
            #expect(!message.isInternationalized)
            let bytes = try message.mimeBytes()
            #expect(bytes.allSatisfy { $0 < 0x80 })
            #expect(bytes.firstRange(of: Array("<ada@xn--bcher-kva.example>".utf8)) != nil)
        }
    }

    /// Hidden recipients count: the envelope needs SMTPUTF8 for them.
    @Test func aHiddenRecipientCounts() throws {
        let composer = try Composer.sample(.sample(allowsUTF8: true))
        let message = try Self.message(#"{"to": "ada@example.com", "bcc": "ł@example.com"}"#, composer: composer)
        #expect(message.isInternationalized)
        #expect(message.envelopeAddresses.count == 3)
    }
}
