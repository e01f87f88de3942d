// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// Cuts a stream of bytes into lines that end with CR LF and with nothing else.
///
/// A bare CR or LF stays inside its line and is reported: to take it for a line end is how smuggling begins. The bytes of
/// a line past the limit are thrown away as they come, so a peer that never ends its line costs no memory.
package struct LineFramer: Sendable {
    /// A line without its CR LF.
    package struct Line: Hashable, Sendable {
        package var bytes: [UInt8]
        package var hasBareCarriageReturn = false
        package var hasBareLineFeed = false
    }

    package enum Event: Hashable, Sendable {
        case line(Line)
        /// A line past the limit has ended; its bytes are gone.
        case overlongLine
    }

    /// RFC 5321, section 4.5.3.1.4, has 512 octets and lets extensions add to them; 2048 has room for all that are known.
    package static let commandLineLimit = 2048

    /// The most octets of a line, CR LF included.
    package let limit: Int

    private var line = Line(bytes: [])
    /// Whether the line that has begun is past the limit already.
    package private(set) var isOverlong = false
    private var endsWithCarriageReturn = false

    package init(limit: Int = Self.commandLineLimit) {
        self.limit = limit
    }

    /// How many octets of an unfinished line are kept.
    package var bufferedCount: Int { self.line.bytes.count }

    /// Takes bytes off the front of `input` up to the next line end.
    ///
    /// - Returns: `nil` once all of `input` is taken and no line has ended. What follows a line stays in `input`, because
    ///   it may not be lines.
    package mutating func next(_ input: inout ArraySlice<UInt8>) -> Event? {
        for index in input.indices {
            let byte = input[index]
            if self.endsWithCarriageReturn {
                self.endsWithCarriageReturn = false
                if byte == .lineFeed {
                    input = input[(index + 1)...]
                    return self.finishLine()
                }
                self.line.hasBareCarriageReturn = true
                self.keep(.carriageReturn)
            }
            if byte == .carriageReturn {
                self.endsWithCarriageReturn = true
                continue
            }
            if byte == .lineFeed { self.line.hasBareLineFeed = true }
            self.keep(byte)
        }
        input = []
        return nil
    }

    private mutating func keep(_ byte: UInt8) {
        guard !self.isOverlong else { return }
        if self.line.bytes.count + 2 < self.limit {
            self.line.bytes.append(byte)
        } else {
            self.line.bytes = []
            self.isOverlong = true
        }
    }

    private mutating func finishLine() -> Event {
        defer {
            self.line = Line(bytes: [])
            self.isOverlong = false
        }
        return self.isOverlong ? .overlongLine : .line(self.line)
    }
}
