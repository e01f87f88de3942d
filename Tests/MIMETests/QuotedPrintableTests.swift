// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import TestSupport
import Testing

@Suite("Quoted-printable follows RFC 2045, section 6.7")
struct QuotedPrintableTests {
    @Test(arguments: [
        ("", ""), ("a=b", "a=3Db"), ("é", "=C3=A9"), ("a \r\nb\t\r\n", "a=20\r\nb=09\r\n"), ("a ", "a=20"),
        (" a", " a"),
        ("a\nb\rc", "a\r\nb\r\nc"), ("\t<b>\t", "\t<b>=09"), ("\u{0}\u{7F}", "=00=7F"), ("a\r\n\r\nb", "a\r\n\r\nb"),
        ("~!", "~!"),
        (" \r\n", "=20\r\n"),
        (String(repeating: "a", count: 76), String(repeating: "a", count: 76)),
        (String(repeating: "a", count: 77), String(repeating: "a", count: 75) + "=\r\naa"),
        (String(repeating: "a", count: 73) + "é", String(repeating: "a", count: 73) + "=\r\n=C3=A9"),
    ])
    func encodes(_ text: String, _ encoded: String) {
        let found = Self.encode(Array(text.utf8))
        #expect(String(decoding: found, as: UTF8.self) == encoded)
        #expect(QuotedPrintable.decode(found).bytes == Array(text.utf8).withCRLFLineEnds)
    }

    @Test(arguments: [
        ("a=3db=3Dc", "a=b=c", true), ("a=\r\nb", "ab", true), ("a= \t\r\nb", "ab", true), ("a=\nb", "ab", true),
        ("a=", "a", true),
        ("a=ZZ", "a=ZZ", false), ("a=3", "a=3", false), ("==41", "=A", false), ("a_b", "a_b", true),
        // White space at the end of a line was put there on the way (rule 3).
        ("a \t\r\nb", "a\r\nb", true), ("a  ", "a", true), ("a b", "a b", true), ("a=20\r\n", "a \r\n", true),
        ("a \nb", "a\nb", true), (" \r\n \r\n", "\r\n\r\n", true),
    ])
    func decodes(_ text: String, _ decoded: String, isWellFormed: Bool) {
        let found = QuotedPrintable.decode(Array(text.utf8))
        #expect(String(decoding: found.bytes, as: UTF8.self) == decoded)
        #expect(found.isWellFormed == isWellFormed)
    }

    /// RFC 2045, section 6.7, an octet at a time.
    static func oracle(_ text: [UInt8]) -> [UInt8] {
        var lines: [[UInt8]] = [[]]
        for index in text.indices {
            let isPaired = text[index] == 0x0A && index > 0 && text[index - 1] == 0x0D
            if text[index] != 0x0D, text[index] != 0x0A {
                lines[lines.count - 1].append(text[index])
            } else if !isPaired {
                lines.append([])
            }
        }
        return Array(
            lines.map { Array(Self.softLines($0).joined(separator: Array("=\r\n".utf8))) }.joined(separator: [
                0x0D, 0x0A,
            ]))
    }

    private static func softLines(_ line: [UInt8]) -> [[UInt8]] {
        var lines: [[UInt8]] = [[]]
        for (index, byte) in line.enumerated() {
            let isLast = index == line.count - 1
            let isBlank = byte == 0x20 || byte == 0x09
            let isLiteral = (0x21...0x7E).contains(byte) && byte != 0x3D || isBlank && !isLast
            let digits = Array("0123456789ABCDEF".utf8)
            let piece = isLiteral ? [byte] : [0x3D, digits[Int(byte) / 16], digits[Int(byte) % 16]]
            let room = isLast && isLiteral ? 76 : 75
            if lines[lines.count - 1].count + piece.count > room { lines.append([]) }
            lines[lines.count - 1] += piece
        }
        return lines
    }

    private static func encode(_ text: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        QuotedPrintable.appendLines(text, to: &output)
        return output
    }

    /// Texts of every length and mixture of what is escaped, what is not, and line ends.
    static func randomTexts(using generator: inout SeededGenerator) -> [[UInt8]] {
        (0..<3000).map { number in
            let length = number < 900 ? number / 3 : Int.random(in: 300...3000, using: &generator)
            let rarity = Int.random(in: 0...60, using: &generator)
            return (0..<length).map { _ in
                guard Int.random(in: 0...rarity, using: &generator) == 0 else {
                    return UInt8.random(in: 0x21...0x7E, using: &generator)
                }
                return [
                    0x20, 0x20, 0x0D, 0x0A, 0x09, 0x3D, 0x00, 0xC3, 0x2E, UInt8.random(in: 0...255, using: &generator),
                ]
                .randomElement(using: &generator) ?? 0
            }
        }
    }

    @Test func everyTextIsEncodedAsTheRulesSayOneByOne() {
        var generator = SeededGenerator(seed: 51)
        for text in Self.randomTexts(using: &generator) {
            var encoded = [UInt8]("before".utf8)
            QuotedPrintable.appendLines(text, to: &encoded)
            #expect(encoded == "before".utf8 + Self.oracle(text))
            encoded.removeFirst(6)
            let decoded = QuotedPrintable.decode(encoded)
            #expect(decoded.bytes == text.withCRLFLineEnds && decoded.isWellFormed)
            for line in MessageReading.lines(encoded) {
                #expect(line.count <= 76)
                #expect(line.last != 0x20 && line.last != 0x09)
                #expect(line.allSatisfy { (0x20...0x7E).contains($0) || $0 == 0x09 })
            }
        }
    }

    @Test("Python decodes quoted-printable and base64 to what was encoded", .enabled(if: Python.isPresent))
    func pythonDecodes() throws {
        var generator = SeededGenerator(seed: 52)
        let texts = Self.randomTexts(using: &generator)
        let script = """
            import base64, quopri, sys
            for line in open(sys.argv[1]):
                qp, b64 = (base64.b16decode(word) for word in line.split('.')[:2])
                print(base64.b16encode(quopri.decodestring(qp)).decode(), base64.b16encode(base64.b64decode(b64)).decode(),
                      max(map(len, b64.split(b'\\r\\n'))) <= 76, sep='.')
            """
        func hex(_ bytes: [UInt8]) -> String {
            String(decoding: bytes.flatMap { [UInt8.hexDigit($0 >> 4), .hexDigit($0 & 15)] }, as: UTF8.self)
        }
        let input = texts.map { text in
            var base64: [UInt8] = []
            Base64.appendLines(text, to: &base64)
            return hex(Self.encode(text)) + "." + hex(base64) + ".\n"
        }
        let lines = try Python.run(script, input: Array(input.joined().utf8)).split(separator: "\n").map(String.init)
        #expect(lines == texts.map { "\(hex($0.withCRLFLineEnds)).\(hex($0)).True" })
    }
}
