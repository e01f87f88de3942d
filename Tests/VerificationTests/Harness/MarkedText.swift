// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// A text with a caret `‸` at each place where a finding is expected, so that nobody counts lines and columns by hand.
struct MarkedText: Sendable {
    /// The text without its carets.
    let text: String
    /// The places of the carets as `line:column`.
    let places: [String]

    init(_ marked: String) {
        var text = String.UnicodeScalarView()
        var places: [String] = []
        var (line, column) = (1, 1)
        for scalar in marked.unicodeScalars {
            if scalar == "‸" {
                places.append("\(line):\(column)")
                continue
            }
            text.append(scalar)
            (line, column) = scalar == "\n" ? (line + 1, 1) : (line, column + 1)
        }
        self.text = String(text)
        self.places = places
    }
}
