// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import MIME
import TestSupport
import Testing

@Suite("Typed header values")
struct HeaderValueTests {
    /// From `date -u`, from -62167219200 (year 0) to the last second of 9999.
    @Test(arguments: [
        (0, "Thu, 01 Jan 1970 00:00:00 +0000"), (946_684_800, "Sat, 01 Jan 2000 00:00:00 +0000"),
        (951_825_599, "Tue, 29 Feb 2000 11:59:59 +0000"), (951_868_800, "Wed, 01 Mar 2000 00:00:00 +0000"),
        (4_107_542_400, "Mon, 01 Mar 2100 00:00:00 +0000"), (4_107_542_399, "Sun, 28 Feb 2100 23:59:59 +0000"),
        (253_402_300_799, "Fri, 31 Dec 9999 23:59:59 +0000"), (-1, "Wed, 31 Dec 1969 23:59:59 +0000"),
        (-86_400, "Wed, 31 Dec 1969 00:00:00 +0000"), (-86_401, "Tue, 30 Dec 1969 23:59:59 +0000"),
        (-2_208_988_800, "Mon, 01 Jan 1900 00:00:00 +0000"), (1_709_210_096, "Thu, 29 Feb 2024 12:34:56 +0000"),
        (2_147_483_648, "Tue, 19 Jan 2038 03:14:08 +0000"), (-62_135_596_800, "Mon, 01 Jan 0001 00:00:00 +0000"),
        (.max, "Fri, 31 Dec 9999 23:59:59 +0000"), (.min, "Sat, 01 Jan 0000 00:00:00 +0000"),
    ])
    func writesDates(_ seconds: Int, _ text: String) throws {
        #expect(DateTime(secondsSinceEpoch: seconds).description == text)
        let lines = try HeaderSerializerTests.lines(.date(DateTime(secondsSinceEpoch: seconds)), name: "Date")
        #expect(lines == ["Date: \(text)"])
    }

    @Test("Python reads the same moment from every date", .enabled(if: Python.isPresent))
    func pythonReadsDates() throws {
        var generator = SeededGenerator(seed: 41)
        let moments = (0..<500).map { _ in Int.random(in: -62_135_596_800...253_402_300_799, using: &generator) }
        let script = """
            import sys, email.utils, datetime
            epoch = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
            for line in open(sys.argv[1]):
                t = email.utils.parsedate(line)
                m = datetime.datetime(int(line.split()[3]), *t[1:6], tzinfo=datetime.timezone.utc)
                print((m - epoch) // datetime.timedelta(seconds=1), m.strftime('%a') == line[:3])
            """
        let input = moments.map { "\(DateTime(secondsSinceEpoch: $0))\n" }.joined()
        let lines = try Python.run(script, input: Array(input.utf8)).split(separator: "\n").map(String.init)
        #expect(lines == moments.map { "\($0) True" })
    }

    @Test(arguments: [
        ("a", "b.test", true), ("a.b+c", "x", true), ("", "b", false), ("a", "", false), ("a..b", "c", false),
        (".a", "c", false), ("a", "c.", false), ("a b", "c", false), ("a>", "c", false), ("a@b", "c", false),
        ("é", "c", false),
        ("a\r\n", "c", false), ("a", "c\u{0}", false), ("a", "[192.0.2.1]", false), ("\u{760D}\u{760A}", "c", false),
    ])
    func messageIdentifiersAreDotAtoms(_ left: String, _ right: String, isValid: Bool) {
        #expect((MessageID(left: left, right: right) != nil) == isValid)
    }

    @Test func aMessageIdentifierFitsALine() throws {
        let id = try #require(
            MessageID(left: String(repeating: "a", count: 200), right: String(repeating: "b", count: 40)))
        #expect(MessageID(left: String(repeating: "a", count: 200), right: String(repeating: "b", count: 41)) == nil)
        #expect(
            try HeaderSerializerTests.unfolded(HeaderSerializerTests.lines(.messageID(id), name: "Message-ID"))
                == id.description)
    }

    @Test(arguments: [
        ("Subject", true), ("X-A!#$", true), ("x", true), ("", false), ("a b", false), ("a:", false), (":", false),
        ("X-a(b)", false), ("a@b", false), ("[a]", false), ("a,", false), ("a;", false), ("a/b", false), ("a=", false),
        ("é", false), ("a\r\n", false), ("a\t", false), ("a\u{0}", false), ("a\u{7F}", false),
        ("\u{760D}\u{760A}", false),
        ("X: a\r\nBcc", false), (String(repeating: "x", count: 76), true), (String(repeating: "x", count: 77), false),
    ])
    func namesAreTokens(_ text: String, isValid: Bool) {
        #expect((HeaderFieldName(text) != nil) == isValid)
    }

    @Test func aLongNameLosesNothing() {
        let entity = EntityParser.parse(Array("X-\(String(repeating: "a", count: 80)): b\r\n c\r\n\r\n".utf8))
        #expect(entity.headerFields.map(\.rawValue) == ["b c"])
        #expect(entity.allDefects == [])
    }

    @Test(
        "A received name is printable ASCII without a colon, and is written only where it is a token",
        arguments: [
            ("X-A", true, true), ("X-a(b)@[],;", true, false), ("a/b", true, false),
            ("a b", false, false), ("é", false, false), ("", false, false),
            (String(repeating: "x", count: 77), true, false),
            (String(repeating: "x", count: 997), true, false), (String(repeating: "x", count: 998), false, false),
        ])
    func receivedNames(_ text: String, isRead: Bool, isWritten: Bool) throws {
        let parsed = EntityParser.parse(Array("\(text): value\r\n\r\n".utf8)).headerFields.first?.name
        #expect((parsed != nil) == isRead)
        #expect((HeaderFieldName(received: text) != nil) == isRead)
        guard let parsed else { return }
        let field = HeaderField(parsed, .unstructured("value"))
        if isWritten {
            #expect(try field.bytes() == Array("\(text): value\r\n".utf8))
        } else {
            let error = #expect(throws: HeaderError.self) { try field.bytes() }
            #expect(error?.code == .badCharacter)
        }
    }

    @Test func namesCompareWithoutCase() throws {
        #expect(HeaderFieldName("SUBJECT") == .subject)
        #expect(HeaderFieldName("message-id") == .messageID)
        #expect(HeaderFieldName("subjec") != .subject)
        #expect(Set([HeaderFieldName("X-A"), HeaderFieldName("x-a"), HeaderFieldName("X-B")]).count == 2)
        #expect(HeaderFieldName("sUbJect")?.text == "sUbJect")
    }

    @Test(arguments: ["", "a b", "a;b", "a/b", "a=b", "é", "a\r\n", "a\u{0}", "\"a\"", "a,b", "(a)"])
    func tokensHaveNoSpecials(_ text: String) {
        #expect(HeaderField.Token(text) == nil)
        #expect(MediaType(text, "plain") == nil)
        #expect(MediaType("text", text) == nil)
        #expect(MediaType("text", "plain", parameters: [.init(name: text, value: "x")]) == nil)
    }

    @Test(
        "A parameter name that was changed to no token is refused",
        arguments: [
            "", "x; boundary", "x=y", "a b", "a\r\nBcc: x@y.test", "é", "a\u{0}",
        ])
    func changedParameterNames(_ name: String) {
        var type = MediaType.plainText
        type.parameters.append(.init(name: name, value: "v"))
        let error = #expect(throws: HeaderError.self) {
            try HeaderField(.contentType, .mediaType(type)).lines(form: .ascii)
        }
        #expect(error?.code == .badCharacter)
    }

    @Test(arguments: [
        ("UTF-8", "text/x; p=UTF-8"), ("a b", "text/x; p=\"a b\""), ("", "text/x; p=\"\""),
        ("a\"\\", "text/x; p=\"a\\\"\\\\\""),
        ("a;b=c", "text/x; p=\"a;b=c\""), ("é", "text/x; p*=UTF-8''%C3%A9"), ("a\r\nb", "text/x; p*=UTF-8''a%0D%0Ab"),
        ("50% é'*", "text/x; p*=UTF-8''50%25%20%C3%A9%27%2A"),
    ])
    func writesParameters(_ value: String, _ text: String) throws {
        let type = try #require(MediaType("text", "x", parameters: [.init(name: "p", value: value)]))
        let lines = try HeaderSerializerTests.lines(.mediaType(type), name: "Content-Type")
        #expect(lines == ["Content-Type: \(text)"])
    }

    @Test func parametersComeBackHoweverLong() throws {
        var generator = SeededGenerator(seed: 42)
        for round in 0..<400 {
            let value = RandomText.line(words: 1...(round % 30 + 1), spaces: true, using: &generator)
            let parameters: [MediaType.Parameter] = [.init(name: "name", value: value), .init(name: "x", value: "y z")]
            let type = try #require(MediaType("application", "pdf", parameters: parameters))
            let lines = try HeaderSerializerTests.lines(.mediaType(type), name: "Content-Type")
            #expect(lines.allSatisfy { $0.utf8.count <= 78 }, "\(lines)")
            let read = MediaType(parsing: HeaderSerializerTests.unfolded(lines))
            #expect(read?["name"].map { $0.hasSameBytes(as: value) } == true, "\(lines)")
            #expect(read?.parameters.count == 2)
        }
    }

    @Test(
        "RFC 2045 and 2231 parameters are read",
        arguments: [
            ("text/plain; charset=us-ascii (Plain text)", "charset", "us-ascii"),
            ("text/plain; charset=\"us-ascii\"", "charset", "us-ascii"),
            ("TEXT/Plain;CHARSET=x", "charset", "x"), ("text/plain ; a = b ; c=d", "c", "d"), ("text/plain;", "a", nil),
            ("text/plain; a=\"x\\\"y;z\"", "a", "x\"y;z"),
            ("message/x; url*0=\"ftp://\"; url*1=\"cs.utk.edu\"", "url", "ftp://cs.utk.edu"),
            ("a/x; title*=us-ascii'en-us'This%20is%20%2A%2A%2Afun%2A%2A%2A", "title", "This is ***fun***"),
            (
                "a/x; title*0*=us-ascii'en'This%20is%20even%20more%20; title*1*=%2A%2A%2Afun%2A%2A%2A%20; title*2=\"isn't it!\"",
                "title", "This is even more ***fun*** isn't it!"
            ),
            ("a/x; t*1=b; t*0=a", "t", "ab"), ("a/x; t*=utf-8''%E2%82%AC", "t", "€"),
            ("a/x; t*=iso-8859-1''%A3", "t", "£"),
            ("a/x; (comment) t=(nested (comment)) v (end)", "t", "v"), ("a/x; t*10=c; t*9=b; t*0=a", "t", "a"),
            ("a/x; t=b/c=d:e?f; u=v", "t", "b/c=d:e?f"), ("a/x; t=[b]<c>,d@e (f); u=v", "u", "v"),
        ])
    func readsParameters(_ text: String, _ name: String, _ value: String?) throws {
        let type = try #require(MediaType(parsing: text))
        #expect(type[name] == value)
    }

    @Test(arguments: [
        "", "text", "text/", "/plain", "text plain", "te xt/plain", "text/pl@in", "text//plain",
    ])
    func refusesWhatIsNoMediaType(_ text: String) {
        #expect(MediaType(parsing: text) == nil)
    }

    @Test(arguments: [
        ("plain", "plain"), ("=?UTF-8?Q?Zo=C3=AB?=", "Zoë"), ("=?utf-8?b?Wm/Dqw==?=", "Zoë"),
        ("=?iso-8859-1?Q?=A1?=", "¡"),
        ("=?US-ASCII*EN?Q?Keith_Moore?=", "Keith Moore"), ("=?utf-8?q?a?= =?utf-8?q?b?=", "ab"),
        ("=?utf-8?q?a?= b", "a b"), ("=?utf-8?q?a_?= =?utf-8?q?b?=", "a b"),
        ("x =?utf-8?q?a?= \t =?utf-8?q?b?= y", "x ab y"),
        ("=?utf-7?q?+AOs-?=", "=?utf-7?q?+AOs-?="), ("=?utf-8?x?a?=", "=?utf-8?x?a?="), ("=?utf-8?q?a", "=?utf-8?q?a"),
        ("=?utf-8?q?a b?=", "a b"), ("=?utf-8?b?***?=", "=?utf-8?b?***?="),
        ("=?utf-8?q?=GG?=", "=?utf-8?q?=GG?="),
        ("=?utf-8?q?=C3?=", "=?utf-8?q?=C3?="), ("a=?utf-8?q?b?=", "a=?utf-8?q?b?="), ("=?", "=?"),
        ("=?=?=?=?", "=?=?=?=?"),
        ("=?UTF-8?Q?=3D=3Futf-8=3Fq=3Fx=3F=3D?=", "=?utf-8?q?x?="), ("", ""), ("  ", "  "),
        // Characters split between words of one charset and encoding.
        ("=?utf-8?q?Zo=C3?= =?UTF-8?Q?=AB!?=", "Zoë!"), ("=?utf-8?b?5pel5g==?=\r\n =?utf-8?b?nKw=?= x", "日本 x"),
        ("a =?utf-8?q?=F0=9F?= =?utf-8?q?=98?= =?utf-8?q?=80?= b", "a 😀 b"),
        ("=?utf-8?q?a=C3?= =?utf-8?b?qw==?=", "=?utf-8?q?a=C3?= =?utf-8?b?qw==?="),
        ("=?utf-8?q?a=C3?= =?iso-8859-1?q?=AB?=", "=?utf-8?q?a=C3?= «"),
        ("=?utf-8?q?a?= =?utf-8?q?=C3?= =?utf-8?q?b?= c", "a =?utf-8?q?=C3?= b c"),
        ("=?utf-8?q?=C3?= x =?utf-8?q?=AB?=", "=?utf-8?q?=C3?= x =?utf-8?q?=AB?="),
    ])
    func decodesEncodedWordsOnceAndOnlyWhereTheyStand(_ text: String, _ decoded: String) {
        #expect(EncodedWord.decodeAll(in: text).hasSameBytes(as: decoded))
    }
}
