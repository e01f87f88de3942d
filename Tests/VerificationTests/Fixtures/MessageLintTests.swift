// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import TenantConfiguration
import Testing
import Verification

@Suite("Files of messages are checked against the standards")
struct MessageLintTests {
    private static let header = """
        Date: Sat, 01 Jan 2000 00:00:00 +0000
        From: a@b.test
        To: c@d.test
        Message-ID: <1@b.test>

        """

    private static func findings(_ text: String) -> [String] {
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
    ])
    func aMessageInOrderHasNoFindings(_ rest: String) {
        #expect(Self.findings(Self.header + rest) == [])
    }

    @Test(
        "Each fault is reported once, with its place",
        arguments: [
            ("no field\n\n", ["x.eml:5:1 error message-header-syntax"]), ("", ["x.eml:5:1 warning message-header-end"]),
            ("From: x@y.test\n\n", ["x.eml:5:1 error message-field-repeated"]),
            ("Cc: a@@b\n\n", ["x.eml:5:1 error message-address"]), ("Cc: ,\n\n", ["x.eml:5:1 error message-address"]),
            ("Bcc: a@b.test\n\n", ["x.eml:5:1 warning message-bcc"]),
            ("Subject: é\n\n", ["x.eml:5:10 warning message-header-not-ascii"]),
            ("Subject: =?UTF-8?X?a?=\n\n", ["x.eml:5:1 warning message-encoded-word"]),
            ("\nab é\n", ["x.eml:6:4 error message-body-not-ascii"]), ("\na\u{0}\n", ["x.eml:6:2 error message-nul"]),
            ("\na\rb\n", ["x.eml:6:2 error message-line-end"]),
            ("\nab\n" + String(repeating: "x", count: 999) + "\n", ["x.eml:7:1 error message-line-length"]),
            ("Content-Type: text\n\n", ["x.eml:5:1 error message-media-type"]),
            ("Content-Transfer-Encoding: uu\n\na\n", ["x.eml:7:1 error message-transfer-encoding"]),
            ("Content-Transfer-Encoding: base64\n\nYQ=*\n", ["x.eml:7:1 error message-transfer-encoding"]),
            ("Content-Transfer-Encoding: 8bit\n\né\n", ["x.eml:7:1 error message-charset"]),
            (
                "Content-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: quoted-printable\n\n=FF\n",
                ["x.eml:5:1 error message-charset"]
            ),
            (
                "Content-Type: multipart/mixed; boundary=b\nContent-Transfer-Encoding: base64\n\n--b\n\nx\n--b--\n",
                ["x.eml:6:1 error message-multipart"]
            ),
            (
                "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Description: é\n\nx\n--b--\n",
                ["x.eml:8:22 warning message-header-not-ascii"]
            ),
            ("Content-Type: multipart/mixed; boundary=b\n\n--b\n\nx\n", ["x.eml:7:1 error message-multipart"]),
            ("Content-Type: message/rfc822\n\nSubject: x\nbad\n\n", ["x.eml:8:1 error message-header-syntax"]),
            (
                "Content-Type: message/rfc822\n\nContent-Transfer-Encoding: base64\n\nYQ=*\n",
                ["x.eml:9:1 error message-transfer-encoding"]
            ),
            (
                "Content-Type: message/global\nContent-Transfer-Encoding: base64\n\nYmFkDQoNCg==\n",
                ["x.eml:8:1 error message-header-syntax"]
            ),
            (
                "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nQTogYg0KDQo=\n",
                ["x.eml:6:1 error message-multipart"]
            ),
            ("Content-Transfer-Encoding: 7bit; x\n\na\n", ["x.eml:5:1 error message-transfer-encoding"]),
            ("Content-Type: text/plain; charset=x-nonsense\n\na\n", ["x.eml:5:1 error message-charset"]),
            ("Content-Type: text/plain; x=a b\n\na\n", ["x.eml:5:1 error message-parameter"]),
            ("Content-Type: text/plain; x=a; x=b\n\na\n", ["x.eml:5:1 warning message-parameter"]),
            ("Content-Disposition: ;;\n\n", ["x.eml:5:1 error message-disposition"]),
            ("Content-ID: zz\n\n", ["x.eml:5:1 error message-identifier"]),
            ("References: <a@b> c\n\n", ["x.eml:5:1 error message-identifier"]),
            ("Subject: =?utf-8?q?a b?=\n\n", ["x.eml:5:1 warning message-encoded-word"]),
        ] as [(String, [String])])
    func faults(_ rest: String, _ expected: [String]) {
        #expect(Self.findings(Self.header + rest) == expected)
    }

    @Test(
        "Dates are read as RFC 5322 has them",
        arguments: [
            ("Sat, 01 Jan 2000 00:00:00 +0000", true), ("Sat,1 Jan 2000 00:00 -0000", true),
            ("29 Feb 2024 23:59:60 +0530 (IST (India))", true), ("SAT, 1 JAN 2000 00:00 GMT", true),
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
