// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// A name, compared byte for byte: `String` holds canonically equivalent names for the same.
struct Name: Sendable {
    let text: String
    /// The first 15 bytes and the length: names of up to 15 bytes are equal when their words are.
    private let words: (UInt64, UInt64)

    private static let shortLimit = 15

    init(_ text: String) {
        self.text = text
        let utf8 = text.utf8
        var low: UInt64 = 0
        var high: UInt64 = 0
        for (index, byte) in utf8.prefix(Self.shortLimit).enumerated() {
            if index < 8 {
                low |= UInt64(byte) &<< (8 * UInt64(index))
            } else {
                high |= UInt64(byte) &<< (8 * UInt64(index - 8))
            }
        }
        // The last byte tells how long a short name is: a zero byte within it is not its end.
        let length = min(utf8.count, Self.shortLimit + 1)
        self.words = (low, high | UInt64(length) << 56)
    }

    /// A number that tells most names apart, always the same for a name.
    @inline(__always)
    var hash: UInt64 { self.words.0 ^ self.words.1 }

    private var isShort: Bool { self.words.1 >> 56 <= UInt64(Self.shortLimit) }
}

extension Name: Hashable {
    @inline(__always)
    static func == (lhs: Name, rhs: Name) -> Bool {
        lhs.words == rhs.words && (lhs.isShort || lhs.text.utf8.elementsEqual(rhs.text.utf8))
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(self.words.0)
        hasher.combine(self.words.1)
        // Equal bytes make equal strings, so the hash agrees with `==`.
        if !self.isShort { hasher.combine(self.text) }
    }
}

extension Name: Comparable {
    /// An order to search in, by the words first; not that of the bytes.
    static func < (lhs: Name, rhs: Name) -> Bool {
        if lhs.words != rhs.words { return lhs.words < rhs.words }
        return !lhs.isShort && lhs.text.utf8.lexicographicallyPrecedes(rhs.text.utf8)
    }
}

extension Name {
    /// The positions of the names in their order, of equal names the earlier first.
    static func order(of names: [Name]) -> [Int] {
        names.indices.sorted { left, right in
            if names[left] < names[right] { return true }
            return names[left] == names[right] && left < right
        }
    }
}
