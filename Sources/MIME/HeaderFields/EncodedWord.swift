// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// Encoded-words: how text beyond ASCII stands in a header field (RFC 2047).
package enum EncodedWord {
    /// The longest encoded-word in octets (RFC 2047, section 2).
    static let limit = 75

    /// Encodes a whole text as a run of encoded-words, in whichever of the Q and B encodings is shorter.
    ///
    /// A word never splits a scalar, and a grapheme only where the grapheme alone is too long for a word.
    ///
    /// - Parameter firstLimit: What the first word may take, where its line has less room than a word's limit.
    static func encode(_ text: String, firstLimit: Int = Self.limit) -> [WireText] {
        let bytes = Array(text.utf8)
        let qLength = Self.qLength(of: bytes[...])
        let isQ = qLength <= Self.bLength(of: bytes.count)
        if Self.overhead + (isQ ? qLength : Self.bLength(of: bytes.count)) <= firstLimit {
            return bytes.isEmpty ? [] : [Self.word(bytes[...], isQ: isQ)]
        }
        var words: [WireText] = []
        // The word that grows, its length where it is in Q, and the last place to cut it without padding in B.
        var word = 0..<0
        var wordQLength = 0
        var cut: Int?
        var breaks = Breaks(text)
        while let end = breaks.next() {
            let pieceLength = Self.qLength(of: bytes[word.upperBound..<end])
            let length = isQ ? wordQLength + pieceLength : Self.bLength(of: end - word.lowerBound)
            if !word.isEmpty, Self.overhead + length > (words.isEmpty ? firstLimit : Self.limit) {
                // Some readers drop what follows a padded word.
                let wordEnd = cut ?? word.upperBound
                words.append(Self.word(bytes[word.lowerBound..<wordEnd], isQ: isQ))
                word = wordEnd..<end
                wordQLength = pieceLength
                cut = nil
            } else {
                word = word.lowerBound..<end
                wordQLength += pieceLength
            }
            if !isQ, word.count % 3 == 0 { cut = end }
        }
        if !word.isEmpty { words.append(Self.word(bytes[word], isQ: isQ)) }
        return words
    }

    /// Where a text may be parted, in bytes: after each grapheme, and after each scalar of those that alone overflow a
    /// word.
    private struct Breaks {
        private let text: String
        private var index: String.Index
        private var graphemeEnd: String.Index
        private var isParted = false
        private var offset = 0

        init(_ text: String) {
            self.text = text
            self.index = text.startIndex
            self.graphemeEnd = text.startIndex
        }

        mutating func next() -> Int? {
            guard self.index < self.text.endIndex else { return nil }
            if self.index == self.graphemeEnd {
                self.graphemeEnd = self.text.index(after: self.index)
                self.isParted = self.text.utf8.distance(from: self.index, to: self.graphemeEnd) > 15
            }
            let end = self.isParted ? self.text.unicodeScalars.index(after: self.index) : self.graphemeEnd
            self.offset += self.text.utf8.distance(from: self.index, to: end)
            self.index = end
            return self.offset
        }
    }

    /// The digits of so many octets in B.
    private static func bLength(of count: Int) -> Int { (count + 2) / 3 * 4 }

    private static func qLength(of bytes: ArraySlice<UInt8>) -> Int {
        bytes.reduce(0) { $0 + ($1.isPlainInQ || $1 == .space ? 1 : 3) }
    }

    private static let overhead = "=?UTF-8?Q??=".utf8.count

    private static func word(_ bytes: ArraySlice<UInt8>, isQ: Bool) -> WireText {
        var encoded = Array((isQ ? "=?UTF-8?Q?" : "=?UTF-8?B?").utf8)
        if isQ {
            for byte in bytes {
                if byte.isPlainInQ {
                    encoded.append(byte)
                } else if byte == .space {
                    encoded.append(.ascii("_"))
                } else {
                    encoded += [.ascii("="), .hexDigit(byte >> 4), .hexDigit(byte & 15)]
                }
            }
        } else {
            encoded += Base64.encode(Array(bytes))
        }
        encoded += "?=".utf8
        // The alphabet of both encodings is printable ASCII, so the validation cannot fail.
        return (try? WireText(validating: encoded)) ?? ""
    }
}

extension UInt8 {
    /// The characters that a Q word may hold as they are even inside a phrase (RFC 2047, section 5, rule 3).
    fileprivate var isPlainInQ: Bool {
        self.isAlphanumeric || self == .ascii("!") || self == .ascii("*") || self == .ascii("+") || self == .ascii("-")
            || self == .ascii("/")
    }
}
