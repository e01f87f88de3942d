// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// Finds what two sequences have in common, in order, as a reader would: elements that occur once in both are landmarks
/// (the "patience" difference), and between them the beginnings and ends that agree.
package enum SequenceAlignment {
    /// A step through both sequences.
    package enum Step: Hashable, Sendable {
        /// The elements at these indices are equal.
        case both(Int, Int)
        /// The element of the first sequence has no partner.
        case first(Int)
        /// The element of the second sequence has no partner.
        case second(Int)
    }

    /// How often a stretch is cut at landmarks, which bounds the cost: n log n for each level.
    private static let depthLimit = 64
    /// The largest product of lengths for which stretches without landmarks are compared element by element.
    private static let tableLimit = 1 << 16

    /// The steps through both sequences: where they differ, first those of the first one.
    package static func steps<Element: Hashable>(_ first: [Element], _ second: [Element]) -> [Step] {
        var numbers: [Element: Int] = [:]
        func number(_ element: Element) -> Int {
            if let known = numbers[element] { return known }
            let number = numbers.count
            numbers[element] = number
            return number
        }
        let partners = Self.partners(first.map(number), second.map(number))
        var steps: [Step] = []
        var next = 0
        for (index, partner) in partners.enumerated() {
            guard let partner else {
                steps.append(.first(index))
                continue
            }
            steps += (next..<partner).map { .second($0) }
            steps.append(.both(index, partner))
            next = partner + 1
        }
        return steps + (next..<second.count).map { .second($0) }
    }

    /// The elements that are equal, and those that take each other's place: between two equal ones the first goes with
    /// the first, and so on. One without the other is gone or new.
    package static func pairs<Element: Hashable>(
        _ first: [Element], _ second: [Element]
    ) -> [(first: Int?, second: Int?)] {
        var pairs: [(first: Int?, second: Int?)] = []
        var gap: (first: [Int], second: [Int]) = ([], [])
        func closeGap() {
            for index in 0..<max(gap.first.count, gap.second.count) {
                pairs.append(
                    (
                        index < gap.first.count ? gap.first[index] : nil,
                        index < gap.second.count ? gap.second[index] : nil
                    ))
            }
            gap = ([], [])
        }
        for step in Self.steps(first, second) {
            switch step {
            case .first(let index): gap.first.append(index)
            case .second(let index): gap.second.append(index)
            case .both(let first, let second):
                closeGap()
                pairs.append((first, second))
            }
        }
        closeGap()
        return pairs
    }

    private static func partners(_ first: [Int], _ second: [Int]) -> [Int?] {
        var partners = [Int?](repeating: nil, count: first.count)
        var work = [(first: 0..<first.count, second: 0..<second.count, depth: 0)]
        while let (a, b, depth) = work.popLast() {
            var (low, high) = ((a.lowerBound, b.lowerBound), (a.upperBound, b.upperBound))
            while low.0 < high.0, low.1 < high.1, first[low.0] == second[low.1] {
                partners[low.0] = low.1
                low = (low.0 + 1, low.1 + 1)
            }
            while high.0 > low.0, high.1 > low.1, first[high.0 - 1] == second[high.1 - 1] {
                high = (high.0 - 1, high.1 - 1)
                partners[high.0] = high.1
            }
            guard low.0 < high.0, low.1 < high.1, depth < Self.depthLimit else { continue }
            let landmarks = Self.landmarks(first[low.0..<high.0], second[low.1..<high.1])
            if landmarks.isEmpty {
                Self.compare(first[low.0..<high.0], second[low.1..<high.1], &partners)
                continue
            }
            for (index, partner) in landmarks {
                partners[index] = partner
                work.append((low.0..<index, low.1..<partner, depth + 1))
                low = (index + 1, partner + 1)
            }
            work.append((low.0..<high.0, low.1..<high.1, depth + 1))
        }
        return partners
    }

    /// The longest run, rising in both, of elements that each slice has exactly once.
    private static func landmarks(_ first: ArraySlice<Int>, _ second: ArraySlice<Int>) -> [(Int, Int)] {
        let places = (Self.uniquePlaces(first), Self.uniquePlaces(second))
        let common = first.indices.compactMap { index -> (Int, Int)? in
            guard places.0[first[index]] == index, case let partner?? = places.1[first[index]] else { return nil }
            return (index, partner)
        }
        // ends[n] is where a run of n + 1 elements ends, the lowest that is known.
        var ends: [Int] = []
        var before = [Int?](repeating: nil, count: common.count)
        for (index, pair) in common.enumerated() {
            var (low, high) = (0, ends.count)
            while low < high {
                let middle = (low + high) / 2
                if common[ends[middle]].1 < pair.1 { low = middle + 1 } else { high = middle }
            }
            before[index] = low > 0 ? ends[low - 1] : nil
            if low < ends.count { ends[low] = index } else { ends.append(index) }
        }
        var run: [(Int, Int)] = []
        var next = ends.last
        while let index = next {
            run.append(common[index])
            next = before[index]
        }
        return run.reversed()
    }

    /// Where each element stands; `nil` inside for one that stands in several places.
    private static func uniquePlaces(_ slice: ArraySlice<Int>) -> [Int: Int?] {
        var places: [Int: Int?] = [:]
        for index in slice.indices {
            places.updateValue(places[slice[index]] == nil ? index : nil, forKey: slice[index])
        }
        return places
    }

    /// Pairs a longest common subsequence, where the slices are short enough.
    private static func compare(_ first: ArraySlice<Int>, _ second: ArraySlice<Int>, _ partners: inout [Int?]) {
        let width = second.count + 1
        let (cells, isOverflow) = first.count.multipliedReportingOverflow(by: width)
        guard !isOverflow, cells <= Self.tableLimit else { return }
        let (a, b) = (Array(first), Array(second))
        var lengths = [Int](repeating: 0, count: (a.count + 1) * width)
        for i in a.indices.reversed() {
            for j in b.indices.reversed() {
                lengths[i * width + j] =
                    a[i] == b[j]
                    ? lengths[(i + 1) * width + j + 1] + 1
                    : max(lengths[(i + 1) * width + j], lengths[i * width + j + 1])
            }
        }
        var (i, j) = (0, 0)
        while i < a.count, j < b.count {
            if a[i] == b[j] {
                partners[first.startIndex + i] = second.startIndex + j
                (i, j) = (i + 1, j + 1)
            } else if lengths[(i + 1) * width + j] >= lengths[i * width + j + 1] {
                i += 1
            } else {
                j += 1
            }
        }
    }
}
