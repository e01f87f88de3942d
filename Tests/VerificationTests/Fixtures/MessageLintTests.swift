// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import TenantConfiguration
import Testing
import Verification

@Suite("Files of messages are checked against the standards")
struct MessageLintTests {
    static let header = """
        Date: Sat, 01 Jan 2000 00:00:00 +0000
        From: a@b.test
        To: c@d.test
        Message-ID: <1@b.test>
        MIME-Version: 1.0

        """

    static func findings(_ text: String) -> [String] {
        let bytes = Array(text.replacing("\n", with: "\r\n").utf8)
        return MessageLint.findings(in: SourceFile(path: "x.eml", bytes: bytes)).map { finding in
            "\(finding.location) \(finding.severity.rawValue) \(finding.rule)"
        }
    }

    @Test(arguments: [
        "\n", "Subject: a\n\nhello\n",
        "Content-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\n\né\n",
        "Content-Type: text/plain; charset=us-ascii\n\na\n", "Content-Transfer-Encoding: base64 (x)\n\nAAEC\n",
        "Content-Transfer-Encoding: binary\n\na\n",
        "References: <a@b.test> <c@[192.0.2.1]>\nIn-Reply-To: <a@b.test>\n\n",
        "Content-Type: message/rfc822\n\nSubject: =?windows-1252?q?=E9?=\n\nx\n", "Subject: =?UTF-8?Q?=C3=A9?=\n\n",
        "Bcc:\n\n",
        "Cc: \"Doe, Jane\" <jane@b.test>,\n =?UTF-8?Q?Zo=C3=AB?= <z@b.test>, List: a@b.test;\n\n",
        "Content-ID: <a.b+c@[IPv6:::1]> (the image)\n\n",
        "Content-Disposition: attachment; filename*0=a; filename*1=b; size=1\n\n",
        "Content-Type: text/plain; charset=utf-8; x=\"; charset=y\"; y=z (; charset=y)\n\n",
        "List-Unsubscribe: <https://b.test/u?a=(1),2>\n (a page), <mailto:u@b.test>\n"
            + "List-Unsubscribe-Post: List-Unsubscribe=One-Click\n\n",
        "List-Unsubscribe: <mailto:u@b.test?subject=a,b> (by mail)\n\n",
    ])
    func aMessageInOrderHasNoFindings(_ rest: String) {
        #expect(Self.findings(Self.header + rest) == [])
    }

    @Test(
        "Each fault is reported once, with its place",
        arguments: [
            ("no field\n\n", ["x.eml:6:1 error message-header-syntax"]), ("", ["x.eml:6:1 warning message-header-end"]),
            ("From: x@y.test\n\n", ["x.eml:6:1 error message-field-repeated"]),
            ("Cc: a@@b\n\n", ["x.eml:6:7 error message-address"]), ("Cc: ,\n\n", ["x.eml:6:1 error message-address"]),
            ("Bcc: a@b.test\n\n", ["x.eml:6:1 warning message-bcc"]),
            ("Subject: é\n\n", ["x.eml:6:10 warning message-header-not-ascii"]),
            ("Subject: =?UTF-8?X?a?=\n\n", ["x.eml:6:1 warning message-encoded-word"]),
            ("\nab é\n", ["x.eml:7:4 error message-body-not-ascii"]), ("\na\u{0}\n", ["x.eml:7:2 error message-nul"]),
            ("\na\rb\n", ["x.eml:7:2 error message-line-end"]),
            ("\nab\n" + String(repeating: "x", count: 999) + "\n", ["x.eml:8:1 error message-line-length"]),
            ("Content-Type: text\n\n", ["x.eml:6:1 error message-media-type"]),
            ("Content-Transfer-Encoding: uu\n\na\n", ["x.eml:8:1 error message-transfer-encoding"]),
            ("Content-Transfer-Encoding: base64\n\nYQ=*\n", ["x.eml:8:1 error message-transfer-encoding"]),
            ("Content-Transfer-Encoding: 8bit\n\né\n", ["x.eml:8:1 error message-charset"]),
            (
                "Content-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: quoted-printable\n\n=FF\n",
                ["x.eml:6:1 error message-charset"]
            ),
            (
                "Content-Type: multipart/mixed; boundary=b\nContent-Transfer-Encoding: base64\n\n--b\n\nx\n--b--\n",
                ["x.eml:7:1 error message-multipart"]
            ),
            (
                "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Description: é\n\nx\n--b--\n",
                ["x.eml:9:22 warning message-header-not-ascii"]
            ),
            ("Content-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n", ["x.eml:8:1 error message-multipart"]),
            ("Content-Type: message/rfc822\n\nSubject: x\nbad\n\n", ["x.eml:9:1 error message-header-syntax"]),
            (
                "Content-Type: message/rfc822\n\nContent-Transfer-Encoding: base64\n\nYQ=*\n",
                ["x.eml:10:1 error message-transfer-encoding"]
            ),
            (
                "Content-Type: message/global\nContent-Transfer-Encoding: base64\n\nYmFkDQoNCg==\n",
                ["x.eml:9:1 error message-header-syntax"]
            ),
            (
                "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nQTogYg0KDQo=\n",
                ["x.eml:7:1 error message-multipart"]
            ),
            ("Content-Transfer-Encoding: 7bit; x\n\na\n", ["x.eml:6:1 error message-transfer-encoding"]),
            ("Content-Type: text/plain; charset=x-nonsense\n\na\n", ["x.eml:6:1 error message-charset"]),
            ("Content-Type: text/plain; x=a b\n\na\n", ["x.eml:6:1 error message-parameter"]),
            ("Content-Type: text/plain; x=a; x=b\n\na\n", ["x.eml:6:1 warning message-parameter"]),
            ("Content-Disposition: ;;\n\n", ["x.eml:6:1 error message-disposition"]),
            ("Content-ID: zz\n\n", ["x.eml:6:1 error message-identifier"]),
            ("References: <a@b> c\n\n", ["x.eml:6:1 error message-identifier"]),
            ("Subject: =?utf-8?q?a b?=\n\n", ["x.eml:6:1 warning message-encoded-word"]),
            ("X-A : b\n\n", ["x.eml:6:1 warning message-header-syntax"]),
            ("X-A\t: b\n\n", ["x.eml:6:1 warning message-header-syntax"]),
            ("X-A: b\n \t\n \n c\n\n", ["x.eml:7:1 warning message-header-syntax"]),
            ("X-A: b\n \nX-B: b\n \n\n", [7, 9].map { "x.eml:\($0):1 warning message-header-syntax" }),
        ] as [(String, [String])])
    func faults(_ rest: String, _ expected: [String]) {
        #expect(Self.findings(Self.header + rest) == expected)
    }

    @Test(
        "What stands in the fields of transactional mail is checked",
        arguments: [
            ("Sender: a@b.test, c@b.test\n", ["x.eml:6:1 error message-address"]),
            ("Sender: x: a@b.test;\n", ["x.eml:6:1 error message-address"]),
            ("Resent-Sender: a@b.test, c@b.test\n", ["x.eml:6:1 error message-address"]),
            ("Resent-To: @@\n", ["x.eml:6:12 error message-address"]),
            ("Resent-From: zz\n", ["x.eml:6:14 error message-address"]),
            ("Resent-Cc: ,\n", ["x.eml:6:1 error message-address"]),
            ("Resent-Bcc: @@\n", ["x.eml:6:13 error message-address"]),
            ("Resent-Bcc:\n", []), ("Resent-To: a@b.test\nResent-To: c@d.test\n", []),
            ("Resent-Date: x\n", ["x.eml:6:1 error message-date"]),
            ("Resent-Date: 1 Jan 2000 00:00 GMT\n", ["x.eml:6:1 warning message-date"]),
            ("Resent-Message-ID: x\n", ["x.eml:6:1 error message-identifier"]),
            ("Content-ID: zz\n", ["x.eml:6:1 error message-identifier"]),
            ("Content-ID: <a b@c>\n", ["x.eml:6:1 error message-identifier"]),
            ("Content-ID: <a@b> <c@d>\n", ["x.eml:6:1 error message-identifier"]),
            ("Content-ID: <a@[b]c]>\n", ["x.eml:6:1 error message-identifier"]),
            ("Content-Disposition: ;;\n", ["x.eml:6:1 error message-disposition"]),
            (
                "Content-Type: text/plain; charset=us-ascii; CharSet=utf-8\n",
                ["x.eml:6:1 warning message-parameter"]
            ),
            (
                "Content-Disposition: inline; filename=a; size=1; filename=b\n",
                ["x.eml:6:1 warning message-parameter"]
            ),
            ("List-Unsubscribe: foo\n", ["x.eml:6:1 error message-list-unsubscribe"]),
            ("List-Unsubscribe: <foo>\n", ["x.eml:6:1 error message-list-unsubscribe"]),
            ("List-Unsubscribe: <https:a>, b\n", ["x.eml:6:1 error message-list-unsubscribe"]),
            ("List-Unsubscribe: <https:a> <https:b>\n", ["x.eml:6:1 error message-list-unsubscribe"]),
            ("List-Unsubscribe:\n", ["x.eml:6:1 error message-list-unsubscribe"]),
            (
                "List-Unsubscribe: foo\nList-Unsubscribe-Post: x\n",
                ["x.eml:6:1 error message-list-unsubscribe", "x.eml:7:1 error message-list-unsubscribe-post"]
            ),
            (
                "List-Unsubscribe: <mailto:a@b.test>\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\n",
                ["x.eml:7:1 error message-list-unsubscribe-post"]
            ),
            (
                "List-Unsubscribe-Post: List-Unsubscribe=One-Click\n",
                ["x.eml:6:1 error message-list-unsubscribe-post"]
            ),
        ] as [(String, [String])])
    func fields(_ field: String, _ expected: [String]) {
        #expect(Self.findings(Self.header + field + "\n") == expected)
    }

    @Test(arguments: [
        ("nonsense", false), ("", false), ("<>", false), ("<a@>", false), ("<@b>", false), ("a@b.test", false),
        ("<a@b@c>", false), ("<a..b@c>", false), ("<a@b> x", false), ("<é@b>", false),
        ("<a@b>", true), ("<A1.b$c=d+e/f@mail.b.test>", true), ("<1@[127.0.0.1]>", true),
        ("(sent) <a@b.test> (added by (b))", true),
    ])
    func messageIdentifiers(_ value: String, _ isIdentifier: Bool) {
        let rules = Self.findings(Self.header.replacing("<1@b.test>", with: value) + "\n")
            .filter { !$0.hasSuffix("message-header-not-ascii") }
        #expect(rules == (isIdentifier ? [] : ["x.eml:4:1 error message-identifier"]))
    }

    @Test(
        "What readers forgive in addresses is a warning at its place, and what they cannot is an error",
        arguments: [
            ("ada@b.test ‸(Ada Lovelace)", "warning message-address-unusual"),
            ("<ada@‸localhost>", "warning message-address-unusual"),
            ("ada@b.test,\n\t‸,bob@b.test", "warning message-address-unusual"),
            ("a@b.test,\n  Ada L‸. <ada@b.test>", "warning message-address-unusual"),
            ("\n ‸mailto:ada@b.test", "warning message-address-unusual"),
            ("Zoë <ada‸ @b.test>", "warning message-address-unusual"),
            ("ada@b.test,\n eve@‸@b.test", "error message-address"), ("‸nobody", "error message-address"),
        ])
    func addresses(_ value: String, _ expected: String) {
        let marked = MarkedText(Self.header + "Cc: " + value + "\n\n")
        let found = Self.findings(marked.text).filter { !$0.hasSuffix("message-header-not-ascii") }
        #expect(found == marked.places.map { "x.eml:\($0) \(expected)" })
    }

    @Test func oneAddressIsWrittenAsItShouldBe() {
        let text = Self.header.replacing(
            "a@b.test\n", with: "ada@b.test (Ada), (x) bob@b.test (Bob)\nSender: \"eve@b.test\"\n")
        let bytes = Array((text + "\n").replacing("\n", with: "\r\n").utf8)
        let findings = MessageLint.findings(in: SourceFile(path: "x.eml", bytes: bytes))
        #expect(findings.map(\.rule) == ["message-address-unusual", "message-address-unusual"])
        #expect(findings.last?.fix == "write it as eve@b.test")
        #expect(findings.first?.fix?.contains("with commas between them") == true)
    }

    @Test(
        "Dates are read as RFC 5322 has them",
        arguments: [
            ("Sat, 01 Jan 2000 00:00:00 +0000", true), ("Sat,1 Jan 2000 00:00 -0000", true),
            ("29 Feb 2024 23:59:60 +0530 (IST (India))", true), ("SAT, 1 JAN 2000 00:00 +0000", true),
            ("x", false), ("", false), ("Mon, 01 Jan 2000 00:00:00 +0000", false),
            ("Sam, 01 Jan 2000 00:00:00 +0000", false), ("2000-01-01T00:00:00Z", false),
            ("Sat, 32 Jan 2000 00:00:00 +0000", false), ("29 Feb 2023 00:00:00 +0000", false),
            ("29 Feb 1900 00:00:00 +0000", false), ("29 Feb 2000 00:00:00 +0000", true),
            ("31 Apr 2000 00:00:00 +0000", false), ("0 Apr 2000 00:00:00 +0000", false),
            ("Sat, 01 Jan 00 00:00:00 +0000", false), ("Sat, 01 Jan 2000 24:00:00 +0000", false),
            ("Sat, 01 Jan 2000 00:60:00 +0000", false), ("Sat, 01 Jan 2000 0:00:00 +0000", false),
            ("Sat, 01 Jan 2000 00:00:61 +0000", false), ("Sat, 01 Jan 2000 00:00:00", false),
            ("Sat, 01 Jan 2000 00:00:00 +0060", false), ("Sat, 01 Jan 2000 00:00:00 CET", false),
            ("Sat, 01 Jan 2000 00:00:00 +0000 x", false), ("1 Jan 99999999999999999999 00:00 +0000", false),
        ])
    func dates(_ date: String, _ isDate: Bool) {
        let text = Self.header.replacing("Sat, 01 Jan 2000 00:00:00 +0000", with: date) + "\n"
        #expect(Self.findings(text) == (isDate ? [] : ["x.eml:1:1 error message-date"]))
    }

    @Test(
        "What describes a body asks for MIME-Version: 1.0 (RFC 2045, section 4)",
        arguments: [
            ("MIME-Version: (of) 1.0 (Mail \\) (2.0))\n", []), ("mime-version: 1 . 0\n", []), ("", []),
            ("MIME-Version: 7.0\n", ["x.eml:5:1 error message-mime-version"]),
            ("MIME-Version: (1.0)\n", ["x.eml:5:1 error message-mime-version"]),
            ("Content-Type: text/plain\n", ["x.eml:5:1 error message-mime-version"]),
            ("X-A: b\nContent-Transfer-Encoding: 7bit\n", ["x.eml:6:1 error message-mime-version"]),
        ] as [(String, [String])])
    func mimeVersion(_ fields: String, _ expected: [String]) {
        #expect(Self.findings(Self.header.replacing("MIME-Version: 1.0\n", with: fields) + "\n") == expected)
    }

    @Test func aMessageIDThatIsNoneIsAnError() {
        let text = Self.header.replacing("<1@b.test>", with: "nonsense") + "\n"
        #expect(Self.findings(text) == ["x.eml:4:1 error message-identifier"])
    }

    @Test func missingFieldsAreNamed() {
        #expect(
            Self.findings("Subject: a\n\n") == [
                "x.eml:1:1 error message-field-missing", "x.eml:1:1 error message-field-missing",
                "x.eml:1:1 warning message-field-missing", "x.eml:1:1 warning message-field-missing",
            ])
        let several = Self.header.replacing("From: a@b.test", with: "From: a@b.test, c@b.test")
        #expect(Self.findings(several + "\n") == ["x.eml:2:1 error message-field-missing"])
        #expect(Self.findings(several + "Sender: a@b.test\n\n") == [])
    }

    @Test func theBytesOfAHeaderThatAreNotUTF8AreAnError() {
        let bytes =
            Array(Self.header.replacing("\n", with: "\r\n").utf8) + Array("Subject: ".utf8) + [0xE9, 13, 10, 13, 10]
        let findings = MessageLint.findings(in: SourceFile(path: "x.eml", bytes: bytes))
        #expect(findings.map(\.rule) == ["message-header-not-ascii"])
        #expect(findings.map(\.severity) == [.error])
    }
}
