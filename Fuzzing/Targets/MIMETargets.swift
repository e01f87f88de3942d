// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import MIME

enum MIMETargets {
    /// Any bytes are a message, with every range inside them.
    static func parse(_ input: [UInt8]) {
        let entity = EntityParser.parse(input)
        let again = EntityParser.parse(input)
        require(entity.allDefects == again.allDefects, "parsing twice differs")
        Self.check(entity, count: input.count, depth: 0)
    }

    private static func check(_ entity: ParsedEntity, count: Int, depth: Int) {
        require(depth <= 33, "too deep")
        require(0 <= entity.range.lowerBound && entity.range.upperBound <= count, "\(entity.range)")
        require(entity.range.lowerBound <= entity.bodyRange.lowerBound, "a body at \(entity.bodyRange)")
        require(entity.bodyRange.upperBound == entity.range.upperBound, "a body at \(entity.bodyRange)")
        require(entity.rawBytes.suffix(entity.rawBody.count).elementsEqual(entity.rawBody), "other bytes")
        _ = (entity.text, entity.filename)
        for field in entity.headerFields {
            require(
                entity.range.lowerBound <= field.offset && field.range.upperBound <= entity.range.upperBound,
                "a field at \(field.range)")
            // RFC 5322 begins with 1900, which is 1899 somewhere.
            if let date = try? DateTime.Reading(field.rawValue).dateTime, date.secondsSinceEpoch >= -2_208_988_800 {
                let again = try? DateTime.Reading(date.description)
                require(
                    again?.dateTime == date && again?.defects == [], "\(date) from \(field.rawValue.debugDescription)")
            }
            if let identifier = try? MessageID(parsing: field.rawValue) {
                require((try? MessageID(parsing: identifier.description)) == identifier, identifier.description)
            }
            _ = field.text
            _ = try? AddressList(field.rawValue)
        }
        for defect in entity.defects { require((0...count).contains(defect.offset), "a defect at \(defect.offset)") }
        for part in entity.parts { Self.check(part, count: count, depth: depth + 1) }
    }

    /// Two texts, separated by a NUL, come back from a multipart as they were, but for their line ends.
    static func roundTrip(_ input: [UInt8]) {
        for encodings in [ContentTransferEncoding.sevenBitClean, ContentTransferEncoding.eightBitMIME] {
            Self.roundTrip(input, encodings: encodings)
        }
        Self.checkEncodings(input)
    }

    private static func roundTrip(_ input: [UInt8], encodings: [ContentTransferEncoding]) {
        let parts = input.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false).map(Array.init)
        let types = [MediaType.plainText, .html]
        let entity = Entity(
            headerFields: [HeaderField(.mimeVersion, .token(.mimeVersion))],
            content: .alternative(zip(types, parts).map { Entity(content: .text($0, $1)) }))
        guard let lines = try? entity.serialized(form: .ascii, encodings: encodings) else {
            return require(false, "not serialized")
        }
        require(
            encodings.contains(.eightBit) || lines.bytes.allSatisfy { $0 < 0x80 }, "not 7-bit clean")
        let parsed = EntityParser.parse(lines.bytes)
        require(parsed.allDefects.isEmpty, "\(parsed.allDefects)")
        require(parsed.parts.count == parts.count, "\(parsed.parts.count) parts")
        for (part, text) in zip(parsed.parts, parts) {
            require(part.body == text.withCRLFLineEnds, "\(part.body.text.debugDescription)")
        }
    }

    private static func checkEncodings(_ input: [UInt8]) {
        require(Base64.decode(Base64.encode(input)) == input, "base64")
        var encoded: [UInt8] = []
        QuotedPrintable.appendLines(input, to: &encoded)
        let decoded = QuotedPrintable.decode(encoded)
        require(decoded.isWellFormed && decoded.bytes == input.withCRLFLineEnds, "quoted-printable")
        _ = QuotedPrintable.decode(input)
        _ = Base64.decodeLeniently(input)
    }
}
