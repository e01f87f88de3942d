// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import TestSupport
import Testing

@Suite("Sequences are aligned by what they have in common")
struct SequenceAlignmentTests {
    /// Steps as a text: `=` for both, `-` and `+` for one.
    private static func text(_ first: String, _ second: String) -> String {
        let (a, b) = (Array(first.utf8), Array(second.utf8))
        return SequenceAlignment.steps(a, b).map { step in
            switch step {
            case .both(let index, _): "=" + String(Unicode.Scalar(a[index]))
            case .first(let index): "-" + String(Unicode.Scalar(a[index]))
            case .second(let index): "+" + String(Unicode.Scalar(b[index]))
            }
        }.joined()
    }

    @Test(arguments: [
        ("", "", ""), ("a", "", "-a"), ("", "a", "+a"), ("abc", "abc", "=a=b=c"), ("abc", "axc", "=a-b+x=c"),
        ("abc", "xyz", "-a-b-c+x+y+z"), ("abcd", "acbd", "=a-b=c+b=d"), ("aaaa", "aa", "=a=a-a-a"),
        // Nothing occurs once in both.
        ("xaxb", "axbx", "-x=a=x=b+x"), ("aabb", "bbaa", "-a-a=b=b+a+a"),
    ])
    func steps(_ first: String, _ second: String, _ expected: String) {
        #expect(Self.text(first, second) == expected)
    }

    @Test func takingTheStepsTurnsOneIntoTheOther() {
        var generator = SeededGenerator(seed: 7)
        for _ in 0..<2000 {
            func sequence() -> [Int] {
                (0..<Int.random(in: 0...30, using: &generator)).map { _ in Int.random(in: 0...12, using: &generator) }
            }
            let (a, b) = (sequence(), sequence())
            var (old, new): ([Int], [Int]) = ([], [])
            for step in SequenceAlignment.steps(a, b) {
                switch step {
                case .both(let i, let j):
                    #expect(a[i] == b[j])
                    old.append(i)
                    new.append(j)
                case .first(let i): old.append(i)
                case .second(let j): new.append(j)
                }
            }
            #expect(old == Array(a.indices) && new == Array(b.indices))
        }
    }

    @Test func whatTakesAPlaceIsPaired() {
        let pairs = SequenceAlignment.pairs(["a", "b", "c", "d"], ["a", "x", "y", "d", "e"])
        #expect(pairs.map(\.first) == [0, 1, 2, 3, nil])
        #expect(pairs.map(\.second) == [0, 1, 2, 3, 4])
    }

    @Test(.timeLimit(.minutes(1))) func longSequencesCostLittle() {
        let count = 30_000
        let same = [Int](repeating: 1, count: count)
        let rising = Array(0..<count)
        let start = ContinuousClock.now
        for (a, b) in [
            (same, same.dropLast() + [2, 3]), (rising, rising.reversed()), (rising, rising.map { $0 + 1 }),
            (rising.map { $0 % 7 }, rising.map { $0 % 5 }), (rising, rising.map { $0 / 2 }),
        ] as [([Int], [Int])] {
            #expect(SequenceAlignment.steps(a, b).count >= count)
        }
        #expect(ContinuousClock.now - start < .seconds(20))
    }
}
