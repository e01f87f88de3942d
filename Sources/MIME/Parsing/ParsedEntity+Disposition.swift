// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

extension ParsedEntity {
    /// How the part is meant to be presented, and its file name; `nil` without a `Content-Disposition` that can be read.
    ///
    /// An unknown kind counts as an attachment (RFC 2183, section 2.8).
    public var disposition: ContentDisposition? {
        guard let (kind, parameters) = self.dispositionAndParameters else { return nil }
        return ContentDisposition(
            kind.hasSameBytes(as: "inline") ? .inline : .attachment,
            filename: parameters.first { $0.name.hasSameBytes(as: "filename") }?.value)
    }

    /// The file name of the part, from its disposition or, as older programs write it, its media type.
    public var filename: String? {
        self.disposition?.filename ?? self.mediaType["name"]
    }

    /// The kind in lower case with all parameters.
    package var dispositionAndParameters: (kind: String, parameters: [MediaType.Parameter])? {
        // The grammar is that of a media type without its first half (RFC 2183, section 2).
        guard let field = self.field(.contentDisposition),
            let type = MediaType(parsing: "disposition/" + field.rawValue)
        else { return nil }
        return (type.subtype, type.parameters)
    }
}
