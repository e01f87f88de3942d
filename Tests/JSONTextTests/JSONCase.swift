// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import JSONText
import Testing

/// A text and what RFC 8259 says of it.
struct JSONCase: CustomTestStringConvertible, Sendable {
    struct Fault: Equatable, Sendable {
        var code: JSONError.Code
        var line: Int
        var column: Int
    }

    var bytes: [UInt8]
    /// What is wrong and where; `nil` where the text is JSON.
    var fault: Fault?
    /// Why Python's `json` sees it otherwise, if it does.
    var pythonDiffers: String?

    var testDescription: String {
        bytes.count > 60 ? "\(bytes.count) bytes" : String(decoding: bytes, as: UTF8.self).debugDescription
    }

    static func accept(_ text: String, pythonDiffers: String? = nil) -> JSONCase {
        JSONCase(bytes: Array(text.utf8), fault: nil, pythonDiffers: pythonDiffers)
    }

    static func refuse(
        _ text: String, _ code: JSONError.Code, _ line: Int, _ column: Int, pythonDiffers: String? = nil
    ) -> JSONCase {
        refuse(Array(text.utf8), code, line, column, pythonDiffers: pythonDiffers)
    }

    static func refuse(
        _ bytes: [UInt8], _ code: JSONError.Code, _ line: Int, _ column: Int, pythonDiffers: String? = nil
    ) -> JSONCase {
        JSONCase(
            bytes: bytes, fault: Fault(code: code, line: line, column: column), pythonDiffers: pythonDiffers)
    }

    static func nested(_ depth: Int) -> String {
        String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
}

extension JSONCase {
    static let numbers: [JSONCase] = [
        accept("0"), accept("-0"), accept("7"), accept("10"), accept("-12"), accept("1.5"), accept("0.0"),
        accept("1e5"), accept("1E5"), accept("1e+5"), accept("1e-5"), accept("1.25e-07"), accept("0e0"),
        accept("1e400"), accept("-1e-400"), accept("123456789012345678901234567890"), accept("1e00"),
        refuse("01", .badNumber, 1, 1), refuse("-01", .badNumber, 1, 1), refuse("00", .badNumber, 1, 1),
        refuse("-", .badNumber, 1, 1), refuse("-a", .badNumber, 1, 1), refuse("+1", .unexpectedCharacter, 1, 1),
        refuse(".5", .unexpectedCharacter, 1, 1), refuse("1.", .badNumber, 1, 3), refuse("1.e5", .badNumber, 1, 3),
        refuse("1e", .badNumber, 1, 3), refuse("1e+", .badNumber, 1, 4), refuse("1e1.5", .trailingText, 1, 4),
        refuse("[1.]", .badNumber, 1, 4), refuse("0x1F", .trailingText, 1, 2), refuse("1_000", .trailingText, 1, 2),
        refuse("1 2", .trailingText, 1, 3), refuse("--1", .badNumber, 1, 1), refuse("NaN", .unexpectedCharacter, 1, 1),
        refuse("Infinity", .unexpectedCharacter, 1, 1), refuse("-Infinity", .badNumber, 1, 1),
        refuse("[NaN]", .unexpectedCharacter, 1, 2), refuse("٣", .unexpectedCharacter, 1, 1),
        refuse("1٣", .trailingText, 1, 2),
    ]

    static let strings: [JSONCase] = [
        accept(#""""#), accept(#""a""#), accept(#""\"\\\/\b\f\n\r\t""#), accept(#""\u0041\u00e9\u00E9\uFFFF""#),
        accept(#""\u0000""#), accept(#""\uD83D\uDE00""#), accept("\"\u{7F}\u{80}\u{2028}\u{2029}😀\""),
        accept("\"\u{FEFF}\u{FFFF}\""), accept(#""'/* # */""#),
        refuse(#"""#, .unexpectedEnd, 1, 1), refuse(#""abc"#, .unexpectedEnd, 1, 1),
        refuse("[\n  \"abc", .unexpectedEnd, 2, 3), refuse(#""\"#, .badEscape, 1, 2),
        refuse(#""\""#, .unexpectedEnd, 1, 1), refuse(#""a\x41""#, .badEscape, 1, 3),
        refuse(#""\'""#, .badEscape, 1, 2), refuse(#""\0""#, .badEscape, 1, 2), refuse(#""\U0041""#, .badEscape, 1, 2),
        refuse(#""\u12""#, .badEscape, 1, 2), refuse(#""\u123g""#, .badEscape, 1, 2),
        refuse(#""\u+123""#, .badEscape, 1, 2), refuse("\"\\\n\"", .badEscape, 1, 2),
        refuse(#""é\uD83D""#, .loneSurrogate, 1, 3, pythonDiffers: "lone surrogates stay in a Python str"),
        refuse(#""\uDE00""#, .loneSurrogate, 1, 2, pythonDiffers: "lone surrogates stay in a Python str"),
        refuse(#""\uDE00\uD83D""#, .loneSurrogate, 1, 2, pythonDiffers: "lone surrogates stay in a Python str"),
        refuse(#""\uD83Dx""#, .loneSurrogate, 1, 2, pythonDiffers: "lone surrogates stay in a Python str"),
        refuse(#""\uD83D\uD83D\uDE00""#, .loneSurrogate, 1, 2, pythonDiffers: "lone surrogates stay in a Python str"),
        refuse("\"a\nb\"", .controlCharacter, 1, 3), refuse("\"\u{0}\"", .controlCharacter, 1, 2),
        refuse("\"\t\"", .controlCharacter, 1, 2), refuse("\"é\u{1F}\"", .controlCharacter, 1, 3),
        refuse("'a'", .unexpectedCharacter, 1, 1), refuse("{'a': 1}", .unexpectedCharacter, 1, 2),
        refuse("`a`", .unexpectedCharacter, 1, 1), refuse("“a”", .unexpectedCharacter, 1, 1),
        refuse(#""a" "b""#, .trailingText, 1, 5),
    ]

    static let structures: [JSONCase] = [
        accept("null"), accept("true"), accept("false"), accept(" \t\r\n null \t\r\n "), accept("[]"), accept("{}"),
        accept("[ ]"), accept("{ }"), accept("[1,2]"), accept("[[],[[]],{}]"), accept(#"{"a":1,"b":[{}]}"#),
        accept(#"{"":1}"#), accept(#"{"a":1,"a":2}"#), accept(#"{"\u0061":1,"a":2}"#),
        refuse("", .unexpectedEnd, 1, 1), refuse(" \n ", .unexpectedEnd, 2, 2), refuse("[", .unexpectedEnd, 1, 2),
        refuse("{", .unexpectedEnd, 1, 2), refuse("[1", .unexpectedEnd, 1, 3), refuse("[1,", .unexpectedEnd, 1, 4),
        refuse(#"{"a""#, .unexpectedEnd, 1, 5), refuse(#"{"a":"#, .unexpectedEnd, 1, 6),
        refuse(#"{"a":1"#, .unexpectedEnd, 1, 7), refuse(#"{"a":1,"#, .unexpectedEnd, 1, 8),
        refuse("]", .unexpectedCharacter, 1, 1), refuse("}", .unexpectedCharacter, 1, 1),
        refuse("[1,]", .unexpectedCharacter, 1, 4), refuse("[,1]", .unexpectedCharacter, 1, 2),
        refuse("[1,,2]", .unexpectedCharacter, 1, 4), refuse("[1 2]", .unexpectedCharacter, 1, 4),
        refuse("[1}", .unexpectedCharacter, 1, 3), refuse("[1:2]", .unexpectedCharacter, 1, 3),
        refuse(#"{"a":1,}"#, .unexpectedCharacter, 1, 8), refuse(#"{"a"}"#, .unexpectedCharacter, 1, 5),
        refuse(#"{"a":}"#, .unexpectedCharacter, 1, 6), refuse(#"{"a":1]"#, .unexpectedCharacter, 1, 7),
        refuse(#"{"a" 1}"#, .unexpectedCharacter, 1, 6), refuse(#"{"a":1 "b":2}"#, .unexpectedCharacter, 1, 8),
        refuse(#"{"a"::1}"#, .unexpectedCharacter, 1, 6), refuse("{a:1}", .unexpectedCharacter, 1, 2),
        refuse("{1:1}", .unexpectedCharacter, 1, 2), refuse("{null:1}", .unexpectedCharacter, 1, 2),
        refuse("{,}", .unexpectedCharacter, 1, 2), refuse("[]]", .trailingText, 1, 3),
        refuse("{}{}", .trailingText, 1, 3),
        refuse("nul", .unexpectedCharacter, 1, 1), refuse("nulll", .trailingText, 1, 5),
        refuse("True", .unexpectedCharacter, 1, 1), refuse("undefined", .unexpectedCharacter, 1, 1),
        refuse("// c\n1", .unexpectedCharacter, 1, 1), refuse("1 // c", .trailingText, 1, 3),
        refuse("[1, /* c */ 2]", .unexpectedCharacter, 1, 5), refuse("# c\n1", .unexpectedCharacter, 1, 1),
        refuse("[1]\u{0}", .trailingText, 1, 4), refuse("\u{0C}1", .unexpectedCharacter, 1, 1),
        refuse("\u{A0}1", .unexpectedCharacter, 1, 1), refuse("1\u{2028}", .trailingText, 1, 2),
        refuse("{\n  \"a\": 1,\n  \"é😀\": x\n}", .unexpectedCharacter, 3, 9),
        refuse("[\r\n1,\r\n2,,\r\n]", .unexpectedCharacter, 3, 3), refuse("[\r1,\r,]", .unexpectedCharacter, 3, 1),
    ]

    static let encodings: [JSONCase] = [
        refuse("\u{FEFF}1", .badEncoding, 1, 1), refuse("\u{FEFF}", .badEncoding, 1, 1),
        refuse("[\n\u{FEFF}1]", .unexpectedCharacter, 2, 1),
        refuse([0x22, 0xFF, 0x22], .badEncoding, 1, 2), refuse([0x22, 0xC0, 0x80, 0x22], .badEncoding, 1, 2),
        refuse([0x22, 0xC3, 0xA9, 0xED, 0xA0, 0x80, 0x22], .badEncoding, 1, 3),
        refuse([0x5B, 0x0A, 0x22, 0xF4, 0x90, 0x80, 0x80, 0x22, 0x5D], .badEncoding, 2, 2),
        refuse([0x22, 0xE2, 0x82, 0x22], .badEncoding, 1, 2), refuse([0x31, 0x80], .badEncoding, 1, 2),
        // UTF-16 with and without its mark.
        refuse([0xFF, 0xFE, 0x31, 0x00], .badEncoding, 1, 1), refuse([0x31, 0x00], .trailingText, 1, 2),
    ]

    static let depths: [JSONCase] = [
        accept(nested(64)),
        refuse(nested(65), .tooDeep, 1, 65, pythonDiffers: "no depth limit so low"),
        accept(String(repeating: #"{"a":"#, count: 64) + "1" + String(repeating: "}", count: 64)),
        refuse(
            String(repeating: #"{"a":"#, count: 65) + "1" + String(repeating: "}", count: 65), .tooDeep, 1, 321,
            pythonDiffers: "no depth limit so low"),
        // Depth counts what is open, not what there is.
        accept("[" + Array(repeating: nested(63), count: 100).joined(separator: ",") + "]"),
    ]

    static let all = numbers + strings + structures + encodings + depths
}
