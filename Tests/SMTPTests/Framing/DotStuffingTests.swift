// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import Testing

@testable import SMTP

@Suite struct DotStuffingTests {
    @Test(arguments: [
        ("", ".\r\n"), ("a\r\n", "a\r\n.\r\n"), (".\r\n", "..\r\n.\r\n"), ("..\r\n", "...\r\n.\r\n"),
        (".a\r\n.b\r\n", "..a\r\n..b\r\n.\r\n"), ("a.\r\nb.\r\n", "a.\r\nb.\r\n.\r\n"),
        ("a\r\n\r\n.\r\nMAIL FROM:<e@e.test>\r\n", "a\r\n\r\n..\r\nMAIL FROM:<e@e.test>\r\n.\r\n"),
    ])
    func stuffs(content: String, expected: String) throws {
        let lines = try WireLines(validating: Array(content.utf8))
        #expect(try lines.dotStuffed.bytes == Array(expected.utf8))
    }

    @Test func aStuffedLineMayPassTheLimit() throws {
        let line = Array(("." + String(repeating: "x", count: 997) + "\r\n").utf8)
        #expect(try WireLines(validating: line).dotStuffed.bytes.count == line.count + 4)
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func roundTrip(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var content: [UInt8] = []
        for _ in 0..<Int.random(in: 0...20, using: &random) {
            for _ in 0..<Int.random(in: 0...6, using: &random) {
                content.append([0x2E, 0x2E, 0x41, 0x20, 0xC3].randomElement(using: &random) ?? 0x41)
            }
            content += [13, 10]
        }
        let stuffed = try WireLines(validating: content).dotStuffed
        let framed = DataFramerTests.content(of: [stuffed.bytes])
        #expect(framed.content == DataFramer.Content(bytes: content, defects: [], isTooBig: false))
        #expect(framed.rest.isEmpty)
    }
}
