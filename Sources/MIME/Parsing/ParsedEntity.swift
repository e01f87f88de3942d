// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// A MIME entity as it was read, with what was wrong with it.
public struct ParsedEntity: Sendable {
    /// The header fields in their order.
    public var headerFields: [ParsedHeaderField]

    /// The media type; `text/plain` without a charset where the message names none (RFC 2045, section 5.2).
    public var mediaType: MediaType

    /// The transfer encoding that the message names; `nil` for one that is not known.
    public var transferEncoding: ContentTransferEncoding?

    /// Where the entity stands in the message, in bytes; of one in a message that is encoded, where its encoded text does.
    public var range: Range<Int>

    /// Where the body stands in the message, in bytes; of one in a message that is encoded, where its encoded text does.
    public var bodyRange: Range<Int>

    /// The bytes of the entity, header and body, as they came.
    public var rawBytes: ArraySlice<UInt8>

    /// The bytes of the body as they came.
    public var rawBody: ArraySlice<UInt8>

    /// The parts of a multipart, or the message in a `message/rfc822` or `message/global`.
    public var parts: [ParsedEntity] = []

    /// What was wrong here, the parts aside.
    public var defects: [MessageDefect]

    /// The body where it is not ``rawBody``.
    var decodedBody: [UInt8]?

    /// Where the first octet beyond ASCII stands that the entities around this one must tell of.
    var eightBitOffset: Int?

    package internal(set) var dispositionAndParameters: Disposition?

    /// The body with its transfer encoding removed; empty for a multipart.
    public var body: [UInt8] { self.decodedBody ?? Array(self.rawBody) }

    /// The body as text, by its charset, with U+FFFD for octets that do not fit it.
    ///
    /// It is `nil` where the media type is none of text or the charset is not known.
    public var text: String? { self.textReading?.text }

    /// ``text``, and whether all octets fit its charset.
    package var textReading: (text: String, isWellFormed: Bool)? {
        guard self.mediaType.type.hasSameBytes(as: "text") else { return nil }
        var charsets = CharsetDecoder()
        return charsets.decode(self.body, charset: self.charset.utf8)
    }

    /// The charset of a text in lower case; `us-ascii` where its type names none (RFC 2046, section 4.1.2).
    package var charset: String { self.mediaType["charset"]?.asciiLowercased ?? "us-ascii" }

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

    /// The entity itself, or the first among its parts at any depth, of that media type, such as `text/html`; not what
    /// stands in another message inside it.
    public func first(_ essence: String) -> ParsedEntity? {
        if self.mediaType.essence.hasSameBytes(as: essence) { return self }
        guard !self.mediaType.type.hasSameBytes(as: "message") else { return nil }
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
    /// The value, unfolded, as it stands on the wire, with U+FFFD for what is not UTF-8.
    public var rawValue: String
    /// The bytes of the field with all line ends, as they came.
    public var rawBytes: ArraySlice<UInt8>
    /// Where the field stands in the message with all line ends, in bytes; of one in a message that is encoded, where
    /// its encoded text does.
    public var range: Range<Int>

    /// Where the field begins in the message, in bytes.
    public var offset: Int { self.range.lowerBound }

    /// The value with its encoded-words decoded.
    public var text: String { EncodedWord.decodeAll(in: self.rawValue) }

    /// Whether ``text`` has decoded words that RFC 2047 would not have.
    package var isForgiven: Bool { EncodedWord.reading(of: self.rawValue).isForgiven }
}
