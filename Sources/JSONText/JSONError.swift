// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

public import ByteText

/// Why a text is not JSON, and where.
public struct JSONError: Error, Hashable, Sendable {
    /// The kinds of fault.
    public enum Code: Hashable, Sendable {
        /// The text ends inside a value.
        case unexpectedEnd
        /// A character that cannot stand there.
        case unexpectedCharacter
        /// Something after the value.
        case trailingText
        /// A control character inside a string; it must be escaped.
        case controlCharacter
        /// An escape that RFC 8259 does not know.
        case badEscape
        /// Half a surrogate pair, which stands for no character.
        case loneSurrogate
        /// A number against the grammar: a leading zero, a missing digit.
        case badNumber
        /// The bytes are not UTF-8, or begin with a byte order mark.
        case badEncoding
        /// Arrays and objects nested past the limit.
        case tooDeep
        /// The text is past the size limit.
        case tooLarge

        /// How to mend it.
        public var fix: String {
            switch self {
            case .unexpectedEnd: "close what is open: a string, an array or an object"
            case .unexpectedCharacter: "look for a comma, colon or quotation mark that is missing or too many here"
            case .trailingText: "remove what follows, or put both into an array"
            case .controlCharacter: #"write an escape, such as \n or \t"#
            case .badEscape: #"write \" \\ \/ \b \f \n \r \t, or \u and four hexadecimal digits"#
            case .loneSurrogate: #"write both halves, such as \ud83d\ude00, or the character itself"#
            case .badNumber: "write it as in 0.5, -1 or 1e9"
            case .badEncoding: "save the file as UTF-8 without a byte order mark"
            case .tooDeep: "nest arrays and objects less deep"
            case .tooLarge: "make the text smaller"
            }
        }
    }

    /// The kind of fault.
    public var code: Code
    /// What is wrong, in a sentence without a full stop.
    public var message: String
    /// Where it is wrong.
    public var position: SourcePosition

    /// Creates an error.
    public init(code: Code, message: String, position: SourcePosition) {
        self.code = code
        self.message = message
        self.position = position
    }
}

extension JSONError: CustomStringConvertible {
    /// The message with its place.
    public var description: String {
        "\(self.position): \(self.message)"
    }
}
