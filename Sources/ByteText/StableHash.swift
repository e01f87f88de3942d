// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// A hash that is the same on every run and machine, unlike `Hasher`: two lanes of FNV-1a.
///
/// It makes names that must be reproducible and need not be secret, such as boundaries; it is no protection against
/// somebody who looks for collisions.
package struct StableHash: Sendable {
    private var lanes: (UInt64, UInt64) = (0xCBF2_9CE4_8422_2325, 0x84222325_CBF29CE4)
    private static let prime: UInt64 = 0x100_0000_01B3

    package init() {}

    package mutating func combine(_ bytes: [UInt8]) {
        for byte in bytes {
            self.lanes.0 = (self.lanes.0 ^ UInt64(byte)) &* Self.prime
            self.lanes.1 = (self.lanes.1 ^ UInt64(byte &+ 0x5B)) &* Self.prime
        }
        // A length-like step, so that ["ab", "c"] and ["a", "bc"] differ.
        self.lanes.0 = (self.lanes.0 ^ 0xFF) &* Self.prime
        self.lanes.1 = (self.lanes.1 ^ 0xFE) &* Self.prime
    }

    package mutating func combine(_ text: String) {
        self.combine(Array(text.utf8))
    }

    /// The state as 32 hexadecimal digits.
    package var hex: String {
        let digits = (0..<32).map { digit in
            let lane = digit < 16 ? self.lanes.0 : self.lanes.1
            return UInt8.hexDigit(UInt8(lane >> UInt64(60 - digit % 16 * 4) & 15)).asciiLowercased
        }
        return String(decoding: digits, as: UTF8.self)
    }
}
