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

    let bytes: [UInt8]
    let limits: Limits
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
    func place(of range: Range<Int>) -> Range<Int> { self.container ?? range }

    func defect(_ code: MessageDefect.Code, at offset: Int) -> MessageDefect {
        MessageDefect(code: code, offset: self.container?.lowerBound ?? offset)
    }

    mutating func parseEntity(
        _ range: Range<Int>, depth: Int, defaultType: MediaType = .defaultText
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
            self.checkLabel(of: &entity)
        } else {
            self.decode(body, of: &entity)
            if entity.holdsMessage {
                self.parseMessage(in: body, of: &entity, depth: depth)
                self.checkLabel(of: &entity)
            }
        }
        return entity
    }

    /// A multipart or message must tell of octets beyond ASCII anywhere in it (RFC 2045, section 6.4); those in the
    /// headers of its parts are a matter of RFC 6532.
    private func checkLabel(of entity: inout ParsedEntity) {
        guard entity.transferEncoding == .sevenBit, let offset = entity.eightBitOffset else { return }
        entity.defects.append(self.defect(.eightBitData, at: offset))
        entity.eightBitOffset = nil
    }

    /// Reads the message of a `message/rfc822`; one that was encoded has places of its own.
    private mutating func parseMessage(in body: Range<Int>, of entity: inout ParsedEntity, depth: Int) {
        guard self.mayNest(in: body, of: &entity, depth: depth), self.mayAddPart(at: body, to: &entity) else { return }
        guard let decoded = entity.decodedBody else {
            let message = self.parseEntity(body, depth: depth + 1)
            entity.parts.append(message)
            entity.eightBitOffset = message.eightBitOffset
            return
        }
        var parser = EntityParser(bytes: decoded, limits: self.limits, container: self.place(of: body))
        parser.partCount = self.partCount
        entity.parts.append(parser.parseMessage(depth: depth + 1))
        self.partCount = parser.partCount
    }

    /// The line at `index`, without its end, and where the next one begins.
    func line(at index: Int, in range: Range<Int>) -> (content: Range<Int>, next: Int) {
        guard let lineFeed = self.bytes[index..<range.upperBound].firstIndex(of: .lineFeed) else {
            return (index..<range.upperBound, range.upperBound)
        }
        let end = lineFeed > index && self.bytes[lineFeed - 1] == .carriageReturn ? lineFeed - 1 : lineFeed
        return (index..<end, lineFeed + 1)
    }

    func mayNest(in body: Range<Int>, of entity: inout ParsedEntity, depth: Int) -> Bool {
        if depth < self.limits.depth { return true }
        entity.defects.append(self.defect(.limit, at: body.lowerBound))
        return false
    }

    mutating func mayAddPart(at range: Range<Int>, to entity: inout ParsedEntity) -> Bool {
        guard self.partCount < self.limits.parts else {
            entity.defects.append(self.defect(.limit, at: range.lowerBound))
            return false
        }
        self.partCount += 1
        return true
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
        case .eightBit, .binary: entity.eightBitOffset = raw.firstIndex { !$0.isASCII }
        case .quotedPrintable: (entity.decodedBody, isWellFormed) = QuotedPrintable.decode(raw)
        case .base64: (entity.decodedBody, isWellFormed) = Base64.decodeLeniently(Array(raw))
        case nil: entity.defects.append(self.defect(.unknownEncoding, at: body.lowerBound))
        }
        if !isWellFormed { entity.defects.append(self.defect(.badTransferEncoding, at: body.lowerBound)) }
    }
}
