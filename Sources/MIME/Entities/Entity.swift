// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// A MIME entity: header fields and a body (RFC 2045, section 2.4).
public struct Entity: Hashable, Sendable {
    /// The fields besides those that the content brings along.
    public var headerFields: [HeaderField]

    /// What the entity holds.
    public var content: Content

    /// A body with the fields that describe it.
    public indirect enum Content: Hashable, Sendable {
        /// Text in UTF-8, of any line ending and any type but `multipart` and `message`; it is written with CR LF.
        case text(MediaType, [UInt8])
        /// Parts that say the same thing, the plainest first.
        case alternative([Entity])
        /// What is shown, first, and the parts that it refers to by their `Content-ID` (RFC 2387).
        case related([Entity])
        /// Parts that stand side by side, such as a text and its attachments (RFC 2046, section 5.1.3).
        case mixed([Entity])
        /// The bytes of a file, of any type but `multipart` and `message`.
        case data(MediaType, [UInt8])
    }

    /// The parts of a multipart; empty for anything else.
    public var parts: [Entity] {
        switch self.content {
        case .alternative(let parts), .related(let parts), .mixed(let parts): parts
        case .text, .data: []
        }
    }

    /// The media type; that of a multipart has the boundary given here.
    package func mediaType(boundary: String) -> MediaType {
        switch self.content {
        case .text(let type, _), .data(let type, _): type
        case .alternative: .alternative(boundary: boundary)
        case .related(let parts):
            .related(boundary: boundary, root: parts.first?.mediaType(boundary: "").essence ?? "text/plain")
        case .mixed: .mixed(boundary: boundary)
        }
    }

    /// Creates an entity.
    public init(headerFields: [HeaderField] = [], content: Content) {
        self.headerFields = headerFields
        self.content = content
    }
}

extension Entity {
    /// The entity in bytes: its header, and its body in lines that end with CR LF.
    ///
    /// The result is 7-bit clean unless `form` is ``HeaderForm/internationalized`` or `encodings` holds
    /// ``ContentTransferEncoding/eightBit``; every multipart says which of the two it is. The same entity gives the same
    /// bytes, boundaries included. A text that is not part of a multipart gains a line end where it has none.
    ///
    /// - Parameters:
    ///   - form: Which characters header fields may hold.
    ///   - encodings: The transfer encodings that texts are written in, each in that of the least size; `data` is always
    ///     in base64.
    /// - Throws: ``HeaderError`` for the first field that cannot be written.
    public func bytes(
        form: HeaderForm = .ascii, encodings: [ContentTransferEncoding] = ContentTransferEncoding.sevenBitClean
    ) throws(HeaderError) -> [UInt8] {
        try self.serialized(form: form, encodings: encodings).bytes
    }
}
