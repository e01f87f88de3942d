// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import MIME
import Testing

@Suite("Messages inside messages are read")
struct NestedMessageTests {
    private static let inner =
        "Subject: inner\r\nbad line\r\nContent-Transfer-Encoding: base64\r\n\r\nAA!EC\r\n"

    private static func outer(_ header: String, _ body: String) -> (text: String, entity: ParsedEntity) {
        let text = "Subject: outer\r\n\(header)\r\n\r\n\(body)"
        return (text, EntityParser.parse(Array(text.utf8)))
    }

    private static func offset(of piece: String, in text: String) throws -> Int {
        let range = try #require(text.firstRange(of: piece))
        return text.utf8.distance(from: text.startIndex, to: range.lowerBound)
    }

    @Test(arguments: ["message/rfc822", "Message/RFC822", "message/global", "message/global; x=y"])
    func aMessageIsAChildWithItsPlaces(_ type: String) throws {
        let (text, entity) = Self.outer("Content-Type: \(type)", Self.inner)
        let child = try #require(entity.parts.first)
        #expect(entity.parts.count == 1)
        #expect(child.field(.subject)?.text == "inner")
        #expect(child.body == [0, 1, 2])
        #expect(Array(entity.body) == Array(Self.inner.utf8))
        let start = try Self.offset(of: "Subject: inner", in: text)
        #expect(child.range == start..<text.utf8.count)
        #expect(child.field(.subject)?.range == start..<(start + 16))
        #expect(entity.allDefects.map(\.code) == [.badHeaderField, .badTransferEncoding])
        #expect(try entity.allDefects.map(\.offset) == ["bad line", "AA!EC"].map { try Self.offset(of: $0, in: text) })
    }

    @Test(
        "Of a message that is encoded, the places are that of its encoded text",
        arguments: [("message/global", []), ("message/rfc822", [.encodedComposite])] as [(String, [MessageDefect.Code])]
    )
    func encoded(_ type: String, _ defects: [MessageDefect.Code]) throws {
        let encoded = String(decoding: Base64.encode(Array(Self.inner.utf8)), as: UTF8.self)
        let (text, entity) = Self.outer("Content-Type: \(type)\r\nContent-Transfer-Encoding: base64", encoded)
        let child = try #require(entity.parts.first)
        let place = try Self.offset(of: encoded, in: text)..<text.utf8.count
        #expect(child.range == place && child.bodyRange == place)
        #expect(child.headerFields.allSatisfy { $0.range == place })
        #expect(Array(child.rawBytes) == Array(Self.inner.utf8))
        #expect(child.body == [0, 1, 2])
        #expect(entity.defects.map(\.code) == defects)
        #expect(child.defects.map(\.offset) == [place.lowerBound, place.lowerBound])
    }

    @Test("A part of a digest is a message where it does not say otherwise (RFC 2046, section 5.1.5)")
    func digests() {
        let entity = EntityParser.parse(
            Array(
                ("Content-Type: multipart/digest; boundary=b\r\n\r\n--b\r\n\r\nSubject: one\r\n\r\n1\r\n"
                    + "--b\r\nContent-Type: text/plain\r\n\r\n2\r\n--b--\r\n").utf8))
        #expect(entity.parts.map(\.mediaType.essence) == ["message/rfc822", "text/plain"])
        #expect(entity.parts.first?.parts.first?.field(.subject)?.text == "one")
        #expect(entity.allDefects == [])
    }

    @Test func otherMessageTypesAreBodies() {
        for type in ["message/delivery-status", "message/partial", "message/external-body", "application/rfc822"] {
            #expect(Self.outer("Content-Type: \(type)", Self.inner).entity.parts.isEmpty)
        }
    }

    @Test func whatStandsInAnotherMessageIsNotFirst() {
        let inner = "Content-Type: text/html\r\n\r\nx\r\n"
        let entity = Self.outer("Content-Type: message/rfc822", inner).entity
        #expect(entity.first("text/html") == nil)
        #expect(entity.first("message/rfc822") != nil)
    }

    @Test func nestingCountsForTheLimits() {
        let level = "Content-Type: message/rfc822\r\n\r\n"
        for (count, defects) in [(32, []), (33, [MessageDefect.Code.limit])] {
            let entity = EntityParser.parse(Array((String(repeating: level, count: count) + "A: b\r\n\r\nx").utf8))
            #expect(entity.allDefects.map(\.code) == defects)
        }
        var limits = EntityParser.Limits()
        limits.parts = 1
        let twice = EntityParser.parse(Array((level + level + "A: b\r\n\r\nx").utf8), limits: limits)
        #expect(twice.allDefects.map(\.code) == [.limit])
        var text = Array("A: b\r\n\r\nx".utf8)
        for _ in 0..<33 {
            text =
                Array("Content-Type: message/global\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n".utf8)
                + text.flatMap { $0 == .ascii("=") ? Array("=3D".utf8) : [$0] }
        }
        #expect(EntityParser.parse(text).allDefects.map(\.code) == [.limit])
    }

    @Test("Fields and entities keep their bytes, those that are not UTF-8 too")
    func rawBytes() {
        let header = Array("A: b\r\n c".utf8) + [0xE9] + Array("\r\nB: d\r\n\r\n".utf8)
        let entity = EntityParser.parse(header + [0xFF])
        #expect(entity.headerFields.map(\.rawValue) == ["b c\u{FFFD}", "d"])
        #expect(entity.headerFields.map(\.range) == [0..<11, 11..<17])
        #expect(Array(entity.headerFields.flatMap(\.rawBytes)) == Array(header.dropLast(2)))
        #expect(Array(entity.rawBytes) == header + [0xFF])
        #expect(Array(entity.rawBody) == [0xFF])
        #expect(entity.range == 0..<(header.count + 1))
    }
}
