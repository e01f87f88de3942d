// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
package import MIME

/// A `data:` URL (RFC 2397).
package struct DataURL {
    package var mediaType: MediaType
    package var content: [UInt8]

    /// Why a text that begins with `data:` holds no file.
    package struct Failure: Error {
        package var message: String
    }

    /// Whether a text begins as `data:` URLs do.
    package static func isOne(_ text: some Collection<UInt8>) -> Bool {
        text.prefix(5).map(\.asciiLowercased).elementsEqual("data:".utf8)
    }

    /// dataurl = "data:" [ mediatype ] [ ";base64" ] "," data
    package init(_ text: [UInt8]) throws(Failure) {
        guard let comma = text.firstIndex(of: .ascii(",")), comma >= 5 else {
            throw Failure(message: "has no comma before its content")
        }
        var type = text[5..<comma]
        let marker = ";base64"
        let isBase64 = type.suffix(marker.utf8.count).map(\.asciiLowercased).elementsEqual(marker.utf8)
        if isBase64 { type = type.dropLast(marker.utf8.count) }
        // RFC 2397, section 3: without a type it is plain text.
        guard let mediaType = type.isEmpty ? .plainText : MediaType(parsing: String(decoding: type, as: UTF8.self))
        else { throw Failure(message: "names no media type") }
        let octets = PercentEncoding.decode(text[(comma + 1)...])
        guard let content = isBase64 ? Base64.decode(octets) : octets else {
            throw Failure(message: "is not well-formed base64")
        }
        guard !content.isEmpty else { throw Failure(message: "is empty") }
        self.mediaType = mediaType
        self.content = content
    }
}
