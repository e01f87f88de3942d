// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

public import MIME

/// A file that goes along with a message.
public struct Attachment: Hashable, Sendable {
    /// The file name.
    public var name: String
    /// What the file is, without parameters.
    public var mediaType: MediaType
    /// The bytes of the file.
    public var content: [UInt8]
    /// What the HTML refers to the file by (RFC 2392); `nil` for a file that is not part of the text.
    public var contentID: MessageID?

    /// The bytes that all attachments of a message may have together.
    public static let sizeLimit = 16 << 20
    /// The number of attachments that a message may have.
    public static let countLimit = 100

    /// Creates an attachment.
    public init(name: String, mediaType: MediaType, content: [UInt8], contentID: MessageID? = nil) {
        self.name = name
        self.mediaType = mediaType
        self.content = content
        self.contentID = contentID
    }

    /// A media type that a file can have; `nil` for what is no token, is too long (RFC 6838, section 4.2), or may not be
    /// written in base64 (RFC 2045, section 6.4).
    static func mediaType(_ type: String, _ subtype: String) -> MediaType? {
        guard type.utf8.count <= 127, subtype.utf8.count <= 127, let mediaType = MediaType(type, subtype),
            mediaType.type != "multipart", mediaType.type != "message"
        else { return nil }
        return mediaType
    }

    /// Whether the file is shown where the HTML refers to it.
    public var isInline: Bool { self.contentID != nil }

    /// The file as a body part.
    var entity: Entity {
        var fields = [
            HeaderField(
                .contentDisposition,
                .disposition(ContentDisposition(self.isInline ? .inline : .attachment, filename: self.name)))
        ]
        if let contentID = self.contentID { fields.insert(HeaderField(.contentID, .messageID(contentID)), at: 0) }
        return Entity(headerFields: fields, content: .data(self.mediaType, self.content))
    }
}
