// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// Reads messages as they come (RFC 5322, RFC 2045, RFC 2046): every input gives an entity, with its defects listed.
public struct EntityParser: Sendable {
    /// What a message may cost. What lies past a limit is not read, and is a defect.
    public struct Limits: Sendable {
        /// Multiparts and messages inside each other. Default: 32.
        public var depth = 32
        /// Header fields of one entity. Default: 1,000.
        public var headerFields = 1000
        /// Parts of the whole message. Default: 1,000.
        public var parts = 1000

        /// Creates the default limits.
        public init() {}
    }

    private let bytes: [UInt8]
    private let limits: Limits
    private var partCount = 0
    /// Where the encoded text of a message inside another stands in the outer one.
    private let container: Range<Int>?

    /// Parses a whole message.
    public static func parse(_ bytes: [UInt8], limits: Limits = Limits()) -> ParsedEntity {
        var parser = EntityParser(bytes: bytes, limits: limits, container: nil)
        return parser.parseMessage(depth: 0)
    }

    private init(bytes: [UInt8], limits: Limits, container: Range<Int>?) {
        self.bytes = bytes
        self.limits = limits
        self.container = container
    }

    private mutating func parseMessage(depth: Int) -> ParsedEntity {
        var message = self.parseEntity(0..<self.bytes.count, depth: depth)
        message.defects += MessageDefect.firstOfEachKind(inLinesOf: self.bytes).map {
            self.defect($0.code, at: $0.offset)
        }
        return message
    }

    /// What a range of these bytes is in the whole message.
    private func place(of range: Range<Int>) -> Range<Int> { self.container ?? range }

    private func defect(_ code: MessageDefect.Code, at offset: Int) -> MessageDefect {
        MessageDefect(code: code, offset: self.container?.lowerBound ?? offset)
    }

    private mutating func parseEntity(
        _ range: Range<Int>, depth: Int, defaultType: MediaType = .plainText
    ) -> ParsedEntity {
        var defects: [MessageDefect] = []
        let (fields, bodyStart) = self.parseHeader(range, defects: &defects)
        let body = bodyStart..<range.upperBound
        var entity = ParsedEntity(
            headerFields: fields, mediaType: defaultType, transferEncoding: .sevenBit, range: self.place(of: range),
            bodyRange: self.place(of: body), rawBytes: self.bytes[range], rawBody: self.bytes[body], defects: defects)
        entity.readMediaType()
        entity.readTransferEncoding()
        entity.readDisposition()
        if entity.mediaType.type.hasSameBytes(as: "multipart") {
            entity.decodedBody = []
            self.parseMultipart(body, into: &entity, depth: depth)
        } else {
            self.decode(body, of: &entity)
            if entity.holdsMessage { self.parseMessage(in: body, of: &entity, depth: depth) }
        }
        return entity
    }

    /// Reads the message of a `message/rfc822`; one that was encoded has places of its own.
    private mutating func parseMessage(in body: Range<Int>, of entity: inout ParsedEntity, depth: Int) {
        guard self.mayNest(in: body, of: &entity, depth: depth), self.mayAddPart(at: body, to: &entity) else { return }
        guard let decoded = entity.decodedBody else {
            entity.parts.append(self.parseEntity(body, depth: depth + 1))
            return
        }
        var parser = EntityParser(bytes: decoded, limits: self.limits, container: self.place(of: body))
        parser.partCount = self.partCount
        entity.parts.append(parser.parseMessage(depth: depth + 1))
        self.partCount = parser.partCount
    }

    /// fields CRLF body
    private func parseHeader(
        _ range: Range<Int>, defects: inout [MessageDefect]
    ) -> (fields: [ParsedHeaderField], bodyStart: Int) {
        var fields: [ParsedHeaderField] = []
        // Where the field begins that may go on, and how it does so far.
        var fieldStart: Int?
        var value: [UInt8] = []
        func endField(at end: Int) {
            guard let start = fieldStart else { return }
            fieldStart = nil
            fields[fields.count - 1].rawValue = String(decoding: value, as: UTF8.self)
            fields[fields.count - 1].rawBytes = self.bytes[start..<end]
            fields[fields.count - 1].range = self.place(of: start..<end)
        }
        var index = range.lowerBound
        while index < range.upperBound {
            let line = self.line(at: index, in: range)
            if self.bytes[line.content].first?.isBlank == true {
                if fieldStart != nil {
                    // A value may begin on the second line; what stands before it is no part of it there either.
                    let begins = value.isEmpty
                    value += self.bytes[line.content].drop { begins && $0.isBlank }
                } else {
                    // The continuation of a line that is no field, or of nothing.
                    defects.append(self.defect(.badHeaderField, at: index))
                }
                index = line.next
                continue
            }
            endField(at: index)
            if line.content.isEmpty { return (fields, line.next) }
            if let (name, start) = self.fieldName(line.content) {
                guard fields.count < self.limits.headerFields else {
                    defects.append(self.defect(.limit, at: index))
                    return (fields, self.endOfHeader(from: index, in: range))
                }
                fields.append(ParsedHeaderField(name: name, rawValue: "", rawBytes: [], range: 0..<0))
                fieldStart = index
                value = Array(self.bytes[start..<line.content.upperBound].drop(while: \.isBlank))
            } else {
                defects.append(self.defect(.badHeaderField, at: index))
            }
            index = line.next
        }
        endField(at: range.upperBound)
        if !range.isEmpty { defects.append(self.defect(.missingSeparator, at: range.upperBound)) }
        return (fields, range.upperBound)
    }

    private func endOfHeader(from start: Int, in range: Range<Int>) -> Int {
        var index = start
        while index < range.upperBound {
            let line = self.line(at: index, in: range)
            index = line.next
            if line.content.isEmpty { break }
        }
        return index
    }

    /// field = field-name ":" unstructured CRLF
    private func fieldName(_ line: Range<Int>) -> (name: HeaderFieldName, valueStart: Int)? {
        guard let colon = self.bytes[line].firstIndex(of: .ascii(":")),
            let name = HeaderFieldName(
                received: String(decoding: self.bytes[line.lowerBound..<colon].trimmingWhitespace, as: UTF8.self))
        else { return nil }
        return (name, colon + 1)
    }

    /// The line at `index`, without its end, and where the next one begins.
    private func line(at index: Int, in range: Range<Int>) -> (content: Range<Int>, next: Int) {
        guard let lineFeed = self.bytes[index..<range.upperBound].firstIndex(of: .lineFeed) else {
            return (index..<range.upperBound, range.upperBound)
        }
        let end = lineFeed > index && self.bytes[lineFeed - 1] == .carriageReturn ? lineFeed - 1 : lineFeed
        return (index..<end, lineFeed + 1)
    }

    /// multipart-body = [preamble CRLF] dash-boundary CRLF body-part *encapsulation close-delimiter [CRLF epilogue]
    private mutating func parseMultipart(_ body: Range<Int>, into entity: inout ParsedEntity, depth: Int) {
        guard let boundary = entity.mediaType["boundary"], !boundary.isEmpty, boundary.utf8.count <= 70 else {
            entity.defects.append(self.defect(.badMultipart, at: body.lowerBound))
            return
        }
        guard self.mayNest(in: body, of: &entity, depth: depth) else { return }
        let delimiter = Array("--\(boundary)".utf8)
        var partStart: Int?
        var isClosed = false
        var index = body.lowerBound
        while index < body.upperBound, !isClosed {
            let line = self.line(at: index, in: body)
            if let kind = self.delimiterKind(line.content, delimiter) {
                if let start = partStart {
                    let end = max(start, self.endBeforeDelimiter(at: index))
                    guard self.parsePart(start..<end, into: &entity, depth: depth) else { return }
                }
                partStart = line.next
                isClosed = kind == .close
            }
            index = line.next
        }
        // Of a message that was cut off, the last part is what there is of it.
        if !isClosed, let start = partStart {
            guard self.parsePart(start..<body.upperBound, into: &entity, depth: depth) else { return }
        }
        if !isClosed || entity.parts.isEmpty {
            entity.defects.append(self.defect(.badMultipart, at: body.lowerBound))
        }
    }

    /// Reads a part, unless there are too many.
    private mutating func parsePart(_ range: Range<Int>, into entity: inout ParsedEntity, depth: Int) -> Bool {
        guard self.mayAddPart(at: range, to: &entity) else { return false }
        // RFC 2046, section 5.1.5.
        let defaultType = entity.mediaType.subtype.hasSameBytes(as: "digest") ? MediaType.message : .plainText
        entity.parts.append(self.parseEntity(range, depth: depth + 1, defaultType: defaultType))
        return true
    }

    private func mayNest(in body: Range<Int>, of entity: inout ParsedEntity, depth: Int) -> Bool {
        if depth < self.limits.depth { return true }
        entity.defects.append(self.defect(.limit, at: body.lowerBound))
        return false
    }

    private mutating func mayAddPart(at range: Range<Int>, to entity: inout ParsedEntity) -> Bool {
        guard self.partCount < self.limits.parts else {
            entity.defects.append(self.defect(.limit, at: range.lowerBound))
            return false
        }
        self.partCount += 1
        return true
    }

    private enum DelimiterKind {
        case open
        case close
    }

    private func delimiterKind(_ line: Range<Int>, _ delimiter: [UInt8]) -> DelimiterKind? {
        guard self.bytes[line].starts(with: delimiter) else { return nil }
        let rest = self.bytes[line].dropFirst(delimiter.count)
        if rest.allSatisfy(\.isBlank) { return .open }
        if rest.starts(with: "--".utf8), rest.dropFirst(2).allSatisfy(\.isBlank) { return .close }
        return nil
    }

    /// The line end before a delimiter belongs to the delimiter.
    private func endBeforeDelimiter(at index: Int) -> Int {
        guard index > 0, self.bytes[index - 1] == .lineFeed else { return index }
        return index > 1 && self.bytes[index - 2] == .carriageReturn ? index - 2 : index - 1
    }

    private func decode(_ body: Range<Int>, of entity: inout ParsedEntity) {
        let raw = self.bytes[body]
        var isWellFormed = true
        switch entity.transferEncoding {
        case .sevenBit:
            // What a message holds says so itself.
            if !entity.holdsMessage, let offset = raw.firstIndex(where: { !$0.isASCII }) {
                entity.defects.append(self.defect(.eightBitData, at: offset))
            }
        case .eightBit, .binary: break
        case .quotedPrintable: (entity.decodedBody, isWellFormed) = QuotedPrintable.decode(raw)
        case .base64: (entity.decodedBody, isWellFormed) = Base64.decodeLeniently(Array(raw))
        case nil: entity.defects.append(self.defect(.unknownEncoding, at: body.lowerBound))
        }
        if !isWellFormed { entity.defects.append(self.defect(.badTransferEncoding, at: body.lowerBound)) }
    }
}
