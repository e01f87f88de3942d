// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// What stands before the `@` of an address, without the quotes it may need.
///
/// `"ada"@example.com` and `ada@example.com` are the same local part (RFC 5321, section 4.1.2). Case is kept and counts.
public struct LocalPart: Hashable, Sendable {
    /// The text, unquoted.
    public let text: String

    /// The longest local part in octets, as it is written on the wire (RFC 5321, section 4.5.3.1.1).
    public static let octetLimit = 64

    /// Checks an unquoted local part.
    ///
    /// - Throws: ``AddressError`` with an offset into `text`.
    public init(unquoted text: String) throws(AddressError) {
        self.text = text
        guard !text.isEmpty else {
            throw AddressError(code: .incomplete, message: "nothing stands before the @", offset: 0)
        }
        try text.checkScalars(in: "the local part")
        if let offset = Self.encodedWord(in: text) {
            throw AddressError(
                code: .encodedWord, message: "an encoded-word (=?…?=) cannot stand in an address", offset: offset)
        }
        let octets = self.serialized.utf8.count
        guard octets <= Self.octetLimit else {
            throw AddressError(
                code: .tooLong, message: "the local part takes \(octets) octets; \(Self.octetLimit) are allowed",
                offset: 0)
        }
    }

    /// Where a reader that decodes too much could find an encoded-word in the text.
    private static func encodedWord(in text: String) -> Int? {
        let bytes = Array(text.utf8)
        guard let start = bytes.indices.first(where: { bytes[$0...].starts(with: "=?".utf8) }) else { return nil }
        let rest = bytes[(start + 2)...]
        return rest.indices.contains { rest[$0...].starts(with: "?=".utf8) } ? start : nil
    }

    /// Whether both have the same bytes: `String ==` would call canonically equivalent local parts one mailbox.
    public static func == (lhs: LocalPart, rhs: LocalPart) -> Bool {
        lhs.text.hasSameBytes(as: rhs.text)
    }

    /// Hashes what `==` compares.
    public func hash(into hasher: inout Hasher) {
        for byte in self.text.utf8 { hasher.combine(byte) }
    }

    /// Whether the local part needs SMTPUTF8 (RFC 6531).
    public var isInternationalized: Bool {
        !self.text.utf8.allSatisfy(\.isASCII)
    }

    /// The local part as it is written in a header field or SMTP command: quoted where it must be.
    public var serialized: String {
        self.isDotString ? self.text : self.text.asQuotedString
    }

    /// Dot-string = Atom *("." Atom)
    private var isDotString: Bool {
        var previous = UInt8.ascii(".")
        let bytes = self.text.utf8.span
        for index in bytes.indices {
            let byte = bytes[index]
            if byte == .ascii(".") {
                guard previous != .ascii(".") else { return false }
            } else if !byte.isAtomText {
                return false
            }
            previous = byte
        }
        return previous != .ascii(".")
    }
}

extension UInt8 {
    /// atext of RFC 5322, section 3.2.3, and any byte of UTF-8 beyond ASCII (RFC 6532, section 3.2).
    package var isAtomText: Bool {
        if self.isAlphanumeric || !self.isASCII { return true }
        switch self {
        case .ascii("!"), .ascii("#"), .ascii("$"), .ascii("%"), .ascii("&"), .ascii("'"), .ascii("*"), .ascii("+"),
            .ascii("-"), .ascii("/"), .ascii("="), .ascii("?"), .ascii("^"), .ascii("_"), .ascii("`"), .ascii("{"),
            .ascii("|"), .ascii("}"), .ascii("~"):
            return true
        default:
            return false
        }
    }
}

extension Unicode.Scalar {
    /// U+FDD0 to U+FDEF and the last two code points of every plane.
    var isNoncharacter: Bool {
        (0xFDD0...0xFDEF).contains(self.value) || self.value & 0xFFFE == 0xFFFE
    }

    /// The scalar as `U+00E9`.
    package var codePoint: String {
        var digits = String(self.value, radix: 16, uppercase: true)
        while digits.utf8.count < 4 { digits = "0" + digits }
        return "U+" + digits
    }
}
