// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import TestSupport
import Testing
import Verification

/// Which scripts go together in a word.
@Suite struct ScriptTests {
    @Test(arguments: [
        ("раypal", true), ("pаypal", true), ("Ωmega", true), ("ｐаypal", true), ("ทddລ", true), ("漢字Кана", true),
        ("ひら한국", true), ("ᏟocaCola", true),
        ("paypal", false), ("аррӏе", false), ("Ελλάδα", false), ("日本語ABC", false), ("カタカナひらがな漢字", false),
        ("한국語abc", false), ("ㄅㄆ中文", false), ("สวัสดีabc", false), ("नमस्ते", false), ("Łódź", false), ("Анна-Maria", false),
        ("ﬁne", false), ("e\u{301}", false), ("Ⅳ", false), ("x²", false), ("مرحبا2", false), ("ª", false),
    ])
    func wordsOfNames(_ word: String, _ isMixed: Bool) throws {
        let scenario = Scenario().with { $0.request = #"{"to": "\"\#(word)\" <ada@example.com>"}"# }
        #expect(try scenario.findings().contains { $0.rule == "address-mixed-script" } == isMixed)
    }

    /// Python has its own tables of normalization.
    @Test(.enabled(if: TestSupport.Python.isPresent)) func compatibilityCharactersAreThoseThatFormKCReplaces() throws {
        let script = """
            import unicodedata
            for point in [*range(0xA0, 0x3400), *range(0xA640, 0xAC00), *range(0xF900, 0x10000)]:
                text = chr(point)
                if unicodedata.category(text)[0] in "LN" and unicodedata.is_normalized("NFC", text):
                    print(point, 0 if unicodedata.is_normalized("NFKC", text) else 1)
            """
        var (found, missed) = (0, 0)
        for line in try TestSupport.Python.run(script, input: []).utf8.split(separator: 0x0A) {
            let numbers = line.split(separator: 0x20).compactMap { UInt32(String(decoding: $0, as: UTF8.self)) }
            let scalar = try #require(Unicode.Scalar(numbers[0]))
            switch (scalar.compatibilityForm != nil, numbers[1] == 1) {
            case (true, true): found += 1
            case (false, true): missed += 1
            case (true, false): Issue.record("U+\(String(scalar.value, radix: 16)) stays what it is")
            case (false, false): break
            }
        }
        // No domain can hold some of them, Thai U+0E33 for one, which is in many words.
        #expect(found > 800 && missed < found / 3, "\(found) found, \(missed) missed")
    }

    /// The names of characters say their script, too, in the words of another library.
    @Test(.enabled(if: TestSupport.Python.isPresent)) func lettersHaveTheScriptOfTheirName() throws {
        let words = """
            LATIN Latn GREEK Grek COPTIC Copt CYRILLIC Cyrl ARMENIAN Armn HEBREW Hebr ARABIC Arab SYRIAC Syrc THAANA Thaa
            DEVANAGARI Deva BENGALI Beng GURMUKHI Guru GUJARATI Gujr ORIYA Orya TAMIL Taml TELUGU Telu KANNADA Knda
            MALAYALAM Mlym SINHALA Sinh THAI Thai LAO Laoo TIBETAN Tibt MYANMAR Mymr GEORGIAN Geor HANGUL Hang
            ETHIOPIC Ethi CHEROKEE Cher KHMER Khmr MONGOLIAN Mong HIRAGANA Hira KATAKANA Kana BOPOMOFO Bopo CJK Hani
            """
        let script = """
            import sys, unicodedata
            words = open(sys.argv[1]).read().split()
            codes = dict(zip(words[::2], words[1::2]))
            for point in [*range(0x30000), *range(0xE0000, 0xE1000)]:
                if unicodedata.category(chr(point)) in ("Ll", "Lu", "Lt", "Lo"):
                    name = unicodedata.name(chr(point), "").replace("FULLWIDTH ", "").replace("HALFWIDTH ", "")
                    print(point, codes.get(name.split(" ")[0], "-") if name else "-")
            """
        var count = 0
        for line in try TestSupport.Python.run(script, input: Array(words.utf8)).utf8.split(separator: 0x0A) {
            let pieces = line.split(separator: 0x20).map { String(decoding: $0, as: UTF8.self) }
            let scalar = try #require(UInt32(pieces[0]).flatMap(Unicode.Scalar.init))
            // Letters of other scripts, and of rare supplements, are not told apart.
            guard let code = Script(scalar)?.code else { continue }
            count += 1
            if code != pieces[1] { Issue.record("U+\(String(scalar.value, radix: 16)) is \(pieces[1]), not \(code)") }
        }
        #expect(count > 90_000)
    }
}
