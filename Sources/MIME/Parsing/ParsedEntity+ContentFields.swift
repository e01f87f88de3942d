// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

extension ParsedEntity {
    /// Whether the body is a message (RFC 2046, section 5.2.1; RFC 6532, section 3.7).
    var holdsMessage: Bool {
        let essence = self.mediaType.essence
        return essence.hasSameBytes(as: "message/rfc822") || essence.hasSameBytes(as: "message/global")
    }

    /// content = "Content-Type" ":" type "/" subtype *(";" parameter)
    mutating func readMediaType() {
        guard let field = self.field(.contentType) else { return }
        guard let (type, defects) = MediaType.read(field.rawValue) else {
            self.mediaType = .defaultText
            self.note(.badMediaType, at: field)
            return
        }
        self.mediaType = type
        self.note(defects, at: field)
        if type.type.hasSameBytes(as: "text"), let charset = type["charset"], !CharsetDecoder.isKnown(charset.utf8) {
            self.note(.unknownCharset, at: field, "charset")
        }
    }

    /// encoding = "Content-Transfer-Encoding" ":" mechanism
    mutating func readTransferEncoding() {
        guard let field = self.field(.contentTransferEncoding) else { return }
        var reader = ParameterReader(field.rawValue)
        self.transferEncoding = ContentTransferEncoding.named(reader.takeToken())
        reader.cursor.skipCFWS()
        if self.transferEncoding != nil, !reader.cursor.isAtEnd { self.note(.badTransferEncoding, at: field) }
        // RFC 6532, section 3.7, lets a message/global have any.
        let isComposite = self.mediaType.type.hasSameBytes(as: "multipart") || self.mediaType.subtype == "rfc822"
        if isComposite, self.transferEncoding?.isIdentity == false { self.note(.encodedComposite, at: field) }
    }

    mutating func note(_ defects: ParameterDefects, at field: ParsedHeaderField) {
        for (code, name) in defects.sorted { self.note(code, at: field, name) }
    }

    mutating func note(_ code: MessageDefect.Code, at field: ParsedHeaderField, _ name: String? = nil) {
        self.defects.append(MessageDefect(code: code, offset: field.offset, name: name))
    }
}
