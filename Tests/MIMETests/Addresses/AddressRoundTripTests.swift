// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import MIME
import TestSupport
import Testing

@Suite("Random mailboxes come back as they were")
struct AddressRoundTripTests {
    private static let localScalars: [Unicode.Scalar] = [
        "a", "b", "Z", "0", ".", "+", "-", "_", "!", "%", "=", "?", " ", "\"", "\\", "@", "<", ">", "(", ")", ",", ";",
        ":",
        "[", "]", "é", "\u{301}", "ł", "用", "ж", "م", "😀", "\u{200D}", "\u{760D}",
    ]
    private static let nameScalars = localScalars + ["'", "/", "=", "?", "\u{2028}", "\u{202E}", "ñ", "한"]
    private static let labels = [
        "a", "b-c", "x1", "bücher", "straße", "例子", "xn--bcher-kva", "Example", "日本語", "παράδειγμα",
    ]

    private static func text(_ scalars: [Unicode.Scalar], _ length: Int, _ generator: inout SeededGenerator) -> String {
        var view = String.UnicodeScalarView()
        for _ in 0..<length { view.append(scalars.randomElement(using: &generator) ?? "a") }
        return String(view)
    }

    static func mailbox(using generator: inout SeededGenerator) -> Mailbox? {
        let local = text(localScalars, Int.random(in: 1...10, using: &generator), &generator)
        let domain = (0..<Int.random(in: 2...4, using: &generator))
            .map { _ in labels.randomElement(using: &generator) ?? "a" }.joined(separator: ".")
        let name =
            Bool.random(using: &generator)
            ? text(nameScalars, Int.random(in: 1...30, using: &generator), &generator) : nil
        guard let localPart = try? LocalPart(unquoted: local), let domain = try? Domain(domain),
            let address = try? AddrSpec(localPart: localPart, domain: domain)
        else { return nil }
        // A name that begins or ends with a space cannot keep it in a phrase of atoms.
        let isTrimmed = name.map { $0.utf8.first != 0x20 && $0.utf8.last != 0x20 } ?? true
        return isTrimmed ? Mailbox(displayName: name, address: address) : nil
    }

    @Test func twoThousandAddressesInTheirThreeForms() throws {
        var generator = SeededGenerator(seed: 21)
        var count = 0
        var changed: [Mailbox] = []
        while count < 2000 {
            guard let mailbox = Self.mailbox(using: &generator) else { continue }
            count += 1
            let address = mailbox.address
            let isSame =
                (try? AddrSpec(address.serialized)) == address
                && (try? AddrSpec(address.serialized))?.serialized.utf8.elementsEqual(address.serialized.utf8) == true
                && (try? AddrSpec(address.description)) == address && (try? Mailbox(mailbox.description)) == mailbox
            if !isSame { changed.append(mailbox) }
        }
        #expect(changed.prefix(5).map(\.description) == [], "\(changed.count) of \(count)")
    }

    @Test func whatTheParserTakesItTakesAgainUnchanged() throws {
        let pieces = [
            "a", "b.c", "@", "<", ">", "\"", "\\", ",", ":", ";", " ", "x.test", "é", "=?UTF-8?Q?x?=", ".", "\r\n", "(",
            "[",
            "]", "192.0.2.1", "Ada", "\"q r\"", "a@b.test", "<a@b.test>", "\u{0}",
        ]
        var generator = SeededGenerator(seed: 22)
        var taken = 0
        var changed: [String] = []
        for _ in 0..<20_000 {
            let text = (0..<Int.random(in: 1...7, using: &generator))
                .map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
            guard let list = try? AddressList(text), !list.addresses.isEmpty else { continue }
            taken += 1
            if (try? AddressList(list.description)) != list { changed.append(text.debugDescription) }
        }
        #expect(changed.prefix(5) == [], "\(changed.count) of \(taken)")
        #expect(taken > 300)
    }
}
