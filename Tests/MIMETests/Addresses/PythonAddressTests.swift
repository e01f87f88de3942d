// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import JSONText
import MIME
import TestSupport
import Testing

/// A validator and a mail server that read an address differently can be played off against each other.
@Suite("Where Galley and Python's email both take an address, its domain is the same", .enabled(if: Python.isPresent))
struct PythonAddressTests {
    private static let pieces = [
        "a", "b.c", "@", "@", "@x.test", "@evil.test", "<", ">", "\"", "\\", ",", ":", ";", " ", ".", "(", ")", "(c)",
        "a@b.test", "<a@b.test>", "\"q r\"", "\"a@evil.test\"", "[192.0.2.1]", "!", "%evil.test", "Ada", "'",
        "=?x?q?a?=",
        "=?utf-8?q?a=40evil.test=3e?=", "mailto:", "@r.test:",
    ]

    private static func texts() -> [String] {
        var generator = SeededGenerator(seed: 24)
        return (0..<5_000).map { _ in
            let middle = (0..<Int.random(in: 0...5, using: &generator))
                .map { _ in self.pieces.randomElement(using: &generator) ?? "" }.joined()
            // Half of them end as addresses do, so that enough are taken.
            let ends = ["", "@x.test", "<a@x.test>", "a@x.test>"]
            return middle + (ends.randomElement(using: &generator) ?? "")
        }
    }

    @Test func fiveThousandTextsReadBothWays() throws {
        let texts = Self.texts()
        let script = """
            import base64, email.policy, json, sys
            for line in open(sys.argv[1]):
                text = base64.b64decode(line).decode()
                try:
                    field = email.policy.default.header_factory('to', text)
                    print(json.dumps([a.domain.lower() for a in field.addresses]))
                except Exception:
                    print('null')
            """
        let input = texts.flatMap { text -> [UInt8] in Base64.encode(Array(text.utf8)) + [0x0A] }
        let lines = try Python.run(script, input: input).split(separator: "\n")
        try #require(lines.count == texts.count)
        var taken = 0
        var forgiven = 0
        var strictly: [String] = []
        var silently: [String] = []
        for (text, line) in zip(texts, lines) {
            // What Python cannot read at all, or reads without a domain, is no address to it.
            guard let elements = try JSONDocument(parsing: String(line)).root.elements else { continue }
            let domains = elements.compactMap(\.string)
            guard !domains.isEmpty, !domains.contains("") else { continue }
            guard let reading = try? AddressList.Reading(lenient: text) else { continue }
            let own = reading.list.mailboxes.map(\.address.domain.ascii.asciiLowercased)
            let isStrict = (try? AddressList(text)) != nil
            if isStrict { taken += 1 } else { forgiven += 1 }
            guard own != domains else { continue }
            let difference = "\(text.debugDescription): \(own), not \(domains)"
            if isStrict { strictly.append(difference) }
            if Self.contested.isDisjoint(with: reading.defects.map(\.code)) { silently.append(difference) }
        }
        #expect(strictly == [])
        #expect(silently == [])
        #expect(taken > 300 && forgiven > 300, "\(taken), \(forgiven)")
    }

    /// What Python reads otherwise, so that each of these is a warning to whoever relies on the address.
    private static let contested: Set<AddressDefect.Code> = [
        .atSignInName, .semicolon, .notClosed, .strayBracket,
    ]
}
