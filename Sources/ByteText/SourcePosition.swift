// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// A place in a UTF-8 text.
public struct SourcePosition: Hashable, Sendable {
    /// The number of bytes before the place.
    public var offset: Int

    /// The line, from 1. Lines end with LF, CR LF or CR.
    public var line: Int

    /// The column, from 1, in Unicode scalars.
    public var column: Int

    /// Creates a position from its three coordinates.
    public init(offset: Int, line: Int, column: Int) {
        self.offset = offset
        self.line = line
        self.column = column
    }

    /// The first byte of any text.
    public static let start = SourcePosition(offset: 0, line: 1, column: 1)
}

extension SourcePosition: Comparable {
    /// Whether the first comes earlier in the text.
    public static func < (lhs: SourcePosition, rhs: SourcePosition) -> Bool {
        lhs.offset < rhs.offset
    }
}

extension SourcePosition: CustomStringConvertible {
    /// The position as `line:column`.
    public var description: String {
        "\(self.line):\(self.column)"
    }
}

/// Where the lines of a text begin: turns byte offsets into lines and columns.
///
/// Building it costs one pass over the text; a look-up costs two binary searches and a short run of bytes, however long
/// the line is: minified HTML in JSON is one line.
public struct LineIndex: Hashable, Sendable {
    private let starts: [Int]
    /// The number of scalars before each byte whose offset is a multiple of the stride.
    private let scalarsBefore: [Int]

    private static let stride = 256

    /// Finds the lines of `text`.
    public init(_ text: [UInt8]) {
        var starts = [0]
        var scalarsBefore: [Int] = []
        var scalars = 0
        for (offset, byte) in text.enumerated() {
            if offset % Self.stride == 0 { scalarsBefore.append(scalars) }
            if !byte.isUTF8Continuation { scalars += 1 }
            let isPair = byte == .carriageReturn && offset + 1 < text.count && text[offset + 1] == .lineFeed
            if byte == .lineFeed || (byte == .carriageReturn && !isPair) { starts.append(offset + 1) }
        }
        scalarsBefore.append(scalars)
        self.starts = starts
        self.scalarsBefore = scalarsBefore
    }

    /// The place of the byte at `offset` of `text`, which must be the text that the index was built from.
    ///
    /// An offset past the end gives the end.
    public func position(of offset: Int, in text: [UInt8]) -> SourcePosition {
        let offset = min(max(offset, 0), text.count)
        var low = 0
        var high = self.starts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if self.starts[middle] <= offset { low = middle } else { high = middle }
        }
        let column = self.scalars(before: offset, in: text) - self.scalars(before: self.starts[low], in: text) + 1
        return SourcePosition(offset: offset, line: low + 1, column: column)
    }

    private func scalars(before offset: Int, in text: [UInt8]) -> Int {
        let mark = min(offset / Self.stride, self.scalarsBefore.count - 1)
        return text[min(mark * Self.stride, offset)..<offset].reduce(self.scalarsBefore[mark]) { count, byte in
            byte.isUTF8Continuation ? count : count + 1
        }
    }

    /// The number of lines; at least one.
    public var count: Int { self.starts.count }

    /// The bytes of the line with the given number (from 1), without its line ending.
    public func line(_ number: Int, in text: [UInt8]) -> ArraySlice<UInt8> {
        guard number >= 1, number <= self.starts.count else { return [] }
        let start = self.starts[number - 1]
        var end = number < self.starts.count ? self.starts[number] : text.count
        while end > start, text[end - 1] == .lineFeed || text[end - 1] == .carriageReturn { end -= 1 }
        return text[start..<end]
    }
}
