// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// Something wrong with an address that was read all the same.
public struct AddressDefect: Hashable, Sendable {
    /// What a reading can forgive.
    public enum Code: String, Hashable, Sendable {
        /// A control character where white space may stand, or in a display name: it counts as a space.
        case controlCharacter
        /// A comment in parentheses. The last one beside an address without a name is its name, as in RFC 822.
        case comment
        /// A source route before an address (RFC 5322, section 4.4): it is left out.
        case route
        /// White space or a comment between the words, dots and the `@` of an address (RFC 5322, section 4.4).
        case blankInAddress
        /// A local part of several words of which one or more are quoted (RFC 5322, section 4.4).
        case quotedWord
        /// A dot at an end of a local part, or two in a row: it stays, and the local part is quoted.
        case misplacedDot
        /// A dot at the end of a domain: it goes.
        case trailingDot
        /// An address list with nothing between two separators or at an end (RFC 5322, section 4.4).
        case emptyEntry
        /// A semicolon outside a group, or nothing after the semicolon of one, where a comma must stand.
        case semicolon
        /// A special character in a display name outside quotation marks, a dot among them (RFC 5322, section 4.1).
        case unquotedName
        /// An `@` in a display name outside quotation marks: some readers take what is around it for the address.
        case atSignInName
        /// A quotation mark, parenthesis, angle bracket or group that is not closed.
        case notClosed
        /// An angle bracket too many.
        case strayBracket
        /// A group inside a group: its members count as those of the outer one.
        case nestedGroup
        /// `undisclosed-recipients` and the like without the punctuation of an empty group, or in angle brackets.
        case undisclosedRecipients
        /// An address all of which stands in quotation marks or between apostrophes.
        case quotedAddress
        /// A `mailto:` before an address.
        case mailto
        /// An encoded-word inside a quoted string, or with characters that it must encode in a name: it is decoded all
        /// the same (RFC 2047, section 5, rule 3).
        case encodedWord
        /// Characters beyond ASCII in a message that did not declare them (RFC 6532).
        case rawUTF8
        /// Bytes that were not UTF-8, and stand in a name as U+FFFD.
        case undecodable
    }

    /// What was forgiven.
    public var code: Code
    /// The byte offset in the text.
    public var offset: Int
}
