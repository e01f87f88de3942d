// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// The bytes that a rendering has written, behind those that were there before.
///
/// The array is longer than what has been written, so that to write is to copy: `Array.append` takes several times as
/// long as copying a short text. No pointer to it leaves this file.
struct OutputBuffer: Sendable {
    private var bytes: [UInt8]
    private var end: Int
    private let start: Int

    private static let growth = 2048

    /// Creates a buffer that goes on behind `bytes`.
    init(behind bytes: consuming [UInt8]) {
        self.start = bytes.count
        self.end = bytes.count
        self.bytes = bytes
    }

    /// How many bytes have been written.
    var count: Int { self.end - self.start }

    /// Hands over what was there before and what has been written.
    mutating func take() -> [UInt8] {
        var bytes: [UInt8] = []
        swap(&bytes, &self.bytes)
        bytes.removeLast(bytes.count - self.end)
        self.end = self.start
        return bytes
    }

    /// What has been written from that position on.
    func bytes(from position: Int) -> ArraySlice<UInt8> {
        self.bytes[(self.start + position)..<self.end]
    }

    mutating func truncate(to count: Int) {
        self.end = self.start + count
    }
}

// MARK: - Writing

extension OutputBuffer {
    /// Writes a part of `source`.
    mutating func append(_ source: [UInt8], _ range: Range<Int>) {
        source.withUnsafeBufferPointer { self.copy(UnsafeBufferPointer(rebasing: $0[range])) }
    }

    /// Writes a part of `source`, which is UTF-8.
    mutating func append(_ source: [UInt8], _ range: Range<Int>, isEscaped: Bool) {
        source.withUnsafeBufferPointer { self.write(UnsafeBufferPointer(rebasing: $0[range]), isEscaped: isEscaped) }
    }

    mutating func append(_ text: String, isEscaped: Bool) {
        let isContiguous: Void? = text.utf8.withContiguousStorageIfAvailable {
            self.write($0, isEscaped: isEscaped)
        }
        if isContiguous == nil {
            Array(text.utf8).withUnsafeBufferPointer { self.write($0, isEscaped: isEscaped) }
        }
    }

    /// Writes a text, byte by byte: a combining mark after a quote does not hide the quote.
    private mutating func write(_ source: UnsafeBufferPointer<UInt8>, isEscaped: Bool) {
        guard isEscaped else { return self.copy(source) }
        var start = 0
        for index in 0..<source.count where source[index].isEscaped {
            self.copy(UnsafeBufferPointer(rebasing: source[start..<index]))
            source[index].htmlReference?.withUTF8Buffer { self.copy($0) }
            start = index + 1
        }
        self.copy(UnsafeBufferPointer(rebasing: source[start...]))
    }

    private mutating func copy(_ source: UnsafeBufferPointer<UInt8>) {
        let end = self.end + source.count
        if end > self.bytes.count {
            self.bytes.append(contentsOf: repeatElement(0, count: max(Self.growth, end - self.bytes.count)))
        }
        self.bytes.withUnsafeMutableBytes { target in
            UnsafeMutableRawBufferPointer(rebasing: target[self.end..<end]).copyMemory(
                from: UnsafeRawBufferPointer(source))
        }
        self.end = end
    }
}
