// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import CSS
import HTML
import Testing

@Suite struct InlinerTests {
    private func inline(_ html: String) throws -> String {
        String(decoding: try CSSInliner().inline(Array(html.utf8)).html, as: UTF8.self)
    }

    @Test(arguments: [
        // Start tags of every shape.
        ("<style>p{a:b}</style><p>x", "<p style=\"a: b;\">x"),
        ("<style>p{a:b}</style><p class=c>x", "<p class=c style=\"a: b;\">x"),
        ("<style>p{a:b}</style><p class='c' >x", "<p class='c' style=\"a: b;\" >x"),
        ("<style>br{a:b}</style><br/><br />", "<br style=\"a: b;\"/><br style=\"a: b;\" />"),
        ("<style>a{b:c}</style><a href=x/>y</a>", "<a href=x/ style=\"b: c;\">y</a>"),
        ("<style>p{a:b}</style><p c=>x", "<p style=\"a: b;\" c=>x"),
        ("<style>p{a:b}</style><P\nC>x", "<P\nC style=\"a: b;\">x"),
        // Attributes that are there.
        ("<style>p{a:b}</style><p style=\"c:d\">x", "<p style=\"a: b; c:d\">x"),
        ("<style>p{a:b}</style><p style='c:\"d\"' e>x", "<p style='a: b; c:\"d\"' e>x"),
        ("<style>p{a:b}</style><p style=c:\"d\">x", "<p style=\"a: b; c:&quot;d&quot;\">x"),
        ("<style>p{a:b}</style><p style=c:d&amp;>x", "<p style=\"a: b; c:d&amp;\">x"),
        ("<style>p{a:b}</style><p style>x", "<p style=\"a: b;\">x"),
        ("<style>p{a:b}</style><p style=>x", "<p style=\"a: b;\">x"),
        ("<style>p{a:b}</style><p style=\"\" style=\"c:d\">x", "<p style=\"a: b;\" style=\"c:d\">x"),
        // The order of the cascade.
        ("<style>.c{a:1}p{a:2}</style><p class=c>x", "<p class=c style=\"a: 2; a: 1;\">x"),
        ("<style>p{a:1}p{a:2}</style><p>x", "<p style=\"a: 1; a: 2;\">x"),
        ("<style>p,.c{a:1}.c{a:2}</style><p class=c>x", "<p class=c style=\"a: 1; a: 2;\">x"),
        ("<style>#i{a:1}.c.d.e{a:2}</style><p id=i class='c d e'>x", "<p id=i class='c d e' style=\"a: 2; a: 1;\">x"),
        ("<style>p{a:1!important;c:2}.c{a:3}</style><p class=c>x", "<p class=c style=\"c: 2; a: 3; a: 1;\">x"),
        ("<style>p{a:1!important;c:2}</style><p style='a:3'>x", "<p style='c: 2; a:3; a: 1;'>x"),
        ("<style>p{a:1!important}</style><p style='a:rgb(3'>x", "<p style='a: 1 !important; a:rgb(3'>x"),
        ("<style>p{a:1;b:2}.c{a:1}</style><p class=c>x", "<p class=c style=\"b: 2; a: 1;\">x"),
        ("<style>p{a:1}</style><style>p{a:2}</style><p>x", "<p style=\"a: 1; a: 2;\">x"),
        // What an attribute must escape.
        ("<style>p{font:\"A B\"}</style><p>x", "<p style=\"font: 'A B';\">x"),
        ("<style>p{font:\"A'B\"}</style><p>x", "<p style=\"font: &quot;A'B&quot;;\">x"),
        ("<style>p{font:'A\"B'}</style><p style='c:d'>x", "<p style='font: &#39;A\"B&#39;; c:d'>x"),
        ("<style>p{a:url(b?c&copy=1)}</style><p>x", "<p style=\"a: url(b?c&amp;copy=1);\">x"),
        // What stays in its style element.
        ("<style>p{a:b}@media x{p{a:c}}</style><p>x", "<style>@media x{p{a:c}}</style><p style=\"a: b;\">x"),
        ("<style>p,p:hover{a:b}</style><p>x", "<style>p:hover{a:b}</style><p style=\"a: b;\">x"),
        ("<style>p , i,q{a:b}</style><i>x", "<style>p, q{a:b}</style><i style=\"a: b;\">x"),
        ("<style>p::before{a:b}</style><p>x", "<style>p::before{a:b}</style><p>x"),
        ("<style>p,:x{a:b}</style><p>x", "<style>p,:x{a:b}</style><p>x"),
        ("<style>q{a:b} p{c:d}\n</style><p>x", "<style>q{a:b} </style><p style=\"c: d;\">x"),
        ("<style>p{a:b;c}</style><p>x", "<style>p{a:b;c}</style><p style=\"a: b;\">x"),
        ("<style>p..{a:b}</style><p>x", "<style>p..{a:b}</style><p>x"),
        ("<style>body,p{a:b}</style><p>x", "<style>body{a:b}</style><p style=\"a: b;\">x"),
        ("<style media=print>p{a:b}</style><p>x", "<style media=print>p{a:b}</style><p>x"),
        ("<style type=text/x>p{a:b}</style><p>x", "<style type=text/x>p{a:b}</style><p>x"),
        ("<!--[if mso]><style>p{a:b}</style><![endif]--><p>x", "<!--[if mso]><style>p{a:b}</style><![endif]--><p>x"),
        (
            "<!--[if !mso]><!--><style>p{a:b}</style><!--<![endif]--><style>p{c:d}</style><p>x",
            "<!--[if !mso]><!--><style>p{a:b}</style><!--<![endif]--><p style=\"c: d;\">x"
        ),
        // However they are spelt.
        (
            "<!--[IF\t!mso]><!--><style>p{a:b}</style><!-- <![ENDIF] --><style>p{c:d}</style><p>x",
            "<!--[IF\t!mso]><!--><style>p{a:b}</style><!-- <![ENDIF] --><p style=\"c: d;\">x"
        ),
        (
            "<!--[if(!mso)]><!--><!--[if mso]>y<![endif]--><style>p{a:b}</style><!--<![endif]--><p>x",
            "<!--[if(!mso)]><!--><!--[if mso]>y<![endif]--><style>p{a:b}</style><!--<![endif]--><p>x"
        ),
        (
            "<style>td{a:b}</style><!--[if mso]><table><tr><td>y</table><![endif]--><table><tr><td>x</table>",
            "<style>td{a:b}</style><!--[if mso]><table><tr><td>y</table><![endif]-->"
                + "<table><tr><td style=\"a: b;\">x</table>"
        ),
        (
            "<style>td p,p{a:b}</style><!--[if mso]><table><tr><td><![endif]--><p>x</p><!--[if mso]></table><![endif]-->",
            "<style>td p{a:b}</style><!--[if mso]><table><tr><td><![endif]--><p style=\"a: b;\">x</p>"
                + "<!--[if mso]></table><![endif]-->"
        ),
        (
            "<style>p{a:b}</style><!--[if mso]><i>y</i><![endif]--><p>x",
            "<!--[if mso]><i>y</i><![endif]--><p style=\"a: b;\">x"
        ),
        // A tag that makes several elements is written once.
        ("<style>b{a:b}</style><p><b>x<p>y", "<p><b style=\"a: b;\">x<p>y"),
        ("<style>b{a:b}</style><p><b style=c:d>x<p>y", "<p><b style=\"a: b; c:d\">x<p>y"),
        ("<style>p+p b{a:b} b{c:d}</style><p><b>x<p>y", "<style>p+p b{a:b} </style><p><b style=\"c: d;\">x<p>y"),
        ("<style>b{}</style><b style>x", "<b style>x"),
        ("<style><!-- p{a:b} --></style><p>x", "<p style=\"a: b;\">x"),
        ("<style>/*a*/ p /*b*/ {/*c*/ d/*e*/: /*f*/ g /*h*/;} /*i*/</style><p>x", "<p style=\"d: g;\">x"),
        ("<style> /* none */ </style><p>x", "<style> /* none */ </style><p>x"),
        ("<style>*{a:b}</style><title>t</title><br>", "<style>*{a:b}</style><title>t</title><br style=\"a: b;\">"),
        // The tree of HTML5.
        ("<style>tbody tr{a:b}</style><table><tr><td>x</table>", "<table><tr style=\"a: b;\"><td>x</table>"),
        ("<style>table>tr{a:b}</style><table><tr></table>", "<style>table>tr{a:b}</style><table><tr></table>"),
        (
            "<style>tr:first-child{a:b}</style><table><col><tr><tr><tfoot><tr></table>",
            "<table><col><tr style=\"a: b;\"><tr><tfoot><tr style=\"a: b;\"></table>"
        ),
        ("<style>p{a:b}</style><p>x<p>y", "<p style=\"a: b;\">x<p style=\"a: b;\">y"),
        ("<style>[align=CENTER]{a:b}</style><p align=Center>x", "<p align=Center style=\"a: b;\">x"),
        ("<p>x &nbsp;<!-- y --><o:p></o:p>", "<p>x &nbsp;<!-- y --><o:p></o:p>"),
        ("", ""),
    ])
    func table(_ html: String, _ expected: String) throws {
        #expect(try self.inline(html) == expected)
    }

    @Test func namesThatAreNotUTF8KeepTheirBytes() throws {
        let name: [UInt8] = [0x3C, 0x62, 0xFF, 0xE0]
        let html = Array("<style>[a]{c:d}</style>".utf8) + name + Array(" a=>".utf8)
        #expect(try CSSInliner().inline(html).html == name + Array(" style=\"c: d;\" a=>".utf8))
    }

    @Test func inliningTwiceIsInliningOnce() throws {
        for test in InliningCase.all {
            let once = try self.inline(test.html)
            let rest = once.contains("<style>") ? once.replacing("<style>", with: "<style media=x>") : once
            #expect(try self.inline(rest) == rest, "\(test.name)")
        }
    }

    @Test func faultsPointIntoTheDocument() throws {
        let html = Array("<p>é<style>a..b{}</style>".utf8)
        let faults = try CSSInliner().inline(html).faults
        #expect(faults.map(\.code) == [.badSelector])
        #expect(faults.map { String(decoding: html[$0.range], as: UTF8.self) } == ["a..b{}"])
    }

    private func error(_ html: String, _ inliner: CSSInliner) -> CSSInliningError? {
        do throws(CSSInliningError) {
            _ = try inliner.inline(Array(html.utf8))
            return nil
        } catch {
            return error
        }
    }

    @Test func limits() {
        let html = "<style>i{a:b}</style><i>x"
        let size = html.utf8.count
        let growth = " style=\"a: b;\"".utf8.count
        #expect(self.error(html, CSSInliner(limits: HTMLLimits(inputSize: size + growth))) == nil)
        let tooSmall = size + growth - 1
        #expect(
            self.error(html, CSSInliner(limits: HTMLLimits(inputSize: tooSmall))) == .outputTooLarge(limit: tooSmall))
        #expect(
            self.error(html, CSSInliner(limits: HTMLLimits(elements: 1)))
                == .html(HTMLError(code: .tooManyElements(limit: 1), offset: 21)))
        #expect(
            self.error(html, CSSInliner(cssLimits: CSSLimits(rules: 0)))
                == .css(CSSError(code: .tooManyRules(limit: 0), offset: 7)))
    }
}
