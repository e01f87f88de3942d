// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import MIME
import TestSupport
import Testing

@Suite("Header fields are folded and encoded by RFC 5322 and 2047")
struct HeaderSerializerTests {
    static func lines(
        _ value: HeaderField.Value, name: String = "Subject", form: HeaderForm = .ascii
    ) throws
        -> [String]
    {
        let name = try #require(HeaderFieldName(name))
        let bytes = try HeaderField(name, value).lines(form: form).bytes
        #expect(MessageReading.wireFaults(bytes, is7Bit: form == .ascii) == [])
        let lines = MessageReading.lines(bytes)
        #expect(!lines.contains { line in line.allSatisfy { $0 == 0x20 || $0 == 0x09 } }, "a line of blanks")
        return lines.map { String(decoding: $0, as: UTF8.self) }
    }

    /// The value as a reader unfolds it: the line ends go, what follows them stays.
    static func unfolded(_ lines: [String]) -> String {
        String(decoding: lines.joined().utf8.drop { $0 != .ascii(":") }.dropFirst(2), as: UTF8.self)
    }

    /// The encoded-words of some lines.
    static func encodedWords(_ lines: [String]) -> [Substring] {
        lines.flatMap { $0.split(separator: " ") }.filter { $0.utf8.starts(with: "=?UTF-8?".utf8) }
    }

    @Test(arguments: [
        ("Hello", "Subject: Hello"), ("", "Subject:"), ("Hello, world!", "Subject: Hello, world!"),
        ("Zoë", "Subject: =?UTF-8?Q?Zo=C3=AB?="), ("a b é", "Subject: =?UTF-8?B?YSBiIMOp?="),
        ("日本", "Subject: =?UTF-8?B?5pel5pys?="), ("=?x", "Subject: =?UTF-8?B?PT94?="),
        ("a\r\nBcc: x@y.test", "Subject: a Bcc: x@y.test"), ("a\u{0}b\u{85}c\td", "Subject: a b c d"),
    ])
    func writesAShortSubject(_ text: String, _ line: String) throws {
        #expect(try Self.lines(.unstructured(text)) == [line])
    }

    @Test(
        "Only the last word in B has padding: some readers drop what follows it",
        arguments: ["Привет, мир! ", "日本語 ", "Ωaé😀", "👩‍👩‍👧‍👦é"])
    func onlyTheLastWordIsPadded(_ text: String) throws {
        for count in 20...40 {
            let words = Self.encodedWords(try Self.lines(.unstructured(String(repeating: text, count: count))))
            #expect(words.count > 3)
            #expect(words.dropLast().allSatisfy { $0.utf8.starts(with: "=?UTF-8?B?".utf8) && !$0.hasSuffix("=?=") })
        }
    }

    @Test(
        "However many spaces there are, no line has nothing else (RFC 5322, section 3.2.2)",
        arguments: [
            ("", ""), ("a", ""), ("", "b"), ("a", "b"), ("é", "b"), (String(repeating: "x", count: 70), "y"),
        ], [HeaderForm.ascii, .internationalized])
    func spaces(_ ends: (String, String), _ form: HeaderForm) throws {
        for count in [1, 66, 67, 68, 69, 70, 77, 78, 300, 1100] {
            let text = ends.0 + String(repeating: " ", count: count) + ends.1
            let bytes = try Self.lines(.unstructured(text), form: form).joined(separator: "\r\n") + "\r\n\r\n"
            #expect(EntityParser.parse(Array(bytes.utf8)).allDefects == [])
        }
    }

    @Test func foldsAtSpacesBefore78() throws {
        let text = (0..<60).map { "word\($0)" }.joined(separator: " ")
        let lines = try Self.lines(.unstructured(text))
        #expect(lines.count > 4)
        #expect(lines.allSatisfy { $0.utf8.count <= 78 })
        #expect(lines.dropFirst().allSatisfy { $0.utf8.first == 0x20 })
        #expect(Self.unfolded(lines) == text)
        // Nothing is folded that fits.
        let fitting = String(repeating: "a", count: 33) + " " + String(repeating: "b", count: 33)
        #expect(try Self.lines(.unstructured(fitting)).count == 1)
    }

    @Test(
        "A line with an encoded-word takes 76 octets and a word 75 (RFC 2047, section 2)",
        arguments: [
            "Subject", "X-A", "X-Galley-Campaign-Identifier-Of-Some-Length",
        ])
    func encodedWordLimits(_ name: String) throws {
        for text in ["é", "日", "😀", "é a ", "👩‍👩‍👧‍👦"] {
            for count in 1...60 {
                let lines = try Self.lines(.unstructured(String(repeating: text, count: count)), name: name)
                #expect(Self.encodedWords(lines).allSatisfy { $0.utf8.count <= 75 })
                #expect(lines.allSatisfy { $0.utf8.count <= 76 }, "\(text) × \(count): \(lines)")
            }
        }
    }

    @Test func aHundredThousandScalarsStayInShortLines() throws {
        for text in ["😀", "日", "a\u{301}", "x", "é"] {
            let long = String(repeating: text, count: 100_000 / text.unicodeScalars.count)
            let lines = try Self.lines(.unstructured(long))
            #expect(lines.allSatisfy { $0.utf8.count <= 78 })
            #expect(EncodedWord.decodeAll(in: Self.unfolded(lines)).hasSameBytes(as: long))
        }
    }

    @Test func aWordHoldsWholeScalars() throws {
        var generator = SeededGenerator(seed: 31)
        for _ in 0..<200 {
            let text = RandomText.line(words: 5...40, using: &generator) + "é"
            for word in try Self.encodedWords(Self.lines(.unstructured(text))) {
                let decoded = EncodedWord.decodeAll(in: String(word))
                #expect(!decoded.hasSameBytes(as: String(word)))
                #expect(decoded.unicodeScalars.allSatisfy { $0 != "\u{FFFD}" })
            }
        }
    }

    @Test(
        "A word ends inside no grapheme that fits a word of its encoding, and no word is too long",
        arguments: ["Subject", "X-Galley-Campaign-Identifier-Of-Some-Length"])
    func aWordHoldsWholeGraphemes(_ name: String) throws {
        let family = "👩‍👩‍👧‍👦"
        let long = { (count: Int) in "e" + String(repeating: "\u{301}", count: count) }
        var texts = [
            // The last place without padding lies so far back that what follows it fills another word.
            "日é" + String(repeating: "日", count: 13) + long(7), String(repeating: "日", count: 40) + long(22),
            String(repeating: "a", count: 80) + long(10), String(repeating: "word ", count: 20) + long(10) + "!",
        ]
        texts += (1...12).map { String(repeating: family, count: $0) + "x" }
        var generator = SeededGenerator(seed: 34)
        let pieces = ["日", "é", "a", " ", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", family, long(7), long(20), long(3), "🇩🇪"]
        texts += (0..<300).map { _ in
            (0..<40).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined() + "é"
        }
        for text in texts {
            let words = try Self.encodedWords(Self.lines(.unstructured(text), name: name))
            #expect(words.allSatisfy { $0.utf8.count <= 75 }, "\(words)")
            let decoded = words.map { EncodedWord.decodeAll(in: String($0)) }
            #expect(decoded.joined().hasSameBytes(as: text))
            #expect(decoded.map(\.count).reduce(0, +) == text.count, "\(words)")
        }
    }

    @Test func aGraphemeTooLongForAWordIsSplitBetweenScalars() throws {
        let text = "a" + String(repeating: "\u{301}", count: 200)
        let words = EncodedWord.encode("ab\(text)")
        #expect(words.count > 5)
        #expect(words.allSatisfy { $0.utf8.count <= 75 })
        #expect(words.allSatisfy { !EncodedWord.decodeAll(in: $0).unicodeScalars.contains("\u{FFFD}") })
        #expect(EncodedWord.decodeAll(in: words.joined(separator: "\r\n ")).hasSameBytes(as: "ab\(text)"))
        #expect(EncodedWord.encode("") == [])
        #expect(EncodedWord.encode("a\r\nBcc: x") == ["=?UTF-8?Q?a_Bcc=3A_x?="])
    }

    @Test func theShorterOfQAndBIsTaken() throws {
        for (text, kind) in [("mostly ASCII ë", "Q"), ("日本語", "B"), ("Größe", "B"), ("ёжик", "B")] {
            #expect(try Self.lines(.unstructured(text))[0].utf8.starts(with: "Subject: =?UTF-8?\(kind)?".utf8))
        }
    }

    @Test("Decoding gives back what was encoded, in twelve scripts")
    func subjectsComeBack() throws {
        var generator = SeededGenerator(seed: 32)
        var changed: [String] = []
        for round in 0..<1000 {
            var text = RandomText.line(words: 1...(round % 25 + 1), spaces: true, using: &generator)
            if round % 7 == 0 { text = " " + text + "  " }
            let lines = try Self.lines(.unstructured(text))
            if !EncodedWord.decodeAll(in: Self.unfolded(lines)).hasSameBytes(as: text) {
                changed.append(text.debugDescription)
            }
        }
        #expect(changed.prefix(3) == [], "\(changed.count)")
    }

    @Test("Under RFC 6532 text stays as it is, and comes back")
    func internationalizedForm() throws {
        #expect(try Self.lines(.unstructured("Zoë 日本"), form: .internationalized) == ["Subject: Zoë 日本"])
        var generator = SeededGenerator(seed: 33)
        for _ in 0..<300 {
            let text = RandomText.line(words: 1...20, spaces: true, using: &generator)
            let lines = try Self.lines(.unstructured(text), form: .internationalized)
            #expect(EncodedWord.decodeAll(in: Self.unfolded(lines)).hasSameBytes(as: text), "\(text.debugDescription)")
        }
    }

    @Test(arguments: [
        ("\"Ada\" <a@b.test>", "To: Ada <a@b.test>"),
        ("\"Lovelace, Ada\" <a@b.test>", "To: \"Lovelace, Ada\" <a@b.test>"),
        ("\"A. B.\" <a@b.test>", "To: \"A. B.\" <a@b.test>"),
        ("\"a\\\"b\\\\c\" <a@b.test>", "To: \"a\\\"b\\\\c\" <a@b.test>"),
        ("\"a@b\" <a@b.test>", "To: \"a@b\" <a@b.test>"), ("\"a  b\" <a@b.test>", "To: \"a  b\" <a@b.test>"),
        ("Zoë <a@b.test>", "To: =?UTF-8?Q?Zo=C3=AB?= <a@b.test>"),
        ("\"=?utf-8?q?x?=\" <a@b.test>", "To: =?UTF-8?B?PT91dGYtOD9xP3g/PQ==?= <a@b.test>"),
        ("a@b.test, C <c@d.test>", "To: a@b.test, C <c@d.test>"), ("g:;", "To: g:;"),
        ("g: a@b.test, C <c@d.test>;, e@f.test", "To: g: a@b.test, C <c@d.test>;, e@f.test"),
        ("\"a b\"@c.test", "To: \"a b\"@c.test"), ("a@bücher.example", "To: a@xn--bcher-kva.example"), ("", "To:"),
        // An encoded-word stands apart from a special (RFC 2047, section 5).
        ("équipe: a@b.test;", "To: =?UTF-8?Q?=C3=A9quipe?= : a@b.test;"),
        ("équipe:;", "To: =?UTF-8?Q?=C3=A9quipe?= :;"),
    ])
    func writesAddresses(_ text: String, _ line: String) throws {
        #expect(try Self.lines(.addresses(AddressList(text)), name: "To") == [line])
    }

    @Test("Names of every kind come back, quoted, encoded or as they are")
    func addressesComeBack() throws {
        var generator = SeededGenerator(seed: 34)
        var faults: [String] = []
        for form in [HeaderForm.ascii, .internationalized] {
            for _ in 0..<300 {
                var list = AddressList()
                for index in 0..<Int.random(in: 1...5, using: &generator) {
                    let address = try AddrSpec("user\(index)@bücher.example")
                    let name = RandomText.line(words: 1...8, using: &generator).replacingControlsWithSpaces
                    if index == 2 {
                        list.addresses.append(
                            .group(name: name, members: [Mailbox(displayName: name, address: address)]))
                    } else {
                        list.addresses.append(.mailbox(Mailbox(displayName: name, address: address)))
                    }
                }
                let lines = try Self.lines(.addresses(list), name: "Reply-To", form: form)
                let isShort = lines.allSatisfy { $0.utf8.count <= (form == .ascii ? 78 : 998) }
                if !isShort { faults.append("long: \(lines)") }
                if (try? AddressList(Self.unfolded(lines))) != list { faults.append("changed: \(lines)") }
            }
        }
        #expect(faults.prefix(3) == [], "\(faults.count)")
    }

    @Test func anAddressBeyondASCIINeedsTheInternationalizedForm() throws {
        let list = try AddressList("zoë@b.test")
        let error = #expect(throws: HeaderError.self) { try HeaderField(.to, .addresses(list)).lines(form: .ascii) }
        #expect(error?.code == .needsInternationalizedForm)
        #expect(error?.field == .to)
        #expect(try Self.lines(.addresses(list), name: "To", form: .internationalized) == ["To: zoë@b.test"])
    }

    @Test func longNamesAndAddressesAreFoldedAfterTheColon() throws {
        let name = (0..<11).map { "n,m\($0)" }.joined(separator: " ")
        let list = AddressList(mailboxes: [Mailbox(displayName: name, address: try AddrSpec("a@b.test"))])
        let lines = try Self.lines(.addresses(list), name: "Disposition-Notification-To")
        #expect(lines.allSatisfy { $0.utf8.count <= 78 }, "\(lines)")
        #expect(
            try AddressList(
                Self.unfolded(["X: "] + lines.map { $0.replacing("Disposition-Notification-To:", with: "") })) == list)
    }

    @Test("A field that cannot stand on lines of 998 octets is an error, never a longer line")
    func longTokens() throws {
        let long = String(repeating: "t", count: 1200)
        let token = try #require(HeaderField.Token(long))
        let type = try #require(MediaType("text", long))
        for value in [HeaderField.Value.token(token), .mediaType(type)] {
            let error = #expect(throws: HeaderError.self) { try HeaderField(.contentType, value).lines(form: .ascii) }
            #expect(error?.code == .lineTooLong)
        }
    }
}
