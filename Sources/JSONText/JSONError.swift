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
        /// An escape that RFC 8259 does not know, or half a surrogate pair.
        case badEscape
        /// A number against the grammar: a leading zero, a missing digit.
        case badNumber
        /// The bytes are not UTF-8, or begin with a byte order mark.
        case badEncoding
        /// Arrays and objects nested past the limit.
        case tooDeep
        /// The text is past the size limit.
        case tooLarge
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
