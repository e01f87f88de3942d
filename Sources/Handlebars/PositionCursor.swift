// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// Finds the positions of many offsets in one pass, if they are asked for in rising order.
///
/// A `LineIndex` reads the line up to the offset each time, which is much work where a template is one long line.
struct PositionCursor {
    private let source: [UInt8]
    private var position = SourcePosition.start

    init(_ source: [UInt8]) {
        self.source = source
    }

    mutating func position(of offset: Int) -> SourcePosition {
        if offset < self.position.offset { self.position = .start }
        while self.position.offset < min(offset, self.source.count) {
            let byte = self.source[self.position.offset]
            self.position.offset += 1
            let next = self.position.offset < self.source.count ? self.source[self.position.offset] : nil
            if byte == .lineFeed || byte == .carriageReturn && next != .lineFeed {
                self.position.line += 1
                self.position.column = 1
            } else if !byte.isUTF8Continuation {
                self.position.column += 1
            }
        }
        return self.position
    }

    /// The positions of offsets in any order.
    static func positions(of offsets: some Sequence<Int>, in source: [UInt8]) -> [Int: SourcePosition] {
        var cursor = PositionCursor(source)
        return Dictionary(uniqueKeysWithValues: Set(offsets).sorted().map { ($0, cursor.position(of: $0)) })
    }
}
