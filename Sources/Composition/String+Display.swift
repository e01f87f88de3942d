// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

extension String {
    /// The text with control characters as escapes, so that it cannot steer a terminal or garble a report.
    package var escapedForDisplayWhole: String {
        self.escaped(limit: Int.max)
    }

    /// The text with control characters as escapes, cut to a length that fits a line of a report.
    package var escapedForDisplay: String {
        self.escaped(limit: 120)
    }

    private func escaped(limit: Int) -> String {
        var output = ""
        for (count, scalar) in self.unicodeScalars.enumerated() {
            guard count < limit else { return output + "…" }
            switch scalar {
            case "\n": output += "\\n"
            case "\r": output += "\\r"
            case "\t": output += "\\t"
            case _ where scalar.mustBeEscaped:
                output += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
            default: output.unicodeScalars.append(scalar)
            }
        }
        return output
    }
}

extension Unicode.Scalar {
    /// C0 and C1 controls, line separators, the marks and controls that turn the direction of the text around them, and
    /// characters that nobody sees.
    fileprivate var mustBeEscaped: Bool {
        switch self.value {
        case 0..<0x20, 0x7F...0x9F, 0x061C, 0x200B, 0x200E...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF,
            0xE0000...0xE007F:
            true
        default: false
        }
    }
}
