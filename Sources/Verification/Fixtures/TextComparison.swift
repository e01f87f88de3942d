// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import HTML

/// Compares the texts of messages and of JSON.
enum TextComparison {
    /// Lines that differ, as one difference.
    static func lines(was: [UInt8], now: [UInt8], part: String?, place: String?) -> [FixtureDifference] {
        let lines = LineComparison.unifiedDifference(was: was, now: now)
        return lines.isEmpty ? [] : [FixtureDifference(kind: .text, part: part, place: place, lines: lines)]
    }

    /// What differs in the trees of two HTML texts; the lines, where one of them is past the limits of HTML.
    static func html(was: [UInt8], now: [UInt8], part: String?, place: String?) -> [FixtureDifference] {
        guard let before = try? HTMLDocument(parsing: was), let after = try? HTMLDocument(parsing: now) else {
            return Self.lines(was: was, now: now, part: part, place: place)
        }
        return after.differences(from: before).map { difference in
            FixtureDifference(
                kind: .html, part: part ?? place, place: difference.path, was: difference.was, now: difference.now)
        }
    }
}
