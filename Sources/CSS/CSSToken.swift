// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// A token of CSS Syntax Level 3, section 4, with its place.
public struct CSSToken: Hashable, Sendable {
    /// The kinds of token, in the words of the specification.
    public enum Kind: Hashable, Sendable {
        /// A name.
        case identifier
        /// A name and the `(` after it.
        case function
        /// `@` and a name.
        case atKeyword
        /// `#` and what follows it; an identifier if it may be an ID selector.
        case hash(isID: Bool)
        /// A string, with its quotes.
        case string
        /// A string that a line break ends.
        case badString
        /// `url(` without quotes, to its `)`.
        case url
        /// A `url(` with something inside that only quotes would allow.
        case badURL
        /// A number without a unit.
        case number
        /// A number and `%`.
        case percentage
        /// A number and its unit.
        case dimension
        /// A run of white space.
        case whitespace
        /// `<!--`
        case commentDeclarationOpen
        /// `-->`
        case commentDeclarationClose
        /// `:`
        case colon
        /// `;`
        case semicolon
        /// `,`
        case comma
        /// `[`, `(` or `{`.
        case open(CSSBracket)
        /// `]`, `)` or `}`.
        case close(CSSBracket)
        /// Any other single byte.
        case delimiter(UInt8)
    }

    /// What the token is.
    public var kind: Kind

    /// The bytes it was read from.
    public var range: Range<Int>
}

/// What `[`, `(` and `{` open.
public enum CSSBracket: Hashable, Sendable {
    case square
    case round
    case curly
}
