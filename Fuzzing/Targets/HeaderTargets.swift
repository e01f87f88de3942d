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
            require(parsed.allDefects.isEmpty, "\(form): \(parsed.allDefects) for \(text.debugDescription)")
            let expected = text.replacingControlsWithSpaces
            require(
                parsed.headerFields[0].text.isIdentical(to: expected),
                """
                \(form): \(expected.debugDescription) became \(parsed.headerFields[0].text.debugDescription) \
                through \(lines.bytes.text.debugDescription)
                """)
        }
    }

    /// Words that others encode, in either encoding, are decoded; white space between two of them goes.
    static func encodedWord(_ input: [UInt8]) {
        // TSCII makes four characters of three bytes each of one octet.
        let whole = input.text
        let count = EncodedWord.decodeAll(in: whole).utf8.count
        require(count <= 12 * whole.utf8.count, "\(whole.utf8.count) bytes became \(count)")
        let text = Array(Array(input.prefix(50)).text.utf8)
        let digits = Array("0123456789abcdef".utf8)
        let q = text.flatMap { [UInt8(ascii: "="), digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        let words = ["=?utf-8?q?" + q.text + "?=", "=?UTF-8*en?B?" + Base64.encode(text).text + "?="]
        for word in words {
            require(EncodedWord.decodeAll(in: word).isIdentical(to: text.text), word)
            require(
                EncodedWord.decodeAll(in: "a \(word) \r\n \(word) b").isIdentical(
                    to: "a \(text.text)\(text.text) b"), word)
        }
    }

    /// A URI is what it was in a field, beside another one.
    static func uri(_ input: [UInt8]) {
        guard let uri = URI(input.text) else { return }
        require(uri.text.isIdentical(to: input.text), "\(uri.text) for \(input.text)")
        require(URI("\(uri.scheme):x")?.scheme == uri.scheme, "no scheme: \(uri.scheme)")
        guard let lines = try? HeaderField(.listUnsubscribe, .uris([uri, uri])).lines(form: .ascii) else {
            return require(false, "no lines for \(uri.text)")
        }
        Self.checkLines(lines, form: .ascii)
        let parsed = EntityParser.parse(lines.bytes + Array("\r\n".utf8))
        require(parsed.headerFields.count == 1, "\(parsed.headerFields.count) fields")
        let value = parsed.headerFields[0].text
        require(value.isIdentical(to: "<\(uri.text)>, <\(uri.text)>"), "\(uri.text) became \(value)")
    }

    /// A media type that was read, written and read again is the same, and so is any text as a parameter.
    static func mediaType(_ input: [UInt8]) {
        if let type = MediaType(parsing: input.text) { Self.check(type) }
        let value = input.text.replacingControlsWithSpaces
        Self.check(
            MediaType(parsing: "text/plain; name=x").map { type in
                var type = type
                type.parameters[0].value = value
                return type
            } ?? .plainText)
    }

    private static func check(_ type: MediaType) {
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
