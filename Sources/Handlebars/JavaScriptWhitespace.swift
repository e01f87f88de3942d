// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// `\s` of JavaScript's regular expressions, in UTF-8.
enum JavaScriptWhitespace {
    /// The length of the white space character at `offset`; 0 if there is none.
    static func length(at offset: Int, in bytes: [UInt8], end: Int) -> Int {
        guard offset < end else { return 0 }
        let first = bytes[offset]
        if first.isASCII { return first.isWhitespace ? 1 : 0 }
        if first == 0xC2 { return offset + 1 < end && bytes[offset + 1] == 0xA0 ? 2 : 0 }
        guard offset + 2 < end else { return 0 }
        return Self.isThreeByteSpace(first, bytes[offset + 1], bytes[offset + 2]) ? 3 : 0
    }

    /// The offset behind the white space that begins at `offset`.
    static func skip(from offset: Int, in bytes: [UInt8], end: Int) -> Int {
        var offset = offset
        while true {
            let length = Self.length(at: offset, in: bytes, end: end)
            if length == 0 { return offset }
            offset += length
        }
    }

    /// The offset where the white space that ends at `offset` begins.
    static func skipBackward(from offset: Int, in bytes: [UInt8], start: Int) -> Int {
        var offset = offset
        while offset > start {
            if bytes[offset - 1].isWhitespace {
                offset -= 1
            } else if offset - 2 >= start, bytes[offset - 2] == 0xC2, bytes[offset - 1] == 0xA0 {
                offset -= 2
            } else if offset - 3 >= start,
                Self.isThreeByteSpace(bytes[offset - 3], bytes[offset - 2], bytes[offset - 1])
            {
                offset -= 3
            } else {
                break
            }
        }
        return offset
    }

    private static func isThreeByteSpace(_ first: UInt8, _ second: UInt8, _ third: UInt8) -> Bool {
        switch (first, second, third) {
        case (0xE1, 0x9A, 0x80), (0xE2, 0x80, 0x80...0x8A), (0xE2, 0x80, 0xA8...0xA9), (0xE2, 0x80, 0xAF),
            (0xE2, 0x81, 0x9F), (0xE3, 0x80, 0x80), (0xEF, 0xBB, 0xBF):
            true
        default: false
        }
    }
}
