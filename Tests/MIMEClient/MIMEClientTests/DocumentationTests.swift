// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Foundation
import MIME
import Testing

/// The examples of the documentation catalogue, word for word, with what comes of them.
@Suite struct DocumentationTests {
    /// What an example printed, a line for each call.
    private final class Printed {
        var lines: [String] = []

        func print(_ items: Any...) { self.lines.append(items.map { "\($0)" }.joined(separator: " ")) }
    }

    private static func text(_ bytes: [UInt8]) -> String {
        String(decoding: bytes, as: UTF8.self)
    }

    private static func greeting() throws -> Entity {
        let message = Entity(
            headerFields: [
                HeaderField(.from, .addresses(try AddressList("Ada Lovelace <ada@example.com>"))),
                HeaderField(.to, .addresses(try AddressList("Zoë <zoe@bücher.example>"))),
                HeaderField(.subject, .unstructured("Grüße aus 東京")),
                HeaderField(.date, .date(DateTime(secondsSinceEpoch: 1_767_225_600))),
                HeaderField(.mimeVersion, .token(.mimeVersion)),
            ],
            content: .text(.plainText, Array("Bis bald!\n".utf8)))
        let bytes = try message.bytes()
        #expect(try Self.example(in: "MIME", containing: "Bis bald!", language: "") == Self.lines(Self.text(bytes)))
        return message
    }

    @Test func writesAndReadsAMessage() throws {
        let bytes = try Self.greeting().bytes()
        let entity = EntityParser.parse(bytes)
        let subject = entity.field(.subject)?.text
        let recipients = try entity.field(.to)?.addresses().list
        let text = entity.first("text/plain")?.text
        #expect(entity.allDefects.isEmpty)
        #expect(subject == "Grüße aus 東京")
        #expect(recipients?.description == "Zoë <zoe@bücher.example>")
        #expect(text == "Bis bald!\r\n")
    }

    func welcome(fields: [HeaderField], logo: [UInt8], terms: [UInt8]) -> Entity? {
        guard let logoID = MessageID(left: "logo", right: "example.com"),
            let png = MediaType("image", "png"), let pdf = MediaType("application", "pdf")
        else { return nil }
        let text = Entity(content: .text(.plainText, Array("Welcome!\n".utf8)))
        let html = Entity(content: .text(.html, Array("<p><img src='cid:logo@example.com'> Welcome!</p>\n".utf8)))
        let picture = Entity(
            headerFields: [
                HeaderField(.contentID, .messageID(logoID)),
                HeaderField(.contentDisposition, .disposition(ContentDisposition(.inline))),
            ],
            content: .data(png, logo))
        let file = Entity(
            headerFields: [
                HeaderField(
                    .contentDisposition,
                    .disposition(ContentDisposition(.attachment, filename: "Bedingungen für Gäste.pdf")))
            ],
            content: .data(pdf, terms))
        let body = Entity(content: .alternative([text, Entity(content: .related([html, picture]))]))
        return Entity(headerFields: fields, content: .mixed([body, file]))
    }

    @Test func composesPartsAndFiles() throws {
        let fields = [HeaderField(.subject, .unstructured("Welcome"))]
        let message = try #require(self.welcome(fields: fields, logo: [1, 2, 3], terms: Array("%PDF".utf8)))
        let entity = EntityParser.parse(try message.bytes())
        func outline(_ entity: ParsedEntity) -> String {
            entity.mediaType.essence
                + (entity.parts.isEmpty ? "" : "(\(entity.parts.map(outline).joined(separator: " ")))")
        }
        #expect(
            outline(entity) == "multipart/mixed(multipart/alternative("
                + "text/plain multipart/related(text/html image/png)) application/pdf)")
        #expect(entity.allDefects.isEmpty)
        #expect(entity.first("image/png")?.body == [1, 2, 3])
        #expect(entity.first("image/png")?.field(.contentID)?.rawValue == "<logo@example.com>")
        #expect(entity.first("application/pdf")?.filename == "Bedingungen für Gäste.pdf")
    }

    @Test func writesFieldsAndWords() throws {
        let campaign = HeaderFieldName("X-Campaign")
        let field = campaign.map { HeaderField($0, .unstructured("Spring\r\nBcc: eve@example.com")) }
        let line = try field?.bytes() ?? []
        #expect(
            try Self.example(in: "Composing", containing: "X-Campaign:", language: "") == Self.lines(Self.text(line)))
        #expect(HeaderFieldName("X-a(b)") == nil)

        let words = EncodedWord.encode("Grüße aus 東京")
        #expect(words == ["=?UTF-8?B?R3LDvMOfZSBhdXMg5p2x5Lqs?="])
    }

    @Test func encodesForTheTransport() throws {
        var message = try Self.greeting()
        message.content = .text(.plainText, Array("Grüße!\n".utf8))
        let eightBit = try message.bytes(encodings: ContentTransferEncoding.eightBitMIME)
        let international = try message.bytes(
            form: .internationalized, encodings: ContentTransferEncoding.eightBitMIME)
        #expect(Self.text(eightBit).hasSuffix("Content-Transfer-Encoding: 8bit\r\n\r\nGrüße!\r\n"))
        #expect(Self.text(eightBit).contains("\r\nSubject: =?UTF-8?"))
        #expect(Self.text(international).contains("\r\nSubject: Grüße aus 東京\r\n"))
        #expect(try message.bytes().allSatisfy { $0 < 0x80 })
    }

    @Test func errorsOfFieldsNameThemWithAMend() throws {
        let printed = Printed()
        func print(_ items: Any...) { printed.print(items.map { "\($0)" }.joined(separator: ": ")) }
        let author = HeaderField(.from, .addresses(try AddressList("zoë@example.com")))
        do throws(HeaderError) {
            _ = try author.bytes(form: .ascii)
        } catch {
            print(error, error.mend)
        }
        #expect(
            printed.lines == [
                "From has an address beyond ASCII: write the internationalized form for a transport with SMTPUTF8"
            ])
    }

    @Test func listsDefects() throws {
        let received = Array("Subject: =?UTF-8?Q?Gr=C3=BC=C3=9Fe?=\nno colon here\n\nHello\n".utf8)
        let entity = EntityParser.parse(received)
        let subject = entity.field(.subject)?.text
        let defects = entity.allDefects.map { "\($0.code) at \($0.offset)" }
        #expect(subject == "Grüße")
        #expect(defects.sorted() == ["badHeaderField at 37", "bareLineEnd at 36"])

        var limits = EntityParser.Limits()
        limits.parts = 100
        let parsed = EntityParser.parse(received, limits: limits)
        #expect(parsed.body == Array("Hello\n".utf8))
    }

    @Test func readsTextsAndFiles() throws {
        let mail = EntityParser.parse(
            Array(
                """
                Content-Type: multipart/mixed; boundary=b

                --b
                Content-Type: text/plain; charset=windows-1252
                Content-Transfer-Encoding: quoted-printable

                10 =80
                --b
                Content-Type: application/pdf; name=bill.pdf
                Content-Disposition: attachment; filename*=UTF-8''R%C3%A9sum%C3%A9.pdf
                Content-Transfer-Encoding: base64

                JVBERg==
                --b--

                """.utf8))
        let text = mail.first("text/plain")?.text
        let files = mail.parts.filter { $0.disposition?.kind == .attachment }.compactMap(\.filename)
        #expect(text == "10 €")
        #expect(files == ["Résumé.pdf"])

        let forwarded = Array("Content-Type: message/rfc822\n\nSubject: Inner\n\nHello\n".utf8)
        let inner = EntityParser.parse(forwarded).parts.first?.field(.subject)?.text
        #expect(inner == "Inner")
    }

    @Test func readsDatesAndIdentifiers() throws {
        let date = try DateTime.Reading("Sat, 1 Jan 00 00:00 GMT")
        let moment = date.dateTime
        let faults = date.defects.map(\.message)
        let identifier = try MessageID(parsing: "<1@example.com>")
        let references = try MessageID.list(parsing: "<1@example.com> <2@example.com>")
        #expect(moment == .fixture)
        #expect(faults == ["the year has not four digits", "the zone has an obsolete name"])
        #expect(references.first == identifier && references.count == 2)
    }

    @Test func readsAddressesStrictly() throws {
        let printed = Printed()
        func print(_ items: Any...) { printed.print(items.map { "\($0)" }.joined(separator: " ")) }
        do throws(AddressError) {
            _ = try Mailbox("Ada <ada@example>")
        } catch {
            print(error.code, error.offset, error.message)
        }
        #expect(printed.lines == ["notQualified 9 the domain example has no dot; give the full domain name"])

        let address = try AddrSpec("\"ada lovelace\"@Bücher.example")
        let written = address.serialized
        let shown = address.description
        #expect(written == #""ada lovelace"@xn--bcher-kva.example"#)
        #expect(shown == #""ada lovelace"@bücher.example"#)
        #expect(try AddrSpec(written) == address)

        let needsSMTPUTF8 = try AddressList("zoë@example.com, ada@bücher.example").mailboxes.map {
            $0.address.isInternationalized
        }
        #expect(needsSMTPUTF8 == [true, false])
    }

    @Test func readsAddressesLeniently() throws {
        let reading = try AddressList.Reading(
            lenient: "ada@example.com (Ada Lovelace); <@relay.example:bob@example.com>")
        let list = reading.list.serialized
        let forgiven = reading.defects.map { "\($0.code) at \($0.offset)" }
        #expect(list == "Ada Lovelace <ada@example.com>, bob@example.com")
        #expect(forgiven == ["comment at 16", "semicolon at 30", "route at 33"])
    }

    @Test(
        "A list that is written is read as the same",
        arguments: [
            "", "ada@example.com", "Ada <ada@example.com>, \"Lovelace, A.\" <a@bücher.example>",
            "Friends: \"a\\\"b\" <a@b.test>, \"c d\"@e.test;, x@y.test", "Nobody:;", "\"=?UTF-8?Q?x?=\" <a@b.test>",
            "用户 <用户@例子.广告>",
        ])
    func addressListsComeBack(_ text: String) throws {
        let list = try AddressList(text)
        #expect(try AddressList(list.serialized) == list)
        #expect(try list.mailboxes.allSatisfy { try Mailbox($0.serialized) == $0 })
    }

    @Test func aWrittenMailboxStaysOnOneLine() throws {
        let mailbox = Mailbox(displayName: "a\r\nBcc: b@c.test", address: try AddrSpec("ada@example.com"))
        let list = AddressList([.group(name: "g\r\nh", members: [mailbox])])
        #expect(list.serialized == #"g h: "a Bcc: b@c.test" <ada@example.com>;"#)
        #expect(list.description == list.serialized)
    }

    // MARK: The pages

    @Test func everyExampleOfTheCatalogueIsRunHere() throws {
        let tests = Self.lines(try String(contentsOfFile: #filePath, encoding: .utf8))
        let examples = try Self.examples(language: "swift")
        #expect(examples.count >= 16)
        for (page, example) in examples {
            let isHere = tests.indices.contains { tests[$0...].starts(with: example) }
            #expect(isHere, "not run: \(page): \(example.joined(separator: "\n"))")
        }
    }

    private static func example(in page: String, containing text: String, language: String) throws -> [String] {
        let examples = try Self.examples(language: language).filter { $0.page == "\(page).md" }
        return try #require(examples.first { $0.lines.contains { $0.contains(text) } }).lines
    }

    /// The blocks of code in a language.
    private static func examples(language: String) throws -> [(page: String, lines: [String])] {
        let catalogue = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../Sources/MIME/MIME.docc").standardized
        let pages = try FileManager.default.contentsOfDirectory(at: catalogue, includingPropertiesForKeys: nil)
        return try pages.flatMap { page in
            try String(contentsOf: page, encoding: .utf8).components(separatedBy: "```").enumerated()
                .filter { !$0.offset.isMultiple(of: 2) && $0.element.hasPrefix(language + "\n") }
                .map { (page.lastPathComponent, Self.lines(String($0.element.dropFirst(language.count)))) }
        }
    }

    /// The lines that are not blank, without their indentation.
    private static func lines(_ text: String) -> [String] {
        text.components(separatedBy: .newlines).map { $0.trimmingCharacters(in: .whitespaces) }
            .filter { !$0.isEmpty }
    }
}
