// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// Writes lines, with never more than one empty line between two of them.
struct LineWriter {
    private(set) var output: [UInt8] = []
    private var isBlankLineDue = false

    /// The prefix of the last line that was written.
    private var lastPrefix: [UInt8] = []

    /// Leaves a line empty before the next one, if one comes.
    mutating func requestBlankLine() {
        self.isBlankLineDue = true
    }

    /// Writes the lines of a block, the first one behind the prefix `first` and the others behind `rest`.
    mutating func write(_ lines: some Sequence<[UInt8]>, first: [UInt8], rest: [UInt8]) {
        var prefix = first
        for line in lines {
            if line.isEmpty {
                self.isBlankLineDue = true
                continue
            }
            if self.isBlankLineDue, !self.output.isEmpty {
                // Inside a quotation the empty line is quoted too.
                let common = zip(self.lastPrefix, rest).prefix { $0 == $1 }.map(\.0)
                self.output += LineWrap.finished(common)
                self.output.append(.lineFeed)
            }
            self.isBlankLineDue = false
            self.lastPrefix = rest
            self.output += LineWrap.finished(prefix + line)
            self.output.append(.lineFeed)
            prefix = rest
        }
    }
}
