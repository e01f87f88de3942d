// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// Finds the end of the content after DATA and takes the stuffed dots out (RFC 5321, section 4.5.2).
///
/// Only CR LF `.` CR LF ends the content, and only a dot right after CR LF is taken out. Every other byte is kept as it came:
/// NUL, octets beyond ASCII, bare CR, bare LF. Past the size limit nothing is kept, but the end is still looked for.
package struct DataFramer: Sendable {
    package struct Content: Hashable, Sendable {
        package var bytes: [UInt8]
        package var defects: Set<ContentDefect>
        /// Whether the size limit was passed; there are no bytes then.
        package var isTooBig: Bool
    }

    /// The longest line in octets, without CR LF.
    package static let lineLimit = 998

    /// Where the last byte was.
    private enum State {
        /// After CR LF, or before the first byte.
        case lineStart
        /// After the dot at the start of a line. It is not kept, whatever follows.
        case dot
        /// After that dot and a CR, which is not kept yet.
        case dotCarriageReturn
        case insideLine
        /// After a CR, which is kept.
        case carriageReturn
    }

    private let sizeLimit: Int
    private var state = State.lineStart
    private var lineLength = 0
    private var content = Content(bytes: [], defects: [], isTooBig: false)

    package init(sizeLimit: Int) {
        self.sizeLimit = sizeLimit
    }

    /// How many octets are kept so far.
    package var bufferedCount: Int { self.content.bytes.count }

    /// Takes bytes off the front of `input` up to the end of the content.
    ///
    /// - Returns: `nil` once all of `input` is taken and the content has not ended. What follows the content stays in
    ///   `input`.
    package mutating func next(_ input: inout ArraySlice<UInt8>) -> Content? {
        var index = input.startIndex
        while index < input.endIndex {
            if self.state == .insideLine, let run = Self.plainRun(in: input, from: index) {
                self.keep(input[index..<run])
                self.lineLength += run - index
                index = run
                continue
            }
            let isEnd = self.take(input[index])
            index += 1
            if isEnd {
                input = input[index...]
                return self.content
            }
        }
        input = []
        return nil
    }

    /// The end of the bytes from `start` on that need no look: no CR, LF or NUL.
    private static func plainRun(in input: ArraySlice<UInt8>, from start: Int) -> Int? {
        var index = start
        while index < input.endIndex {
            let byte = input[index]
            if byte == .carriageReturn || byte == .lineFeed || byte == .nul { break }
            index += 1
        }
        return index > start ? index : nil
    }

    /// - Returns: Whether the byte ends the content.
    private mutating func take(_ byte: UInt8) -> Bool {
        switch (self.state, byte) {
        case (.lineStart, .ascii(".")):
            self.state = .dot
        case (.dot, .carriageReturn):
            self.state = .dotCarriageReturn
        case (.dotCarriageReturn, .lineFeed):
            return true
        case (.dotCarriageReturn, _):
            // The line was not a lone dot, so the CR is part of it.
            self.keepInLine(.carriageReturn)
            self.state = .carriageReturn
            return self.take(byte)
        case (.carriageReturn, .lineFeed):
            self.keep([byte])
            self.finishLine()
        case (.carriageReturn, _):
            self.content.defects.insert(.bareCarriageReturn)
            self.takeInLine(byte)
        case (_, _):
            self.takeInLine(byte)
        }
        return false
    }

    private mutating func takeInLine(_ byte: UInt8) {
        if byte == .lineFeed { self.content.defects.insert(.bareLineFeed) }
        if byte == .nul { self.content.defects.insert(.nul) }
        self.keepInLine(byte)
        self.state = byte == .carriageReturn ? .carriageReturn : .insideLine
    }

    private mutating func finishLine() {
        // The CR of the line end was counted with the line.
        if self.lineLength - 1 > Self.lineLimit { self.content.defects.insert(.longLine) }
        self.lineLength = 0
        self.state = .lineStart
    }

    private mutating func keepInLine(_ byte: UInt8) {
        self.lineLength += 1
        self.keep([byte])
    }

    private mutating func keep(_ bytes: ArraySlice<UInt8>) {
        guard !self.content.isTooBig else { return }
        if bytes.count <= self.sizeLimit - self.content.bytes.count {
            self.content.bytes += bytes
        } else {
            self.content.bytes = []
            self.content.isTooBig = true
        }
    }
}
