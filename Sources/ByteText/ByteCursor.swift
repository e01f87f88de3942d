// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// A reading position in an array of bytes.
package struct ByteCursor: Sendable {
    package let bytes: [UInt8]
    package var offset: Int
    package let end: Int

    @inlinable package init(_ bytes: [UInt8]) {
        self.bytes = bytes
        self.offset = 0
        self.end = bytes.count
    }

    @inlinable package var isAtEnd: Bool { self.offset >= self.end }

    /// The next byte, which stays unread.
    @inlinable package var peek: UInt8? {
        self.offset < self.end ? self.bytes[self.offset] : nil
    }

    /// The byte `distance` after the next one.
    @inlinable package func peek(after distance: Int) -> UInt8? {
        let index = self.offset + distance
        return index < self.end ? self.bytes[index] : nil
    }

    @inlinable package mutating func next() -> UInt8? {
        guard self.offset < self.end else { return nil }
        defer { self.offset += 1 }
        return self.bytes[self.offset]
    }

    /// Reads `byte` if it comes next.
    @inlinable package mutating func skip(_ byte: UInt8) -> Bool {
        guard self.peek == byte else { return false }
        self.offset += 1
        return true
    }

    /// Reads all of `text` if it comes next.
    @inlinable package mutating func skip(_ text: StaticString) -> Bool {
        guard self.isNext(text) else { return false }
        self.offset += text.utf8CodeUnitCount
        return true
    }

    /// Whether `text` comes next.
    @inlinable package func isNext(_ text: StaticString) -> Bool {
        guard self.end - self.offset >= text.utf8CodeUnitCount else { return false }
        return text.withUTF8Buffer { buffer in
            self.bytes[self.offset..<(self.offset + buffer.count)].elementsEqual(buffer)
        }
    }

    /// Reads the longest run of bytes that satisfy `predicate`, which may be empty.
    @inlinable package mutating func take(while predicate: (UInt8) -> Bool) -> ArraySlice<UInt8> {
        let start = self.offset
        while self.offset < self.end, predicate(self.bytes[self.offset]) { self.offset += 1 }
        return self.bytes[start..<self.offset]
    }
}
