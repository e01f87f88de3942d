// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Testing
import Verification

/// Where the links of two locales lead, and which of them are notes.
@Suite struct LocaleOriginTests {
    private static func notes(_ english: String, _ french: String) throws -> [String] {
        try RuleCase.bilingual(english, french).findings().filter {
            $0.rule.hasPrefix("locale-") && $0.rule.hasSuffix("-origins")
        }
        .map(\.message)
    }

    private static func link(_ address: String) -> String { "<a href='\(address)'>x</a>" }

    @Test(arguments: [
        ("https://example.com/en/help", "https://example.com/fr/aide?x=1#y"),
        ("https://example.com", "HTTPS://EXAMPLE.COM:443/"), ("http://example.com:80/", "http://example.com/"),
        ("https://example.com:/", "https://example.com"), ("https://[2001:db8::1]/a", "https://[2001:DB8::1]:443/b"),
        ("https://bücher.example/en", "https://xn--bcher-kva.example/fr"),
        ("https://a@example.com/", "https://example.com/"),
        ("mailto:help@example.com", "mailto:aide@example.com?subject=x"), ("tel:+1555", "tel:+33"), ("#a", "#b"),
        ("", "https://example.com/"), ("/en/help", "https://example.com/help"),
        ("{{object.url}}", "{{{ object.url }}}"), ("{{object.url}}/en?a={{object.b}}", "{{&object.url}}/fr"),
        ("https://{{object.host}}/en", "https://{{object.host}}/fr"),
        ("https://{{lookup object \\\"a/b\\\"}}.example/x", "https://{{lookup object \\\"a/b\\\"}}.example/y"),
        (
            "{{#if object.a}}https://a.example/en{{else}}https://b.example/en{{/if}}",
            "{{#if object.a}}https://a.example/fr{{else}}https://b.example/fr{{/if}}"
        ),
        (
            "https://example.com/{{#if object.a}}https://a.example{{/if}}",
            "https://example.com/{{#if object.a}}fr{{/if}}"
        ),
        ("&{esv.base|https://example.com}/en", "https://example.com/fr"),
    ])
    func theSameOriginIsNoFinding(_ english: String, _ french: String) throws {
        #expect(try Self.notes(Self.link(english), Self.link(french)) == [])
    }

    @Test(arguments: [
        ("https://example.com/b", "https://example.org/b", "https://example.org", "https://example.com"),
        ("https://example.com/", "http://example.com/", "http://example.com", "https://example.com"),
        ("https://example.com/", "https://example.com:8443/", "https://example.com:8443", "https://example.com"),
        ("https://example.com/", "https://example.com@example.org/", "https://example.org", "https://example.com"),
        ("https://example.com/", "https://www.example.com/", "https://www.example.com", "https://example.com"),
        ("https://example.com/", "mailto:help@example.com", "mailto:", "https://example.com"),
        ("https://example.com/", "#top", "#", "https://example.com"),
        ("{{object.url}}/x", "{{object.link}}/x", "{{object.link}}", "{{object.url}}"),
        ("{{object.url}}", "https://example.com/", "https://example.com", "{{object.url}}"),
        (
            "https://{{object.host}}/x", "https://{{object.name}}/x", "https://{{object.name}}",
            "https://{{object.host}}"
        ),
        (
            "https://{{object.host}}.example/", "https://{{object.host}}.test/", "https://{{object.host}}.test",
            "https://{{object.host}}.example"
        ),
        (
            "{{#if object.a}}https://a.example/x{{else}}https://b.example/x{{/if}}",
            "{{#if object.a}}https://a.example/x{{else}}https://c.example/x{{/if}}", "https://c.example",
            "https://b.example"
        ),
        (
            "&{esv.base|https://example.com}/en", "&{esv.other|https://example.org}/fr", "https://example.org",
            "https://example.com"
        ),
    ])
    func anotherOriginIsANoteThatNamesBoth(_ english: String, _ french: String, _ own: String, _ model: String) throws {
        #expect(try Self.notes(Self.link(english), Self.link(french)) == ["fr links to \(own), en to \(model)"])
    }

    @Test(
        arguments: [
            // In another order, and one of them twice.
            (["a", "b"], ["b", "a"], []),
            (["a", "a", "b"], ["a", "b", "b"], ["fr links to https://b.example, en to https://a.example"]),
            (["a", "b"], ["c", "b"], ["fr links to https://c.example, en to https://a.example"]),
            // How many there are is another rule's.
            (["a"], ["a", "c"], []), (["a", "c"], ["a"], []), ([], ["c"], []),
            (["a", "b"], ["c"], ["fr links to https://c.example, en to https://a.example"]),
        ] as [([String], [String], [String])])
    func linksAreHeldAgainstThoseThatAreLeft(_ english: [String], _ french: [String], _ expected: [String]) throws {
        func body(_ hosts: [String]) -> String { hosts.map { Self.link("https://\($0).example/") }.joined() }
        #expect(try Self.notes(body(english), body(french)) == expected)
    }

    @Test func aLinkCountsThoughNobodyGetsToSeeIt() throws {
        let (english, french) = (Self.link("https://a.example/"), Self.link("https://b.example/"))
        let notes = try Self.notes("{{#if object.never}}\(english){{/if}}", "{{#if object.never}}\(french){{/if}}")
        #expect(notes == ["fr links to https://b.example, en to https://a.example"])
    }

    @Test(
        arguments: [
            (
                "https://example.com/a.png", "https://cdn.example.com/a.png",
                ["https://cdn.example.com", "https://example.com"]
            ),
            ("https://example.com/a.png", "data:image/gif;base64,AAAA", ["data:", "https://example.com"]),
            ("cid:logo", "cid:logo-fr", []),
            ("{{object.logo}}", "{{object.picture}}", ["{{object.picture}}", "{{object.logo}}"]),
        ] as [(String, String, [String])])
    func imagesAreComparedToo(_ english: String, _ french: String, _ expected: [String]) throws {
        let notes = try Self.notes("<img alt='' src='\(english)'>", "<img alt='' src='\(french)'>")
        #expect(notes == (expected.isEmpty ? [] : ["fr has an image from \(expected[0]), en from \(expected[1])"]))
    }

    @Test func onlyTheLocaleThatIsAskedForIsCompared() throws {
        let (english, french) = (Self.link("https://a.example/"), Self.link("https://b.example/"))
        for (locale, count) in [("fr", 1), ("en", 0)] {
            let findings = try RuleCase.bilingual(english, french).with { $0.edit = { $0.locale = locale } }.findings()
            #expect(findings.filter { $0.rule == "locale-link-origins" }.count == count)
        }
    }
}
