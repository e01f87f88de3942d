// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import HTML
import Testing

@Suite struct TokenizerTests {
    /// The tokens of `html`, each in one line: what it is, then the bytes it came from.
    private func tokens(_ html: String) -> [String] {
        let bytes = Array(html.utf8)
        return HTMLTokenizer(bytes).map { token in
            switch token.kind {
            case .startTag(let tag):
                let attributes = tag.attributes.map { " \($0.name)=[\($0.value)]" }.joined()
                return "<\(tag.name)\(attributes)\(tag.isSelfClosing ? "/" : "")>"
            case .endTag(let name): return "</\(name)>"
            case .text(let text): return "text \(text)"
            case .comment(let content): return "comment \(content)"
            case .doctype(let content): return "doctype \(content)"
            case .cutOffTag: return "cut off"
            }
        }
    }

    @Test(arguments: [
        ("a<b>c</b>", ["text a", "<b>", "text c", "</b>"]),
        ("<!DOCTYPE html><P ID=x>", ["doctype !DOCTYPE html", "<p id=[x]>"]),
        ("<a href=x/>y", ["<a href=[x/]>", "text y"]),
        ("<br/><br /><p a/>", ["<br/>", "<br/>", "<p a=[]/>"]),
        ("<a b='c>d' e=\"f'g\" h = i j k=>", ["<a b=[c>d] e=[f'g] h=[i] j=[] k=[]>"]),
        ("<a b='1'c=2>", ["<a b=[1] c=[2]>"]),
        ("<a =b=c>", ["<a =b=[c]>"]),
        ("<a b=1 b=2>", ["<a b=[1] b=[2]>"]),
        ("<a/b/c>", ["<a b=[] c=[]>"]),
        ("1 < 2 <3 <", ["text 1 < 2 <3 <"]),
        ("<<b>>", ["text <", "<b>", "text >"]),
        ("a</>b", ["text a", "text b"]),
        ("</ x>a</3>", ["comment  x", "text a", "comment 3"]),
        ("</p class='>'>a", ["</p>", "text a"]),
        ("<?xml v?>a", ["comment ?xml v?", "text a"]),
        ("<![CDATA[x]]>a", ["comment ![CDATA[x]]", "text a"]),
        ("<!-- a -- b --->c", ["comment  a -- b -", "text c"]),
        (
            "<!-->a<!--->b<!--c--!>d<!--e",
            ["comment ", "text a", "comment ", "text b", "comment c", "text d", "comment e"]
        ),
        ("<!--[if mso]><p>x</p><![endif]-->", ["comment [if mso]><p>x</p><![endif]"]),
        ("<![if !mso]>x<![endif]>", ["comment ![if !mso]", "text x", "comment ![endif]"]),
        ("<script>if (a<b) '</p>&amp;'</SCRIPT >x", ["<script>", "text if (a<b) '</p>&amp;'", "</script>", "text x"]),
        ("<style></style><title>a<b>&amp;</title>", ["<style>", "</style>", "<title>", "text a<b>&", "</title>"]),
        ("<textarea></text></textareas></textarea>", ["<textarea>", "text </text></textareas>", "</textarea>"]),
        ("<title>a</titl", ["<title>", "text a</titl"]),
        ("<o:p></o:p><h1x>", ["<o:p>", "</o:p>", "<h1x>"]),
        ("a<b c", ["text a", "cut off"]),
        ("a<b c='d>", ["text a", "cut off"]),
        ("a</b", ["text a", "cut off"]),
        ("", []),
    ])
    func table(_ html: String, _ expected: [String]) {
        let expected = expected.map { $0.replacingPrefix("doctype !", with: "doctype ") }
            .map { $0.replacingPrefix("comment !", with: "comment ") }
        #expect(self.tokens(html) == expected)
    }

    @Test(arguments: [
        ("&amp;&lt;&gt;&quot;&apos;", "&<>\"'"),
        ("&amp", "&"),
        ("&ampx;", "&x;"),
        ("&notit;&notin;", "¬it;∉"),
        ("&copy2024", "©2024"),
        ("&hellip", "&hellip"),
        ("&hellip;&rarr;&Omega;&hearts;&euro;&check;&commat;", "…→Ω♥€✓@"),
        ("&#65&#x42;&#X43;&#;&#x;&#xg", "ABC&#;&#x;&#xg"),
        ("&#128;&#x99;&#0;&#xD800;&#99999999999999999999;", "€™\u{FFFD}\u{FFFD}\u{FFFD}"),
        ("&#x1F600;", "😀"),
        ("&;& &é&", "&;& &é&"),
    ])
    func referencesInText(_ html: String, _ text: String) {
        #expect(self.tokens(html) == ["text \(text)"])
    }

    @Test(arguments: [
        ("?a=1&copy=2", "?a=1&copy=2"),
        ("?a=1&copy;=2", "?a=1©=2"),
        ("?a&copy", "?a©"),
        ("?a&copyx&lt2", "?a&copyx&lt2"),
        ("?a=1&amp;b=2", "?a=1&b=2"),
    ])
    func referencesInAttributes(_ html: String, _ value: String) {
        #expect(self.tokens("<a b='\(html)'>") == ["<a b=[\(value)]>"])
    }

    @Test func ranges() throws {
        let html = "é<a HREF = 'x&amp;y' z>t</a>"
        let bytes = Array(html.utf8)
        let tokens = Array(HTMLTokenizer(bytes))
        #expect(
            tokens.map { String(decoding: bytes[$0.range], as: UTF8.self) } == [
                "é", "<a HREF = 'x&amp;y' z>", "t", "</a>",
            ])
        guard case .startTag(let tag) = tokens[1].kind else {
            Issue.record("no start tag")
            return
        }
        #expect(tag.attributes.map { String(decoding: bytes[$0.nameRange], as: UTF8.self) } == ["HREF", "z"])
        #expect(tag.attributes.map { String(decoding: bytes[$0.valueRange], as: UTF8.self) } == ["x&amp;y", ""])
    }

    @Test func illFormedUTF8IsReplaced() {
        let tokens = Array(HTMLTokenizer([0x61, 0xFF, 0x3C, 0x62, 0x20, 0xC3, 0x3E]))
        #expect(tokens.map(\.range) == [0..<2, 2..<7])
        #expect(tokens.first?.kind == .text("a\u{FFFD}"))
    }
}

extension String {
    fileprivate func replacingPrefix(_ prefix: String, with other: String) -> String {
        self.hasPrefix(prefix) ? other + self.dropFirst(prefix.count) : self
    }
}
