// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// Checks of raw bytes against UTF-8 (Unicode 3.9, table 3-7).
package enum UTF8Validation {
    /// The offset of the first byte that is not part of a well-formed sequence.
    package static func firstFault(in bytes: [UInt8], from start: Int = 0) -> Int? {
        var index = start
        while index < bytes.count {
            let lead = bytes[index]
            if lead.isASCII {
                index += 1
                continue
            }
            guard let length = Self.sequenceLength(lead: lead), index + length <= bytes.count else { return index }
            let second = bytes[index + 1]
            let secondRange: ClosedRange<UInt8> =
                switch lead {
                case 0xE0: 0xA0...0xBF
                case 0xED: 0x80...0x9F
                case 0xF0: 0x90...0xBF
                case 0xF4: 0x80...0x8F
                default: 0x80...0xBF
                }
            guard secondRange.contains(second) else { return index }
            for offset in 2..<max(length, 2) where !bytes[index + offset].isUTF8Continuation { return index }
            index += length
        }
        return nil
    }

    /// The offset of the first C1 control (U+0080 to U+009F) of a well-formed text.
    package static func firstC1Control(in bytes: [UInt8], from start: Int = 0) -> Int? {
        var index = start
        while index + 1 < bytes.count {
            if bytes[index] == 0xC2, bytes[index + 1] < 0xA0 { return index }
            index += 1
        }
        return nil
    }

    /// Whether the last sequence of `bytes`, if it begins well, has all its bytes.
    package static func endsWithWholeSequence(_ bytes: [UInt8]) -> Bool {
        guard let start = bytes.indices.suffix(4).last(where: { !bytes[$0].isUTF8Continuation }) else { return true }
        guard let length = Self.sequenceLength(lead: bytes[start]) else { return true }
        return start + length <= bytes.count
    }

    private static func sequenceLength(lead: UInt8) -> Int? {
        switch lead {
        case 0xC2...0xDF: 2
        case 0xE0...0xEF: 3
        case 0xF0...0xF4: 4
        default: nil
        }
    }
}
