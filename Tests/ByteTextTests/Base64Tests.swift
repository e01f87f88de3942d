// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import TestSupport
import Testing

@Suite("Base64 follows RFC 4648")
struct Base64Tests {
    /// RFC 4648, section 10, and the alphabet's last two.
    static let vectors: [(plain: [UInt8], encoded: String)] = [
        ([], ""), (Array("f".utf8), "Zg=="), (Array("fo".utf8), "Zm8="), (Array("foo".utf8), "Zm9v"),
        (Array("foob".utf8), "Zm9vYg=="), (Array("fooba".utf8), "Zm9vYmE="), (Array("foobar".utf8), "Zm9vYmFy"),
        ([0xFB, 0xFF, 0xBF], "+/+/"), ([0x14, 0xFB, 0x9C, 0x03, 0xD9, 0x7E], "FPucA9l+"), ([0], "AA=="),
        ([0xFF], "/w=="), ([0xFF, 0xFF], "//8="),
    ]

    @Test(arguments: vectors)
    func encodesAndDecodes(_ plain: [UInt8], _ encoded: String) {
        #expect(Base64.encode(plain) == Array(encoded.utf8))
        #expect(Base64.decode(encoded.utf8) == plain)
    }

    @Test(arguments: ["Zm9v\r\nYmFy", " Zm9vYmFy\n", "Z m 9 v Y\tm F y", "Zm9vYg\r\n=\r\n="])
    func passesOverWhiteSpace(_ text: String) {
        let expected = text.utf8.contains(.ascii("=")) ? "foob" : "foobar"
        #expect(Base64.decode(text.utf8) == Array(expected.utf8))
    }

    @Test(arguments: [
        "Z", "Zg", "Zg=", "Zg===", "Zm8", "Zm8==", "=", "==", "====", "Z===", "Zm9v=", "Zm9v====", "Zg==Zg==", "Zm=8",
        "Zm9*", "Zm9-", "Zm9_", "Zm9v\u{0}", "Zm9vé", "=Zg=", "Zm9v.",
    ])
    func refuses(_ text: String) {
        #expect(Base64.decode(text.utf8) == nil)
    }

    @Test func everyLengthComesBack() {
        var generator = SeededGenerator(seed: 5)
        for length in 0...300 {
            let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
            let encoded = Base64.encode(bytes)
            #expect(encoded.count == (length + 2) / 3 * 4)
            #expect(Base64.decode(encoded) == bytes)
            #expect(encoded == Self.oracle(bytes))
            var lines: [UInt8] = [0x2D]
            Base64.appendLines(bytes, to: &lines)
            let cut = stride(from: 0, to: encoded.count, by: 76).map { encoded[$0..<min($0 + 76, encoded.count)] }
            #expect(lines == [0x2D] + cut.joined(separator: [0x0D, 0x0A]))
        }
    }

    @Test("Text is encoded like its lines with CR LF, wherever a piece of it ends")
    func textIsEncodedWithCRLF() {
        var generator = SeededGenerator(seed: 6)
        for length in Array(0...200) + Array(1800...1900) + [3648, 3649, 20_000] {
            let text: [UInt8] = (0..<length).map { _ in
                [0x0D, 0x0A, 0x61, 0x62, 0x63, 0xC3, 0x00].randomElement(using: &generator) ?? 0
            }
            var canonical: [UInt8] = []
            for (index, byte) in text.enumerated() {
                let isPair = byte == 0x0A && index > 0 && text[index - 1] == 0x0D
                if !isPair { canonical += byte == 0x0D || byte == 0x0A ? [0x0D, 0x0A] : [byte] }
            }
            var lines: [UInt8] = [0x2D]
            Base64.appendLines(text: text, to: &lines)
            let digits = Self.oracle(canonical)
            let cut = stride(from: 0, to: digits.count, by: 76).map { digits[$0..<min($0 + 76, digits.count)] }
            #expect(lines == [0x2D] + cut.joined(separator: [0x0D, 0x0A]), "\(length)")
        }
    }

    @Test("A line end is encoded as CR LF at every place of a text", arguments: ["\n", "\r", "\r\n"])
    func lineEndsAtEveryPlace(_ lineEnd: String) {
        for length in 0...200 {
            let letters = (0..<length).map { UInt8(0x61 + $0 % 26) }
            // The text with the line end at this place, and again a line of 57 later.
            for place in [0, length / 2, length] + (length == 200 ? Array(0..<200) : []) {
                let next = min(place + 57, length)
                let pieces = [letters[..<place], letters[place..<next], letters[next...]]
                let ends = Array(lineEnd.utf8)
                var lines: [UInt8] = []
                Base64.appendLines(text: Array(pieces.joined(separator: ends)), to: &lines)
                #expect(
                    lines.filter { $0 != 0x0D && $0 != 0x0A }
                        == Base64.encode(Array(pieces.joined(separator: [0x0D, 0x0A]))), "\(length), \(place)")
            }
        }
    }

    @Test func linesOfManyPiecesAreThoseOfTheWhole() {
        for count in [911, 912, 913, 1824, 1825, 5000, 9120] {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 167) }
            let encoded = Base64.encode(bytes)
            let cut = stride(from: 0, to: encoded.count, by: 76).map { encoded[$0..<min($0 + 76, encoded.count)] }
            var lines: [UInt8] = []
            Base64.appendLines(bytes, to: &lines)
            #expect(lines == Array(cut.joined(separator: [0x0D, 0x0A])), "\(count)")
        }
    }

    /// Six bits at a time.
    private static func oracle(_ bytes: [UInt8]) -> [UInt8] {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        let bits = bytes.flatMap { byte in (0..<8).map { byte >> (7 - $0) & 1 } }
        var digits = stride(from: 0, to: bits.count, by: 6).map { start in
            alphabet[(0..<6).reduce(0) { $0 * 2 + Int(start + $1 < bits.count ? bits[start + $1] : 0) }]
        }
        while digits.count % 4 != 0 { digits.append(0x3D) }
        return digits
    }
}
