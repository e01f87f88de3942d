// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// A hash that is the same on every run and machine, unlike `Hasher`: two lanes in the manner of FNV-1a, eight octets at
/// a time.
///
/// It makes names that must be reproducible and need not be secret, such as boundaries; it is no protection against
/// somebody who looks for collisions.
package struct StableHash: Sendable {
    // Not a vector: processors multiply such long numbers one by one.
    private var lanes: (UInt64, UInt64) = (0xCBF2_9CE4_8422_2325, 0x8422_2325_CBF2_9CE4)

    package init() {}

    package mutating func combine(_ bytes: [UInt8]) {
        let input = bytes.span.bytes
        for start in stride(from: 0, to: input.byteCount, by: 8) { self.combine(input.word(at: start)) }
        // So that ["ab", "c"] and ["a", "bc"] differ, and a text from the same with a NUL behind it.
        self.combine(UInt64(input.byteCount))
    }

    package mutating func combine(_ text: String) {
        self.combine(Array(text.utf8))
    }

    private mutating func combine(_ word: UInt64) {
        let first = (self.lanes.0 ^ word) &* 0x100_0000_01B3
        let second = (self.lanes.1 ^ ~word) &* 0x9E37_79B9_7F4A_7C15
        // A product's low bits know nothing of the high bits of what is multiplied.
        self.lanes = (first ^ first &>> 32, second ^ second &>> 32)
    }

    /// The state as 32 hexadecimal digits.
    package var hex: String {
        String(decoding: self.hexDigits(), as: UTF8.self)
    }

    /// The first digits of what ``hex`` says, in ASCII.
    package func hexDigits(_ count: Int = 32) -> [UInt8] {
        let digits = "0123456789abcdef".utf8.span
        var output: [UInt8] = []
        output.append(addingCapacity: count) { output in
            for digit in 0..<count {
                let lane = digit < 16 ? self.lanes.0 : self.lanes.1
                output.append(digits[Int(lane &>> UInt64(60 &- 4 &* (digit & 15)) & 15)])
            }
        }
        return output
    }
}

extension RawSpan {
    /// The eight octets from `index` on, the first of them lowest, with zeros for those past the end.
    fileprivate func word(at index: Int) -> UInt64 {
        if self.byteCount - index >= 8 {
            return UInt64(littleEndian: self.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self))
        }
        return (index..<self.byteCount).reversed().reduce(0) { $0 << 8 | UInt64(self.octet(at: $1)) }
    }
}
