// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import TestSupport
import Testing

@Suite("UTF-8 is judged as the standard library judges it")
struct UTF8ValidationTests {
    private static func isWellFormed(_ bytes: [UInt8]) -> Bool {
        String(validating: bytes, as: UTF8.self) != nil
    }

    /// The sequences on which the two disagree.
    private static func disagreements(_ sequences: some Sequence<[UInt8]>) -> [[UInt8]] {
        sequences.filter { (UTF8Validation.firstFault(in: $0) == nil) != isWellFormed($0) }
    }

    @Test func allSequencesOfOneAndTwoBytes() {
        let all = UInt8.min...UInt8.max
        #expect(Self.disagreements(all.lazy.map { [$0] }).isEmpty)
        #expect(Self.disagreements(all.lazy.flatMap { first in all.lazy.map { [first, $0] } }).isEmpty)
    }

    @Test func threeBytesAtTheEdgesOfEveryRange() {
        let edges: [UInt8] = [0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC2, 0xE0, 0xED, 0xF0, 0xFF]
        let sequences = (UInt8.min...UInt8.max).lazy.flatMap { first in
            edges.lazy.flatMap { second in edges.lazy.map { [first, second, $0] } }
        }
        #expect(Self.disagreements(sequences).isEmpty)
    }

    @Test func fourBytesAtTheEdgesAndAtRandom() {
        let edges: [UInt8] = [0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xF0]
        let sequences = (UInt8(0xE0)...0xFF).lazy.flatMap { first in
            edges.lazy.flatMap { second in
                edges.lazy.flatMap { third in edges.lazy.map { [first, second, third, $0] } }
            }
        }
        #expect(Self.disagreements(sequences).isEmpty)

        var generator = SeededGenerator(seed: 6)
        let random = (0..<50_000).map { _ in
            [UInt8.random(in: 0xC0...0xFF, using: &generator)]
                + (0..<3).map { _ in UInt8.random(in: 0x70...0xCF, using: &generator) }
        }
        #expect(Self.disagreements(random).isEmpty)
    }

    @Test func everyScalarIsWellFormed() {
        var bytes: [UInt8] = []
        for value in stride(from: UInt32(0), through: 0x10FFFF, by: 7) {
            guard let scalar = Unicode.Scalar(value) else { continue }
            bytes += Array(String(Character(scalar)).utf8)
        }
        #expect(UTF8Validation.firstFault(in: bytes) == nil)
    }

    @Test func theFaultIsAtTheFirstByteThatFitsNowhere() {
        #expect(UTF8Validation.firstFault(in: []) == nil)
        #expect(UTF8Validation.firstFault(in: Array("aé".utf8) + [0xC0]) == 3)
        #expect(UTF8Validation.firstFault(in: Array("aé".utf8) + [0xE2, 0x82]) == 3)
        #expect(UTF8Validation.firstFault(in: [0xFF] + Array("é".utf8)) == 0)
    }

    @Test func findsTheFirstC1Control() {
        #expect(UTF8Validation.firstC1Control(in: Array("aé\u{85}\u{80}".utf8)) == 3)
        #expect(UTF8Validation.firstC1Control(in: Array("\u{9F}".utf8)) == 0)
        #expect(UTF8Validation.firstC1Control(in: Array("\u{A0}ÀƂ\u{2080}".utf8)) == nil)
        #expect(UTF8Validation.firstC1Control(in: []) == nil)
    }
}
