// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import Composition
internal import HTML

/// A line of text with a caret under what is at fault in it, as compilers show it.
package enum EvidenceText {
    /// A character as it is displayed, and the columns that it takes.
    private struct Cell {
        var text: String
        var columns: Int

        init(_ text: String) {
            self.text = text
            self.columns = DisplayWidth.columns(of: text)
        }
    }

    private static let ellipsis = Cell("…")

    /// The text behind a label, and below it the caret, unless nothing is marked.
    ///
    /// - Parameters:
    ///   - offset: The byte of the text, in UTF-8, that the caret stands under; its end is behind the text.
    ///   - width: The columns of the terminal: a text with a caret is cut to fit, because a caret below a line that the
    ///     terminal has broken would stand under something else.
    package static func lines(
        _ text: String, at offset: Int?, label: String, width: Int, style: TextStyle
    ) -> [String] {
        guard let offset else { return [label + text.escapedForDisplay] }
        var before: [Cell] = []
        var behind: [Cell] = []
        var position = 0
        for scalar in text.unicodeScalars {
            let cell = Cell(String(scalar).escapedForDisplayWhole)
            if position < offset { before.append(cell) } else { behind.append(cell) }
            position += UTF8.width(scalar)
        }
        // Enough of what comes first to know the place, and at least the character that is marked.
        let room = max(width - DisplayWidth.columns(of: label), 20)
        let marked = max(behind.first?.columns ?? 1, 1)
        let wanted = min(Self.columns(of: behind), max(room / 2, marked))
        Self.cut(&before, to: room - max(wanted, 1), keepsEnd: true)
        let indent = Self.columns(of: before)
        Self.cut(&behind, to: room - indent, keepsEnd: false)
        let line = (before + behind).map(\.text).joined()
        let blanks = String(repeating: " ", count: DisplayWidth.columns(of: label) + indent)
        return [label + line, blanks + style.red("^")]
    }

    private static func columns(of cells: [Cell]) -> Int {
        cells.reduce(0) { $0 + $1.columns }
    }

    /// Takes characters off one end until the rest fits, with an ellipsis in their place.
    private static func cut(_ cells: inout [Cell], to limit: Int, keepsEnd: Bool) {
        var columns = Self.columns(of: cells)
        guard columns > limit else { return }
        if keepsEnd { cells.reverse() }
        while columns > limit - Self.ellipsis.columns, let last = cells.popLast() { columns -= last.columns }
        cells.append(Self.ellipsis)
        if keepsEnd { cells.reverse() }
    }
}
