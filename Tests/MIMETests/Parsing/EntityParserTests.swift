// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import MIME
import TestSupport
import Testing

@Suite("Every message is read, with its defects")
struct EntityParserTests {
    static let multipart = "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"b\"\r\n\r\n"

    @Test(
        arguments: [
            ("Subject: a\r\n\r\nx\r\n", []), ("Subject: a\r\n b\r\n\r\n", []), ("\r\nbody", []), ("", []),
            ("Subject: a\n\nx\n", [.bareLineEnd]), ("Subject: a\r\n\r\nx\ry\r\n", [.bareLineEnd]),
            ("Subject: a\r\n", [.missingSeparator]), ("no colon\r\n\r\n", [.badHeaderField]),
            (": x\r\n\r\n", [.badHeaderField]),
            ("é: x\r\n\r\n", [.badHeaderField]), ("a b: x\r\n\r\n", [.badHeaderField]),
            ("A: b\r\n\r\n\u{0}\r\n", [.nul]),
            ("A: b\r\n\r\né\r\n", [.eightBitData]), ("Content-Transfer-Encoding: 8bit\r\n\r\né\r\n", []),
            ("Content-Transfer-Encoding: uuencode\r\n\r\nx\r\n", [.unknownEncoding]),
            ("Content-Transfer-Encoding: BASE64\r\n\r\nYQ==\r\n", []),
            ("Content-Transfer-Encoding: base64\r\n\r\nYQ=*\r\n", [.badTransferEncoding]),
            ("Content-Transfer-Encoding: quoted-printable\r\n\r\n=ZZ\r\n", [.badTransferEncoding]),
            ("Content-Type: text\r\n\r\nx\r\n", [.badMediaType]),
            ("Content-Type: multipart/mixed\r\n\r\nx\r\n", [.missingBoundary]),
            ("Content-Type: multipart/mixed; boundary=\"\"\r\n\r\n--\r\n\r\nx\r\n", [.missingBoundary]),
            ("A : b\r\n\r\n", [.blankBeforeColon]), ("A: b\r\n \r\n\t\r\n\r\n", [.blankLineInField]),
            ("A: b\r\n \r\nB: c\r\n \r\n\r\n", [.blankLineInField, .blankLineInField]),
            ("\u{FEFF}A: b\r\n\r\n", [.byteOrderMark]), ("From a@b.test Sat Jan  1\r\nA: b\r\n\r\n", [.mboxLine]),
            ("\u{FEFF}From a\r\nA: b\r\n\r\n", [.byteOrderMark, .mboxLine]),
            ("A: b\r\nFrom a\r\n\r\n", [.badHeaderField]), ("A: b\r\n\u{FEFF}C: d\r\n\r\n", [.badHeaderField]),
            ("Content-Type: text/plain; charset=utf/8\r\n\r\nx\r\n", [.badParameter, .unknownCharset]),
            (multipart + "--b\r\n\r\nx\r\n--b--\r\n", []), (multipart + "pre\r\n--b\r\n\r\nx\r\n--b--\r\npost\r\n", []),
            (multipart + "--b \t\r\n\r\nx\r\n--b-- \r\n", []),
            (multipart + "--b\r\n\r\nx\r\n", [.missingCloseDelimiter]),
            (multipart + "x\r\n", [.noParts]), (multipart + "--b--\r\n", [.noParts]),
            (multipart + "--bc\r\n\r\nx\r\n--bc--\r\n", [.noParts]),
            ("A: " + String(repeating: "x", count: 995) + "\r\n\r\n", []),
            ("A: " + String(repeating: "x", count: 996) + "\r\n\r\n", [.lineTooLong]),
        ] as [(String, [MessageDefect.Code])])
    func namesTheDefects(_ text: String, _ codes: [MessageDefect.Code]) {
        let entity = EntityParser.parse(Array(text.utf8))
        #expect(entity.allDefects.map(\.code) == codes)
        #expect(entity.allDefects.allSatisfy { (0...text.utf8.count).contains($0.offset) })
    }

    @Test(
        "A text that names no type, or none that can be read, is in US-ASCII (RFC 2045, section 5.2)",
        arguments: ["\r\nx", "Content-Type: text\r\n\r\nx", multipart + "--b\r\n\r\nx\r\n--b--\r\n"])
    func theDefaultType(_ text: String) throws {
        let entity = try #require(EntityParser.parse(Array(text.utf8)).first("text/plain"))
        #expect(entity.mediaType.parameters == [])
        #expect(entity.charset == "us-ascii")
        #expect(entity.text == "x")
    }

    @Test func findsThePlaceOfADefect() {
        let text = "Subject: a\r\nbad line\r\n\r\nab\u{0}"
        let entity = EntityParser.parse(Array(text.utf8))
        #expect(entity.defects.map(\.offset) == [12, 26])
    }

    @Test func readsAMessageWithBareLineFeeds() {
        let text = """
            Subject: =?utf-8?q?Zo=C3=AB?=
             =?utf-8?q?_L?=
            X: y
            Content-Type: multipart/alternative;
             boundary=b

            --b

            one

            --b
            Content-Type: text/html
            Content-Transfer-Encoding: base64

            YWI=
            --b--

            """
        let entity = EntityParser.parse(Array(text.utf8))
        #expect(entity.field(.subject)?.text == "Zoë L")
        #expect(entity.parts.map { String(decoding: $0.body, as: UTF8.self) } == ["one\n", "ab"])
        #expect(entity.first("text/html")?.transferEncoding == .base64)
        #expect(entity.allDefects.map(\.code) == [.bareLineEnd])
    }

    @Test func unfoldsAndCountsFields() {
        let entity = EntityParser.parse(Array("A: x\r\n\ty\r\n z\r\na : 2\r\nB:\r\nC:  c\r\n\r\nA: no\r\n".utf8))
        #expect(entity.headerFields.map(\.rawValue) == ["x\ty z", "2", "", "c"])
        #expect(HeaderFieldName("a").map(entity.count) == 2)
        #expect(entity.headerFields.map(\.offset) == [0, 14, 21, 25])
        #expect(String(decoding: entity.body, as: UTF8.self) == "A: no\r\n")
    }

    @Test(
        "What follows a bad line indented belongs to it, not to the field before",
        arguments: [
            "A: x\r\nbad line\r\n evil\r\n\r\n", " A: evil\r\nA: x\r\n\r\n", "\tevil\r\nA: x\r\n\r\n",
        ])
    func continuationOfABadLine(_ text: String) {
        let entity = EntityParser.parse(Array(text.utf8))
        #expect(entity.headerFields.map(\.rawValue) == ["x"])
        #expect(entity.defects.allSatisfy { $0.code == .badHeaderField } && !entity.defects.isEmpty)
    }

    @Test("The last part of a multipart that was cut off is there all the same")
    func truncatedMultipart() {
        let entity = EntityParser.parse(Array((Self.multipart + "--b\r\n\r\none\r\n--b\r\n\r\ntwo\r\nthree").utf8))
        #expect(entity.parts.map { String(decoding: $0.body, as: UTF8.self) } == ["one", "two\r\nthree"])
        #expect(entity.defects.map(\.code) == [.missingCloseDelimiter])
    }

    @Test("A boundary past 70 octets is read, with a defect", arguments: [70, 71, 998])
    func longBoundary(_ length: Int) {
        let boundary = String(repeating: "b", count: length)
        let text =
            "Content-Type: multipart/mixed;\r\n boundary=\(boundary)\r\n\r\n"
            + "--\(boundary)\r\n\r\none\r\n--\(boundary)--\r\n"
        let entity = EntityParser.parse(Array(text.utf8))
        #expect(entity.parts.map { String(decoding: $0.body, as: UTF8.self) } == ["one"])
        #expect(
            entity.defects.filter { $0.code != .lineTooLong }.map(\.code) == (length > 70 ? [.boundaryTooLong] : []))
    }

    @Test("What stands before the header is no part of it", arguments: ["\u{FEFF}", "From a@b.test\r\n", "From :\r\n"])
    func beforeTheHeader(_ prefix: String) throws {
        let entity = EntityParser.parse(Array((prefix + "Subject: x\r\n\r\nbody").utf8))
        #expect(entity.field(.subject)?.rawValue == "x")
        #expect((entity.field(.from) != nil) == (prefix == "From :\r\n"))
    }

    @Test(
        "A boundary that lacks its quotation marks is read, with a defect",
        arguments: ["=_a", "a/b", "a:b", "----=_Part_1/2:3", "a@b?c", "<a,b>"])
    func unquotedBoundary(_ boundary: String) {
        let text =
            "Content-Type: multipart/mixed; boundary=\(boundary); x=y\r\n\r\n"
            + "--\(boundary)\r\n\r\none\r\n--\(boundary)--\r\n"
        let entity = EntityParser.parse(Array(text.utf8))
        #expect(entity.parts.map { String(decoding: $0.body, as: UTF8.self) } == ["one"])
        #expect(entity.mediaType["x"] == "y")
        #expect(entity.allDefects.map(\.code) == [.badParameter])
    }

    @Test func aBoundaryThatBeginsLikeAnotherIsAnother() {
        let inner = "Content-Type: multipart/mixed; boundary=bb\r\n\r\n--bb\r\n\r\nx\r\n--bb--\r\n"
        let entity = EntityParser.parse(Array((Self.multipart + "--b\r\n" + inner + "--b--\r\n").utf8))
        #expect(entity.parts.count == 1)
        #expect(entity.parts.first?.parts.map { String(decoding: $0.body, as: UTF8.self) } == ["x"])
        #expect(entity.allDefects == [])
    }
}

@Suite("Hostile messages cost little and never trap")
struct HostileMessageTests {
    @Test(.timeLimit(.minutes(1))) func tenThousandNestedMultiparts() {
        let text = (0..<10_000).map { "Content-Type: multipart/mixed; boundary=b\($0)\r\n\r\n--b\($0)\r\n" }.joined()
        let start = ContinuousClock.now
        let entity = EntityParser.parse(Array(text.utf8))
        #expect(ContinuousClock.now - start < .seconds(10))
        #expect(entity.allDefects.contains { $0.code == .limit })
        #expect(Self.depth(entity) == 33)
    }

    private static func depth(_ entity: ParsedEntity) -> Int {
        1 + (entity.parts.map(depth).max() ?? 0)
    }

    @Test func theDepthLimitIsExact() {
        var limits = EntityParser.Limits()
        limits.depth = 2
        for (levels, isFine) in [(2, true), (3, false)] {
            var text = "\r\nx"
            for level in 0..<levels {
                text =
                    "Content-Type: multipart/mixed; boundary=b\(level)\r\n\r\n"
                    + "--b\(level)\r\n\(text)\r\n--b\(level)--\r\n"
            }
            #expect(EntityParser.parse(Array(text.utf8), limits: limits).allDefects.isEmpty == isFine)
        }
    }

    @Test func fieldsPastTheLimitAreNotRead() {
        for (count, read) in [(1000, 1000), (1001, 1000), (100_000, 1000)] {
            let text = String(repeating: "A: b\r\n", count: count) + "\r\nbody"
            let entity = EntityParser.parse(Array(text.utf8))
            #expect(entity.headerFields.count == read)
            #expect(entity.defects.map(\.code) == (count > read ? [.limit] : []))
            #expect(String(decoding: entity.body, as: UTF8.self) == "body")
        }
    }

    @Test func partsPastTheLimitAreNotRead() {
        for (count, read) in [(1000, 1000), (1001, 1000), (100_000, 1000)] {
            let text = EntityParserTests.multipart + String(repeating: "--b\r\n\r\nx\r\n", count: count) + "--b--\r\n"
            let entity = EntityParser.parse(Array(text.utf8))
            #expect(entity.parts.count == read)
            #expect(entity.defects.map(\.code) == (count > read ? [.limit] : []))
        }
    }

    @Test func everyPrefixAndEveryChangedByteOfAMessageIsRead() throws {
        let message = try Entity(
            headerFields: [
                HeaderField(.subject, .unstructured("Größe 日本")),
                HeaderField(.to, .addresses(AddressList("Zoë <a@b.test>"))),
            ],
            content: .alternative([
                Entity(content: .text(.plainText, Array("é=\r\n".utf8))),
                Entity(content: .text(.html, Array("日".utf8))),
            ])
        ).serialized(form: .ascii).bytes
        var generator = SeededGenerator(seed: 61)
        for length in message.indices {
            var messages = [Array(message.prefix(length))]
            var changed = message
            changed[length] = UInt8.random(in: 0...255, using: &generator)
            messages.append(changed)
            for bytes in messages {
                let entity = EntityParser.parse(bytes)
                #expect(entity.bodyRange.upperBound <= bytes.count)
                #expect(entity.allDefects.allSatisfy { (0...bytes.count).contains($0.offset) })
            }
            // A multipart that was cut before its end says so.
            if length > 300, length < message.count - 5 {
                #expect(
                    EntityParser.parse(messages[0]).allDefects.contains {
                        [.missingCloseDelimiter, .noParts, .missingSeparator].contains($0.code)
                    })
            }
        }
    }

    @Test(arguments: [
        "a", ":", "\r\n ", "--", "=?", "=?a?q?b?= ", "\r", "\n", "A:\r\n ", "Content-Type: a/b; c*0=d\r\n", "\u{0}",
        "é",
    ])
    func repeatedPiecesAreReadInLittleTime(_ piece: String) {
        let text = "Subject: x\r\n " + String(repeating: piece, count: (1 << 18) / piece.utf8.count)
        let start = ContinuousClock.now
        let entity = EntityParser.parse(Array(text.utf8))
        _ = entity.field(.subject)?.text
        #expect(ContinuousClock.now - start < .seconds(10))
        #expect(entity.bodyRange.upperBound == text.utf8.count)
    }

    @Test func parametersPastTheLimitMakeTheMediaTypeUnreadable() {
        for (count, read) in [(10_000, 10_000), (10_001, nil), (1_000_000, nil)] as [(Int, Int?)] {
            let text = "a/b" + (0..<count).map { "; f*\($0)=x" }.joined()
            let start = ContinuousClock.now
            #expect(MediaType(parsing: text)?["f"]?.utf8.count == read)
            #expect(ContinuousClock.now - start < .seconds(10))
        }
    }
}
