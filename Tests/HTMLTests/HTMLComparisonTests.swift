// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import HTML
import Testing

@Suite("Two documents are compared as a reader sees them")
struct HTMLComparisonTests {
    private static func differences(_ was: String, _ now: String) throws -> [String] {
        let before = try HTMLDocument(parsing: Array(was.utf8))
        let after = try HTMLDocument(parsing: Array(now.utf8))
        return after.differences(from: before).map { "\($0.path): \($0.was ?? "nil") -> \($0.now ?? "nil")" }
    }

    @Test(
        "What HTML does not show is no difference",
        arguments: [
            ("<p>a b</p>", "<p>a\n\t b</p>"), ("<p>a</p>", "<p> a </p>\n"),
            ("<p>a</p><p>b</p>", "<p>a</p>\n  <p>b</p>"),
            ("<p>a <b>b</b> c</p>", "<p>a\n<b>b</b>\nc</p>"), ("<p>a <b> b</b></p>", "<p>a <b>b</b></p>"),
            ("<p>a<br>b</p>", "<p>a <br> b</p>"), ("<p>a<!-- x -->b</p>", "<p>ab</p>"),
            ("<p a=1 b=2>", "<P B='2' A=\"1\">"), ("<p a=1>", "<p a=1 a=2>"), ("<p class='a b'>", "<p class=' a  b '>"),
            ("<p style='a: b; c:d'>", "<p style='a:b;c: d ;'>"), ("<p>&amp;&eacute;</p>", "<p>&#38;é</p>"),
            ("<table><tr><td>a</td></tr></table>", "<table>\n<tr>\n<td>\na\n</td>\n</tr>\n</table>"),
            ("<pre>a\nb</pre>", "<pre>a\r\nb</pre>"), ("<p>a", "<html><body><p>a</p></body></html>"),
            ("<title>a</title>", "<title> a\n</title>"),
            ("<style>p { color: red }</style>", "<style>\n  p { color:  red }\n</style>"),
            ("<!--[if mso]> <p> <![endif]-->", "<!--[if mso]>\n  <p>\t<![endif]-->"),
            ("<p>a <img> </p>", "<p>a <img></p>"),
        ])
    func same(_ was: String, _ now: String) throws {
        #expect(try Self.differences(was, now) == [])
        #expect(try Self.differences(now, was) == [])
    }

    @Test(
        "Each change is reported once, with its place",
        arguments: [
            ("<p>a</p>", "<p>b</p>", ["/html/body/p/text(): a -> b"]),
            ("<p>a<p>b<p>c", "<p>a<p>x<p>c", ["/html/body/p[2]/text(): b -> x"]),
            ("<p>a</p>", "<p>a</p><p>b</p>", ["/html/body/p[2]: nil -> <p>b"]),
            ("<p>a</p><div class=x>b <i>c</i></div>", "<p>a</p>", [#"/html/body/div: <div class="x">b c -> nil"#]),
            ("<a href=x>a</a>", "<a href=y>a</a>", ["/html/body/a/@href: x -> y"]),
            ("<a href=x>a</a>", "<a>a</a>", ["/html/body/a/@href: x -> nil"]),
            ("<a>a</a>", "<a href=x>a</a>", ["/html/body/a/@href: nil -> x"]),
            ("<p>a</p>", "<div>a</div>", ["/html/body/p: <p>a -> nil", "/html/body/div: nil -> <div>a"]),
            ("<p>a b</p>", "<p>ab</p>", ["/html/body/p/text(): a b -> ab"]),
            ("<p>a<i>b</i></p>", "<p>a <i>b</i></p>", ["/html/body/p/text(): a -> a "]),
            ("<pre>a b</pre>", "<pre>a  b</pre>", ["/html/body/pre/text(): a b -> a  b"]),
            ("<p style='white-space:pre'>a b", "<p style='white-space:pre'>a  b", ["/html/body/p/text(): a b -> a  b"]),
            // Composed and decomposed: equal to Swift, not to a mail program.
            ("<p>\u{E9}</p>", "<p>e\u{301}</p>", ["/html/body/p/text(): \u{E9} -> e\u{301}"]),
            ("<!doctype html><p>a", "<p>a", ["/: <!doctype html> -> nil"]),
            (
                "<!--[if mso]>a<![endif]--><p>b", "<!--[if mso]>c<![endif]--><p>b",
                ["conditional comment 1: <!--[if mso]>a<![endif]--> -> <!--[if mso]>c<![endif]-->"]
            ),
            (
                "<table><tr><td>1<td>2<tr><td>3<td>4</table>",
                "<table><tr><td>1<td>2<tr><td>3<td bgcolor=red>5</table>",
                [
                    "/html/body/table/tbody/tr[2]/td[2]/@bgcolor: nil -> red",
                    "/html/body/table/tbody/tr[2]/td[2]/text(): 4 -> 5",
                ]
            ),
            (
                "<p>1<p>2<p>3<p>4", "<p>0<p>1<p>2<p>x<p>4",
                ["/html/body/p[1]: nil -> <p>0", "/html/body/p[4]/text(): 3 -> x"]
            ),
        ] as [(String, String, [String])])
    func changes(_ was: String, _ now: String, _ expected: [String]) throws {
        #expect(try Self.differences(was, now) == expected)
    }

    @Test func deepDocumentsAreCompared() throws {
        let open = String(repeating: "<div>", count: 500)
        let found = try Self.differences(open + "a", open + "b")
        #expect(found == ["/html/body" + String(repeating: "/div", count: 500) + "/text(): a -> b"])
    }

    @Test(.timeLimit(.minutes(1))) func largeDocumentsCostLittle() throws {
        let rows = (0..<5000).map { "<tr><td>\($0)<td><a href=x\($0)>go</a></tr>" }
        let was = "<table>" + rows.joined() + "</table>"
        let now = "<table>" + rows.map { $0.replacing("go", with: "come") }.joined() + "</table>"
        let start = ContinuousClock.now
        #expect(try Self.differences(was, now).count == 5000)
        #expect(ContinuousClock.now - start < .seconds(20))
    }
}
