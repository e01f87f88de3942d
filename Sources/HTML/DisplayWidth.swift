// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// How many columns of a terminal text takes.
package enum DisplayWidth {
    /// The columns of well-formed UTF-8.
    static func columns(of bytes: some Collection<UInt8>) -> Int {
        if bytes.allSatisfy(\.isASCII) { return bytes.count }
        return String(decoding: bytes, as: UTF8.self).unicodeScalars.reduce(0) { $0 + Self.columns(of: $1) }
    }

    /// The columns of a text.
    package static func columns(of text: String) -> Int {
        self.columns(of: text.utf8)
    }

    /// As much of the text as fits `limit` columns, with an ellipsis in the last one where something was cut off.
    package static func truncate(_ text: String, to limit: Int) -> String {
        guard self.columns(of: text) > limit else { return text }
        var scalars = String.UnicodeScalarView()
        var columns = 0
        for scalar in text.unicodeScalars {
            let width = self.columns(of: scalar)
            guard columns + width <= limit - 1 else { break }
            scalars.append(scalar)
            columns += width
        }
        return String(scalars) + "…"
    }

    /// Zero for marks that stand on the character before, two for East Asian wide ones and emoji, else one.
    static func columns(of scalar: Unicode.Scalar) -> Int {
        guard scalar.value >= 0x300 else { return 1 }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format: return 0
        default: return Self.isWide(scalar) ? 2 : 1
        }
    }

    private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF,
            0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x20000...0x3FFFD:
            true
        default: scalar.properties.isEmojiPresentation
        }
    }
}
