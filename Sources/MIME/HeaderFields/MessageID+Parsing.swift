// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// Why a text holds no message identifier, and where.
public struct MessageIDError: Error, Hashable, Sendable {
    /// The kinds of fault.
    public enum Code: Hashable, Sendable {
        /// There is none, or more than one where exactly one must stand.
        case notExactlyOne
        /// A character that cannot stand there, or an angle bracket or `@` that is missing.
        case syntax
        /// More than 240 octets.
        case tooLong
    }

    /// The kind of fault.
    public var code: Code
    /// What is wrong, in a phrase.
    public var message: String
    /// The byte offset of the fault in the text.
    public var offset: Int
}

extension MessageIDError: CustomStringConvertible {
    /// The message.
    public var description: String { self.message }
}

extension MessageID {
    /// Reads the one identifier of a `Message-ID` or `Content-ID` field.
    public init(parsing text: String) throws(MessageIDError) {
        let identifiers = try Self.list(parsing: text)
        guard let identifier = identifiers.first, identifiers.count == 1 else {
            throw MessageIDError(code: .notExactlyOne, message: "there must be one identifier", offset: 0)
        }
        self = identifier
    }

    /// Reads the identifiers of a `References` or `In-Reply-To` field: `1*([CFWS] msg-id [CFWS])`.
    public static func list(parsing text: String) throws(MessageIDError) -> [MessageID] {
        var cursor = ByteCursor(Array(text.utf8))
        var identifiers: [MessageID] = []
        cursor.skipCFWS()
        while !cursor.isAtEnd {
            identifiers.append(try Self.next(&cursor))
            cursor.skipCFWS()
        }
        return identifiers
    }

    /// msg-id = "<" dot-atom-text "@" (dot-atom-text / no-fold-literal) ">"
    private static func next(_ cursor: inout ByteCursor) throws(MessageIDError) -> MessageID {
        let start = cursor.offset
        try Self.skip(.ascii("<"), &cursor)
        let left = String(decoding: cursor.take(while: \.isDotAtomText), as: UTF8.self)
        try Self.skip(.ascii("@"), &cursor)
        let isLiteral = cursor.peek == .ascii("[")
        let right = cursor.take { byte in
            isLiteral ? byte.isLiteralText : byte.isDotAtomText
        }
        try Self.skip(.ascii(">"), &cursor)
        guard left.utf8.count + right.count <= Self.limit else {
            throw MessageIDError(
                code: .tooLong, message: "the identifier has more than \(Self.limit) octets", offset: start)
        }
        guard let identifier = MessageID(left: left, rightOrLiteral: String(decoding: right, as: UTF8.self)) else {
            throw MessageIDError(
                code: .syntax, message: "each side must be atoms with single dots between them", offset: start)
        }
        return identifier
    }

    private static func skip(_ byte: UInt8, _ cursor: inout ByteCursor) throws(MessageIDError) {
        guard cursor.skip(byte) else {
            throw MessageIDError(
                code: .syntax, message: "“\(Unicode.Scalar(byte))” must stand there", offset: cursor.offset)
        }
    }
}

extension UInt8 {
    fileprivate var isDotAtomText: Bool { self.isASCII && (self.isAtomText || self == .ascii(".")) }

    /// A character of an address literal in an identifier, brackets at its ends among them.
    fileprivate var isLiteralText: Bool { self.isVisible && self != .ascii(">") && self != .ascii("\\") }
}
