// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

extension EntityParser {
    /// RFC 2046, section 5.1.1.
    private static let boundaryLimit = 70

    /// multipart-body = [preamble CRLF] dash-boundary CRLF body-part *encapsulation close-delimiter [CRLF epilogue]
    mutating func parseMultipart(_ body: Range<Int>, into entity: inout ParsedEntity, depth: Int) {
        guard let boundary = entity.mediaType["boundary"], !boundary.isEmpty else {
            entity.defects.append(self.defect(.missingBoundary, at: body.lowerBound))
            self.noteEightBit(in: body, of: &entity)
            return
        }
        if boundary.utf8.count > Self.boundaryLimit {
            entity.defects.append(self.defect(.boundaryTooLong, at: body.lowerBound))
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
                } else {
                    self.noteEightBit(in: body.lowerBound..<index, of: &entity)
                }
                partStart = line.next
                isClosed = kind == .close
            }
            index = line.next
        }
        if !isClosed, let start = partStart {
            // Of a message that was cut off, the last part is what there is of it.
            guard self.parsePart(start..<body.upperBound, into: &entity, depth: depth) else { return }
        } else {
            self.noteEightBit(in: (isClosed ? index : body.lowerBound)..<body.upperBound, of: &entity)
        }
        if entity.parts.isEmpty {
            entity.defects.append(self.defect(.noParts, at: body.lowerBound))
        } else if !isClosed {
            entity.defects.append(self.defect(.missingCloseDelimiter, at: body.lowerBound))
        }
    }

    /// Reads a part, unless there are too many.
    private mutating func parsePart(_ range: Range<Int>, into entity: inout ParsedEntity, depth: Int) -> Bool {
        guard self.mayAddPart(at: range, to: &entity) else { return false }
        // RFC 2046, section 5.1.5.
        let defaultType = entity.mediaType.subtype.hasSameBytes(as: "digest") ? MediaType.message : .defaultText
        let part = self.parseEntity(range, depth: depth + 1, defaultType: defaultType)
        entity.parts.append(part)
        entity.eightBitOffset = entity.eightBitOffset ?? part.eightBitOffset
        return true
    }

    private func noteEightBit(in range: Range<Int>, of entity: inout ParsedEntity) {
        entity.eightBitOffset = entity.eightBitOffset ?? self.bytes[range].firstIndex { !$0.isASCII }
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
}
