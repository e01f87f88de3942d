// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import MIME
import Testing

@Suite("Addresses are read by RFC 5321, 5322 and 6531, strictly")
struct AddressParserTests {
    @Test func validAddressesGiveTheirParts() throws {
        let vectors = try AddressVectors.valid()
        for vector in vectors {
            do throws(AddressError) {
                let mailbox = try Mailbox(vector.input)
                #expect(mailbox.address.localPart.text.utf8.elementsEqual(vector.localPart.utf8), "\(vector)")
                #expect(mailbox.address.domain.ascii.utf8.elementsEqual(vector.domain.utf8), "\(vector) \(mailbox)")
                #expect(mailbox.displayName == vector.displayName, "\(vector)")
            } catch {
                Issue.record("\(vector): \(error.code) at \(error.offset): \(error)")
            }
        }
    }

    @Test func invalidAddressesAreRefusedWithReasonAndPlace() throws {
        for vector in try AddressVectors.invalid() {
            do throws(AddressError) {
                let mailbox = try Mailbox(vector.input)
                Issue.record("\(vector) was taken as \(mailbox)")
            } catch {
                #expect("\(error.code)" == vector.code, "\(vector): \(error)")
                #expect(error.offset == vector.offset, "\(vector): \(error)")
                #expect(!error.message.isEmpty)
            }
        }
    }

    /// What is shown of a faulty list: one entry of it, and the place in that entry.
    @Test(arguments: [
        ("a@b.example, c@d..example, f@g.example", "c@d..example", 4), ("a@b..example", "a@b..example", 4),
        (" a@b.example ,  eve , f@g.example", "eve", 3), ("\"a, b\" <a@b..test>, c@d.test", "\"a, b\" <a@b..test>", 12),
        ("\"a\\\", b\" <a@b..test>, c@d.test", "\"a\\\", b\" <a@b..test>", 14),
        ("a@b.test, \"c, d@e.test", "\"c, d@e.test", 0), ("a@b.test, Eve <e@f.test, g@h.test", "Eve <e@f.test", 13),
        ("a@b.test, ü@c_d.test", "ü@c_d.test", 4), ("a@b.test, <x@>, c@d.test", "<x@>", 3), ("a@b.test, c@", "c@", 2),
    ])
    func theEntryAtFaultIsFound(list: String, entry: String, offset: Int) throws {
        let error = try #require(throws: AddressError.self) { try AddressList(list) }
        let found = error.entry(of: list)
        #expect(found.text == entry && found.offset == offset)
    }

    @Test func everyEntryIsAPieceOfTheTextWithTheFaultInIt() throws {
        for vector in try AddressVectors.invalid() {
            for text in [vector.input, "ada@example.com, \(vector.input)", "\(vector.input), ada@example.com"] {
                do throws(AddressError) {
                    _ = try Mailbox(text)
                } catch {
                    let (entry, offset) = error.entry(of: text)
                    #expect((0...entry.utf8.count).contains(offset), "\(text)")
                    let before = Array(text.utf8.prefix(error.offset).suffix(offset))
                    #expect(Array(entry.utf8.prefix(offset)) == before, "\(text)")
                    #expect(text.utf8.count >= entry.utf8.count, "\(text)")
                }
            }
        }
    }

    @Test func everyReasonHasAMendOfItsOwn() throws {
        let reasons = Set(try AddressVectors.invalid().map(\.code))
        let fixes = try Dictionary(
            AddressVectors.invalid().map { vector in
                let error = try #require(throws: AddressError.self) { try Mailbox(vector.input) }
                return (error.code, error.code.fix)
            }, uniquingKeysWith: { first, _ in first })
        #expect(fixes.count == reasons.count && Set(fixes.values).count == fixes.count)
        #expect(fixes.values.allSatisfy { !$0.isEmpty && !$0.hasSuffix(".") })
    }

    @Test func thereAreThreeHundredVectorsAndEachStandsOnce() throws {
        let inputs = try AddressVectors.valid().map(\.input) + AddressVectors.invalid().map(\.input)
        #expect(inputs.count >= 300)
        #expect(Set(inputs.map { Array($0.utf8) }).count == inputs.count)
    }

    @Test func everyValidAddressIsWrittenAndReadAsTheSame() throws {
        for vector in try AddressVectors.valid() {
            let address = try Mailbox(vector.input).address
            #expect(try AddrSpec(address.serialized) == address, "\(vector)")
            #expect(try AddrSpec(address.description) == address, "\(vector)")
            #expect(address.isInternationalized == !vector.localPart.utf8.allSatisfy { $0 < 0x80 })
        }
    }

    @Test("Every C0 control, DEL and C1 control is refused in every part of an address")
    func controlsInEveryPlace() throws {
        for value in Array(UInt8(0)...0x1F) + Array(0x7F...0x9F) {
            let control = String(Unicode.Scalar(value))
            var texts = [
                "a\(control)b@c.test", "\"a\(control)b\"@c.test", "\"a\\\(control)b\"@c.test", "a@b\(control)c.test",
                "a@[192.0.2.1\(control)]", "<a\(control)@b.test>", "<\"\(control)\"@b.test>",
            ]
            // Tabs may stand around an address, not in it.
            if value != 0x09 { texts += ["\(control)a@b.test", "a@b.test\(control)", "<a@b.test\(control)>"] }
            for text in texts {
                #expect(throws: AddressError.self, "U+\(String(value, radix: 16)): \(text.debugDescription)") {
                    try Mailbox(text)
                }
            }
        }
    }

    @Test(
        "A bare address parser takes no name, brackets or list",
        arguments: [
            "Ada <a@b.test>", "<a@b.test>", "a@b.test, c@d.test", "a@b.test,", "", " ", "g: a@b.test;", "a@b.test\r\n",
        ])
    func loneAddress(_ text: String) {
        #expect(throws: AddressError.self) { try AddrSpec(text) }
    }
}

@Suite("Addresses keep the octet limits of RFC 5321, section 4.5.3.1")
struct AddressLimitTests {
    private static func repeated(_ text: String, _ count: Int) -> String {
        String(repeating: text, count: count)
    }

    /// A domain of labels of 63 octets and less with the given length.
    private static func domain(_ octets: Int) -> String {
        var rest = octets
        var labels: [String] = []
        while rest > 0 {
            // Not 63 where one octet would stay for the dot alone.
            let length = min(rest, rest == 64 ? 62 : 63)
            labels.append(repeated("d", length))
            rest -= length + 1
        }
        return labels.joined(separator: ".")
    }

    private static func code(_ text: String) -> AddressError.Code? {
        do throws(AddressError) {
            _ = try AddrSpec(text)
            return nil
        } catch {
            return error.code
        }
    }

    @Test func theLocalPartMayTake64Octets() {
        #expect(Self.code(Self.repeated("a", 64) + "@b.test") == nil)
        #expect(Self.code(Self.repeated("a", 65) + "@b.test") == .tooLong)
        #expect(Self.code(Self.repeated("é", 32) + "@b.test") == nil)
        #expect(Self.code(Self.repeated("é", 32) + "a@b.test") == .tooLong)
        #expect(Self.code(Self.repeated("😀", 16) + "@b.test") == nil)
        #expect(Self.code(Self.repeated("😀", 17) + "@b.test") == .tooLong)
    }

    @Test func quotesAndBackslashesCount() {
        #expect(Self.code("\"" + Self.repeated("a ", 31) + "\"@b.test") == nil)
        #expect(Self.code("\"" + Self.repeated("a ", 31) + "a\"@b.test") == .tooLong)
        #expect(Self.code("\"" + Self.repeated("\\\"", 31) + "\"@b.test") == nil)
        #expect(Self.code("\"" + Self.repeated("\\\"", 32) + "\"@b.test") == .tooLong)
        // Quotes that need not be there are not written.
        #expect(Self.code("\"" + Self.repeated("a", 64) + "\"@b.test") == nil)
    }

    @Test func aLabelMayTake63Octets() {
        #expect(Self.code("a@" + Self.repeated("b", 63) + ".test") == nil)
        #expect(Self.code("a@" + Self.repeated("b", 64) + ".test") == .tooLong)
        #expect(Self.code("a@x." + Self.repeated("b", 64)) == .tooLong)
        #expect([.tooLong, .badDomain].contains(Self.code("a@" + Self.repeated("ü", 64) + ".test")))
    }

    @Test func theAddressMayTake254Octets() {
        let longest = "a@" + Self.domain(252)
        #expect(longest.utf8.count == 254)
        #expect(Self.code(longest) == nil)
        #expect(Self.code("a" + longest) == .tooLong)
        let balanced = Self.repeated("a", 64) + "@" + Self.domain(189)
        #expect(balanced.utf8.count == 254)
        #expect(Self.code(balanced) == nil)
        #expect(Self.code(Self.repeated("a", 64) + "@" + Self.domain(190)) == .tooLong)
    }

    @Test func theDomainMayTake253Octets() throws {
        #expect(try Domain(Self.domain(253)).ascii.utf8.count == 253)
        let error = #expect(throws: AddressError.self) { try Domain(Self.domain(254)) }
        #expect(error?.code == .tooLong)
    }

    @Test(
        "Hostile lengths cost linear time and give an error",
        arguments: [
            "a", ",", "<", "(", "=?", "\"\\", "\"", "[", "@", ".", "a@", "g:", "=?a?q?", " ", "é", "a ", "\r", ";",
            "<@a:",
        ])
    func hostileLengths(_ piece: String) {
        let text = String(repeating: piece, count: 1 << 17)
        let start = ContinuousClock.now
        #expect(throws: AddressError.self) { try Mailbox(text) }
        #expect(ContinuousClock.now - start < .seconds(5))
    }

    @Test func aListMayHoldTenThousandEntries() throws {
        let entry = "a@b.test,"
        #expect(try AddressList(Self.repeated(entry, 10_000)).mailboxes.count == 10_000)
        let list = #expect(throws: AddressError.self) { try AddressList(Self.repeated(entry, 10_001)) }
        #expect(list?.code == .tooMany)
        let group = #expect(throws: AddressError.self) { try AddressList("g:" + Self.repeated(entry, 10_001) + ";") }
        #expect(group?.code == .tooMany)
    }
}
