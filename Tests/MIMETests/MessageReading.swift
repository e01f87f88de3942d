// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import TestSupport

/// A reader of messages apart from the one that is tested: as little as the RFCs ask for.
enum MessageReading {
    /// The lines of a text, which must all end with CR LF.
    static func lines(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var lines: [ArraySlice<UInt8>] = []
        var start = 0
        for index in bytes.indices where index > 0 && bytes[index] == 0x0A && bytes[index - 1] == 0x0D {
            lines.append(bytes[start..<(index - 1)])
            start = index + 1
        }
        if start < bytes.count { lines.append(bytes[start...]) }
        return lines
    }

    /// The header fields before the first empty line, unfolded. Any CR or LF ends a line here, as for a lax server.
    static func fields(_ bytes: [UInt8]) -> [String] {
        var fields: [String] = []
        var line: [UInt8] = []
        func end() -> Bool {
            guard !line.isEmpty else { return false }
            if line.first == 0x20 || line.first == 0x09, !fields.isEmpty {
                fields[fields.count - 1] += String(decoding: line, as: UTF8.self)
            } else {
                fields.append(String(decoding: line, as: UTF8.self))
            }
            line = []
            return true
        }
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            guard byte == 0x0D || byte == 0x0A else {
                line.append(byte)
                continue
            }
            if byte == 0x0D, index < bytes.count, bytes[index] == 0x0A { index += 1 }
            if !end() { return fields }
        }
        _ = end()
        return fields
    }

    /// What is wrong with bytes that are meant for a 7-bit transport.
    static func wireFaults(_ bytes: [UInt8], is7Bit: Bool = true) -> [String] {
        var faults: [String] = []
        for (index, byte) in bytes.enumerated() {
            if byte == 0x0D, index + 1 == bytes.count || bytes[index + 1] != 0x0A {
                faults.append("bare CR at \(index)")
            }
            if byte == 0x0A, index == 0 || bytes[index - 1] != 0x0D { faults.append("bare LF at \(index)") }
            if byte == 0 { faults.append("NUL at \(index)") }
            if is7Bit, byte > 0x7F { faults.append("8-bit byte at \(index)") }
        }
        for line in lines(bytes) where line.count > 998 { faults.append("line of \(line.count)") }
        if !bytes.suffix(2).elementsEqual([0x0D, 0x0A]) { faults.append("no line end") }
        return faults
    }
}

/// Random texts in twelve scripts, with what makes trouble in header fields.
enum RandomText {
    static let scripts: [[String]] = [
        ["Ada", "invoice", "a", "I", "re:", "no-reply", "O'Neil", "(c)", "x=y", "?", "50%", "_", "\"q\""],
        ["é", "façade", "Größe", "ñandú", "Zoë", "e\u{301}a\u{308}"], ["Привет", "ё", "щука"], ["Ελλάδα", "ώ", "ς"],
        ["مرحبا", "السلام", "لا"], ["שלום", "עִבְרִית"], ["नमस्ते", "क्षत्रिय", "ड़"], ["สวัสดี", "ผู้ใช้"], ["日本語", "ひらがな", "カタカナ"],
        ["中文", "繁體", "𠮷"], ["한국어", "각", "\u{1112}\u{1161}\u{11AB}"], ["ქართული", "Հայերեն", "አማርኛ", "தமிழ்"],
        ["😀", "👩‍👩‍👧‍👦", "🇩🇪", "👍🏽", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "❤️", "a\u{300}\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}\u{307}\u{308}\u{309}"],
        ["\u{202E}", "\u{200F}", "\u{2066}x\u{2069}", "\u{2028}", "\u{FEFF}", "\u{A0}"],
        [
            "=?", "?=", "=?utf-8?q?x?=", "=?UTF-8?B?", "=41", "=",
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        ],
    ]

    /// Words of one script or several, with single spaces between them, and others where `spaces` says so.
    static func line(words: ClosedRange<Int>, spaces: Bool = false, using generator: inout SeededGenerator) -> String {
        let own = scripts.randomElement(using: &generator) ?? []
        var text = ""
        for index in 0..<Int.random(in: words, using: &generator) {
            let script =
                Int.random(in: 0..<3, using: &generator) == 0 ? scripts.randomElement(using: &generator) ?? own : own
            if index > 0 { text += [" ", " ", " ", "", spaces ? "  " : " "].randomElement(using: &generator) ?? " " }
            text += script.randomElement(using: &generator) ?? ""
        }
        return text
    }
}
