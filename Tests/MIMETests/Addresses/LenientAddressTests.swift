// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import MIME
import TestSupport
import Testing

@Suite("Addresses of received mail are read leniently, and what was forgiven is said")
struct LenientAddressTests {
    private static func shape(_ mailbox: Mailbox) -> String {
        "\(mailbox.displayName ?? "-")|\(mailbox.address.serialized)"
    }

    private static func shape(_ list: AddressList) -> String {
        list.addresses.map { address in
            switch address {
            case .mailbox(let mailbox): self.shape(mailbox)
            case .group(let name, let members): "\(name)[\(members.map(self.shape).joined(separator: " "))]"
            }
        }.joined(separator: " + ")
    }

    private static func shape(_ defects: [AddressDefect]) -> [String] {
        defects.map { "\($0.code)@\($0.offset)" }.sorted()
    }

    @Test func whatCanBeUnderstoodIsReadWithItsDefects() throws {
        for vector in try LenientAddressVectors.readable() {
            do throws(AddressError) {
                let reading = try AddressList.Reading(lenient: vector.input)
                #expect(Self.shape(reading.list).utf8.elementsEqual(vector.list.utf8), "\(vector) \(reading.list)")
                let defects = vector.defects.split(separator: " ").map(String.init).sorted()
                #expect(Self.shape(reading.defects) == defects, "\(vector.input.debugDescription)")
            } catch {
                Issue.record("\(vector): \(error.code) at \(error.offset): \(error)")
            }
        }
    }

    @Test func whatCannotBeUnderstoodIsAnErrorWithItsPlace() throws {
        for vector in try LenientAddressVectors.unreadable() {
            do throws(AddressError) {
                let list = try AddressList(lenient: vector.input)
                Issue.record("\(vector) was taken as \(Self.shape(list))")
            } catch {
                #expect("\(error.code)@\(error.offset)" == "\(vector.code)@\(vector.offset)", "\(vector) \(error)")
                #expect(!error.message.isEmpty)
            }
        }
    }

    @Test func thereAreEnoughVectorsAndEachStandsOnce() throws {
        let inputs =
            try LenientAddressVectors.readable().map(\.input) + LenientAddressVectors.unreadable().map(\.input)
        #expect(inputs.count >= 120)
        #expect(Set(inputs.map { Array($0.utf8) }).count == inputs.count)
    }

    /// What a reading gave is written for people and for the wire, and read strictly as the same.
    private static func isWritable(_ list: AddressList) -> Bool {
        guard (try? AddressList(list.description)) == list else { return false }
        guard list.mailboxes.allSatisfy({ (try? AddrSpec($0.address.serialized)) == $0.address }) else { return false }
        guard let lines = try? HeaderField(.to, .addresses(list)).lines(form: .internationalized) else { return false }
        let fields = EntityParser.parse(lines.bytes + Array("\r\n".utf8)).headerFields
        guard fields.count == 1 else { return false }
        return (try? AddressList(fields[0].rawValue)) == list
            && (try? fields[0].addresses(form: .internationalized).list) == list
    }

    @Test func whatWasForgivenIsWrittenAsItMustBe() throws {
        for vector in try LenientAddressVectors.readable() {
            let list = try AddressList(lenient: vector.input)
            #expect(Self.isWritable(list), "\(vector.input.debugDescription): \(list)")
            #expect(try AddressList.Reading(lenient: list.description, form: .internationalized).list == list)
        }
    }

    @Test("What the strict parser takes is the same list to the lenient one")
    func strictListsAreTheSame() throws {
        for vector in try AddressVectors.valid() {
            let (lenient, strict) = try (AddressList.Reading(lenient: vector.input), AddressList(vector.input))
            // But for encoded-words where none may stand, which are decoded.
            guard !lenient.defects.contains(where: { $0.code == .encodedWord }) else { continue }
            #expect(Self.shape(lenient.list) == Self.shape(strict), "\(vector)")
        }
    }

    @Test("What the strict parser refuses, the lenient one refuses or has a defect for")
    func leniencyIsNeverSilent() throws {
        for vector in try AddressVectors.invalid() {
            guard let reading = try? AddressList.Reading(lenient: vector.input) else { continue }
            // As a list: not exactly one mailbox is no fault here.
            let isList = (try? AddressList(vector.input)) != nil
            #expect(isList || !reading.defects.isEmpty, "\(vector) was taken as \(reading.list)")
            #expect(Self.isWritable(reading.list), "\(vector)")
        }
    }

    @Test func randomPiecesAreReadAsWhatCanBeWritten() throws {
        let pieces = [
            "a", "b.c", "@", "<", ">", "\"", "\\", ",", ":", ";", " ", "x.test", "é", "=?UTF-8?Q?x,=C3=A9?=", ".", "'",
            "\r\n", "(", ")", "[", "]", "192.0.2.1", "Ada", "\"q r\"", "a@b.test", "<a@b.test>", "\u{0}", "mailto:",
            "undisclosed-recipients", "(c)", "g:", "@r.test:", "\u{85}", "\u{FFFD}", "\"=?UTF-8?B?w6k=?=\"",
        ]
        var generator = SeededGenerator(seed: 23)
        var taken = 0
        var wrong: [String] = []
        for _ in 0..<40_000 {
            let text = (0..<Int.random(in: 1...8, using: &generator))
                .map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
            do throws(AddressError) {
                let reading = try AddressList.Reading(lenient: text)
                taken += reading.list.addresses.isEmpty ? 0 : 1
                let isInside = reading.defects.allSatisfy { (0...text.utf8.count).contains($0.offset) }
                if !isInside || !Self.isWritable(reading.list) { wrong.append(text.debugDescription) }
            } catch {
                if !(0...text.utf8.count).contains(error.offset) { wrong.append(text.debugDescription) }
            }
        }
        #expect(wrong.prefix(5) == [], "\(wrong.count) of \(taken)")
        #expect(taken > 2000)
    }

    @Test("UTF-8 is no defect where the message was declared to have it")
    func declaredUTF8() throws {
        let text = "Zoë <zoë@bücher.example>"
        #expect(try AddressList.Reading(lenient: text).defects.map(\.code) == [.rawUTF8])
        #expect(try AddressList.Reading(lenient: text, form: .internationalized).defects == [])
    }

    @Test("A field of a parsed message has its addresses")
    func parsedFields() throws {
        let message = EntityParser.parse(Array("To: ada@example.com (Ada);\r\n bob@example.com.\r\n\r\n".utf8))
        let reading = try #require(try message.field(.to)?.addresses())
        #expect(Self.shape(reading.list) == "Ada|ada@example.com + -|bob@example.com")
        #expect(reading.defects.map(\.code) == [.comment, .semicolon, .trailingDot])
    }
}

@Suite("The lenient reading has limits and costs linear time")
struct LenientAddressLimitTests {
    private static func code(_ text: String) -> AddressError.Code? {
        do throws(AddressError) {
            _ = try AddressList(lenient: text)
            return nil
        } catch {
            return error.code
        }
    }

    private static func repeated(_ text: String, _ count: Int) -> String {
        String(repeating: text, count: count)
    }

    @Test func tenThousandEntriesFiftyCommentsAndThreeGroups() {
        #expect(Self.code(Self.repeated("a@b.test;", 10_000)) == nil)
        #expect(Self.code(Self.repeated("a@b.test;", 10_001)) == .tooMany)
        #expect(Self.code("g:" + Self.repeated("a@b.test,", 9_999)) == nil)
        #expect(Self.code("g:" + Self.repeated("a@b.test,", 10_000)) == .tooMany)
        #expect(Self.code(Self.repeated("(", 50) + Self.repeated(")", 50) + "a@b.test") == nil)
        #expect(Self.code(Self.repeated("(", 51) + Self.repeated(")", 51) + "a@b.test") == .tooMany)
        #expect(Self.code("a:b:c:d@e.test;;;") == nil)
        #expect(Self.code("a:b:c:d:e@f.test;;;;") == .tooMany)
    }

    @Test("An address that is forgiven much keeps its octet limits")
    func octetLimits() {
        #expect(Self.code(Self.repeated("a", 63) + "@b.test") == nil)
        // The quotes that the dot needs count.
        #expect(Self.code(Self.repeated("a", 61) + ".@b.test") == nil)
        #expect(Self.code(Self.repeated("a", 62) + ".@b.test") == .tooLong)
        #expect(Self.code("a@" + Self.repeated("b", 63) + ".test.") == nil)
        #expect(Self.code("a@" + Self.repeated("b", 64) + ".test.") == .tooLong)
    }

    @Test(
        "Hostile texts end",
        arguments: [
            "a", ",", "<", "(", "=?", "\"\\", "\"", "[", "@", ".", "a@", "g:", "=?a?q?", " ", "é", "a ", "\r", ";",
            "<@a:", "(a ", "\"a ", "\\\"", "\"\\\"", "(a)", "a.", "@a,", "@[", "'", "mailto:", "a,", ">", "a(b", "()<",
            "undisclosed-recipients,", "a@b.test ", "\"a@b.test\",,", "a@b.test(((", "=?a?q?,", "\u{FFFD}",
        ])
    func hostileTexts(_ piece: String) {
        let text = Self.repeated(piece, 1 << 15)
        for whole in [text, text + "a@b.test", "<" + text, "a@b.test" + text, "x " + text + "<a@b.test>"] {
            let start = ContinuousClock.now
            _ = try? AddressList(lenient: whole)
            #expect(ContinuousClock.now - start < .seconds(5))
        }
    }
}
