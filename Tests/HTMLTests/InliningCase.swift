// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// A style sheet for the comparison with other inliners and with a browser.
struct InliningCase: Sendable {
    var name: String
    var css: String
    /// Why css-inline, as asked, gives an element another style.
    var otherInliner: String?
    /// Why a browser shows the document otherwise once it is inlined.
    var browser: String?

    init(_ name: String, _ css: String, otherInliner: String? = nil, browser: String? = nil) {
        self.name = name
        self.css = css
        self.otherInliner = otherInliner
        self.browser = browser
    }

    /// A letter with the shapes that style sheets of mail ask for.
    var html: String {
        """
        <!DOCTYPE html>
        <html lang="en"><head><title>Letter</title><style>\(self.css)</style></head>
        <body class="page" id="top">
        <table class="outer" width="100%" align="center"><tr><td class="cell first">
        <h1 class="title">Head <span>line</span></h1>
        <p class="lead intro">First <b>bold</b> <i>slanted</i> <a href="https://a.example/" class="button">Go</a></p>
        <p style="color: green; margin: 3px 4px">Second <em>stressed</em></p>
        <p id="third" title="one two three">Third <a href="http://b.example/x.png">Link</a></p>
        <div class="box"><p>Inside</p><p class="last">Last<br>line</p><div class="box inner"><a>No</a></div></div>
        <ul><li>one</li><li class="odd">two<ul><li>deep</li></ul></li><li>three</li></ul>
        </td><td class="cell"></td></tr><tr class="row"><td style="padding: 9px !important; width: 40px">x</td>
        <td><img src="x.gif" alt="" width="1" border=0></td></tr></table>
        <div class="footer" data-kind="Legal"><span class="é">&copy; Example</span><hr/></div>
        </body></html>
        """
    }

    static let all: [InliningCase] = Self.selectors + Self.cascade + Self.values + Self.kept

    private static let selectors: [InliningCase] = [
        .init("type", "p { color: red }"),
        .init("class", ".lead { color: red }"),
        .init("id", "#third { color: red }"),
        .init("universal", "* { letter-spacing: 1px }"),
        .init("group", "h1, h2, p.lead, li { color: navy; padding: 2px }"),
        .init("descendant", "td p { color: red }"),
        .init("child", "td > p { color: red } .box > a { color: lime }"),
        .init("next sibling", "h1 + p { color: red }"),
        .init("subsequent sibling", "h1 ~ p { color: red }"),
        .init("long chain", "body table td > div.box p ~ div > a { font-size: 20px }"),
        .init("two classes", ".lead.intro { color: red }"),
        .init("attribute present", "[title] { color: red }"),
        .init("attribute equal", "[data-kind=Legal] { color: red } [data-kind=legal] { width: 3px }"),
        .init("attribute word", "[title~=two] { color: red }"),
        .init("attribute prefix", "a[href^='https:'] { color: red }"),
        .init("attribute suffix", "a[href$=\".png\"] { color: red }"),
        .init("attribute substring", "a[href*=example] { color: red }"),
        .init("attribute language", "[lang|=en] { color: red }"),
        .init("first child", "td :first-child { color: red }"),
        .init("last child", "li:last-child { color: red }"),
        .init("only child", "span:only-child { color: red }"),
        .init("nth child", "li:nth-child(2n+1) { color: red } td > :nth-child(-n+3) { margin-top: 7px }"),
        .init("nth last child", "li:nth-last-child(2) { color: red }"),
        .init("of type", "p:first-of-type { color: red } p:last-of-type { color: blue }"),
        .init("nth of type", "p:nth-of-type(even) { color: red } div:nth-last-of-type(1) { width: 50px }"),
        .init("only of type", "em:only-of-type { color: red }"),
        .init("empty", "td:empty { background-color: yellow }"),
        .init("root", ":root { font-size: 10px }"),
        .init("not", "p:not(.lead) { color: red } a:not([class]) { color: blue }"),
        .init("implied table body", "tbody { color: red } table > tbody > tr > td { padding: 5px }"),
        .init("row children", "table.outer > tbody > tr:nth-child(2) td:last-child { color: red }"),
        .init("letters past ASCII", ".é { color: red }"),
        .init("escapes", ".\\6c ead { color: red } .b\\6fx { width: 70px }"),
        .init("upper case", "P { COLOR: RED } LI.odd { Margin-Left: 4PX }"),
    ]

    private static let cascade: [InliningCase] = [
        .init("order", "p { color: red } p { color: blue }"),
        .init("class over type", ".lead { color: red } p { color: blue }"),
        .init("id over class", "#third { color: red } [title] { color: blue } p { color: lime }"),
        .init("best selector of a group", "p, .lead { color: red } .lead { color: blue } p.lead { margin: 1px }"),
        .init("attribute over sheet", "p { color: red; margin: 1px }"),
        .init("important over attribute", "p { color: red !important; margin: 1px }"),
        .init("important attribute over all", "td { padding: 1px !important; width: 90px !important }"),
        .init("important over specificity", "p { color: red !important } #third { color: blue }"),
        .init("two important", "p { color: red !important } .lead { color: blue !important }"),
        .init("shorthand after longhand", "p { margin-left: 9px } .lead { margin: 2px }"),
        .init("longhand after shorthand", "p { margin: 2px } .lead { margin-left: 9px }"),
        .init("shorthand of less weight", ".lead { padding-top: 9px } p { padding: 2px }"),
        .init(
            "border", ".box { border-top: 3px solid red } div { border: 1px dotted blue } .inner { border-color: lime }"
        ),
        .init("font", "p { font: bold 20px/1.5 serif } .lead { line-height: 2; font-weight: normal }"),
        .init("background", ".box { background: red url(x.png) } div { background-color: blue }"),
        .init("important longhand", "p { margin-left: 7px !important } .lead { margin: 1px }"),
        .init("important shorthand", "p { margin: 7px !important } .lead { margin-left: 1px }"),
        .init("inheritance", "body { color: red; font-size: 20px } a { color: inherit } p { font-size: 0.5em }"),
        .init("same declaration twice", "p { color: red } .lead { color: red } p { margin: 0 }"),
    ]

    private static let values: [InliningCase] = [
        .init("fallback in a block", "p { color: red; color: rgba(0, 0, 255, 0.5) }"),
        .init("fallback for what nobody knows", "p { color: red } .lead { color: blurple }"),
        .init("strings", "p { font-family: \"Segoe UI\", 'Times New Roman', serif }"),
        .init(
            "quotation marks in strings", "p { font-family: \"It's\", serif }",
            otherInliner: "it puts single quotes around a string with an apostrophe"),
        .init("URL", ".box { background-image: url(data:image/gif;base64,R0lGODlhAQABAAAAACw=) }"),
        .init(
            "URL with an ampersand", ".box { background-image: url('https://a.example/?a=1&copy=2') }",
            otherInliner: "it does not escape the ampersand, which then begins a character reference"),
        .init("functions", "p { width: calc(100% - (2px + 3px)); color: rgb(1, 2, 3) }"),
        .init("custom properties", "body { --ink: red } p { color: var(--ink, blue) }"),
        .init("comments", "/* a */ p /* b */ { /* c */ color: /* d */ red /* e */; } /* f */"),
        .init("line breaks", "p\n{\n  color:\n    red;\n  font:\n 20px\n serif\n}\n"),
        .init("comment marks of HTML", "<!-- p { color: red } -->"),
        .init("minified", "p{color:red;margin:0 1px 2px}a,li{color:#00f}.box{width:1e1px}"),
    ]

    private static let kept: [InliningCase] = [
        .init("media query", "p { color: red } @media print { p { color: blue } }"),
        .init(
            "media query over a plain rule", "p { color: red } @media all { p { color: blue } }",
            browser: "an attribute wins over the media query: it takes !important there"),
        .init("important media query", "p { color: red } @media all { p { color: blue !important } }"),
        .init("important on both sides", "p { color: red !important } @media all { p { color: blue !important } }"),
        .init("font face", "@font-face { font-family: X; src: url(x.woff) } p { font-family: X, serif }"),
        .init("hover", "a { color: red } a:hover { color: blue }"),
        .init("hover in a group", "a, a:hover, h1 { color: red }"),
        .init("pseudo-element", "p::before { content: '>' } p { color: red }"),
        .init("matches nothing", "#outlook a { padding: 0 } .ExternalClass * { width: 100% } p { color: red }"),
        .init("broken declaration", "p { color: red; margin 3px; padding: 2px }"),
        .init("broken selector", "p.. { color: red } h1 { color: blue }"),
        .init(
            "broken group", "h1, p.. { color: red } li { color: blue }",
            otherInliner: "it reads the rest of a group with a broken selector, which browsers leave out"),
        .init(
            "unknown pseudo-class", "h1, p:bogus { color: red } li { color: blue }",
            otherInliner: "it reads the rest of a group with an unknown selector, which browsers leave out"),
        .init("supports", "@supports (display: grid) { .box { width: 60px } } .inner { width: 30px }"),
        .init("unclosed block", "h1 { color: red } p { color: blue"),
    ]
}
