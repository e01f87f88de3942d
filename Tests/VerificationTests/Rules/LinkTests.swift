// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Testing
import Verification

/// Addresses in attributes and what the rules make of them.
///
/// The attribute is in JSON and in double quotes.
@Suite struct LinkTests {
    enum Verdict: String, Sendable {
        case none
        case unsafe = "link-unsafe"
        case broken = "link-broken"
        case unencrypted = "link-unencrypted"
    }

    private static func verdicts(_ body: String) throws -> [String] {
        try Scenario(body: body).findings().map(\.rule).filter { $0.hasPrefix("link-") }
    }

    private static func expectation(_ verdict: Verdict) -> [String] {
        verdict == .none ? [] : [verdict.rawValue]
    }

    @Test(arguments: [
        "javascript:alert(1)", "JAVASCRIPT:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)",
        #"\tjavascript:alert(1)"#, #"java\tscript:alert(1)"#, #"java\nscript:alert(1)"#, #"java\r\nscript:alert(1)"#,
        #"javascript\n:alert(1)"#, #"\u0001javascript:alert(1)"#, #"\u001f \u0003javascript:alert(1)"#,
        "&#106;avascript:alert(1)", "&#106avascript:alert(1)", "&#0000106;avascript:alert(1)",
        "&#x6A;avascript:alert(1)", "&#X6a;avascript:alert(1)", "java&Tab;script:alert(1)",
        "java&NewLine;script:alert(1)", "javascript&colon;alert(1)", "javascript&#58;alert(1)",
        "java&#9;script:alert(1)", "java&#x0D;script:alert(1)", "&#1;javascript:alert(1)", "&#32;javascript:alert(1)",
        "javascript://example.com/%0Aalert(1)", "vbscript:msgbox(1)", "VBScript:msgbox(1)", "livescript:x",
        "data:text/html,<p>x", "data:text/html;base64,PHA+", "DATA:image/png;base64,AAAA", "file:///etc/passwd",
        "file://server/share", "File:c:/x", "blob:https://example.com/1", "filesystem:https://example.com/x",
        "jar:https://example.com/a.jar!/x",
    ])
    func addressesThatRunCodeAreUnsafe(_ value: String) throws {
        #expect(try Self.verdicts("<a href=\\\"\(value)\\\">x</a>") == Self.expectation(.unsafe))
    }

    @Test(arguments: [
        "", " ", #" \t\n "#, #"\u0001"#, "https:", "https:/x", "https://", "https:///x", "https:///", "http://",
        "https: www.example.com", "https: //www.example.com", "https://?q=1", "https://#a", "https://:443/",
        "https://ada@/x", "https://exa mple.com/", "https://exam<ple.com/", #"https:\\\\example.com"#,
        "//example.com/x", "/path", "path", "../path", "?q=1", "www.example.com", "ada@example.com",
        #"\\\\server\\share"#, "java script:alert(1)", "1http://example.com", "://example.com", ":x",
        "\u{A0}javascript:alert(1)", "ｊavascript:alert(1)", "https://{{object.nowhere}}/x", "{{object.nowhere}}",
        "https://[::1/", "https://[zz]/", "https://::1/", "https://example.com:port/", "https://example.com:65536/",
    ])
    func addressesThatLeadNowhereAreBroken(_ value: String) throws {
        #expect(try Self.verdicts("<a href=\\\"\(value)\\\">x</a>") == Self.expectation(.broken))
    }

    @Test(arguments: [
        "http://example.com", "HTTP://example.com/", #"ht\ntp://example.com"#, "http://localhost:8080/x",
        "http://127.0.0.1/", "http://[::1]/", "&#104;ttp://example.com",
        " http://example.com", "http&colon;//example.com",
    ])
    func addressesInTheClearAreUnencrypted(_ value: String) throws {
        #expect(try Self.verdicts("<a href=\\\"\(value)\\\">x</a>") == Self.expectation(.unencrypted))
    }

    @Test(arguments: [
        "https://example.com", "HTTPS://EXAMPLE.COM/", "https://example.com:443/x?y=1#z", #"https://exam\nple.com/"#,
        "https://bücher.example/", "https://xn--bcher-kva.example/", "https://例え.テスト/", "https://[2001:db8::1]/",
        "https://[2001:db8::1]:8443/x", "https://192.0.2.1/", "https://example.com/@user", "https://example.com.",
        "https://example.com:/x", "https://example.com?javascript:alert(1)", "https://example.com/javascript:alert(1)",
        "https://example.com/?next=http://example.net/", "https://example.com/&#61;", "#a", "#javascript:alert(1)",
        "mailto:ada@example.com", "mailto:ada@example.com?subject=Hello%20you", "MAILTO:x@example.com",
        "tel:+44-20-7946-0958", "sms:+15550100", "cid:logo@example.com", "com.example.app:/reset", "myapp://reset?x=1",
        "webcal://example.com/a.ics", "{{object.resumeURI}}", "https://{{object.city}}.example/x",
    ])
    func soundAddressesAreLeftAlone(_ value: String) throws {
        #expect(try Self.verdicts("<a href=\\\"\(value)\\\">x</a>") == Self.expectation(.none))
    }

    @Test(arguments: [
        ("<img alt='' src='data:image/png;base64,AAAA'>", Verdict.none),
        ("<img alt='' src='cid:logo'>", .none),
        ("<table><td background='data:image/png;base64,AAAA'>x</table>", .none),
        ("<img alt='' src='javascript:alert(1)'>", .unsafe),
        ("<iframe src='data:text/html,x'></iframe>", .unsafe),
        ("<form action='javascript:alert(1)'></form>", .unsafe),
        ("<button formaction='javascript:alert(1)'>x</button>", .unsafe),
        ("<object data='javascript:alert(1)'></object>", .unsafe),
        ("<svg><a xlink:href='javascript:alert(1)'>x</a></svg>", .unsafe),
        ("<img alt='' src=''>", .broken),
        ("<img alt='' src='logo.png'>", .broken),
        ("<a href>x</a>", .broken),
        ("<a href=javascript:alert(1)>x</a>", .unsafe),
        ("<A HREF='javascript:alert(1)'>x</A>", .unsafe),
        ("<form action='http://example.com'></form>", .unencrypted),
        ("<a name='javascript:alert(1)'>x</a>", .none),
        ("<!-- <a href='javascript:alert(1)'>x</a> -->", .none),
        ("<p title='http://example.com'>http://example.com</p>", .none),
        ("<a href='https://example.com' href='javascript:alert(1)'>x</a>", .none),
        ("<img alt='' src='https://example.com/1.png' srcset='http://example.com/2.png 2x'>", .unencrypted),
    ])
    func elementsAndAttributesCount(_ body: String, _ verdict: Verdict) throws {
        #expect(try Self.verdicts(body) == Self.expectation(verdict))
    }

    @Test func plainTextHasNoLinks() throws {
        #expect(try Scenario(body: "<a href='javascript:x'>", type: "text/plain").findings() == [])
    }

    @Test func aFindingQuotesTheAddressWithoutControls() throws {
        let findings = try Scenario(body: #"<a href=\"\u0001java\tscript:\u202ex\">x</a>"#).findings()
        let evidence = try #require(findings.first?.evidence)
        #expect(evidence.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x202E })
        #expect(evidence.contains("script:"))
    }
}
