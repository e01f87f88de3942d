// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Testing

@testable import SMTP

@Suite struct LineFramerTests {
    /// Feeds `chunks` and gives all events.
    static func events(of chunks: [[UInt8]], limit: Int = LineFramer.commandLineLimit) -> [LineFramer.Event] {
        var framer = LineFramer(limit: limit)
        var events: [LineFramer.Event] = []
        for chunk in chunks {
            var input = chunk[...]
            while let event = framer.next(&input) { events.append(event) }
            #expect(input.isEmpty)
            #expect(framer.bufferedCount < limit)
        }
        return events
    }

    private static func line(_ text: String, cr: Bool = false, lf: Bool = false) -> LineFramer.Event {
        .line(LineFramer.Line(bytes: Array(text.utf8), hasBareCarriageReturn: cr, hasBareLineFeed: lf))
    }

    static let table: [(String, [LineFramer.Event])] = [
        ("", []), ("NOOP", []), ("NOOP\r", []), ("NOOP\n", []),
        ("NOOP\r\n", [line("NOOP")]), ("\r\n", [line("")]),
        ("A\r\nB\r\nC", [line("A"), line("B")]),
        ("A\nB\r\n", [line("A\nB", lf: true)]),
        ("A\rB\r\n", [line("A\rB", cr: true)]),
        ("A\r\r\n", [line("A\r", cr: true)]),
        ("A\n\r\n", [line("A\n", lf: true)]),
        ("A\r\rB\n\r\nC\r\n", [line("A\r\rB\n", cr: true, lf: true), line("C")]),
        ("A\0B\r\n", [line("A\0B")]),
    ]

    @Test(arguments: table)
    func framesAtEverySplit(text: String, expected: [LineFramer.Event]) {
        let bytes = Array(text.utf8)
        #expect(Self.events(of: bytes.map { [$0] }) == expected)
        for split in 0...bytes.count {
            #expect(Self.events(of: [Array(bytes[..<split]), Array(bytes[split...])]) == expected)
        }
    }

    @Test func leavesWhatFollowsALine() {
        var framer = LineFramer()
        var input = Array("DATA\r\ncontent".utf8)[...]
        #expect(framer.next(&input) == Self.line("DATA"))
        #expect(input.elementsEqual("content".utf8))
        #expect(framer.bufferedCount == 0)
    }

    @Test func linesAreLimited() {
        let longest = [UInt8](repeating: 0x41, count: 14)
        #expect(Self.events(of: [longest + [13, 10]], limit: 16) == [Self.line("AAAAAAAAAAAAAA")])
        #expect(Self.events(of: [longest + [0x41, 13, 10]], limit: 16) == [.overlongLine])
        let next: [UInt8] = [0x42, 13, 10]
        let chunks = [longest + longest, longest + [13, 10] + next]
        #expect(Self.events(of: chunks, limit: 16) == [.overlongLine, Self.line("B")])
    }

    @Test func anEndlessLineCostsNoMemory() {
        var framer = LineFramer()
        let chunk = [UInt8](repeating: 0, count: 65_536)
        for _ in 0..<32 {
            var input = chunk[...]
            #expect(framer.next(&input) == nil)
            #expect(framer.bufferedCount == 0)
        }
        #expect(framer.isOverlong)
    }
}
