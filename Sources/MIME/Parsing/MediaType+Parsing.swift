// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

extension MediaType {
    /// Reads a `Content-Type` value: `type "/" subtype *(";" attribute "=" value)`.
    ///
    /// Parameters that RFC 2231 continues or encodes are put together again; one that cannot be read is passed over.
    /// It is `nil` too where there are more than 10,000.
    public init?(parsing text: String) {
        guard let reading = Self.read(text) else { return nil }
        self = reading.type
    }

    /// Reads a `Content-Type` value, and says what was forgiven.
    static func read(_ text: String) -> (type: MediaType, defects: ParameterDefects)? {
        var reader = ParameterReader(text)
        let type = reader.takeToken()
        guard reader.cursor.skip(.ascii("/")) else { return nil }
        let subtype = String(decoding: reader.cursor.take(while: \.isToken), as: UTF8.self)
        guard reader.isAtEndOfToken, let parameters = reader.readParameters(),
            let mediaType = MediaType(type, subtype, parameters: parameters)
        else { return nil }
        return (mediaType, reader.defects)
    }
}
