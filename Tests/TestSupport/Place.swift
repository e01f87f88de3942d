// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// Finds places in texts by counting, apart from the code under test.
package enum Place {
    /// Where `needle` begins, as `line:column`, both from 1, columns in Unicode scalars; lines end with LF.
    ///
    /// - Parameter occurrence: Which of several, from 1.
    package static func of(_ needle: String, in text: String, occurrence: Int = 1) -> String {
        let text = Array(text.unicodeScalars)
        let needle = Array(needle.unicodeScalars)
        var left = occurrence
        var line = 1
        var column = 1
        for index in text.indices {
            if text[index...].starts(with: needle) {
                left -= 1
                if left == 0 { return "\(line):\(column)" }
            }
            if text[index] == "\n" {
                line += 1
                column = 1
            } else {
                column += 1
            }
        }
        return "“\(String(String.UnicodeScalarView(needle)))” is not there"
    }
}
