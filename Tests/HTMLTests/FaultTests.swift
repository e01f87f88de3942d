// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import HTML
import TestSupport
import Testing

@Suite struct FaultTests {
    /// Each fault as "kind name @ what stands there".
    private static func faults(_ html: String) throws -> [String] {
        let bytes = Array(html.utf8)
        return try HTMLDocument(parsing: bytes).faults.map { fault in
            "\(fault.kind) \(fault.name) @ \(String(decoding: bytes[fault.range], as: UTF8.self))"
        }
    }

    @Test(
        arguments: [
            ("<b><i>x</b></i>", ["misnested b @ </b>"]),
            ("<b>a<i>b</b>c</i>", ["misnested b @ </b>"]),
            ("<p><b>a</p><p>b</b>c</p>", ["misnested b @ </b>"]),
            ("<p><b>a</p><p>b</p>", ["unclosed b @ <b>"]),
            ("<b>a<p>b</b>c</p>", ["misnested b @ </b>"]),
            ("<div><span class=x>a</div>", ["unclosed span @ <span class=x>"]),
            ("<div>a", ["unclosed div @ <div>"]),
            ("<table><tr><td><b>a</td><td>c</table>", ["unclosed b @ <b>"]),
            ("<table><tr><td><div>a</td></tr></table>", ["unclosed div @ <div>"]),
            (
                "a</b></p></br></foo>",
                ["unopened b @ </b>", "unopened p @ </p>", "unopened br @ </br>", "unopened foo @ </foo>"]
            ),
            ("</td>a", ["unopened td @ </td>"]),
            ("<a href=1>a<a href=2>b</a>", ["nested a @ <a href=2>"]),
            ("<form><form></form>", ["nested form @ <form>"]),
            ("<table>a<tr><td>b</table>", ["misplaced  @ a"]),
            ("<table><p>a</p><tr><td>b</table>", ["misplaced p @ <p>"]),
            ("<table><tr><td>a</table><td>b", ["misplaced td @ <td>"]),
            (
                "<foo>a</foo><bar/>",
                ["unknownElement foo @ <foo>", "unknownElement bar @ <bar/>", "unclosed bar @ <bar/>"]
            ),
            ("<p a=1 A=2>", ["duplicateAttribute a @ A"]),
            ("<p id=x><i id=x></i>", ["duplicateID x @ id"]),
            ("<p id=\u{E9}><i id=\u{E9}></i>", ["duplicateID \u{E9} @ id"]),
            ("a<b", ["cutOff  @ <b"]), ("a<!-- b", ["cutOff  @ <!-- b"]),
            ("<!--[if mso]>a", ["unclosedConditional mso @ <!--[if mso]>a", "cutOff  @ <!--[if mso]>a"]),
            ("<!--[if mso]>a-->", ["unclosedConditional mso @ <!--[if mso]>a-->"]),
            ("<![if !mso]>a", ["unclosedConditional !mso @ <![if !mso]>"]),
            ("a<![endif]-->", ["unopenedConditional  @ <![endif]-->"]),
            ("<!--[if outlook]>a<![endif]-->", ["badCondition outlook @ <!--[if outlook]>a<![endif]-->"]),
        ] as [(String, [String])])
    func faultsHaveTheirPlaces(_ html: String, _ expected: [String]) throws {
        #expect(try Self.faults(html).sorted() == expected.sorted())
    }

    @Test(arguments: [
        Samples.marketingMail, "", "a", "<p>a<p>b", "<ul><li>a<li>b</ul>", "<dl><dt>a<dd>b</dl>",
        "<table><tr><td>a<td>b<tr><th>c</table>", "<table><caption>a<tr><td>b</table>", "<b>a<i>b</i></b>",
        "<p><b>a</b></p>", "<img src=a><br><hr/><input>", "<o:p></o:p><v:rect><v:fill/></v:rect><x-y></x-y>",
        "<svg><path/><g><a></a></g></svg>", "<select><option>a<option>b</select>",
        // Names are compared by their code points.
        "<p id=\u{E9}><i id=e\u{301}></i>", "<p data-\u{E9}=1 data-e\u{301}=2>",
        "<!--[if mso]><table><tr><td><![endif]-->a<!--[if mso]></td></tr></table><![endif]-->",
        "<!--[if !mso]><!-->a<!--<![endif]-->", "<!--[if !mso]><!-- -->a<!--<![endif]-->", "<![if !mso]>a<![endif]>",
        "<p id=a class=a>x<p id=b>", "<html><head><title>t</title></head><body><p>x</p></body></html>",
    ])
    func soundDocumentsHaveNone(_ html: String) throws {
        #expect(try Self.faults(html).filter { !$0.hasPrefix("unclosed v:fill") } == [])
    }
}

/// The ready-to-use templates are sound before their expressions are filled in.
@Suite struct TemplateFaultTests {
    @Test func templatesHaveNone() throws {
        let files = TestData.files(under: TestData.package + "Templates").filter { $0.key.hasSuffix(".html") }
        #expect(files.count >= 21)
        for (path, html) in files {
            #expect(try HTMLDocument(parsing: Array(html.utf8)).faults == [], "\(path)")
        }
    }
}

@Suite struct ConditionalTests {
    @Test(
        arguments: [
            ("mso", true), ("!mso", false), (" mso ", true), ("MSO", true), ("IE", false), ("!IE", true),
            ("true", true),
            ("false", false), ("gte mso 9", true), ("gt mso 16", false), ("gte mso 16", true), ("lt mso 16", false),
            ("lte mso 16", true), ("mso 16", true), ("mso 15", false), ("gte IE 9", false), ("(gte mso 9)|(IE)", true),
            ("(IE)&(mso)", false), ("!(mso|IE)", false), ("mso & !vml", false), ("gte vml 1", true),
            ("gt mso 11.5", true),
            ("outlook", nil), ("", nil), ("mso |", nil), ("(mso", nil), ("gte mso", nil), ("mso mso", nil), ("!", nil),
        ] as [(String, Bool?)])
    func conditionsHoldAsOutlookSays(_ condition: String, _ holds: Bool?) throws {
        let html = "<!--[if \(condition)]>x<![endif]-->"
        let conditionals = try HTMLDocument(parsing: Array(html.utf8)).conditionals
        #expect(conditionals.map(\.isShownByOutlook) == [holds])
    }

    @Test(arguments: [
        ("a<!--[if mso]>b<![endif]-->c", "ac", "abc"),
        ("a<!--[if !mso]><!-->b<!--<![endif]-->c", "abc", "ac"),
        ("a<!--[if !mso]><!-- -->b<!-- <![endif]-->c", "abc", "ac"),
        ("a<![if !mso]>b<![endif]>c", "abc", "ac"),
        ("a<![if mso]>b<![endif]>c", "abc", "abc"),
        ("a<!--[if IE]>b<![endif]-->c", "ac", "ac"),
        ("a<!--[if gte mso 9]><a href=x>b</a><![endif]-->c", "ac", "ab (x)c"),
        ("a<!--[IF MSO]>b<![ENDIF]-->c", "ac", "abc"),
        ("a<!-- [if mso]>b<![endif]-->c", "ac", "ac"),
        ("a<!--[if mso]>b", "a", "ab"), ("a<!--[if IE]>b", "a", "a"),
        ("a<!--[if mso", "a", "a"), ("a<!--[if x]>b<![endif]-->c", "ac", "abc"),
    ])
    func eachAudienceSeesItsOwn(_ html: String, _ others: String, _ outlook: String) throws {
        let texts = try [HTMLAudience.others, .outlook].map { audience in
            let text = try HTMLDocument(parsing: Array(html.utf8), for: audience).plainText()
            return String(decoding: text, as: UTF8.self)
        }
        #expect(texts == [others + "\n", outlook + "\n"])
    }

    @Test func linksOfOutlookStandWhereTheySayTheyDo() throws {
        let html = "<a href=1>a</a><!--[if mso]><v:roundrect href='2'>b</v:roundrect><![endif]--><a href=3>c</a>"
        let bytes = Array(html.utf8)
        let links = try HTMLDocument(parsing: bytes, for: .outlook).links
        #expect(links.map(\.value) == ["1", "2", "3"])
        #expect(links.allSatisfy { bytes[$0.offset...].starts(with: $0.value.utf8) })
        #expect(try HTMLDocument(parsing: bytes).links.map(\.value) == ["1", "3"])
    }

    @Test func conditionsNestNoDeeperThanTheStack() throws {
        for piece in ["!", "("] {
            let html = "<!--[if \(String(repeating: piece, count: 100_000))mso]>x<![endif]-->"
            #expect(try HTMLDocument(parsing: Array(html.utf8)).conditionals.map(\.isShownByOutlook) == [nil])
        }
    }
}
