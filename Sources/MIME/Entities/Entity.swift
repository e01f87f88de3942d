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
        /// Text in UTF-8, of any line ending; it is written with CR LF.
        case text(MediaType, [UInt8])
        /// Parts that say the same thing, the plainest first.
        case alternative([Entity])
    }

    /// Creates an entity.
    public init(headerFields: [HeaderField] = [], content: Content) {
        self.headerFields = headerFields
        self.content = content
    }
}
