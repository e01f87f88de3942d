// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import MIME
import TestSupport
import Testing

@Suite("Entities go on the wire and come back")
struct EntitySerializerTests {
    static func bytes(_ text: [UInt8], type: MediaType = .plainText) throws -> [UInt8] {
        let bytes = try Entity(content: .text(type, text)).serialized(form: .ascii).bytes
        #expect(MessageReading.wireFaults(bytes) == [])
        return bytes
    }

    @Test(
        arguments: [
            ("Hello\r\n", .sevenBit), ("", .sevenBit), ("a\tb", .sevenBit), ("=", .sevenBit),
            (" trailing \r\n", .sevenBit),
            (String(repeating: "a", count: 998), .sevenBit), (String(repeating: "a", count: 999), .quotedPrintable),
            ("Größe\r\n", .base64), ("Hi é", .base64), ("Hi all, é", .quotedPrintable), ("é", .base64), ("é!", .base64),
            ("a\u{0}" + String(repeating: "b", count: 20), .quotedPrintable),
            ("日本語日本語", .base64), (String(repeating: "Привет ", count: 100), .base64),
            ("Only ASCII but é", .quotedPrintable),
            (String(repeating: "=", count: 999), .base64),
        ] as [(String, ContentTransferEncoding)])
    func choosesTheEncodingOfLeastSize(_ text: String, _ encoding: ContentTransferEncoding) throws {
        #expect(ContentTransferEncoding.choose(for: Array(text.utf8)) == encoding)
        let entity = try EntityParser.parse(Self.bytes(Array(text.utf8)))
        #expect(entity.transferEncoding == encoding)
    }

    @Test func noEncodingThatMayBeChosenIsSmaller() throws {
        func size(_ text: [UInt8], _ encodings: [ContentTransferEncoding]) throws -> Int {
            let part = Entity(content: .text(.plainText, text))
            let message = try EntityParser.parse(Entity(content: .mixed([part])).bytes(encodings: encodings))
            return try #require(message.parts.first).bodyRange.count
        }
        var generator = SeededGenerator(seed: 54)
        var counts: [ContentTransferEncoding: Int] = [:]
        for round in 0..<3000 {
            // About one escape to every six octets is where the two are of one size.
            let pieces =
                ["a", "word", " ", " \n", "\t\r\n", "é", "=", "\r"]
                + (round.isMultiple(of: 3) ? ["日"] : ["abcdefgh", "abcdefghijkl"])
            let text = Array(
                ((0..<Int.random(in: 0...120, using: &generator)).map { _ in
                    pieces.randomElement(using: &generator) ?? ""
                }.joined() + "é").utf8)
            let chosen = ContentTransferEncoding.choose(for: text)
            counts[chosen, default: 0] += 1
            let (quotedPrintable, base64) = (try size(text, [.quotedPrintable]), try size(text, [.base64]))
            #expect((quotedPrintable <= base64) == (chosen == .quotedPrintable), "\(quotedPrintable) \(base64) \(text)")
        }
        #expect(counts.count == 2 && counts.values.allSatisfy { $0 > 500 }, "\(counts)")
    }

    @Test(
        "Line ends of every kind become CR LF",
        arguments: [
            ("a\nb\rc\r\nd", "a\r\nb\r\nc\r\nd"), ("\n\n", "\r\n\r\n"), ("\r\r\n\n\r", "\r\n\r\n\r\n\r\n"), ("", ""),
            ("a\u{2028}b\u{85}", "a\u{2028}b\u{85}"),
        ])
    func lineEnds(_ text: String, _ canonical: String) {
        #expect(Array(text.utf8).withCRLFLineEnds == Array(canonical.utf8))
    }

    static let bodies: [String] = [
        "", "\r\n", "a", "a\r\n", "a\r\n\r\n", "\r\na", ".\r\n..\r\n.x\r\n", "From x\r\n", "--\r\n--=_galley_\r\n",
        " \r\n\t\r\n",
        "trailing \r\n", "é \r\n\té\t\r\n", "é=\r\n=é", "é=3D", "=\r\né", "a\u{0}b", "\u{FEFF}x",
        "é\u{B}\u{C}\u{1}\u{7F}", "日本語\r\n",
        String(repeating: "é", count: 500), String(repeating: "x", count: 2000), String(repeating: "ab é ", count: 300),
        String(repeating: " ", count: 1500), "é" + String(repeating: " ", count: 200) + "\r\n",
        "Subject: no header\r\n\r\né",
    ]

    @Test(arguments: bodies, [ContentTransferEncoding.sevenBitClean, ContentTransferEncoding.eightBitMIME])
    func aTextComesBackFromAMultipartByteForByte(_ text: String, _ encodings: [ContentTransferEncoding]) throws {
        let parts = [MediaType.plainText, .html].map { Entity(content: .text($0, Array(text.utf8))) }
        let bytes = try Entity(headerFields: [HeaderField(.subject, .unstructured("s"))], content: .alternative(parts))
            .serialized(form: .ascii, encodings: encodings).bytes
        #expect(MessageReading.wireFaults(bytes, is7Bit: !encodings.contains(.eightBit)) == [])
        let entity = EntityParser.parse(bytes)
        #expect(entity.allDefects.filter { $0.code != .nul } == [])
        #expect(entity.mediaType.essence == "multipart/alternative")
        #expect(entity.parts.map(\.body) == [Array(text.utf8), Array(text.utf8)])
        #expect(entity.parts.map(\.mediaType) == [.plainText, .html])
        #expect(entity.first("text/html")?.mediaType == .html)
    }

    @Test(arguments: bodies)
    func aTextAloneComesBackAtMostOneLineEndLonger(_ text: String) throws {
        let body = try EntityParser.parse(Self.bytes(Array(text.utf8))).body
        #expect(body == Array(text.utf8) || body == Array(text.utf8) + [0x0D, 0x0A])
    }

    @Test func aMebibyteInOneLineIsWritten() throws {
        for text in ["x", "é", "😀", "="] {
            let long = Array(String(repeating: text, count: (1 << 20) / text.utf8.count).utf8)
            let parts = [Entity(content: .text(.plainText, long))]
            let bytes = try Entity(content: .alternative(parts)).serialized(form: .ascii).bytes
            #expect(MessageReading.lines(bytes).allSatisfy { $0.count <= 78 })
            #expect(EntityParser.parse(bytes).parts.first?.body == long)
        }
    }

    @Test func theBoundaryOccursInNoPart() throws {
        // A part that holds the boundary of the message as it would be without it, twice over.
        var text = Array("first\r\n".utf8)
        for _ in 0..<3 {
            let parts = [Entity(content: .text(.plainText, text)), Entity(content: .text(.html, text))]
            let bytes = try Entity(content: .alternative([Entity(content: .alternative(parts)), parts[0]]))
                .serialized(form: .ascii).bytes
            let entity = EntityParser.parse(bytes)
            #expect(entity.allDefects == [])
            #expect(entity.parts.count == 2)
            #expect(entity.parts.first?.parts.map(\.body) == [text, text])
            let outer = try #require(entity.mediaType["boundary"])
            let inner = try #require(entity.parts.first?.mediaType["boundary"])
            #expect(outer != inner)
            for boundary in [outer, inner] {
                #expect(boundary.utf8.count <= 70)
                text += "--\(boundary)\r\n--\(boundary)--\r\n".utf8
            }
        }
    }

    @Test func theSameEntityGivesTheSameBytes() throws {
        let entity = Entity(content: .alternative([Entity(content: .text(.plainText, [0x61]))]))
        #expect(try entity.serialized(form: .ascii) == entity.serialized(form: .ascii))
    }

    @Test func fieldsStandInTheirOrderBeforeThoseOfTheContent() throws {
        let entity = Entity(
            headerFields: [
                HeaderField(.to, .addresses(try AddressList("a@b.test"))), HeaderField(.subject, .unstructured("é")),
            ],
            content: .text(.html, Array("x".utf8)))
        let fields = try MessageReading.fields(entity.serialized(form: .ascii).bytes)
        #expect(
            fields == [
                "To: a@b.test", "Subject: =?UTF-8?B?w6k=?=", "Content-Type: text/html; charset=UTF-8",
                "Content-Transfer-Encoding: 7bit",
            ])
    }

    @Test(
        "A field that the content brings along cannot be given",
        arguments: ["Content-Type", "content-type", "Content-Transfer-Encoding"])
    func duplicateFields(_ name: String) throws {
        let field = HeaderField(try #require(HeaderFieldName(name)), .token(.autoGenerated))
        let text = Entity(content: .text(.plainText, [0x61]))
        let inner = Entity(headerFields: [field], content: text.content)
        for entity in [
            inner, Entity(headerFields: [field], content: .alternative([text])),
            Entity(content: .alternative([text, inner])),
        ] {
            let error = #expect(throws: HeaderError.self) { try entity.serialized(form: .ascii) }
            #expect(error?.code == .duplicate && error?.field == field.name)
        }
    }

    @Test(
        "A text begins with its fields as they are written one by one",
        arguments: [MediaType.plainText, .html, .xml, .flowedText],
        [ContentTransferEncoding.sevenBit, .quotedPrintable, .base64])
    func bodyFields(_ type: MediaType, _ encoding: ContentTransferEncoding) throws {
        let entity = Entity(content: .text(type, Array("text\r\n".utf8)))
        let fields = try HeaderField(.contentType, .mediaType(type)).lines(form: .ascii).bytes
        let end = "Content-Transfer-Encoding: \(encoding.rawValue)\r\n\r\n"
        for form in [HeaderForm.ascii, .internationalized] {
            let bytes = try entity.serialized(form: form, encodings: [encoding]).bytes
            #expect(bytes.starts(with: fields + end.utf8))
        }
    }

    @Test func aMultipartWithoutPartsIsAnError() {
        for entity in [
            Entity(content: .alternative([])), Entity(content: .alternative([Entity(content: .alternative([]))])),
        ] {
            let error = #expect(throws: HeaderError.self) { try entity.serialized(form: .ascii) }
            #expect(error?.code == .noParts && error?.field == .contentType)
        }
    }

    @Test(
        "Only what has parts has a multipart or message type (RFC 2046, section 5.2.1)",
        arguments: [("message", "rfc822"), ("MESSAGE", "partial"), ("multipart", "mixed")])
    func compositeTypes(_ type: String, _ subtype: String) throws {
        let type = try #require(MediaType(type, subtype))
        for content in [
            Entity.Content.data(type, [0x61]), .text(type, [0x61]), .mixed([.init(content: .text(type, []))]),
        ] {
            let error = #expect(throws: HeaderError.self) { try Entity(content: content).bytes() }
            #expect(error?.code == .compositeType && error?.field == .contentType)
        }
    }

    @Test(
        "A transport may offer more encodings than 7bit ones, or a caller ask for one",
        arguments: [
            ("Größe\n", [.sevenBit, .eightBit, .quotedPrintable, .base64], .eightBit), ("a", [.eightBit], .eightBit),
            ("a", [.base64], .base64), ("Größe", [.quotedPrintable], .quotedPrintable),
            ("é\u{0}", [.sevenBit, .eightBit, .base64], .base64), ("é", [.sevenBit], .base64),
            (String(repeating: "é", count: 499), [.eightBit, .base64], .eightBit),
            (String(repeating: "é", count: 500), [.eightBit, .base64], .base64),
            (String(repeating: "é", count: 500), [.eightBit, .quotedPrintable], .quotedPrintable),
        ] as [(String, [ContentTransferEncoding], ContentTransferEncoding)])
    func allowedEncodings(
        _ text: String, _ encodings: [ContentTransferEncoding], _ encoding: ContentTransferEncoding
    ) throws {
        let entity = Entity(content: .alternative([Entity(content: .text(.plainText, Array(text.utf8)))]))
        let bytes = try entity.serialized(form: .ascii, encodings: encodings).bytes
        #expect(MessageReading.wireFaults(bytes, is7Bit: encoding != .eightBit) == [])
        let part = try #require(EntityParser.parse(bytes).parts.first)
        #expect(part.transferEncoding == encoding)
        #expect(part.body == Array(text.utf8).withCRLFLineEnds)
    }

    @Test func lineLengthsAreMeasuredAsTheyAreWritten() {
        var generator = SeededGenerator(seed: 53)
        for _ in 0..<2000 {
            let text: [UInt8] = (0..<Int.random(in: 0...60, using: &generator)).map { _ in
                [0x0D, 0x0A, 0x61, 0x61, 0x61, 0x61].randomElement(using: &generator) ?? 0
            }
            let longest = MessageReading.lines(text.withCRLFLineEnds).map(\.count).max() ?? 0
            for limit in 0...12 {
                #expect((LineEnds.firstLine(of: text, longerThan: limit) != nil) == (longest > limit))
            }
        }
    }
}
