// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

extension ParsedEntity {
    /// A `Content-Disposition` as it was read, with all parameters.
    package struct Disposition: Sendable {
        /// The kind in lower case.
        package var kind: String
        /// The parameters in their order.
        package var parameters: [MediaType.Parameter]
    }

    /// How the part is meant to be presented, and its file name; `nil` without a `Content-Disposition` that can be read.
    ///
    /// An unknown kind counts as an attachment (RFC 2183, section 2.8).
    public var disposition: ContentDisposition? {
        self.dispositionAndParameters.map { disposition in
            ContentDisposition(
                disposition.kind.hasSameBytes(as: "inline") ? .inline : .attachment,
                filename: disposition.parameters.first { $0.name.hasSameBytes(as: "filename") }?.value)
        }
    }

    /// The file name of the part, from its disposition or, as older programs write it, its media type.
    public var filename: String? {
        self.disposition?.filename ?? self.mediaType["name"]
    }

    /// disposition = "Content-Disposition" ":" disposition-type *(";" disposition-parm)
    mutating func readDisposition() {
        guard let field = self.field(.contentDisposition) else { return }
        var reader = ParameterReader(field.rawValue)
        let kind = reader.takeToken()
        guard !kind.isEmpty, reader.isAtEndOfToken, let parameters = reader.readParameters() else {
            self.note(.badDisposition, at: field)
            return
        }
        self.dispositionAndParameters = Disposition(kind: kind.asciiLowercased, parameters: parameters)
        self.note(reader.defects, at: field)
    }
}
