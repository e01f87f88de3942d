// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// Breaks text into lines at spaces.
enum LineWrap {
    /// The lines of `text`, which has single spaces and forced breaks (LF), each of at most `width` columns.
    ///
    /// A word that is longer stands on a line of its own, uncut: it may be a URL. No-break spaces become spaces.
    static func lines(of text: [UInt8], width: Int) -> [[UInt8]] {
        var lines: [[UInt8]] = []
        for forced in text.split(separator: .lineFeed, omittingEmptySubsequences: false) {
            var line: [UInt8] = []
            var columns = 0
            for word in forced.split(separator: .space) {
                let wordColumns = DisplayWidth.columns(of: word)
                if !line.isEmpty, columns + 1 + wordColumns > width {
                    lines.append(self.finished(line))
                    line = []
                    columns = 0
                }
                if !line.isEmpty {
                    line.append(.space)
                    columns += 1
                }
                line += word
                columns += wordColumns
            }
            lines.append(self.finished(line))
        }
        return lines
    }

    /// The line with its no-break spaces as spaces, and none of either at its end.
    static func finished(_ line: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(line.count)
        var index = 0
        while index < line.count {
            // U+00A0 is C2 A0, and C2 only ever leads a sequence of two.
            if line[index] == 0xC2, index + 1 < line.count, line[index + 1] == 0xA0 {
                output.append(.space)
                index += 2
            } else {
                output.append(line[index])
                index += 1
            }
        }
        while let last = output.last, last.isBlank { output.removeLast() }
        return output
    }
}
