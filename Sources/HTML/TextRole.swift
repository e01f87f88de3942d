// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// What becomes of a character of HTML in plain text.
enum TextRole {
    /// It shows.
    case letter
    /// It is white space, of which any run is one space.
    case space
    /// It is a space that stays, and where no line breaks.
    case fixedSpace
    /// It joins or parts its neighbours: it shapes scripts such as Persian and makes emoji. Elsewhere it is padding.
    case joiner
    /// It is dropped.
    case nothing

    init(of scalar: Unicode.Scalar) {
        self =
            switch scalar.value {
            case 0x09, 0x0A, 0x0C, 0x0D, 0x20, 0x2000...0x2006, 0x2008...0x200A, 0x2028, 0x2029, 0x205F: .space
            case 0xA0, 0x2007, 0x202F: .fixedSpace
            case 0x200C, 0x200D: .joiner
            // What preheaders are padded with, and hints where to break a word, which plain text does not need.
            case 0x00AD, 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180E, 0x200B, 0x2060...0x2064, 0xFEFF: .nothing
            // A terminal would obey control characters.
            case 0..<0x20, 0x7F..<0xA0: .nothing
            default: .letter
            }
    }

    /// Whether a joiner next to the character may mean something.
    static func isJoinable(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value >= 0x300
    }
}
