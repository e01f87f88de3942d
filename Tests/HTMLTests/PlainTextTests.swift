// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import HTML
import Testing

/// A line of HTML and the text it makes, without the last line feed.
struct TextCase: CustomTestStringConvertible, Sendable {
    var html: String
    var text: String

    init(_ html: String, _ text: String) {
        self.html = html
        self.text = text
    }

    var testDescription: String { self.html }
}

func plainText(_ html: String, width: Int = 72) throws -> String {
    String(decoding: try HTMLDocument(parsing: Array(html.utf8)).plainText(width: width), as: UTF8.self)
}

@Suite struct PlainTextTests {
    @Test(arguments: [
        TextCase("Hello", "Hello"),
        TextCase("<p>One</p><p>Two</p>", "One\n\nTwo"),
        TextCase("<p>One<p>Two", "One\n\nTwo"),
        TextCase("  a \n\t b  <b> c</b> ", "a b c"),
        TextCase("<b>a</b> <b>b</b>", "a b"),
        TextCase("<custom>a</custom> <custom>b</custom>", "a b"),
        TextCase("a<br>b<br/>c</br>d", "a\nb\nc\nd"),
        TextCase("a<br><br>b", "a\n\nb"),
        TextCase("a<br><br><br><br>b", "a\n\nb"),
        TextCase("<div>a<br></div><div>b</div>", "a\nb"),
        TextCase("<div>a</div><br><div>b</div>", "a\n\nb"),
        TextCase("<div>a</div><div><div>b</div></div>", "a\nb"),
        TextCase("x<div>a</div>y", "x\na\ny"),
        TextCase("<p>a</p>&nbsp;<p>&nbsp;</p><p>b</p>", "a\n\nb"),
        TextCase("a&nbsp;&nbsp;b", "a  b"),
        TextCase("a<wbr>b<wbr><i>c</i>", "abc"),
        TextCase("<span style='display:block'>a</span><span style='display:block'>b</span>", "a\nb"),
    ])
    func flow(_ example: TextCase) throws {
        let text = try plainText(example.html)
        #expect(text == example.text + "\n")
    }

    @Test(arguments: [
        TextCase("<h1>Title</h1><p>x</p>", "Title\n=====\n\nx"),
        TextCase("x<h2>Über uns</h2>y", "x\n\nÜber uns\n--------\n\ny"),
        TextCase("<h1>你好</h1>", "你好\n===="),
        TextCase("<h1>e\u{301}te\u{301}</h1>", "e\u{301}te\u{301}\n==="),
        TextCase("<h1>Hi 👋</h1>", "Hi 👋\n====="),
        TextCase("<h3>Small</h3>text", "Small\n\ntext"),
        TextCase("<h1>a<br>bcd</h1>", "a\nbcd\n==="),
        TextCase("a<hr>b", "a\n\n" + String(repeating: "-", count: 72) + "\n\nb"),
        TextCase("<pre>\n  a\n    b  \n\n\nc</pre>", "  a\n    b\n\nc"),
        TextCase("<pre><b>a</b>\n<b>b</b></pre>", "a\nb"),
        TextCase("<blockquote><p>a</p><p>b</p></blockquote>c", "> a\n>\n> b\n\nc"),
        TextCase("<blockquote>a<blockquote>b</blockquote></blockquote>", "> a\n>\n> > b"),
        TextCase("<blockquote><h1>T</h1></blockquote>", "> T\n> ="),
        TextCase("She said <q>no</q>.", "She said “no”."),
    ])
    func blocks(_ example: TextCase) throws {
        let text = try plainText(example.html)
        #expect(text == example.text + "\n")
    }

    @Test(arguments: [
        TextCase("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
        TextCase("<ul><li>a<li>b</ul>c", "- a\n- b\n\nc"),
        TextCase("<ol><li>a</li><li>b</li></ol>", "1. a\n2. b"),
        TextCase("<ol start=9><li>a</li><li>b</li><li value=20>c</li></ol>", "9. a\n10. b\n20. c"),
        TextCase(
            "<ul><li>a<ul><li>b<ol><li>c</li></ol></li></ul></li><li>d</li></ul>",
            "- a\n  - b\n    1. c\n- d"),
        TextCase("<ul><li><p>a</p><p>b</p></li></ul>", "- a\n\n  b"),
        TextCase("<ul><li></li><li>b</li></ul>", "- b"),
        TextCase("<dl><dt>Term</dt><dd>What it is</dd></dl>", "Term\n    What it is"),
        TextCase("<ol start=9223372036854775807><li>a<li>b</ol>", "9223372036854775807. a\n-9223372036854775808. b"),
    ])
    func lists(_ example: TextCase) throws {
        let text = try plainText(example.html)
        #expect(text == example.text + "\n")
    }

    @Test(arguments: [
        TextCase(
            "<table><tr><th>Item</th><th>Price</th></tr><tr><td>Tea</td><td>€ 3</td></tr></table>",
            "Item | Price\nTea | € 3"),
        TextCase("<table><tr><td>Order</td><td>12</td></tr><tr><td>Total<td>9</table>", "Order | 12\nTotal | 9"),
        TextCase("<table><tr><th></th><th>A</th></tr><tr><th>B</th><td></td><td>1</td></tr></table>", "| A\nB | | 1"),
        TextCase("<table><tr><td><a href='http://a/'>x</a></td><td>y</td></tr></table>", "x (http://a/) | y"),
        TextCase("<table><tr><td>y</td><td><a href='http://a/'>a</a></td></tr></table>", "y | http://a/"),
        TextCase("<table role=presentation><tr><td>a</td><td>b</td></tr><tr><td>c</table>", "a\nb\n\nc"),
        TextCase("<table><tr><td><table><tr><td>a</td></tr></table></td><td>b</td></tr></table>", "a\n\nb"),
        TextCase("<table><caption>All</caption><tr><td>a</td><td>b<br>c</td></tr></table>", "All\na | b c"),
        TextCase("<table><tr><td>&nbsp;</td><td> </td></tr><tr><td>a</td><td>b</td></tr></table>", "a | b"),
    ])
    func tables(_ example: TextCase) throws {
        let text = try plainText(example.html)
        #expect(text == example.text + "\n")
    }

    @Test(arguments: [
        TextCase("<a href='https://a.example/x'>Go</a>.", "Go (https://a.example/x)."),
        TextCase("<a href='https://a.example/'>https://a.example/</a>", "https://a.example/"),
        TextCase("<a href='https://a.example/'>A.example</a>!", "https://a.example/!"),
        TextCase("<a href='mailto:me@a.example?subject=Hi'>me@a.example</a>", "me@a.example"),
        TextCase("<a href='mailto:me%2Bx@a.example'>Write us</a>", "Write us (me+x@a.example)"),
        TextCase("<a href='tel:+15550100'>+1 (555) 0100</a>", "+15550100"),
        TextCase(
            "<a href='#top'>Top</a> <a>none</a> <a href='javascript:x()'>js</a> <a href=''>e</a>", "Top none js e"),
        TextCase("<a href='VBScript:x'>a</a> <a href='file:///etc/x'>b</a> <a href='data:,x'>c</a>", "a b c"),
        TextCase("<a href='http://a/?b=1&amp;copy=2&copy=3'>x</a>", "x (http://a/?b=1&copy=2&copy=3)"),
        TextCase("<a href='http://a/ b'>x</a>", "x (http://a/%20b)"),
        TextCase("<a href='http://a/'><img src=l alt=Logo></a>", "Logo (http://a/)"),
        TextCase("<a href='http://a/'><img src=l alt=''></a>", "http://a/"),
        TextCase("<a href='http://a/'><div>Go</div></a><p>b</p>", "Go (http://a/)\n\nb"),
        TextCase("<a href='http://a/'><p>A</p><p>B</p></a>c", "A\n\nB (http://a/)\n\nc"),
        TextCase("x <a href='http://a/'> y </a> z", "x y (http://a/) z"),
        TextCase("<img src=a alt='A cat'> <img src=b> <img src=c alt=''>.", "A cat ."),
        TextCase("<map><area href='http://a/' alt='North'></map>", "North (http://a/)"),
        TextCase("<form><input type=submit value=Send><input type=hidden value=x></form>", "Send"),
    ])
    func links(_ example: TextCase) throws {
        let text = try plainText(example.html)
        #expect(text == example.text + "\n")
    }

    @Test func footnotes() throws {
        let html = """
            <p>See <a href="https://a.example/x">this</a> and <a href="mailto:me@a.example">me</a>, or \
            <a href="https://a.example/x">again</a>.</p><blockquote><a href="https://b.example/">b.example</a></blockquote>
            """
        let document = try HTMLDocument(parsing: Array(html.utf8))
        #expect(
            String(decoding: document.plainText(links: .footnotes), as: UTF8.self) == """
                See this [1] and me [2], or again [1].

                > https://b.example/

                [1] https://a.example/x
                [2] me@a.example

                """)
    }

    @Test(arguments: [
        TextCase("<head><title>T</title><style>p{}</style></head><body>b</body>", "b"),
        TextCase("<script>document.write('<p>x</p>')</script>b<!-- c --><!--[if mso]>m<![endif]-->", "b"),
        TextCase("<![if !mso]>shown<![endif]>", "shown"),
        TextCase("<p hidden>a</p><p aria-hidden=true>b</p>c", "c"),
        TextCase("<div style='DISPLAY : none !important'>a</div>b", "b"),
        TextCase("<div style='visibility:hidden'>a<i style='visibility:visible'>c</i></div>b", "c\nb"),
        TextCase("<div style='max-height:0;overflow:hidden'>a</div><div style='opacity:0.0'>x</div>b", "b"),
        TextCase("<div style='height:0;overflow:hidden'>a</div><div style='height:0'>b</div>", "b"),
        TextCase("<div style='opacity:0.5;max-height:10px'>b</div>", "b"),
        TextCase("<div style='font-size:0'>a</div>b", "b"),
        TextCase("<td style='font-size:0px'><div style='font-size:13px'>a</div></td>", "a"),
        TextCase("<div style='font:0/0 a'>a<p style='font:700 13px/1.5 x'>b</p></div>", "b"),
        TextCase("<style>.p{display:none!important}</style><span class=p>a</span>b", "b"),
        TextCase("<style>.p{display:none}</style><style>span.p{display:inline}</style><span class=p>a</span>b", "ab"),
        TextCase("<style>.p{display:none}</style><span class=p style='display:inline'>a</span>b", "ab"),
        TextCase("<style>.p{display:none!important}</style><span class=p style='display:inline'>a</span>b", "b"),
        TextCase("<style>@media print{.p{display:none}}.q:hover{display:none}</style><b class='p q'>a</b>b", "ab"),
        TextCase(
            "<style media=print>.p{display:none}</style><style type=x>i{opacity:0}</style><i class=p>a</i>b", "ab"),
        TextCase("<!--[if !mso]><!--><style>.p{display:none}</style><!--<![endif]--><i class=p>a</i>b", "b"),
        TextCase("<!--[if mso]><style>.p{display:none}</style><![endif]--><i class=p>a</i>b", "ab"),
        TextCase("<style>div{visibility:hidden}div i{visibility:visible}</style><div>a<i>c</i></div>b", "c\nb"),
        TextCase("<i class=p>a</i>b<svg><style>.p{font-size:0}</style></svg>", "b"),
        TextCase("<style>span{display:block}</style><span>a</span><span>b</span>", "a\nb"),
        TextCase("<a style='mso-hide:all' href='http://a/'>Button</a>", "Button (http://a/)"),
        TextCase("<span>&#847; &zwnj; &nbsp; &shy;\u{200B}\u{FEFF}&#8199;</span>Hi", "Hi"),
        TextCase("a\u{200C}&zwj;b", "ab"),
        TextCase("می\u{200C}خواهم 👩\u{200D}💻", "می\u{200C}خواهم 👩\u{200D}💻"),
        TextCase("مرحبا <b>بالعالم</b>", "مرحبا بالعالم"),
        TextCase(
            "&lt;b&gt; &amp;amp; &#x41;&#66; &copy;2024 &hellip; &eacute; &#150; &#0; &#x110000; &bogus; &",
            "<b> &amp; AB ©2024 … é – \u{FFFD} \u{FFFD} &bogus; &"),
        TextCase("a\u{0}b\u{1B}[31mc", "ab[31mc"),
        TextCase("<o:p>a</o:p><v:rect>b</v:rect><section>c</section>", "ab\nc"),
        TextCase("</p></div></table>a</body></html>b", "ab"),
        TextCase("<noscript>a</noscript><textarea>b &amp; <i></textarea>", "ab & <i>"),
    ])
    func visibility(_ example: TextCase) throws {
        let text = try plainText(example.html)
        #expect(text == example.text + "\n")
    }

    @Test(arguments: ["", "   ", "<p></p>", "<!-- x -->", "<html><head><title>T</title></head><body></body></html>"])
    func nothingToSee(_ html: String) throws {
        #expect(try plainText(html).isEmpty)
    }

    @Test func wrapping() throws {
        let text = try plainText("<p>aaaa bbbb cccc dddd eeee ffff <b>gggg</b></p>", width: 20)
        #expect(text == "aaaa bbbb cccc dddd\neeee ffff gggg\n")
        #expect(try plainText("<p>aaaa bbbb cccc ddddd&nbsp;x</p>", width: 20) == "aaaa bbbb cccc\nddddd x\n")
        #expect(try plainText("<p>你好你好 你好你好 你好</p>", width: 20) == "你好你好 你好你好\n你好\n")
        let url = "https://example.com/" + String(repeating: "x", count: 100)
        #expect(try plainText("<p>Press <a href='\(url)'>here</a> now</p>") == "Press here\n(\(url))\nnow\n")
        #expect(
            try plainText("<ol><li>aaaa bbbb cccc dddd eeee</ol>", width: 20) == "1. aaaa bbbb cccc\n   dddd eeee\n")
        #expect(try plainText("<h1>aaaa bbbb cccc dddd eeee</h1>", width: 20).hasSuffix("eeee\n===================\n"))
    }

    @Test func marketingMail() throws {
        let text = try plainText(Samples.marketingMail)
        #expect(text == Samples.marketingText)
    }
}
