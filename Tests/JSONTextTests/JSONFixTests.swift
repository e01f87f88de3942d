// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import JSONText
import Testing

@Suite("Each fault is called by its name, and what mends it mends it")
struct JSONFixTests {
    struct Row: Sendable {
        var broken: String
        var code: JSONError.Code
        var message: String
        var fix: String
        /// The text after the fix.
        var mended: String

        init(_ broken: String, _ code: JSONError.Code, _ message: String, _ fix: String, _ mended: String) {
            (self.broken, self.code, self.message, self.fix, self.mended) = (broken, code, message, fix, mended)
        }
    }

    private static func nested(_ depth: Int) -> String {
        String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }

    @Test(arguments: [
        Row(#"{"a": [1"#, .unexpectedEnd, "comma or ]", "close", #"{"a": [1]}"#),
        Row(#"{"a" 1}"#, .unexpectedCharacter, "colon", "colon", #"{"a": 1}"#),
        Row("1 2", .trailingText, "one value", "array", "[1, 2]"),
        Row("\"\n\"", .controlCharacter, "control character", #"\n"#, #""\n""#),
        Row(#""\x""#, .badEscape, "not one of JSON's", "hexadecimal", #""\u0078""#),
        Row(#""\ud800""#, .loneSurrogate, "half of a surrogate pair", "both halves", #""\ud83d\ude00""#),
        Row(#""\ude00""#, .loneSurrogate, "half of a surrogate pair", "the character itself", "\"😀\""),
        Row(#""\ud83d\n""#, .loneSurrogate, "half of a surrogate pair", "both halves", #""\ud83d\ude00\n""#),
        Row("01", .badNumber, "leading zero", "0.5", "0.5"),
        Row("\u{FEFF}1", .badEncoding, "byte order mark", "without a byte order mark", "1"),
        Row(Self.nested(65), .tooDeep, "64 deep", "less deep", Self.nested(64)),
    ])
    func theFixIsThatOfTheFault(row: Row) throws {
        let error = #expect(throws: JSONError.self) { try JSONDocument(parsing: Array(row.broken.utf8)) }
        #expect(error?.code == row.code)
        #expect(error?.message.contains(row.message) == true, "\(error?.message ?? "")")
        #expect(error?.code.fix.contains(row.fix) == true, "\(error?.code.fix ?? "")")
        #expect(throws: Never.self) { try JSONDocument(parsing: Array(row.mended.utf8)) }
    }
}
