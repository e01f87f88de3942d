// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import HTML

/// Rows of text in columns that line up.
package struct TextTable {
    /// A cell: what is measured, and what is written for it.
    package struct Cell {
        var text: String
        var style: (String) -> String

        package init(_ text: String, style: @escaping (String) -> String = { $0 }) {
            self.text = text
            self.style = style
        }
    }

    private let header: [String]
    private var rows: [[Cell]] = []

    package init(header: [String]) {
        self.header = header
    }

    package mutating func append(_ row: [Cell]) {
        self.rows.append(row)
    }

    /// The table in lines, two spaces between the columns.
    ///
    /// - Parameter flexible: The column that is cut where the line is longer than `width`.
    package func lines(width: Int, flexible: Int, style: TextStyle) -> [String] {
        var widths = self.header.map(DisplayWidth.columns)
        for row in self.rows {
            for (column, cell) in row.enumerated() {
                widths[column] = max(widths[column], DisplayWidth.columns(of: cell.text))
            }
        }
        let excess = widths.reduce(0, +) + 2 * (widths.count - 1) - width
        if excess > 0 { widths[flexible] = max(min(12, widths[flexible]), widths[flexible] - excess) }
        let head = self.header.map { Cell($0, style: style.faint) }
        return ([head] + self.rows).map { Self.line($0, widths: widths) }
    }

    private static func line(_ row: [Cell], widths: [Int]) -> String {
        var line = ""
        for (column, cell) in row.enumerated() {
            let text = DisplayWidth.truncate(cell.text, to: widths[column])
            line += cell.style(text)
            guard column < row.count - 1 else { break }
            line += String(repeating: " ", count: widths[column] - DisplayWidth.columns(of: text) + 2)
        }
        return line
    }
}
