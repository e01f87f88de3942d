// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// Texts compared line by line.
enum LineComparison {
    private static let context = 3

    /// The unified difference of two texts, without its header; empty where every line is the same.
    ///
    /// The kind of the line ends, and how many there are after the last line, are no difference.
    static func unifiedDifference(was: [UInt8], now: [UInt8]) -> [String] {
        let (before, after) = (Self.lines(of: was), Self.lines(of: now))
        let steps = SequenceAlignment.steps(before, after)
        var output: [String] = []
        var next = 0
        while let change = steps[next...].firstIndex(where: { !$0.isBoth }) {
            // Changes whose context would touch are one hunk.
            var end = change
            var index = change
            while index < steps.count, index - end <= 2 * Self.context {
                if !steps[index].isBoth { end = index }
                index += 1
            }
            let hunk = max(next, change - Self.context)..<min(steps.count, end + 1 + Self.context)
            output.append(Self.header(of: hunk, in: steps))
            output += steps[hunk].map { step in
                let (mark, line): (String, ArraySlice<UInt8>) =
                    switch step {
                    case .both(let index, _): (" ", before[index])
                    case .first(let index): ("-", before[index])
                    case .second(let index): ("+", after[index])
                    }
                return mark + String(decoding: line, as: UTF8.self)
            }
            next = hunk.upperBound
        }
        return output
    }

    private static func lines(of text: [UInt8]) -> [ArraySlice<UInt8>] {
        let index = LineIndex(text)
        var lines = (1...index.count).map { index.line($0, in: text) }
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines
    }

    /// `@@ -3,7 +3,8 @@`
    private static func header(of hunk: Range<Int>, in steps: [SequenceAlignment.Step]) -> String {
        func range(_ isCounted: (SequenceAlignment.Step) -> Bool) -> String {
            let before = steps[..<hunk.lowerBound].count(where: isCounted)
            let count = steps[hunk].count(where: isCounted)
            return "\(count == 0 ? before : before + 1),\(count)"
        }
        return "@@ -\(range(\.isOfFirst)) +\(range(\.isOfSecond)) @@"
    }
}

extension SequenceAlignment.Step {
    fileprivate var isBoth: Bool { if case .both = self { true } else { false } }
    fileprivate var isOfFirst: Bool { if case .second = self { false } else { true } }
    fileprivate var isOfSecond: Bool { if case .first = self { false } else { true } }
}
