// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import Testing

@testable import SMTP

@Suite struct DataFramerTests {
    /// Feeds `chunks`, and gives the content with what stayed unread behind it.
    static func content(
        of chunks: [[UInt8]], sizeLimit: Int = 1 << 20
    ) -> (content: DataFramer.Content?, rest: [UInt8]) {
        var framer = DataFramer(sizeLimit: sizeLimit)
        var content: DataFramer.Content?
        var rest: [UInt8] = []
        for chunk in chunks {
            var input = chunk[...]
            if content == nil { content = framer.next(&input) }
            rest += input
            #expect(framer.bufferedCount <= sizeLimit)
        }
        return (content, rest)
    }

    static let table: [(wire: String, content: String, defects: Set<ContentDefect>)] = [
        (".\r\n", "", []),
        ("a\r\n.\r\n", "a\r\n", []),
        ("\r\n.\r\n", "\r\n", []),
        ("a\r\n..\r\n.\r\n", "a\r\n.\r\n", []),
        ("..a\r\n.\r\n", ".a\r\n", []),
        (".a\r\n.\r\n", "a\r\n", []),
        ("a.\r\n.b.\r\n.\r\n", "a.\r\nb.\r\n", []),
        ("a\n.b\r\n.\r\n", "a\n.b\r\n", [.bareLineFeed]),
        ("a\r.b\r\n.\r\n", "a\r.b\r\n", [.bareCarriageReturn]),
        (".\rb\r\n.\r\n", "\rb\r\n", [.bareCarriageReturn]),
        (".\r\r\n.\r\n", "\r\r\n", [.bareCarriageReturn]),
        (".\nb\r\n.\r\n", "\nb\r\n", [.bareLineFeed]),
        ("\r\r\n.\r\n", "\r\r\n", [.bareCarriageReturn]),
        ("a\0b\r\n.\r\n", "a\0b\r\n", [.nul]),
        (".\0\r\n.\r\n", "\0\r\n", [.nul]),
        ("zażółć\r\n.\r\n", "zażółć\r\n", []),
    ]

    @Test(arguments: table)
    func framesAtEverySplit(wire: String, content: String, defects: Set<ContentDefect>) {
        let bytes = Array(wire.utf8)
        let expected = DataFramer.Content(bytes: Array(content.utf8), defects: defects, isTooBig: false)
        let next = Array("QUIT\r\n".utf8)
        #expect(Self.content(of: bytes.map { [$0] }).content == expected)
        for split in 0...bytes.count {
            let result = Self.content(of: [Array(bytes[..<split]), Array(bytes[split...]) + next])
            #expect(result.content == expected)
            if split < bytes.count { #expect(result.rest == next) }
        }
    }

    @Test(arguments: ["", "a", "a\r\n", "a\r\n.", "a\r\n.\r", "a\n.\n", "a\r\n.\n", "a\n.\r\n", "a.\r\n"])
    func doesNotEnd(wire: String) {
        #expect(Self.content(of: [Array(wire.utf8)]).content == nil)
    }

    @Test(arguments: [(998, false), (999, true)])
    func linesPastTheLimitAreNoted(length: Int, isNoted: Bool) {
        let line = [UInt8](repeating: 0x41, count: length) + [13, 10]
        let content = Self.content(of: [line + Array(".\r\n".utf8)]).content
        #expect(content?.bytes == line)
        #expect(content?.defects == (isNoted ? [.longLine] : []))
    }

    @Test(arguments: [(100, false), (99, true)])
    func sizeIsLimited(limit: Int, isTooBig: Bool) {
        let line = [UInt8](repeating: 0x41, count: 98) + [13, 10]
        let wire = line + Array(".\r\n".utf8)
        for chunks in [[wire], wire.map { [$0] }] {
            let content = Self.content(of: chunks, sizeLimit: limit).content
            #expect(content?.isTooBig == isTooBig)
            #expect(content?.bytes == (isTooBig ? [] : line))
        }
    }

    /// Any bytes come back as they were: stuffed by hand, cut at random, un-stuffed.
    @Test(arguments: 0..<200 as Range<UInt64>)
    func randomContentsAreKept(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var content: [UInt8] = []
        for _ in 0..<Int.random(in: 0...200, using: &random) {
            let pieces: [[UInt8]] = [[0x2E], [13], [10], [13, 10], [0], [0x41], [0xFF]]
            content += pieces.randomElement(using: &random) ?? []
        }
        content += [13, 10]
        var wire: [UInt8] = []
        for (index, byte) in content.enumerated() {
            let isLineStart = index == 0 || (index >= 2 && content[index - 2] == 13 && content[index - 1] == 10)
            if isLineStart, byte == 0x2E { wire.append(byte) }
            wire.append(byte)
        }
        wire += Array(".\r\n".utf8)
        var chunks: [[UInt8]] = []
        while !wire.isEmpty {
            let count = Int.random(in: 1...wire.count, using: &random)
            chunks.append(Array(wire.prefix(count)))
            wire.removeFirst(count)
        }
        #expect(Self.content(of: chunks).content?.bytes == content)
    }
}

/// A small seeded generator, so that a failure can be repeated.
struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        self.state = seed
    }

    mutating func next() -> UInt64 {
        self.state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = self.state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
