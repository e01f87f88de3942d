// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import MIME

enum HeaderTargets {
    /// Decoding ends, and a text that was encoded is decoded to itself, but for its control characters.
    static func text(_ input: [UInt8]) {
        let text = input.text
        let decoded = EncodedWord.decodeAll(in: text)
        require(decoded.isIdentical(to: EncodedWord.decodeAll(in: text)), "decoding twice differs")
        for form in [HeaderForm.ascii, .internationalized] {
            guard let lines = try? HeaderField(.subject, .unstructured(text)).lines(form: form) else {
                require(false, "\(form): no lines for \(text.debugDescription)")
                return
            }
            Self.checkLines(lines, form: form)
            let parsed = EntityParser.parse(lines.bytes + Array("\r\n".utf8))
            require(parsed.headerFields.count == 1, "\(parsed.headerFields.count) fields")
            let expected = text.replacingControlsWithSpaces
            require(
                parsed.headerFields[0].text.isIdentical(to: expected),
                """
                \(form): \(expected.debugDescription) became \(parsed.headerFields[0].text.debugDescription) \
                through \(lines.bytes.text.debugDescription)
                """)
        }
    }

    /// A media type that was read, written and read again is the same.
    static func mediaType(_ input: [UInt8]) {
        guard let type = MediaType(parsing: input.text) else { return }
        guard let lines = try? HeaderField(.contentType, .mediaType(type)).lines(form: .ascii) else { return }
        Self.checkLines(lines, form: .ascii)
        let parsed = EntityParser.parse(lines.bytes + Array("\r\n".utf8))
        require(parsed.headerFields.count == 1, "\(parsed.headerFields.count) fields")
        let again = parsed.mediaType
        require(again.essence.isIdentical(to: type.essence), "\(again.essence) for \(type.essence)")
        require(
            again.parameters.elementsEqual(type.parameters) {
                $0.name.isIdentical(to: $1.name) && $0.value.isIdentical(to: $1.value)
            }, "\(again.parameters) for \(type.parameters): \(lines.bytes.text.debugDescription)")
    }

    private static func checkLines(_ lines: WireLines, form: HeaderForm) {
        var length = 0
        for byte in lines.bytes {
            length = byte == 0x0A ? 0 : length + 1
            require(length <= 999, "a line is too long")
            require(form == .internationalized || byte < 0x80, "a byte is not ASCII")
        }
    }
}
