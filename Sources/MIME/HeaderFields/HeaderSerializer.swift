// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

package import ByteText

/// Which characters header fields may hold.
public enum HeaderForm: Hashable, Sendable {
    /// ASCII only: text beyond it as encoded-words (RFC 2047, RFC 2231).
    case ascii
    /// UTF-8 as it is, for transports that speak SMTPUTF8 (RFC 6532).
    case internationalized
}

/// Why a header field cannot be written.
public struct HeaderError: Error, Hashable, Sendable {
    /// The kinds of fault.
    public enum Code: Hashable, Sendable {
        /// An address beyond ASCII in a message that must be ASCII.
        case needsInternationalizedForm
        /// A text that cannot stand on a line of 998 octets.
        case lineTooLong
        /// A character that cannot stand there.
        case badCharacter
        /// A field of the caller's that the content brings along itself.
        case duplicate
        /// A multipart without parts, which RFC 2046, section 5.1.1 does not know.
        case noParts
        /// A text or file of a type that only parts have: `multipart` or `message` (RFC 2045, section 6.4).
        case compositeType
    }

    /// The kind of fault.
    public var code: Code
    /// The field.
    public var field: HeaderFieldName
}

extension HeaderError {
    /// How to mend it, as a clause.
    public var mend: String {
        switch self.code {
        case .needsInternationalizedForm: "write the internationalized form for a transport with SMTPUTF8"
        case .lineTooLong: "shorten it"
        case .badCharacter: "write a name, or the name of a parameter, that is a token"
        case .duplicate: "leave the field out: the content of the entity writes it"
        case .noParts: "add a part"
        case .compositeType:
            "give a multipart by its parts, and a message as a file of the type application/octet-stream"
        }
    }
}

extension HeaderError: CustomStringConvertible {
    /// What is wrong, with the name of the field.
    public var description: String {
        switch self.code {
        case .needsInternationalizedForm: "\(self.field) has an address beyond ASCII"
        case .lineTooLong: "\(self.field) does not fit lines of 998 octets"
        case .badCharacter: "\(self.field) holds a character that cannot stand there"
        case .duplicate: "\(self.field) stands among the fields of the entity, and its content brings one"
        case .noParts: "a multipart has no parts"
        case .compositeType: "a text or file has a multipart or message type"
        }
    }
}

extension HeaderField {
    /// The field in bytes: its name, its value folded to lines of 78 octets where that is possible (RFC 5322, section
    /// 2.2.3), and CR LF.
    ///
    /// - Throws: ``HeaderError`` for what the form cannot hold, and for a line past 998 octets.
    public func bytes(form: HeaderForm = .ascii) throws(HeaderError) -> [UInt8] {
        try self.lines(form: form).bytes
    }

    /// The field as folded lines.
    package func lines(form: HeaderForm) throws(HeaderError) -> WireLines {
        var writer = HeaderWriter(form: form)
        try writer.write(self)
        var lines = WireLines()
        writer.move(to: &lines)
        return lines
    }
}

extension String {
    /// The text with every control character (C0, DEL, C1) as a space, and CR LF as one.
    package var replacingControlsWithSpaces: String {
        // C1 controls begin with C2 in UTF-8.
        guard self.utf8.span.contains(where: { $0.isControl || $0 == 0xC2 }) else { return self }
        var scalars = String.UnicodeScalarView()
        var previous: Unicode.Scalar?
        for scalar in self.unicodeScalars {
            defer { previous = scalar }
            if previous == "\r", scalar == "\n" { continue }
            scalars.append(scalar.isControl ? " " : scalar)
        }
        return String(scalars)
    }
}

extension String {
    /// Whether the text needs no encoding for its characters.
    var isASCII: Bool { !self.utf8.span.contains { !$0.isASCII } }
}

extension Span<UInt8> {
    /// Whether one of the octets is such. Through a view of a string it costs several times as much.
    @inline(__always)
    func contains(where isSuch: (UInt8) -> Bool) -> Bool {
        for index in self.indices where isSuch(self[unchecked: index]) { return true }
        return false
    }
}

extension Unicode.Scalar {
    fileprivate var isControl: Bool {
        self.value < 0x20 || (0x7F...0x9F).contains(self.value)
    }
}

extension Span<UInt8> {
    /// Whether a reader could take a part of the text for an encoded-word.
    var looksEncoded: Bool {
        for index in self.indices.dropFirst() {
            if self[index] == .ascii("?"), self[index - 1] == .ascii("=") { return true }
        }
        return false
    }
}
