// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import HTML
import Testing

@Suite("A document as lines: what it says, and what it consists of")
struct HTMLLineTests {
    private static func lines(_ lines: [HTMLLine]) -> [String] {
        lines.map { String(decoding: $0.text, as: UTF8.self) }
    }

    @Test(arguments: [
        ("<p>a  b</p>c<br>d", ["a b", "c", "d"]), ("<b>a</b><i>b</i> c", ["ab c"]),
        ("<p>a <a href=' x '>b</a> c", ["a b (x) c"]), ("<p>a<img src=x alt=b>c", ["a b (x) c"]),
        ("<table background=x><tr><td>a<td>b", ["(x)", "a", "b"]), ("<p>&amp;&#233;", ["&é"]),
        ("<head><title>t</title></head><style>p{}</style><script>s</script>", []), ("<p> <p>\n", []), ("", []),
    ])
    func content(_ html: String, _ expected: [String]) throws {
        let document = try HTMLDocument(parsing: Array(html.utf8))
        #expect(Self.lines(document.contentLines) == expected)
    }

    @Test(arguments: [
        ("<p b=1 a='2'>x", ["<html>", "<head>", "<body>", #"<p a="2" b="1">"#, "x"]),
        (
            "<!doctype html><p>a<!-- b --><!--[if mso]>\n<b><![endif]--><p style='c: d ;'>",
            [
                "<!doctype html>", "<html>", "<head>", "<body>", "<p>", "a", "<!--[if mso]> <b><![endif]-->",
                #"<p style="c:d">"#,
            ]
        ),
        (
            "<p>a</p><!--[if mso]>b<![endif]-->",
            ["<html>", "<head>", "<body>", "<p>", "a", "<!--[if mso]>b<![endif]-->"]
        ),
    ])
    func outline(_ html: String, _ expected: [String]) throws {
        let document = try HTMLDocument(parsing: Array(html.utf8))
        #expect(Self.lines(document.outlineLines) == expected)
    }

    @Test func linesKnowWhereTheyBegin() throws {
        let html = "<p>a <b>b</b></p> <p>\n<a href=x>c</a>"
        let document = try HTMLDocument(parsing: Array(html.utf8))
        #expect(document.contentLines.map(\.offset) == [3, 32])
        #expect(document.outlineLines.compactMap(\.offset) == [0, 3, 5, 8, 18, 22, 32])
    }
}
