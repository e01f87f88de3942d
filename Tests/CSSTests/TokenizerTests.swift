// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import CSS
import Testing

@Suite struct TokenizerTests {
    /// The tokens of `css`, each as its kind and the text it was read from.
    private func tokens(_ css: String) -> [String] {
        let bytes = Array(css.utf8)
        return CSSTokenizer(bytes).map { token in
            let text = String(decoding: bytes[token.range], as: UTF8.self)
            return switch token.kind {
            case .identifier: "ident \(text)"
            case .function: "function \(text)"
            case .atKeyword: "at \(text)"
            case .hash(let isID): "\(isID ? "id" : "hash") \(text)"
            case .string: "string \(text)"
            case .badString: "bad string \(text)"
            case .url: "url \(text)"
            case .badURL: "bad url \(text)"
            case .number: "number \(text)"
            case .percentage: "percentage \(text)"
            case .dimension: "dimension \(text)"
            case .whitespace: "_"
            case .delimiter: "delim \(text)"
            case .commentDeclarationOpen, .commentDeclarationClose, .colon, .semicolon, .comma, .open, .close: text
            }
        }
    }

    @Test(arguments: [
        ("a -b --c _d é", ["ident a", "_", "ident -b", "_", "ident --c", "_", "ident _d", "_", "ident é"]),
        (
            "-1 +1 1.5 .5 1e3 1e+3x 1e",
            [
                "number -1", "_", "number +1", "_", "number 1.5", "_", "number .5", "_", "number 1e3", "_",
                "dimension 1e+3x", "_", "dimension 1e",
            ]
        ),
        (
            "1.5.5 .5.5 1. 10% 1--a",
            [
                "number 1.5", "number .5", "_", "number .5", "number .5", "_", "number 1", "delim .", "_",
                "percentage 10%", "_", "dimension 1--a",
            ]
        ),
        ("#a #1 # #-x", ["id #a", "_", "hash #1", "_", "delim #", "_", "id #-x"]),
        ("'a' \"b\\\"c\" 'd\\\ne'", ["string 'a'", "_", "string \"b\\\"c\"", "_", "string 'd\\\ne'"]),
        ("'a\nb'", ["bad string 'a", "_", "ident b", "string '"]),
        ("url(a) url( a ) URL(\"a\")", ["url url(a)", "_", "url url( a )", "_", "function URL(", "string \"a\"", ")"]),
        ("url(a b) c", ["bad url url(a b)", "_", "ident c"]),
        ("url(a\\)b)", ["url url(a\\)b)"]),
        ("f(1)[2]{3}", ["function f(", "number 1", ")", "[", "number 2", "]", "{", "number 3", "}"]),
        ("<!-- a --> <!", ["<!--", "_", "ident a", "_", "-->", "_", "delim <", "delim !"]),
        ("@media @-x @1 @", ["at @media", "_", "at @-x", "_", "delim @", "number 1", "_", "delim @"]),
        ("a/* ; */b/**/", ["ident a", "ident b"]),
        ("\\61 b \\{ \\\n", ["ident \\61 b", "_", "ident \\{", "_", "delim \\", "_"]),
        ("a:b;c,d", ["ident a", ":", "ident b", ";", "ident c", ",", "ident d"]),
        ("- -. -->", ["delim -", "_", "delim -", "delim .", "_", "-->"]),
        ("\r\n\u{C}\t x", ["_", "ident x"]),
        ("", []),
    ])
    func table(_ css: String, _ expected: [String]) {
        #expect(self.tokens(css) == expected)
    }

    @Test(arguments: ["'a", "url(a", "url(a b", "a/*", "a\\", "'a\\"])
    func theEndCutsOff(_ css: String) {
        var tokenizer = CSSTokenizer(Array(css.utf8))
        while tokenizer.next() != nil {}
        #expect(tokenizer.isCutOff)
    }

    @Test func rangesCoverEveryByteButComments() {
        let css = Array("@media x{a:hover{b:c url(d)}/*e*/}".utf8)
        let covered = CSSTokenizer(css).reduce(0) { $0 + $1.range.count }
        #expect(covered == css.count - "/*e*/".utf8.count)
    }
}
