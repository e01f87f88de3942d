// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import TenantConfiguration
import Testing
import Verification

extension MessageLintTests {
    @Test(
        "Zones by their names are obsolete, a warning where they say their distance from UTC",
        arguments: [("GMT", "warning"), ("ut", "warning"), ("EST (x)", "warning"), ("CET", "error"), ("Z", "error")])
    func zones(_ zone: String, _ severity: String) {
        let text = Self.header.replacing("+0000", with: zone) + "\n"
        #expect(Self.findings(text) == ["x.eml:1:1 \(severity) message-date"])
    }

    @Test(
        "Octets that are none of their charset are an error",
        arguments: [
            ("shift_jis", "=FF=FF", false), ("shift_jis", "=93=FA", true), ("windows-1252", "=81", false),
            ("windows-1252", "=E9", true), ("utf-8", "=E9", false), ("iso-2022-jp", "=1B$B=46", false),
        ])
    func charsets(_ charset: String, _ body: String, _ isText: Bool) {
        let fields =
            "Content-Type: text/plain; charset=\(charset)\nContent-Transfer-Encoding: quoted-printable\n\n"
        #expect(
            Self.findings(Self.header + fields + body + "\n") == (isText ? [] : ["x.eml:6:1 error message-charset"]))
    }

    @Test(
        "What the HTML refers to is one part",
        arguments: [
            (["a@b.test"], "<img src=cid:a@b.test><img src=CID:a%40b.test>", []), (["a@b.test", "c@b.test"], "", []),
            (["zz"], "<img src=cid:zz>", ["16:1 error message-identifier"]),
            (["a@b.test"], "<img src=cid:x@b.test><td background=cid:x@b.test>", ["11:1 error message-content-id"]),
            ([], "<a href=cid:x>", ["11:1 error message-content-id"]), ([], "<img src=http://a.test/cid:x>", []),
            (["a@b.test", "a@b.test"], "<img src=cid:a@b.test>", ["21:1 error message-content-id"]),
        ] as [([String], String, [String])])
    func contentIDs(_ identifiers: [String], _ html: String, _ expected: [String]) {
        let parts = identifiers.map { "--b\nContent-Type: image/png\nContent-ID: <\($0)>\n\nx\n" }.joined()
        let text =
            Self.header + "Content-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n\n\(html)\n"
            + "\n\n" + parts + "--b--\n"
        #expect(Self.findings(text) == expected.map { "x.eml:\($0)" })
        // A message in another has parts of its own.
        let outer = Self.header + "Content-Type: message/rfc822\n\n" + text
        #expect(Self.findings(outer).count == expected.count)
    }

    @Test(
        "What is wrong with a multipart, a parameter or the first line is said by what it is",
        arguments: [
            ("Content-Type: multipart/mixed\n\nx\n", "names no boundary", nil),
            ("Content-Type: multipart/mixed; boundary=b\n\nx\n", "has no part", nil),
            ("Content-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n", "has no last delimiter", nil),
            (
                "Content-Type: multipart/mixed;\n boundary=\(longBoundary)\n\n--\(longBoundary)\n\n"
                    + "--\(longBoundary)--\n",
                "more than 70 octets", nil
            ),
            ("Content-Type: text/plain; x=a b; y=c d\n\n", "the parameter “x” is not", "text/plain; x=a b; y=c d"),
            ("Content-Type: text/plain; x=a; y=b; Y=c\n\n", "“y” is there more", "text/plain; x=a; y=b; Y=c"),
            (
                "Content-Disposition: inline; filename=\"a\n\n", "the parameter “filename” is not",
                "inline; filename=\"a"
            ),
            ("Content-Type: text/plain; x=a x\n\n", "the parameter “x” is not", "text/plain; x=a x"),
            ("Content-Type: text/plain x\n\n", "a parameter is not", "text/plain x"),
            ("Content-Type: text\n\n", "cannot be read", "text"),
            ("Content-Type: text/plain; charset=x-y\n\n", "the charset is not known", "text/plain; charset=x-y"),
        ] as [(String, String, String?)])
    func wording(_ rest: String, _ message: String, _ evidence: String?) throws {
        let bytes = Array((Self.header + rest).replacing("\n", with: "\r\n").utf8)
        let findings = MessageLint.findings(in: SourceFile(path: "x.eml", bytes: bytes))
        #expect(findings.count == 1)
        #expect(findings.first?.message.contains(message) == true, "\(findings)")
        #expect(findings.first?.evidence == evidence)
    }

    private static let longBoundary = String(repeating: "b", count: 80)

    @Test(
        "What stands before the header is said by what it is, and the header is read",
        arguments: [
            ("\u{FEFF}", "1:1 error message-header-syntax", "byte order mark"),
            ("From ada@b.test Sat Jan  1 00:00:00 2000\n", "1:1 error message-header-syntax", "mbox"),
        ])
    func beforeTheHeader(_ prefix: String, _ finding: String, _ message: String) {
        let text = prefix + Self.header + "\n"
        #expect(Self.findings(text) == ["x.eml:\(finding)"])
        let bytes = Array(text.replacing("\n", with: "\r\n").utf8)
        let findings = MessageLint.findings(in: SourceFile(path: "x.eml", bytes: bytes))
        #expect(findings.first?.message.contains(message) == true)
    }
}
