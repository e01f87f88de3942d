// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import MIME
import TestSupport
import Testing

@Suite("Text in any charset is read")
struct CharsetTests {
    private static func message(_ charset: String, _ octets: [UInt8]) -> ParsedEntity {
        let header = "Content-Type: text/plain; charset=\(charset)\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        return EntityParser.parse(Array(header.utf8) + octets)
    }

    @Test(
        "Python reads the same text", .enabled(if: Python.isPresent),
        arguments: [
            ("windows-1252", "résumé “€”"), ("iso-8859-1", "Größe"), ("ISO-8859-15", "10 €"), ("koi8-r", "Привет"),
            ("windows-1251", "щука"), ("iso-8859-7", "Ελλάδα"), ("windows-1256", "مرحبا"), ("iso-8859-8", "שלום"),
            ("shift_jis", "日本語カタカナ"), ("iso-2022-jp", "日本語 abc"), ("euc-jp", "ひらがな"), ("gb2312", "中文"),
            ("gb18030", "𠮷😀"), ("big5", "繁體"), ("euc-kr", "한국어"), ("tis-620", "สวัสดี"),
            ("utf-16", "aé日😀"), ("big5-hkscs", "Ê̄"),
        ])
    func charsets(_ charset: String, _ text: String) throws {
        let script = "import sys; print(open(sys.argv[1]).read().encode('\(charset)').hex())"
        let hex = Array(try Python.run(script, input: Array(text.utf8)).utf8.dropLast())
        let octets = stride(from: 0, to: hex.count, by: 2).compactMap {
            UInt8(String(decoding: hex[$0..<($0 + 2)], as: UTF8.self), radix: 16)
        }
        let entity = Self.message(charset, octets)
        #expect(entity.text.map { Array($0.utf8) } == Array(text.utf8))
        #expect(entity.allDefects.allSatisfy { $0.code == .nul })
        let q = octets.map { byte in "=" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true) }.joined()
        let word = "Subject: =?\(charset)?q?\(q)?=\r\n\r\n"
        #expect(EntityParser.parse(Array(word.utf8)).field(.subject)?.text.utf8.elementsEqual(text.utf8) == true)
    }

    @Test(
        "A charset that is not known is a defect",
        arguments: [
            "x-nonsense", "utf-7", "UTF7", "utf-7-imap", "\"\"", "\"UTF-8//TRANSLIT\"", "\"utf-8,\"", "\"../x\"",
            "\"a\u{1}\"", "wchar_t", "WCHAR_T", "\"wchar(_t\"", "internal", "char", "ucs4", "UCS-4", "ucs2", "unicode",
            "csUnicode", "UCS-4-INTERNAL", "\"wchar_t//TRANSLIT\"", "\"latin1//IGNORE\"",
            String(repeating: "a", count: 41), "\"//\"",
        ])
    func unknown(_ charset: String) {
        let entity = Self.message(charset, [0x61])
        #expect(entity.text == nil)
        #expect(entity.allDefects.map(\.code) == [.unknownCharset])
        #expect(entity.allDefects.map(\.offset) == [0])
        #expect(entity.body == [0x61])
    }

    @Test(
        arguments: [
            ("windows-1252", [0x61, 0x81, 0x62], "a\u{FFFD}b"), ("shift_jis", [0x61, 0x82], "a\u{FFFD}"),
            ("utf-8", [0x61, 0xFF, 0x62], "a\u{FFFD}b"), ("us-ascii", [0xC3, 0xA9], "é"), ("iso-8859-8-i", [0xE0], "א"),
            ("euc-kr", [0xFF, 0xFF, 0xB0, 0xA1], "\u{FFFD}\u{FFFD}가"), ("koi8-r", [], ""),
        ] as [(String, [UInt8], String)])
    func octetsThatDoNotFitAreReplaced(_ charset: String, _ octets: [UInt8], _ text: String) {
        #expect(Self.message(charset, octets).text == text)
    }

    @Test func onlyTextHasText() {
        #expect(EntityParser.parse(Array("Content-Type: application/pdf\r\n\r\nx".utf8)).text == nil)
        #expect(EntityParser.parse(Array("A: b\r\n\r\nx".utf8)).text == "x")
        #expect(EntityParser.parse(Array("Content-Type: text/csv\r\n\r\nx".utf8)).text == "x")
    }

    @Test("A text longer than any buffer comes whole, in every charset of a text at once")
    func longTexts() {
        let octets = (0..<100_000).map { UInt8(0xC0 + $0 % 64) }
        #expect(Self.message("koi8-r", octets).text?.unicodeScalars.count == 100_000)
        #expect(Self.message("windows-1252", Array(repeating: 0x81, count: 9000)).text?.unicodeScalars.count == 9000)
    }

    @Test("Messages are read on many threads at once")
    func threads() async {
        await withTaskGroup(of: String?.self) { group in
            for _ in 0..<200 { group.addTask { Self.message("windows-1251", [0xF9, 0xF3, 0xEA, 0xE0]).text } }
            for await text in group { #expect(text == "щука") }
        }
    }
}
