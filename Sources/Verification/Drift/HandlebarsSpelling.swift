// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// A text with one spelling of its Handlebars tags: without the white space that says nothing, and without comments.
///
/// From the first tag that has no end, or that begins a raw block, the text stays as it is.
struct HandlebarsSpelling {
    /// The text.
    private(set) var bytes: [UInt8] = []
    /// Where in the text as it was each byte comes from.
    private(set) var sourceMap = SourceMap()

    private let source: [UInt8]

    init(_ source: [UInt8]) {
        self.source = source
        var copied = 0
        var index = 0
        while index + 1 < source.count {
            guard source[index] == .ascii("{"), source[index + 1] == .ascii("{") else {
                index += 1
                continue
            }
            if self.isEscaped(at: index) {
                index += 2
                continue
            }
            guard let (spelling, end) = self.tag(at: index) else { break }
            if !source[index..<end].elementsEqual(spelling) {
                self.copy(copied..<index)
                self.sourceMap.appendReplacement(output: self.bytes.count, source: index)
                self.bytes += spelling
                copied = end
            }
            index = end
        }
        self.copy(copied..<source.count)
    }

    private mutating func copy(_ range: Range<Int>) {
        self.sourceMap.appendVerbatim(output: self.bytes.count, source: range.lowerBound)
        self.bytes += self.source[range]
    }

    /// `\{{` is text; of `\\{{` only the backslashes are.
    private func isEscaped(at index: Int) -> Bool {
        index > 0 && self.source[index - 1] == .ascii("\\") && !(index > 1 && self.source[index - 2] == .ascii("\\"))
    }

    private func has(_ mark: StaticString, at index: Int) -> Bool {
        self.source[index...].starts(with: "\(mark)".utf8)
    }

    /// The tag that begins at `start` in its one spelling, and where it ends; `nil` if it has no end.
    private func tag(at start: Int) -> (spelling: [UInt8], end: Int)? {
        if self.has("{{{{", at: start) { return nil }
        let content = start + (self.has("{{~", at: start) ? 3 : 2)
        if self.has("!", at: content) { return self.comment(from: start, at: content) }
        var spelling = Array(self.source[start..<content])
        var index = content
        while index < self.source.count {
            let byte = self.source[index]
            switch byte {
            case _ where self.has("}}", at: index):
                let end = index + (self.has("}}}", at: index) ? 3 : 2)
                return (spelling + self.source[index..<end], end)
            case _ where byte.isWhitespace:
                while index < self.source.count, self.source[index].isWhitespace { index += 1 }
                guard index < self.source.count, let last = spelling.last else { return nil }
                if !Self.needsNoSpaceBehind(last), !Self.needsNoSpaceBefore(self.source[index]) {
                    spelling.append(.space)
                }
            case .ascii("\""), .ascii("'"), .ascii("["):
                guard let end = self.endOfLiteral(at: index) else { return nil }
                spelling += self.source[index..<end]
                index = end
            default:
                spelling.append(byte)
                index += 1
            }
        }
        return nil
    }

    /// A comment says nothing, but may take the white space around it.
    private func comment(from start: Int, at mark: Int) -> (spelling: [UInt8], end: Int)? {
        let isLong = self.has("!--", at: mark)
        var index = mark + (isLong ? 3 : 1)
        while index < self.source.count {
            let close = isLong ? index + 2 : index
            if !isLong || self.has("--", at: index) {
                let takesSpace = self.has("~}}", at: close)
                if takesSpace || self.has("}}", at: close) {
                    guard takesSpace || mark - start == 3 else { return ([], close + 2) }
                    let marks = self.source[start..<mark] + [.ascii("!")]
                    return (marks + Array((takesSpace ? "~}}" : "}}").utf8), close + (takesSpace ? 3 : 2))
                }
            }
            index += 1
        }
        return nil
    }

    /// Where the string or the segment in brackets at `start` ends.
    private func endOfLiteral(at start: Int) -> Int? {
        let mark = self.source[start] == .ascii("[") ? .ascii("]") : self.source[start]
        var index = start + 1
        while index < self.source.count {
            if self.source[index] == mark { return index + 1 }
            index += self.source[index] == .ascii("\\") && mark != .ascii("]") ? 2 : 1
        }
        return nil
    }

    private static func needsNoSpaceBehind(_ byte: UInt8) -> Bool { "{~#/^>&*=(".utf8.contains(byte) }

    private static func needsNoSpaceBefore(_ byte: UInt8) -> Bool { "}~=)".utf8.contains(byte) }
}
