// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// Lines that are written piece by piece, and that can be folded where they were not ended yet.
///
/// Like ``WireText`` it takes no control character but the tab. The array is longer than what has been written: to
/// append a short text to an array takes several times as long as to store its octets.
package struct WireLineBuffer: Sendable {
    private var storage = [UInt8](repeating: 0, count: 1024)
    private var end = 0
    private var lineStart = 0

    package init() {}

    /// The octets of the line that is being written.
    package var lineLength: Int { self.end - self.lineStart }

    /// The octet at that place of the line that is being written; NUL where there is none.
    package func octet(at offset: Int) -> UInt8 {
        offset < self.lineLength ? self.storage[self.lineStart + offset] : .nul
    }

    /// The lines that were ended.
    var lines: ArraySlice<UInt8> { self.storage[..<self.lineStart] }

    package mutating func removeAll() {
        self.end = 0
        self.lineStart = 0
    }

    /// Appends `text`, or nothing where it may not stand on the wire.
    package mutating func append(
        _ text: String, as repertoire: WireText.Repertoire = .ascii
    ) throws(WireTextError) {
        try self.append(text.utf8.span.bytes, as: repertoire)
    }

    /// Appends `text`, or nothing where it may not stand on the wire.
    package mutating func append(
        _ text: RawSpan, as repertoire: WireText.Repertoire = .ascii
    ) throws(WireTextError) {
        guard !self.store(text) else { return }
        let bytes = (0..<text.byteCount).map { text.octet(at: $0) }
        if let fault = WireText.fault(in: bytes, from: 0, as: repertoire) {
            self.end -= text.byteCount
            throw fault
        }
    }

    /// Appends a space or a visible character of ASCII.
    package mutating func append(_ octet: UInt8) {
        precondition(octet == .space || octet.isVisible, "one octet on the wire is printable ASCII")
        self.storage.grow(to: self.end + 3)
        self.storage[self.end] = octet
        self.end += 1
    }

    package mutating func append(_ text: WireText) {
        _ = self.store(text.bytes.span.bytes)
    }

    /// Stores `text`, and says whether it is printable ASCII throughout.
    private mutating func store(_ text: RawSpan) -> Bool {
        let start = self.end
        let count = text.byteCount
        self.end = start + count
        self.storage.grow(to: self.end + 2)
        var span = self.storage.mutableSpan
        var raw = span.mutableBytes
        var line = raw._mutatingExtracting(start..<(start &+ count))
        guard count >= 8 else {
            var others: UInt8 = 0
            for index in 0..<count {
                let octet = text.octet(at: index)
                line.storeBytes(of: octet, toByteOffset: index, as: UInt8.self)
                others |= (octet &- 0x20) | octet | (octet &+ 1)
            }
            return others & 0x80 == 0
        }
        var others: UInt64 = 0
        var index = 0
        while index < count {
            // The last step goes over what the one before has stored.
            let start = min(index, count &- 8)
            let word = text.unsafeLoadUnaligned(fromByteOffset: start, as: UInt64.self)
            line.storeBytes(of: word, toByteOffset: start, as: UInt64.self)
            others |= (word &- 0x2020_2020_2020_2020) | word | (word &+ 0x0101_0101_0101_0101)
            index &+= 8
        }
        return others & 0x8080_8080_8080_8080 == 0
    }

    /// Ends the line.
    package mutating func endLine() {
        self.storage.grow(to: self.end + 2)
        self.storage[self.end] = .carriageReturn
        self.storage[self.end + 1] = .lineFeed
        self.end += 2
        self.lineStart = self.end
    }

    /// Ends the line after `count` octets; the others begin the next one.
    package mutating func fold(at count: Int) {
        let rest = Array(self.storage[(self.lineStart + count)..<self.end])
        self.end = self.lineStart + count
        self.endLine()
        _ = self.store(rest.span.bytes)
    }
}
