// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import MIME
import Testing

@Suite("Address lists and groups")
struct AddressListTests {
    private static func shape(_ list: AddressList) -> [String] {
        list.addresses.map { address in
            switch address {
            case .mailbox(let mailbox): "\(mailbox.displayName ?? "-")|\(mailbox.address.serialized)"
            case .group(let name, let members):
                "\(name)[" + members.map { "\($0.displayName ?? "-")|\($0.address.serialized)" }.joined(separator: " ")
                    + "]"
            }
        }
    }

    @Test(
        arguments: [
            ("", []), (" \t", []), (",", []), (", , ,", []), ("a@b.test,,c@d.test", ["-|a@b.test", "-|c@d.test"]),
            (",a@b.test,", ["-|a@b.test"]), ("a@b.test , C <c@d.test>", ["-|a@b.test", "C|c@d.test"]),
            ("a@b.test,a@b.test", ["-|a@b.test", "-|a@b.test"]),
            ("\"x, y\" <a@b.test>, \"c,d\"@e.test", ["x, y|a@b.test", "-|\"c,d\"@e.test"]),
            ("g:;", ["g[]"]), ("g: ;", ["g[]"]), ("g:,,;", ["g[]"]),
            ("Team: a@b.test, C D <c@d.test>;", ["Team[-|a@b.test C D|c@d.test]"]),
            ("\"A: B\": a@b.test;", ["A: B[-|a@b.test]"]),
            ("a@b.test, g: c@d.test; , e@f.test", ["-|a@b.test", "g[-|c@d.test]", "-|e@f.test"]),
            ("g: a@b.test;, h:;", ["g[-|a@b.test]", "h[]"]),
            ("Undisclosed recipients:;", ["Undisclosed recipients[]"]),
            ("=?UTF-8?Q?=C3=89quipe?=: a@b.test;", ["Équipe[-|a@b.test]"]),
        ] as [(String, [String])])
    func reads(_ text: String, _ shape: [String]) throws {
        let list = try AddressList(text)
        #expect(Self.shape(list) == shape)
        #expect(try Self.shape(AddressList(list.description)) == shape)
    }

    @Test(arguments: [
        ("a@b.test; c@d.test", AddressError.Code.unexpectedCharacter), ("g: a@b.test", .notClosed),
        ("g: h: a@b.test;;", .unexpectedCharacter), ("a@b.test c@d.test", .unexpectedCharacter),
        ("a@b.test, x", .incomplete), ("g: a@b.test; c@d.test", .unexpectedCharacter), ("g:", .notClosed),
        (":;", .unexpectedCharacter), ("a@b.test, (c)", .obsolete), ("a@b.test\r\n", .controlCharacter),
    ])
    func refuses(_ text: String, _ code: AddressError.Code) {
        let error = #expect(throws: AddressError.self) { try AddressList(text) }
        #expect(error?.code == code)
    }

    @Test("Nested groups end at the second colon, however many there are")
    func nestedGroups() {
        let text = (0..<3000).map { "g\($0):" }.joined()
        let error = #expect(throws: AddressError.self) { try AddressList(text) }
        #expect(error?.offset == 5)
    }

    @Test func controlsInANameCostNothingForTheAddressesAfterIt() throws {
        let controls = String(repeating: "\r", count: 300_000)
        let bare = String(repeating: "a@b.test,", count: 9000)
        let start = ContinuousClock.now
        let reading = try AddressList.Reading("C\(controls) <c@d.test>," + bare)
        #expect(reading.list.addresses.count == 9001)
        #expect(reading.replacedControls == Array(1...300_000))
        // When each address looked at all of them again, it was minutes.
        #expect(ContinuousClock.now - start < .seconds(20))
    }

    @Test func mailboxesIncludeThoseOfGroups() throws {
        let list = try AddressList("a@b.test, g: c@d.test, e@f.test;, h:;")
        #expect(list.mailboxes.map(\.address.serialized) == ["a@b.test", "c@d.test", "e@f.test"])
    }

    @Test func exactlyOneMailboxIsNoListAndNoGroup() throws {
        #expect(try AddressList("a@b.test").onlyMailbox().address.serialized == "a@b.test")
        for (text, code) in [
            ("", AddressError.Code.empty), ("a@b.test,c@d.test", .notExactlyOne), ("g:a@b.test;", .notExactlyOne),
        ] {
            let error = #expect(throws: AddressError.self) { try AddressList(text).onlyMailbox() }
            #expect(error?.code == code)
        }
    }

    @Test(
        "Controls in names become spaces, and the reading says where",
        arguments: [
            ("Ada\rL <a@b.test>", "Ada L", [3]), ("\"Ada\r\nL\" <a@b.test>", "Ada  L", [4, 5]),
            ("\"a\u{0}b\" <a@b.test>", "a b", [2]), ("x@y.test, \"a\\\nb\" <a@b.test>", "a b", [13]),
            ("Ada <a@b.test>", "Ada", []), ("a@b.test", nil, []),
        ] as [(String, String?, [Int])])
    func replacedControls(_ text: String, _ name: String?, _ offsets: [Int]) throws {
        let reading = try AddressList.Reading(text)
        #expect(reading.list.mailboxes.last?.displayName == name)
        #expect(reading.replacedControls == offsets)
    }

    @Test("A control that hides in an encoded-word is replaced and reported too")
    func controlsInEncodedWords() throws {
        let reading = try AddressList.Reading("x@y.test, =?UTF-8?Q?Ada=0D=0ABcc=3A?= <a@b.test>")
        #expect(reading.list.mailboxes.last?.displayName == "Ada Bcc:")
        #expect(!reading.replacedControls.isEmpty)
    }

    @Test func equalityIsThatOfTheBytesOfTheLocalPart() throws {
        #expect(try AddrSpec("\"ada\"@b.test") == AddrSpec("ada@b.test"))
        #expect(try AddrSpec("Ada@b.test") != AddrSpec("ada@b.test"))
        // Canonically equivalent is another mailbox; so is anything that only folds to the same.
        #expect(try AddrSpec("\u{E9}@b.test") != AddrSpec("e\u{301}@b.test"))
        #expect(try AddrSpec("mike@b.test") != AddrSpec("mi\u{212A}e@b.test"))
        #expect(try AddrSpec("mike@b.test") != AddrSpec("m\u{131}ke@b.test"))
        #expect(try AddrSpec("ros@b.test") != AddrSpec("ro\u{17F}@b.test"))
        #expect(try AddrSpec("a@bücher.example") == AddrSpec("a@xn--bcher-kva.example"))
        #expect(try AddrSpec("a@BÜCHER.example") == AddrSpec("a@bücher.example"))
    }

    @Test func peopleSeeUnicodeAndTheWireSeesALabels() throws {
        let address = try AddrSpec("a@xn--bcher-kva.example")
        #expect(address.description == "a@bücher.example")
        #expect(address.serialized == "a@xn--bcher-kva.example")
        #expect(try address.wireText.isASCII)
        #expect(!address.isInternationalized)
        let wide = try AddrSpec("zoë@bücher.example")
        #expect(try Array("zoë@xn--bcher-kva.example".utf8) == wide.wireText.bytes)
    }

    @Test("What hides ESMTP parameters stays one quoted local part")
    func quotedPathInjection() throws {
        let address = try AddrSpec("\"x@y> ORCPT=rfc822;admin@z.test\"@b.test")
        #expect(address.serialized == "\"x@y> ORCPT=rfc822;admin@z.test\"@b.test")
        #expect(address.domain.ascii == "b.test")
    }
}
