// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import CSS
import Testing

/// What style sheets and style attributes refer to.
@Suite struct CSSURLTests {
    @Test(
        arguments: [
            ("", []),
            ("a{background:url(a.png)}", ["a.png"]),
            ("url(a)url( b )url(\tc\n)", ["a", "b", "c"]),
            ("url('a') url(\"b\") url( 'c' ) url('d'", ["a", "b", "c", "d"]),
            ("URL(a) Url('b') uRL(\"c\")", ["a", "b", "c"]),
            ("url() url( ) url('') url(\"\")", ["", "", "", ""]),
            ("url(a'b) c url(d)", ["d"]),
            ("url(a b) url(c(d) url(e)", ["e"]),
            ("url('a b(c)') url('d\"e')", ["a b(c)", "d\"e"]),
            ("url(a\\)b) url('c\\'d') url(\"e\\\"f\")", ["a)b", "c'd", "e\"f"]),
            ("url(\\61 b) url('\\000062c') url(\\1F600)", ["ab", "bc", "😀"]),
            ("url('a\\\nb') url('a\\\r\nb')", ["ab", "ab"]),
            ("url('a\n) url(b)", ["b"]),
            ("url(https://a.example/b?c=1&d=2#e;f,g)", ["https://a.example/b?c=1&d=2#e;f,g"]),
            ("url(data:image/png;base64,AA/+=)", ["data:image/png;base64,AA/+="]),
            ("url(é你.png)", ["é你.png"]),
            ("url(/*a*/) url('/*b*/') /* url(c) */ url(/*d*/e)", ["/*a*/", "/*b*/", "/*d*/e"]),
            ("@import url(a.css) screen; @font-face{src:url('b') format('c')}", ["a.css", "b"]),
            ("image-set(url(a) 1x, url('b') 2x) cross-fade(url(c), red)", ["a", "b", "c"]),
            ("'url(a)' \"url('b')\" url_c(d) my-url('e') f('g') url 'h' url ('i')", []),
            ("url('a' 'b') url('c' d)", ["a", "c"]),
            ("url(a) ) } ] url(b", ["a", "b"]),
            ("url(", [""]),
            ("url('", [""]),
            ("url(\"a", ["a"]),
            ("<!-- url(a) --> url(b)", ["a", "b"]),
        ] as [(String, [String])])
    func addresses(_ css: String, _ expected: [String]) {
        let addresses = CSSURL.addresses(in: Array(css.utf8))
        #expect(addresses.map { String(decoding: $0, as: UTF8.self) } == expected)
    }

    @Test func bytesThatAreNotText() {
        #expect(CSSURL.addresses(in: Array("url(a".utf8) + [0xFF] + Array(")".utf8)) == [[0x61, 0xFF]])
        #expect(CSSURL.addresses(in: Array("url('\u{0}')".utf8)) == [Array("\u{FFFD}".utf8)])
    }
}
