// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// Why a text is not an address, and where.
public struct AddressError: Error, Hashable, Sendable {
    /// The kinds of fault.
    public enum Code: Hashable, Sendable {
        /// There is no address at all.
        case empty
        /// There are several addresses where exactly one must stand.
        case notExactlyOne
        /// No `@`, or nothing before or after it.
        case incomplete
        /// A character that cannot stand there.
        case unexpectedCharacter
        /// A control character, CR, LF or NUL among them.
        case controlCharacter
        /// A quoted string, angle bracket or group that is not closed.
        case notClosed
        /// A dot at an end of the local part, or two in a row.
        case misplacedDot
        /// A local part, domain, label or whole address past its limit in octets.
        case tooLong
        /// A domain that is neither a host name, an internationalised name nor an address literal.
        case badDomain
        /// A domain without a dot, which no mail on the Internet can reach.
        case notQualified
        /// An RFC 2047 encoded-word inside the address itself.
        case encodedWord
        /// A comment or source route, which Galley reads but never sends.
        case obsolete
        /// Text that is not well-formed Unicode, or noncharacters.
        case badUnicode
        /// Groups or entries past the limit.
        case tooMany
    }

    /// The kind of fault.
    public var code: Code
    /// What is wrong, in a phrase.
    public var message: String
    /// The byte offset of the fault in the text.
    public var offset: Int

    /// Creates an error.
    public init(code: Code, message: String, offset: Int) {
        self.code = code
        self.message = message
        self.offset = offset
    }
}

extension AddressError {
    /// The error that something else stands, or nothing, where a parser has got to.
    init(at cursor: ByteCursor, expected expectation: String) {
        guard let byte = cursor.peek else {
            self.init(code: .incomplete, message: expectation, offset: cursor.offset)
            return
        }
        guard !byte.isControl else {
            self.init(
                code: .controlCharacter, message: "the control character \(byte.hexName) stands in the address",
                offset: cursor.offset)
            return
        }
        let next = cursor.bytes[cursor.offset..<min(cursor.offset + 4, cursor.end)]
        let found = String(decoding: next, as: UTF8.self).unicodeScalars.first.map { String(Character($0)) } ?? ""
        self.init(
            code: .unexpectedCharacter, message: "\(expectation), not “\(found)”", offset: cursor.offset)
    }
}

extension String {
    /// Refuses control characters, line separators and what is no character.
    ///
    /// - Parameter part: What the text is in an address, such as `the domain`.
    func checkScalars(in part: String) throws(AddressError) {
        var offset = 0
        for scalar in self.unicodeScalars {
            if scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || scalar == "\u{2028}"
                || scalar == "\u{2029}"
            {
                throw AddressError(
                    code: .controlCharacter, message: "\(part) holds the control character \(scalar.codePoint)",
                    offset: offset)
            }
            if scalar.isNoncharacter || scalar == "\u{FFFD}" {
                throw AddressError(
                    code: .badUnicode, message: "\(part) holds \(scalar.codePoint), which is not a character",
                    offset: offset)
            }
            offset += UTF8.width(scalar)
        }
    }
}

extension AddressError: CustomStringConvertible {
    /// The message.
    public var description: String { self.message }
}
