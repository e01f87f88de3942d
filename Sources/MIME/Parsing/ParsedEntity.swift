// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// A MIME entity as it was read, with what was wrong with it.
public struct ParsedEntity: Sendable {
    /// The header fields in their order.
    public var headerFields: [ParsedHeaderField]

    /// The media type; `text/plain` where the message names none (RFC 2045, section 5.2).
    public var mediaType: MediaType

    /// The transfer encoding that the message names; `nil` for one that is not known.
    public var transferEncoding: ContentTransferEncoding?

    /// The bytes of the body in the message.
    public var bodyRange: Range<Int>

    /// The body with its transfer encoding removed; empty for a multipart.
    public var body: [UInt8]

    /// The parts of a multipart.
    public var parts: [ParsedEntity]

    /// What was wrong here, the parts aside.
    public var defects: [MessageDefect]

    /// The first field of that name.
    public func field(_ name: HeaderFieldName) -> ParsedHeaderField? {
        self.headerFields.first { $0.name == name }
    }

    /// How often a field of that name occurs.
    public func count(of name: HeaderFieldName) -> Int {
        self.headerFields.count { $0.name == name }
    }

    /// This entity's defects and those of all parts.
    public var allDefects: [MessageDefect] {
        self.defects + self.parts.flatMap(\.allDefects)
    }

    /// The entity itself, or the first among its parts at any depth, of that media type, such as `text/html`.
    public func first(_ essence: String) -> ParsedEntity? {
        if self.mediaType.essence.hasSameBytes(as: essence) { return self }
        for part in self.parts {
            if let found = part.first(essence) { return found }
        }
        return nil
    }
}

/// A header field as it was read.
public struct ParsedHeaderField: Sendable {
    /// The name.
    public var name: HeaderFieldName
    /// The value, unfolded, as it stands on the wire.
    public var rawValue: String
    /// The offset of the field in the message, in bytes.
    public var offset: Int

    /// The value with its encoded-words decoded.
    public var text: String { EncodedWord.decodeAll(in: self.rawValue) }
}

/// Something wrong with a message that was read all the same.
public struct MessageDefect: Hashable, Sendable {
    /// The kinds of fault.
    public enum Code: String, Hashable, Sendable {
        /// A line that ends with LF or CR alone.
        case bareLineEnd
        /// A line past 998 octets.
        case lineTooLong
        /// A header line without a colon, or with a name that is none.
        case badHeaderField
        /// The header ended without an empty line.
        case missingSeparator
        /// A NUL byte.
        case nul
        /// A multipart without a boundary, or whose last boundary is missing.
        case badMultipart
        /// A body that does not follow its transfer encoding.
        case badTransferEncoding
        /// A transfer encoding or charset that is not known.
        case unknownEncoding
        /// A `Content-Type` that cannot be read, or one with a value that lacks its quotation marks.
        case badMediaType
        /// Fields, parts or nesting past the limit; the rest was not read.
        case limit
        /// 8-bit data where the message says 7bit.
        case eightBitData
    }

    /// The kind of fault.
    public var code: Code
    /// The offset in the message, in bytes.
    public var offset: Int
}
