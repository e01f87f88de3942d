// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

extension EntityParser {
    /// fields CRLF body
    func parseHeader(
        _ range: Range<Int>, defects: inout [MessageDefect]
    ) -> (fields: [ParsedHeaderField], bodyStart: Int) {
        var fields: [ParsedHeaderField] = []
        // Where the field begins that may go on, and how it does so far.
        var fieldStart: Int?
        var value: [UInt8] = []
        var hasBlankLine = false
        func endField(at end: Int) {
            guard let start = fieldStart else { return }
            fieldStart = nil
            hasBlankLine = false
            fields[fields.count - 1].rawValue = String(decoding: value, as: UTF8.self)
            fields[fields.count - 1].rawBytes = self.bytes[start..<end]
            fields[fields.count - 1].range = self.place(of: start..<end)
        }
        var index = self.headerStart(range, defects: &defects)
        while index < range.upperBound {
            let line = self.line(at: index, in: range)
            if self.bytes[line.content].first?.isBlank == true {
                if fieldStart != nil {
                    // A value may begin on the second line; what stands before it is no part of it there either.
                    let begins = value.isEmpty
                    if !hasBlankLine, self.bytes[line.content].allSatisfy(\.isBlank) {
                        hasBlankLine = true
                        defects.append(self.defect(.blankLineInField, at: index))
                    }
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
                if self.bytes[start - 2].isBlank { defects.append(self.defect(.blankBeforeColon, at: index)) }
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

    /// Where the header begins: a file may have something before it that is none of the message.
    private func headerStart(_ range: Range<Int>, defects: inout [MessageDefect]) -> Int {
        var index = range.lowerBound
        guard index == 0 else { return index }
        if self.bytes[range].starts(with: "\u{FEFF}".utf8) {
            defects.append(self.defect(.byteOrderMark, at: index))
            index += 3
        }
        let line = self.line(at: index, in: range)
        if self.bytes[line.content].starts(with: "From ".utf8), self.fieldName(line.content) == nil {
            defects.append(self.defect(.mboxLine, at: index))
            index = line.next
        }
        return index
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
}
