// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import MIME

extension String {
    /// The first character that nobody sees or that turns the text around it, and its offset in bytes.
    ///
    /// - Parameter allowsJoiners: Whether the joiners of Persian, Indic scripts, emoji and flags may stand where they
    ///   belong, as they do in what people read.
    func firstHidden(allowsJoiners: Bool) -> (scalar: Unicode.Scalar, offset: Int)? {
        guard !self.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
        var offset = 0
        var previous: Unicode.Scalar = " "
        for scalar in self.unicodeScalars {
            if scalar.isHidden, !(allowsJoiners && scalar.joins(previous)) { return (scalar, offset) }
            previous = scalar
            offset += UTF8.width(scalar)
        }
        return nil
    }
}

extension Unicode.Scalar {
    /// The code point with its name: `U+202E (RIGHT-TO-LEFT OVERRIDE)`.
    var codePointAndName: String {
        self.codePoint + (self.properties.name.map { " (\($0))" } ?? "")
    }

    /// Bidirectional controls, and the characters without width of Unicode.
    fileprivate var isHidden: Bool {
        self.properties.isBidiControl
            || self.properties.isDefaultIgnorableCodePoint && !self.properties.isVariationSelector
    }

    /// Whether the character belongs to the one before it: joiners of Persian, Indic scripts and emoji, and flags.
    fileprivate func joins(_ previous: Unicode.Scalar) -> Bool {
        switch self.value {
        case 0x200C, 0x200D: previous.value >= 0x600 || previous.properties.isEmoji && previous.value > 0x7F
        case 0xE0020...0xE007F: previous.value == 0x1F3F4 || (0xE0020...0xE007F).contains(previous.value)
        default: false
        }
    }
}
