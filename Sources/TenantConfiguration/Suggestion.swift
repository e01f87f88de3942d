// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// Guesses what a mistyped name was meant to be.
package enum Suggestion {
    /// The candidate that is at most two edits away from `name`, case aside, and the nearest of them.
    package static func nearest(to name: String, among candidates: [String]) -> String? {
        let name = Array(name.asciiLowercased.utf8)
        guard name.count <= 64 else { return nil }
        let limit = name.count <= 3 ? 1 : 2
        // Names whose lengths differ by more are that far apart at least.
        return candidates.filter { abs($0.utf8.count - name.count) <= limit }
            .map { ($0, Self.distance(name, Array($0.asciiLowercased.utf8))) }
            .filter { $0.1 <= limit }
            .min { $0.1 < $1.1 }?.0
    }

    /// The number of inserted, removed and replaced bytes and swapped neighbours that turn one name into the other
    /// (optimal string alignment).
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var rows = [Array(0...right.count)]
        for (i, leftByte) in left.enumerated() {
            var row = [i + 1]
            for (j, rightByte) in right.enumerated() {
                var best = min(rows[i][j] + (leftByte == rightByte ? 0 : 1), row[j] + 1, rows[i][j + 1] + 1)
                if i > 0, j > 0, leftByte == right[j - 1], left[i - 1] == rightByte {
                    best = min(best, rows[i - 1][j - 1] + 1)
                }
                row.append(best)
            }
            rows.append(row)
        }
        return rows[left.count][right.count]
    }
}
