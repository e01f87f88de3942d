// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import Testing

@Suite("Only text without controls becomes wire text")
struct WireTextTests {
    static let repertoires: [WireText.Repertoire] = [.ascii, .utf8]

    @Test(arguments: repertoires)
    func refusesEveryC0ControlAndDELButTheTab(_ repertoire: WireText.Repertoire) throws {
        for byte in Array(UInt8(0)...0x1F) + [0x7F] where byte != 0x09 {
            #expect(throws: WireTextError(code: .controlCharacter(byte), offset: 1)) {
                try WireText(validating: [0x61, byte, 0x62], as: repertoire)
            }
        }
        #expect(try WireText(validating: [0x61, 0x09, 0x62], as: repertoire).bytes == [0x61, 0x09, 0x62])
    }

    @Test func aBufferTakesTextOfEveryLengthAndNoControlAtAnyPlace() throws {
        for length in 1...40 {
            let text = String(decoding: (0..<length).map { UInt8(0x41 + $0 % 26) }, as: UTF8.self)
            var buffer = WireLineBuffer()
            try buffer.append("ab")
            try buffer.append(text)
            for place in 0..<length {
                for octet in [UInt8(0x0D), 0x0A, 0x00, 0x7F, 0xE9] {
                    var bytes = Array(text.utf8)
                    bytes[place] = octet
                    #expect(throws: WireTextError.self) { try buffer.append(bytes.span.bytes) }
                }
            }
            buffer.endLine()
            var lines = WireLines()
            lines.append(buffer)
            #expect(lines.bytes == Array("ab\(text)\r\n".utf8))
        }
    }

    @Test func takesAllVisibleASCIIAsItIs() throws {
        let bytes = Array(UInt8(0x20)...0x7E)
        for repertoire in Self.repertoires {
            let text = try WireText(validating: bytes, as: repertoire)
            #expect(text.bytes == bytes)
            #expect(text.isASCII)
            #expect(text.count == 95)
        }
    }

    @Test func refusesEveryC1ControlInUTF8() {
        for value in UInt8(0x80)...0x9F {
            let text = "ab" + String(Unicode.Scalar(value))
            let error = #expect(throws: WireTextError.self) { try WireText(validating: text, as: .utf8) }
            #expect(error?.offset == 2)
            guard case .controlCharacter = error?.code else {
                Issue.record("U+00\(String(value, radix: 16)) gave \(String(describing: error))")
                continue
            }
        }
        #expect(throws: Never.self) { try WireText(validating: "\u{A0}", as: .utf8) }
    }

    @Test func refusesEveryByteBeyondASCIIInASCII() {
        for byte in UInt8(0x80)...0xFF {
            #expect(throws: WireTextError(code: .notASCII, offset: 0)) { try WireText(validating: [byte]) }
        }
    }

    @Test(
        "A scalar whose low byte is CR, LF, @ or < is never narrowed to it",
        arguments: [
            "\u{760D}\u{760A}", "\u{010D}\u{010A}", "\u{0140}", "\u{013C}", "\u{0100}", "\u{0A0D}",
            "\u{1F40D}\u{1F40A}",
        ])
    func keepsWideScalarsWhole(_ text: String) throws {
        #expect(throws: WireTextError(code: .notASCII, offset: 0)) { try WireText(validating: text) }
        let wire = try WireText(validating: text, as: .utf8)
        #expect(wire.bytes == Array(text.utf8))
        #expect(!wire.bytes.contains { $0 < 0x80 })
    }

    @Test(
        "The Swift newline traps: what Character hides, bytes show",
        arguments: [
            ("Hi\r\nBcc: victim@example.net", 2), ("\r\n", 0), ("a\r\u{301}", 1), ("a\n\u{301}b", 1), ("x\u{0}", 1),
        ])
    func refusesHiddenLineEnds(_ text: String, _ offset: Int) {
        for repertoire in Self.repertoires {
            let error = #expect(throws: WireTextError.self) { try WireText(validating: text, as: repertoire) }
            #expect(error?.offset == offset)
        }
    }

    /// Against Unicode table 3-7, each with the offset of the first byte that is part of no well-formed sequence.
    @Test(
        arguments: [
            ([0x80], 0), ([0xBF], 0), ([0xC0, 0x80], 0), ([0xC1, 0xBF], 0), ([0xC2], 0), ([0xC2, 0x41], 0),
            ([0xE0, 0x80, 0x80], 0), ([0xE0, 0x9F, 0xBF], 0), ([0xE2, 0x82], 0), ([0xED, 0xA0, 0x80], 0),
            ([0xED, 0xBF, 0xBF], 0), ([0xF0, 0x80, 0x80, 0x80], 0), ([0xF0, 0x8F, 0xBF, 0xBF], 0),
            ([0xF4, 0x90, 0x80, 0x80], 0), ([0xF5, 0x80, 0x80, 0x80], 0), ([0xFE], 0), ([0xFF], 0),
            ([0x61, 0xC3, 0xA9, 0xE2, 0x28, 0xA1], 3), ([0xF0, 0x9F, 0x98, 0x80, 0xF0, 0x9F, 0x98], 4),
        ] as [([UInt8], Int)])
    func refusesIllFormedUTF8(_ bytes: [UInt8], _ offset: Int) {
        #expect(throws: WireTextError(code: .notUTF8, offset: offset)) { try WireText(validating: bytes, as: .utf8) }
    }

    @Test func joinsAndDescribesItself() throws {
        let text = try "a: " + WireText(validating: "é", as: .utf8)
        #expect(text.bytes == Array("a: é".utf8))
        #expect("\(text)" == "a: é")
        #expect(!text.isASCII)
    }
}

@Suite("Wire lines end with CR LF and hold no other CR, LF or NUL")
struct WireLinesTests {
    @Test(arguments: ["", "\r\n", "a\r\n", "a\r\n\r\nb\r\n", "é\r\n", ".\r\n", "\t\u{01}\r\n"])
    func takesWholeLines(_ text: String) throws {
        #expect(try WireLines(validating: Array(text.utf8)).bytes == Array(text.utf8))
    }

    @Test(
        arguments: [
            ("a\nb\r\n", .bareLineFeed, 1), ("\n", .bareLineFeed, 0), ("a\r\n\n", .bareLineFeed, 3),
            ("a\rb\r\n", .bareCarriageReturn, 1), ("a\r", .bareCarriageReturn, 1), ("a\r\r\n", .bareCarriageReturn, 1),
            ("a\u{0}\r\n", .controlCharacter(0), 1), ("a", .unendedLine, 1), ("a\r\nb", .unendedLine, 4),
            // The end-of-data sequences of SMTP smuggling.
            ("\n.\r\n", .bareLineFeed, 0), ("\r.\r\n", .bareCarriageReturn, 0), ("\r\n.\n", .bareLineFeed, 3),
            ("\r\n.\r", .bareCarriageReturn, 3), ("\r\n\u{0}.\r\n", .controlCharacter(0), 2),
        ] as [(String, WireTextError.Code, Int)])
    func refusesStrayBytes(_ text: String, _ code: WireTextError.Code, _ offset: Int) {
        #expect(throws: WireTextError(code: code, offset: offset)) { try WireLines(validating: Array(text.utf8)) }
    }

    @Test func aLineMayTake998OctetsAndNotOneMore() {
        let longest = [UInt8](repeating: 0x61, count: 998) + [0x0D, 0x0A]
        #expect(throws: Never.self) { try WireLines(validating: longest) }
        #expect(throws: WireTextError(code: .lineTooLong(limit: 998), offset: 0)) {
            try WireLines(validating: [0x61] + longest)
        }
        #expect(throws: WireTextError(code: .lineTooLong(limit: 998), offset: 3)) {
            try WireLines(validating: [0x61, 0x0D, 0x0A, 0x61] + longest)
        }
        #expect(throws: WireTextError(code: .lineTooLong(limit: 3), offset: 0)) {
            try WireLines(validating: Array("abcd\r\n".utf8), lineLimit: 3)
        }
    }

    @Test func anAppendedLineGetsItsEnd() {
        var lines = WireLines("a")
        lines.append("b")
        lines.append(WireLines("c"))
        #expect(lines.bytes == Array("a\r\nb\r\nc\r\n".utf8))
        #expect(WireLines().bytes.isEmpty)
    }
}
