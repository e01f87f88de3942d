// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import TestSupport
import Testing

@Suite("Source maps lead every output byte back to its source")
struct SourceMapTests {
    /// A map together with the source of every output byte, kept one by one.
    struct Sample {
        var map: SourceMap
        var sources: [Int]
    }

    @Test func theIdentityChangesNothing() {
        for offset in [0, 1, 77, 1 << 40] {
            #expect(SourceMap.identity.sourceOffset(of: offset) == offset)
        }
    }

    @Test func aReplacementPointsEveryByteAtItsConstruct() {
        // "ab{{x}}cd" with x = "12345": output "ab12345cd".
        var map = SourceMap()
        map.appendVerbatim(output: 0, source: 0)
        map.appendReplacement(output: 2, source: 2)
        map.appendVerbatim(output: 7, source: 7)
        #expect((0...8).map(map.sourceOffset) == [0, 1, 2, 2, 2, 2, 2, 7, 8])
    }

    @Test func ofTwoRunsAtOneOutputTheLastCounts() {
        // The replacement gave nothing, so no output byte came from it.
        var map = SourceMap()
        map.appendVerbatim(output: 0, source: 0)
        map.appendReplacement(output: 3, source: 3)
        map.appendVerbatim(output: 3, source: 8)
        #expect((0...4).map(map.sourceOffset) == [0, 1, 2, 8, 9])
    }

    @Test func aContinuedCopyIsOneRun() {
        var map = SourceMap()
        map.appendVerbatim(output: 0, source: 0)
        map.appendVerbatim(output: 5, source: 5)
        #expect(map == .identity)
    }

    @Test func composingWithTheIdentityChangesNothing() {
        var generator = SeededGenerator(seed: 2)
        let sample = Self.random(sourceLength: 40, using: &generator)
        #expect(sample.map.composed(after: .identity) == sample.map)
        #expect(SourceMap.identity.composed(after: sample.map) == sample.map)
    }

    @Test func agreesWithAListOfEveryByte() {
        var generator = SeededGenerator(seed: 3)
        for _ in 0..<500 {
            let sample = Self.random(sourceLength: 50, using: &generator)
            let found = sample.sources.indices.map(sample.map.sourceOffset)
            #expect(found == sample.sources)
        }
    }

    @Test func compositionAgreesWithALookUpInEachMap() {
        var generator = SeededGenerator(seed: 4)
        for round in 0..<500 {
            let first = Self.random(sourceLength: Int.random(in: 1...60, using: &generator), using: &generator)
            guard !first.sources.isEmpty else { continue }
            let second = Self.random(sourceLength: first.sources.count, using: &generator)
            guard !second.sources.isEmpty else { continue }
            let third = Self.random(sourceLength: second.sources.count, using: &generator)

            let two = second.map.composed(after: first.map)
            #expect(
                second.sources.indices.map(two.sourceOffset) == second.sources.map { first.sources[$0] },
                "round \(round)")

            let expected = third.sources.map { first.sources[second.sources[$0]] }
            let left = third.map.composed(after: second.map).composed(after: first.map)
            let right = third.map.composed(after: two)
            #expect(third.sources.indices.map(left.sourceOffset) == expected, "round \(round)")
            #expect(third.sources.indices.map(right.sourceOffset) == expected, "round \(round)")
        }
    }

    @Test("Bytes before the first run are their own source, in a composition too")
    func bytesBeforeTheFirstRun() {
        var late = SourceMap()
        late.appendReplacement(output: 3, source: 9)
        var shifted = SourceMap()
        shifted.appendVerbatim(output: 0, source: 100)
        #expect((0...4).map(late.sourceOffset) == [0, 1, 2, 9, 9])

        let lateThenShifted = late.composed(after: shifted)
        #expect((0...4).map(lateThenShifted.sourceOffset) == [100, 101, 102, 109, 109])

        var copy = SourceMap()
        copy.appendVerbatim(output: 0, source: 1)
        let copyOfLate = copy.composed(after: late)
        #expect((0...3).map(copyOfLate.sourceOffset) == [1, 2, 9, 9])
    }

    /// A map of random copies and replacements over a source of the given length.
    private static func random(sourceLength: Int, using generator: inout SeededGenerator) -> Sample {
        var sample = Sample(map: SourceMap(), sources: [])
        for _ in 0..<Int.random(in: 1...8, using: &generator) {
            let source = Int.random(in: 0..<sourceLength, using: &generator)
            if Bool.random(using: &generator) {
                let length = Int.random(in: 1...(sourceLength - source), using: &generator)
                sample.map.appendVerbatim(output: sample.sources.count, source: source)
                sample.sources += source..<(source + length)
            } else {
                // A replacement may give no bytes at all.
                let length = Int.random(in: 0...5, using: &generator)
                sample.map.appendReplacement(output: sample.sources.count, source: source)
                sample.sources += repeatElement(source, count: length)
            }
        }
        return sample
    }
}
