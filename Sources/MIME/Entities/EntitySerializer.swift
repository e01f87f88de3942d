// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

package import ByteText

extension Entity {
    /// What ``bytes(form:encodings:)`` gives, as lines.
    package func serialized(
        form: HeaderForm, encodings: [ContentTransferEncoding] = ContentTransferEncoding.sevenBitClean
    ) throws(HeaderError) -> WireLines {
        var attempt = 0
        while true {
            var serializer = EntitySerializer(form: form, encodings: encodings, attempt: attempt)
            if try serializer.serialize(self) { return serializer.lines }
            attempt += 1
        }
    }
}

/// Writes an entity and its parts onto one run of lines.
private struct EntitySerializer {
    private let form: HeaderForm
    private let encodings: [ContentTransferEncoding]
    private let attempt: Int
    private(set) var lines = WireLines()
    private var header: HeaderWriter
    private var boundaries: Boundaries?
    private var isAmbiguous = false

    init(form: HeaderForm, encodings: [ContentTransferEncoding], attempt: Int) {
        self.form = form
        self.encodings = encodings
        self.attempt = attempt
        self.header = HeaderWriter(form: form)
    }

    /// Whether parts may hold octets beyond ASCII, of which every multipart around them must tell (RFC 2045, section 6.4).
    private var mayBeEightBit: Bool { self.form == .internationalized || self.encodings.contains(.eightBit) }

    /// Whether no text holds a boundary.
    mutating func serialize(_ entity: Entity) throws(HeaderError) -> Bool {
        self.lines.reserveCapacity(2048 + entity.textSize * 11 / 8)
        try self.write(entity, finalLineEnd: .ifMissing)
        return !self.isAmbiguous
    }

    private mutating func write(_ entity: Entity, finalLineEnd: WireLines.FinalLineEnd) throws(HeaderError) {
        for field in entity.headerFields {
            guard field.name != .contentType, field.name != .contentTransferEncoding else {
                throw HeaderError(code: .duplicate, field: field.name)
            }
            try self.header.write(field)
        }
        switch entity.content {
        case .text(let type, let text):
            try self.write(text, type, finalLineEnd: finalLineEnd)
        case .data(let type, let bytes):
            try self.writeBodyFields(type, .base64)
            self.lines.append(base64: bytes, finalLineEnd: finalLineEnd)
        case .alternative(let parts), .related(let parts), .mixed(let parts):
            guard !parts.isEmpty else { throw HeaderError(code: .noParts, field: .contentType) }
            let (boundary, delimiter) = try self.nextBoundary()
            try self.header.write(HeaderField(.contentType, .mediaType(entity.mediaType(boundary: boundary))))
            guard self.mayBeEightBit else {
                self.endHeader()
                return try self.write(parts, between: delimiter, finalLineEnd: finalLineEnd)
            }
            // What the parts hold decides on a field before them.
            self.header.move(to: &self.lines)
            var body = WireLines()
            swap(&self.lines, &body)
            try self.write(parts, between: delimiter, finalLineEnd: finalLineEnd)
            swap(&self.lines, &body)
            if !body.bytes.isASCII { try self.header.write(.eightBit) }
            self.endHeader()
            self.lines.append(body)
        }
    }

    private mutating func write(
        _ parts: [Entity], between delimiter: WireText, finalLineEnd: WireLines.FinalLineEnd
    ) throws(HeaderError) {
        for part in parts {
            self.lines.append(delimiter)
            try self.write(part, finalLineEnd: .always)
        }
        self.lines.append(delimiter + "--")
        if finalLineEnd == .always { self.lines.append("") }
    }

    private mutating func endHeader() {
        self.header.move(to: &self.lines)
        self.lines.append("")
    }

    private mutating func nextBoundary() throws(HeaderError) -> (boundary: String, delimiter: WireText) {
        self.header.move(to: &self.lines)
        var boundaries = self.boundaries ?? Boundaries(header: self.lines, attempt: self.attempt)
        do throws(WireTextError) {
            let boundary = try boundaries.next()
            self.boundaries = boundaries
            return (boundary.description, "--" + boundary)
        } catch {
            throw HeaderError(code: .badCharacter, field: .contentType)
        }
    }

    private mutating func writeBodyFields(
        _ type: MediaType, _ encoding: ContentTransferEncoding
    ) throws(HeaderError) {
        if let usual = BodyFields.usual(type, encoding) {
            self.header.move(to: &self.lines)
            return self.lines.append(usual)
        }
        guard !type.isComposite else { throw HeaderError(code: .compositeType, field: .contentType) }
        try self.header.writeBodyFields(type, encoding)
        self.endHeader()
    }

    private mutating func write(
        _ text: [UInt8], _ type: MediaType, finalLineEnd: WireLines.FinalLineEnd
    ) throws(HeaderError) {
        let encoding = ContentTransferEncoding.choose(for: text, among: self.encodings)
        try self.writeBodyFields(type, encoding)
        switch encoding {
        case .sevenBit, .eightBit, .binary:
            self.isAmbiguous = self.isAmbiguous || self.boundaries?.mayOccur(in: text) == true
            do throws(WireTextError) {
                try self.lines.append(text: text, finalLineEnd: finalLineEnd)
            } catch {
                throw HeaderError(code: .lineTooLong, field: .contentTransferEncoding)
            }
        case .quotedPrintable:
            self.lines.append(quotedPrintable: text, finalLineEnd: finalLineEnd)
        case .base64:
            self.lines.append(base64Text: text, finalLineEnd: finalLineEnd)
        }
    }
}

extension HeaderWriter {
    /// Writes what says how a body is to be read.
    fileprivate mutating func writeBodyFields(
        _ type: MediaType, _ encoding: ContentTransferEncoding
    ) throws(HeaderError) {
        try self.write(HeaderField(.contentType, .mediaType(type)))
        try self.write(encoding)
    }

    fileprivate mutating func write(_ encoding: ContentTransferEncoding) throws(HeaderError) {
        try self.write(HeaderField(.contentTransferEncoding, .token(encoding.token)))
    }
}

/// The end of the header of a usual text in each encoding, written once: anew for each message, it is a tenth of
/// composing one.
private struct BodyFields {
    private let sevenBit, eightBit, quotedPrintable, base64: WireLines?

    private static let html = BodyFields(.html)
    private static let plainText = BodyFields(.plainText)

    static func usual(_ type: MediaType, _ encoding: ContentTransferEncoding) -> WireLines? {
        if type == .html { return Self.html[encoding] }
        return type == .plainText ? Self.plainText[encoding] : nil
    }

    private init(_ type: MediaType) {
        func lines(_ encoding: ContentTransferEncoding) -> WireLines? {
            var header = HeaderWriter(form: .ascii)
            guard (try? header.writeBodyFields(type, encoding)) != nil else { return nil }
            var lines = WireLines()
            header.move(to: &lines)
            lines.append("")
            return lines
        }
        self.sevenBit = lines(.sevenBit)
        self.eightBit = lines(.eightBit)
        self.quotedPrintable = lines(.quotedPrintable)
        self.base64 = lines(.base64)
    }

    // A dictionary would hash the encoding's name.
    private subscript(encoding: ContentTransferEncoding) -> WireLines? {
        switch encoding {
        case .sevenBit: self.sevenBit
        case .eightBit: self.eightBit
        case .quotedPrintable: self.quotedPrintable
        case .base64: self.base64
        case .binary: nil
        }
    }
}

extension Entity {
    /// The size of all texts and files.
    fileprivate var textSize: Int {
        switch self.content {
        case .text(_, let text): text.count
        case .data(_, let bytes): bytes.count
        case .alternative(let parts), .related(let parts), .mixed(let parts): parts.reduce(0) { $0 + $1.textSize }
        }
    }
}
