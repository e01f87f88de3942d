// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// Reads messages as they come (RFC 5322, RFC 2045, RFC 2046): every input gives an entity, with its defects listed.
public struct EntityParser: Sendable {
    /// What a message may cost. What lies past a limit is not read, and is a defect.
    public struct Limits: Sendable {
        /// Multiparts inside each other. Default: 32.
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

    /// Parses a whole message.
    public static func parse(_ bytes: [UInt8], limits: Limits = Limits()) -> ParsedEntity {
        var parser = EntityParser(bytes: bytes, limits: limits)
        var message = parser.parseEntity(0..<bytes.count, depth: 0)
        message.defects += Self.lineDefects(in: bytes)
        return message
    }

    private init(bytes: [UInt8], limits: Limits) {
        self.bytes = bytes
        self.limits = limits
    }

    /// The first line fault of each kind: one is enough to know the message was not made for the wire.
    private static func lineDefects(in bytes: [UInt8]) -> [MessageDefect] {
        var defects: [MessageDefect.Code: Int] = [:]
        var lineStart = 0
        for (index, byte) in bytes.enumerated() {
            switch byte {
            case .lineFeed:
                let isPaired = index > 0 && bytes[index - 1] == .carriageReturn
                if !isPaired { defects[.bareLineEnd] = defects[.bareLineEnd] ?? index }
                if index - lineStart - (isPaired ? 1 : 0) > 998 {
                    defects[.lineTooLong] = defects[.lineTooLong] ?? lineStart
                }
                lineStart = index + 1
            case .carriageReturn where index + 1 == bytes.count || bytes[index + 1] != .lineFeed:
                defects[.bareLineEnd] = defects[.bareLineEnd] ?? index
            case .nul:
                defects[.nul] = defects[.nul] ?? index
            default:
                break
            }
        }
        if bytes.count - lineStart > 998 { defects[.lineTooLong] = defects[.lineTooLong] ?? lineStart }
        return defects.map { MessageDefect(code: $0.key, offset: $0.value) }.sorted { $0.offset < $1.offset }
    }

    private mutating func parseEntity(_ range: Range<Int>, depth: Int) -> ParsedEntity {
        var defects: [MessageDefect] = []
        let (fields, bodyStart) = self.parseHeader(range, defects: &defects)
        let bodyRange = bodyStart..<range.upperBound
        var entity = ParsedEntity(
            headerFields: fields, mediaType: .plainText, transferEncoding: .sevenBit, bodyRange: bodyRange, body: [],
            parts: [], defects: defects)
        if let field = entity.field(.contentType) {
            let reading = MediaType.read(field.rawValue)
            if let reading { entity.mediaType = reading.type }
            if reading?.isForgiven ?? true {
                entity.defects.append(MessageDefect(code: .badMediaType, offset: field.offset))
            }
        }
        if let field = entity.field(.contentTransferEncoding) {
            entity.transferEncoding = ContentTransferEncoding.named(field.rawValue.utf8.filter { !$0.isWhitespace })
        }
        if entity.mediaType.type.hasSameBytes(as: "multipart") {
            self.parseMultipart(into: &entity, depth: depth)
        } else {
            self.decodeBody(of: &entity)
        }
        return entity
    }

    /// fields CRLF body
    private func parseHeader(
        _ range: Range<Int>, defects: inout [MessageDefect]
    ) -> (fields: [ParsedHeaderField], bodyStart: Int) {
        var fields: [ParsedHeaderField] = []
        var isFieldOpen = false
        var index = range.lowerBound
        while index < range.upperBound {
            let line = self.line(at: index, in: range)
            if line.content.isEmpty { return (fields, line.next) }
            if let first = self.bytes[line.content].first, first.isBlank {
                if isFieldOpen {
                    // A value may begin on the second line; what stands before it is no part of it there either.
                    let begins = fields[fields.count - 1].rawValue.isEmpty
                    fields[fields.count - 1].rawValue += String(
                        decoding: self.bytes[line.content].drop { begins && $0.isBlank }, as: UTF8.self)
                } else {
                    // The continuation of a line that is no field, or of nothing.
                    defects.append(MessageDefect(code: .badHeaderField, offset: index))
                }
            } else if let field = self.field(line.content) {
                guard fields.count < self.limits.headerFields else {
                    defects.append(MessageDefect(code: .limit, offset: index))
                    return (fields, self.endOfHeader(from: index, in: range))
                }
                fields.append(field)
                isFieldOpen = true
            } else {
                defects.append(MessageDefect(code: .badHeaderField, offset: index))
                isFieldOpen = false
            }
            index = line.next
        }
        if range.lowerBound < range.upperBound {
            defects.append(MessageDefect(code: .missingSeparator, offset: range.upperBound))
        }
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
    private func field(_ line: Range<Int>) -> ParsedHeaderField? {
        guard let colon = self.bytes[line].firstIndex(of: .ascii(":")),
            let name = HeaderFieldName(
                received: String(decoding: self.bytes[line.lowerBound..<colon].trimmingWhitespace, as: UTF8.self))
        else { return nil }
        let value = self.bytes[(colon + 1)..<line.upperBound]
        return ParsedHeaderField(
            name: name, rawValue: String(decoding: value.drop(while: \.isBlank), as: UTF8.self),
            offset: line.lowerBound)
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
    private mutating func parseMultipart(into entity: inout ParsedEntity, depth: Int) {
        guard let boundary = entity.mediaType["boundary"], !boundary.isEmpty, boundary.utf8.count <= 70 else {
            entity.defects.append(MessageDefect(code: .badMultipart, offset: entity.bodyRange.lowerBound))
            return
        }
        guard depth < self.limits.depth else {
            entity.defects.append(MessageDefect(code: .limit, offset: entity.bodyRange.lowerBound))
            return
        }
        let delimiter = Array("--\(boundary)".utf8)
        var partStart: Int?
        var isClosed = false
        var index = entity.bodyRange.lowerBound
        while index < entity.bodyRange.upperBound, !isClosed {
            let line = self.line(at: index, in: entity.bodyRange)
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
            guard self.parsePart(start..<entity.bodyRange.upperBound, into: &entity, depth: depth) else { return }
        }
        if !isClosed || entity.parts.isEmpty {
            entity.defects.append(MessageDefect(code: .badMultipart, offset: entity.bodyRange.lowerBound))
        }
    }

    /// Reads a part, unless there are too many.
    private mutating func parsePart(_ range: Range<Int>, into entity: inout ParsedEntity, depth: Int) -> Bool {
        guard self.partCount < self.limits.parts else {
            entity.defects.append(MessageDefect(code: .limit, offset: range.lowerBound))
            return false
        }
        self.partCount += 1
        entity.parts.append(self.parseEntity(range, depth: depth + 1))
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

    private func decodeBody(of entity: inout ParsedEntity) {
        let raw = self.bytes[entity.bodyRange]
        switch entity.transferEncoding {
        case .sevenBit:
            entity.body = Array(raw)
            if let offset = raw.firstIndex(where: { !$0.isASCII }) {
                entity.defects.append(MessageDefect(code: .eightBitData, offset: offset))
            }
        case .eightBit:
            entity.body = Array(raw)
        case .quotedPrintable:
            let decoded = QuotedPrintable.decode(raw)
            entity.body = decoded.bytes
            if !decoded.isWellFormed {
                entity.defects.append(MessageDefect(code: .badTransferEncoding, offset: entity.bodyRange.lowerBound))
            }
        case .base64:
            if let decoded = Base64.decode(raw) {
                entity.body = decoded
            } else {
                entity.body = Array(raw)
                entity.defects.append(MessageDefect(code: .badTransferEncoding, offset: entity.bodyRange.lowerBound))
            }
        case nil:
            entity.body = Array(raw)
            entity.defects.append(MessageDefect(code: .unknownEncoding, offset: entity.bodyRange.lowerBound))
        }
    }
}
