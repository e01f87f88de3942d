// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import TenantConfiguration
import TestSupport
import Testing
import Verification

@Suite("Two messages are compared by what they mean")
struct MessageComparisonTests {
    private static let base = """
        Date: Sat, 01 Jan 2000 00:00:00 +0000
        From: "Zoë" <zoe@b.test>
        To: a@b.test, c@b.test
        Subject: =?UTF-8?Q?Gr=C3=B6=C3=9Fe?= of it
        X-Tag: 1
        X-Tag: 2
        Auto-Submitted: auto-generated
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary=m

        --m
        Content-Type: multipart/alternative; boundary=b

        --b
        Content-Type: text/plain; charset=UTF-8

        one
        two
        three
        --b
        Content-Type: text/html; charset=UTF-8
        Content-Transfer-Encoding: quoted-printable

        <p class=3Dx>Hello</p>
        --b--
        --m
        Content-Type: image/png
        Content-Disposition: attachment; filename="logo.png"
        Content-Transfer-Encoding: base64

        iVBORw==
        --m--

        """

    private static func differences(_ edits: [(String, String)]) -> [String] {
        var now = Self.base
        for (old, new) in edits {
            #expect(now.contains(old))
            now = now.replacing(old, with: new)
        }
        func wire(_ text: String) -> [UInt8] { Array(text.replacing("\n", with: "\r\n").utf8) }
        return MessageComparison.differences(was: wire(Self.base), now: wire(now)) { "sum \($0.count)" }
            .map { difference in
                [
                    difference.kind.rawValue, difference.part, difference.place,
                    difference.lines.isEmpty
                        ? "\(difference.was ?? "nil") -> \(difference.now ?? "nil")"
                        : difference.lines.joined(separator: "|"),
                ].compactMap { $0 }.joined(separator: "; ")
            }
    }

    @Test(
        "What a transport may change is no difference",
        arguments: [
            [("boundary=b", "boundary=\"other\""), ("--b", "--other")],
            [("quoted-printable", "base64"), ("<p class=3Dx>Hello</p>", "PHAgY2xhc3M9eD5IZWxsbzwvcD4=")],
            [("=?UTF-8?Q?Gr=C3=B6=C3=9Fe?= of it", "=?utf-8?B?R3LDtsOfZQ==?=\n of it")],
            [("To: a@b.test, c@b.test", "TO: a@b.test,\n c@B.test")], [("\"Zoë\"", "=?UTF-8?Q?Zo=C3=AB?=")],
            [("charset=UTF-8", "charset=\"utf-8\"")], [("Content-Type: image", "content-type: Image")],
            [("filename=\"logo.png\"", "filename*=UTF-8''logo.png")], [("three\n", "three\n\n")],
            [("<p class=3Dx>Hello</p>", "<p class=3Dx>\n Hello\n</p>")],
            [("X-Tag: 1\nX-Tag: 2\n", ""), ("MIME-Version: 1.0", "MIME-Version: 1.0\nX-Tag: 1\nX-Tag: 2")],
            [("auto-generated", "Auto-Generated (by us)")], [("MIME-Version: 1.0", "MIME-Version: (x) 1.0 (y)")],
            [("Content-Type: text/html", "MIME-Version: 1.0\nContent-Type: text/html")],
            [("iVBORw==", "iVBO\nRw==")], [("Sat, 01 Jan 2000 00:00:00 +0000", "1 Jan 2000 01:00 +0100")],
            [("Sat, 01 Jan 2000 00:00:00 +0000", "Sat, 1 Jan 2000 00:00:00 GMT")],
            [("\"Zoë\" <zoe@b.test>", "zoe@b.test (Zoë)")],
            [("a@b.test, c@b.test", "a@b.test,, <@x.test:c@b.test>,")],
        ] as [[(String, String)]])
    func same(_ edits: [(String, String)]) {
        #expect(Self.differences(edits) == [])
    }

    @Test func bareLineFeedsAreNoDifference() {
        let lineFeeds = Array(Self.base.utf8)
        let wire = Array(Self.base.replacing("\n", with: "\r\n").utf8)
        #expect(MessageComparison.differences(was: lineFeeds, now: wire) { _ in "" } == [])
    }

    @Test("A text without a type is in US-ASCII (RFC 2045, section 5.2)")
    func theDefaultCharset() {
        let named = Array("Content-Type: text/plain; charset=US-ASCII\r\n\r\nx\r\n".utf8)
        #expect(MessageComparison.differences(was: named, now: Array("\r\nx\r\n".utf8)) { _ in "" } == [])
    }

    @Test func aMessageInAnotherHasAVersion() {
        let outer = "Content-Type: message/rfc822\r\n\r\n"
        let (was, now) = (outer + "MIME-Version: 1.0\r\n\r\nx\r\n", outer + "X-A: b\r\n\r\nx\r\n")
        let differences = MessageComparison.differences(was: Array(was.utf8), now: Array(now.utf8)) { _ in "" }
        #expect(differences.map(\.place) == ["MIME-Version", "X-A"])
    }

    @Test(
        "Each change is reported once, with its place",
        arguments: [
            (
                [("Content-Type: text/plain; charset=UTF-8\n", "")],
                ["structure; part 1.1 text/plain; Content-Type charset; utf-8 -> us-ascii"]
            ),
            (
                [("text/plain; charset=UTF-8", "text/plain")],
                ["structure; part 1.1 text/plain; Content-Type charset; utf-8 -> us-ascii"]
            ),
            ([("of it", "of that")], ["header; Subject; Größe of it -> Größe of that"]),
            ([("\"Zoë\" ", "")], ["header; From; Zoë <zoe@b.test> -> zoe@b.test"]),
            (
                [("00:00:00 +0000", "00:00:01 +0000")],
                ["header; Date; Sat, 01 Jan 2000 00:00:00 +0000 -> Sat, 01 Jan 2000 00:00:01 +0000"]
            ),
            ([("\"Zoë\" <zoe@b.test>", "zoe@b.test (Zoe)")], ["header; From; Zoë <zoe@b.test> -> Zoe <zoe@b.test>"]),
            ([(", c@b.test", "")], ["header; To; a@b.test, c@b.test -> a@b.test"]),
            ([("auto-generated", "No")], ["header; Auto-Submitted; auto-generated -> no"]),
            (
                [("auto-generated", "auto-generated; a=B")],
                ["header; Auto-Submitted; auto-generated -> auto-generated; a=B"]
            ),
            ([("MIME-Version: 1.0", "MIME-Version: 2.0")], ["header; MIME-Version; 1.0 -> 2.0"]),
            ([("MIME-Version: 1.0\n", "")], ["header; MIME-Version; 1.0 -> nil"]),
            ([("X-Tag: 2\n", "X-Tag: 3\n")], ["header; X-Tag[2]; 2 -> 3"]),
            ([("X-Tag: 1\n", "")], ["header; X-Tag[1]; 1 -> nil"]),
            (
                [("X-Tag: 1\nX-Tag: 2\n", "X-Tag: 2\nX-Tag: 1\n")],
                ["header; X-Tag[1]; 1 -> nil", "header; X-Tag[2]; nil -> 1"]
            ),
            ([("MIME-Version: 1.0", "MIME-Version: 1.0\nX-New: yes")], ["header; X-New; nil -> yes"]),
            (
                [("multipart/mixed", "multipart/related")],
                ["structure; Content-Type; multipart/mixed -> multipart/related"]
            ),
            (
                [("text/plain; charset=UTF-8", "text/plain; charset=UTF-8; format=flowed")],
                ["structure; part 1.1 text/plain; Content-Type format; nil -> flowed"]
            ),
            (
                [("attachment; filename=\"logo.png\"", "inline; filename=\"logo.png\"")],
                ["structure; part 2 image/png; Content-Disposition; attachment -> inline"]
            ),
            (
                [("logo.png", "sign.png")],
                ["structure; part 2 image/png; Content-Disposition filename; logo.png -> sign.png"]
            ),
            ([("iVBORw==", "iVBORwo=")], ["attachment; part 2 image/png; logo.png; 4 bytes, sum 4 -> 5 bytes, sum 5"]),
            ([("two", "2")], ["text; part 1.1 text/plain; @@ -1,3 +1,3 @@| one|-two|+2| three"]),
            ([("Hello", "Bye")], ["html; part 1.2 text/html; /html/body/p/text(); Hello -> Bye"]),
            ([("class=3Dx", "class=3Dy")], ["html; part 1.2 text/html; /html/body/p/@class; x -> y"]),
            (
                [("--b\nContent-Type: text/plain; charset=UTF-8\n\none\ntwo\nthree\n", "")],
                ["structure; part 1.1 text/plain; 15 bytes, sum 15 -> nil"]
            ),
            ([("--b--\n", "")], ["syntax; nil -> missingCloseDelimiter"]),
            (
                [("image/png", "image/gif")],
                ["structure; part 2 image/gif; Content-Type; image/png -> image/gif"]
            ),
            ([("text/html;", "text/xml;")], ["structure; part 1.2 text/xml; Content-Type; text/html -> text/xml"]),
        ] as [([(String, String)], [String])])
    func changes(_ edits: [(String, String)], _ expected: [String]) {
        #expect(Self.differences(edits) == expected)
    }

    @Test func aMessageInsideIsComparedByWhatItMeans() {
        func message(_ inner: String) -> [UInt8] {
            Array(("Content-Type: message/rfc822\r\n\r\n" + inner).utf8)
        }
        func differences(_ inner: String) -> [String] {
            MessageComparison.differences(was: message("Subject: a\r\n\r\nx\r\n"), now: message(inner)) { _ in "" }
                .map { "\($0.part ?? "") \($0.place ?? "") \($0.was ?? "") \($0.now ?? "")" }
        }
        #expect(differences("SUBJECT:\r\n a\r\n\r\nx\r\n") == [])
        #expect(differences("Subject: b\r\n\r\nx\r\n") == ["part 1 text/plain Subject a b"])
    }

    @Test("The same text in another charset differs by the charset alone")
    func charsets() {
        func message(_ charset: String, _ e: String) -> [UInt8] {
            let encoding = "Content-Transfer-Encoding: quoted-printable"
            return Array("Content-Type: text/plain; charset=\(charset)\r\n\(encoding)\r\n\r\n\(e)\r\n".utf8)
        }
        let places = MessageComparison.differences(
            was: message("windows-1252", "=E9"), now: message("utf-8", "=C3=A9")
        ) { _ in "" }.map(\.place)
        #expect(places == ["Content-Type charset"])
    }

    @Test func anotherMessageIdentifierIsNamedOnlyWhereItIsGone() {
        func differences(_ now: String) -> [String?] {
            MessageComparison.differences(
                was: Array("Message-ID: <1@a>\r\nSubject: a\r\n\r\n".utf8), now: Array(now.utf8)
            ) { _ in "" }.withoutImpliedMessageID.map(\.place)
        }
        #expect(differences("Message-ID: <2@a>\r\nSubject: a\r\n\r\n") == [])
        #expect(differences("Subject: a\r\n\r\n") == ["Message-ID"])
        #expect(differences("Message-ID: <2@a>\r\nSubject: b\r\n\r\n") == ["Subject"])
    }

    @Test func whateverBytesThereAreTheyDifferFromOthersOnlyAndNotFromThemselves() {
        var generator = SeededGenerator(seed: 11)
        let base = Array(Self.base.utf8)
        for _ in 0..<300 {
            var bytes = base
            for _ in 0..<Int.random(in: 1...20, using: &generator) {
                bytes[Int.random(in: bytes.indices, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            #expect(MessageComparison.differences(was: bytes, now: bytes) { _ in "" } == [])
            _ = MessageComparison.differences(was: base, now: bytes) { _ in "" }
            _ = MessageComparison.differences(was: bytes, now: Array(bytes.prefix(bytes.count / 2))) { _ in "" }
            _ = MessageLint.findings(in: SourceFile(path: "x.eml", bytes: bytes))
        }
    }

    @Test func hunksThatTouchAreOne() {
        func text(_ lines: [Int: String]) -> [UInt8] {
            Array("\r\n".utf8) + (1...30).flatMap { Array((lines[$0] ?? "line \($0)").utf8) + Array("\r\n".utf8) }
        }
        let found = MessageComparison.differences(was: text([:]), now: text([3: "a", 9: "b", 20: "c"])) { _ in "" }
        #expect(found.count == 1)
        #expect(
            found[0].lines.filter { $0.utf8.starts(with: "@@".utf8) } == ["@@ -1,12 +1,12 @@", "@@ -17,7 +17,7 @@"])
        #expect(found[0].lines.filter { $0.utf8.starts(with: "+".utf8) } == ["+a", "+b", "+c"])
    }
}

@Suite("Two JSON texts are compared member by member")
struct JSONComparisonTests {
    private static func differences(_ was: String, _ now: String) -> [String] {
        JSONComparison.differences(was: Array(was.utf8), now: Array(now.utf8)) { "sum \($0.count)" }.map { difference in
            "\(difference.part ?? "")\(difference.place ?? "?"): "
                + (difference.lines.isEmpty
                    ? "\(difference.was ?? "nil") -> \(difference.now ?? "nil")"
                    : difference.lines.joined(separator: "|"))
        }
    }

    @Test(arguments: [
        (#"{"a": 1, "b": [true, null]}"#, #"{ "b":[true,null],"a":1.0 }"#), (#""\u00e9""#, "\"é\""), ("x", "x"),
        (
            #"{"contentType": "HTML", "content": "<p>a b</p>"}"#,
            #"{"contentType": "html", "content": "<p>a\n b</p>\n"}"#
        ),
    ])
    func same(_ was: String, _ now: String) {
        // `html` is another spelling, which counts in JSON.
        let found = Self.differences(was, now).filter { !$0.hasPrefix("/contentType") }
        #expect(found == [])
    }

    @Test(
        arguments: [
            (#"{"a": 1}"#, #"{"a": 2}"#, ["/a: 1 -> 2"]), (#"{"a": 1}"#, #"{}"#, ["/a: 1 -> nil"]),
            (#"{}"#, #"{"a/b": [1]}"#, ["/a~1b: nil -> [1]"]), (#"[1,2,3]"#, #"[1,3]"#, ["/1: 2 -> nil"]),
            (#"{"a": "1"}"#, #"{"a": 1}"#, [#"/a: "1" -> 1"#]), (#"[{"a": 1}]"#, #"[{"a": 2}]"#, ["/0/a: 1 -> 2"]),
            (#"{"a": "x\ny"}"#, #"{"a": "x\nz"}"#, ["/a: @@ -1,2 +1,2 @@| x|-y|+z"]),
            (
                #"{"contentType": "HTML", "content": "<p>a</p>"}"#, #"{"contentType": "HTML", "content": "<p>b</p>"}"#,
                ["/content/html/body/p/text(): a -> b"]
            ),
            (
                #"{"contentBytes": "YQ=="}"#, #"{"contentBytes": "YWI="}"#,
                ["/contentBytes: 1 bytes, sum 1 -> 2 bytes, sum 2"]
            ),
            ("1e400", "2e400", [": 1e400 -> 2e400"]),
            ("9007199254740993", "9007199254740992", [": 9007199254740993 -> 9007199254740992"]),
        ] as [(String, String, [String])])
    func changes(_ was: String, _ now: String, _ expected: [String]) {
        #expect(Self.differences(was, now) == expected)
    }

    @Test func whatIsNoJSONSaysSo() {
        let found = Self.differences("{}", "{")
        #expect(found.count == 1 && found[0].contains("nil -> not JSON: "))
    }
}
