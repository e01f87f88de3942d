// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// Encoded-words: how text beyond ASCII stands in a header field (RFC 2047).
public enum EncodedWord {
    /// The longest encoded-word in octets (RFC 2047, section 2).
    static let limit = 75

    /// Encodes a whole text as a run of encoded-words, in whichever of the Q and B encodings is shorter.
    ///
    /// A word never splits a scalar, and a grapheme only where the grapheme alone is too long for a word. A space or a
    /// fold has to stand between two words and around them; readers take the one between for nothing. A
    /// ``HeaderField`` encodes what it must by itself.
    ///
    /// - Parameter text: The text; control characters in it become spaces.
    /// - Returns: Words of 75 octets at most, in ASCII; none for an empty text.
    public static func encode(_ text: String) -> [String] {
        Self.encode(text.replacingControlsWithSpaces, firstLimit: Self.limit).map(\.description)
    }

    /// Encodes a text without control characters.
    ///
    /// - Parameter firstLimit: What the first word may take, where its line has less room than a word's limit. A grapheme
    ///   that does not fit makes the word longer all the same: it goes on the next line then.
    static func encode(_ text: String, firstLimit: Int) -> [WireText] {
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
        for end in Self.breaks(of: text, bytes, isQ: isQ) {
            let pieceLength = Self.qLength(of: bytes[word.upperBound..<end])
            let length = isQ ? wordQLength + pieceLength : Self.bLength(of: end - word.lowerBound)
            if !word.isEmpty, Self.overhead + length > (words.isEmpty ? firstLimit : Self.limit) {
                // Some readers drop what follows a padded word. What comes before the piece must still fit beside it.
                var wordEnd = word.upperBound
                if let cut, Self.overhead + Self.bLength(of: end - cut) <= Self.limit { wordEnd = cut }
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
    private static func breaks(of text: String, _ bytes: [UInt8], isQ: Bool) -> [Int] {
        var breaks: [Int] = []
        var offset = 0
        for grapheme in text {
            let end = offset + grapheme.utf8.count
            let length = isQ ? Self.qLength(of: bytes[offset..<end]) : Self.bLength(of: end - offset)
            if Self.overhead + length > Self.limit {
                for scalar in grapheme.unicodeScalars {
                    offset += UTF8.width(scalar)
                    breaks.append(offset)
                }
            } else {
                breaks.append(end)
            }
            offset = end
        }
        return breaks
    }

    /// The digits of so many octets in B.
    private static func bLength(of count: Int) -> Int { (count + 2) / 3 * 4 }

    private static func qLength(of bytes: ArraySlice<UInt8>) -> Int {
        var length = 0
        for byte in bytes { length += byte.isPlainInQ || byte == .space ? 1 : 3 }
        return length
    }

    private static let overhead = "=?UTF-8?Q??=".utf8.count

    private static func word(_ bytes: ArraySlice<UInt8>, isQ: Bool) -> WireText {
        var encoded = Array((isQ ? "=?UTF-8?Q?" : "=?UTF-8?B?").utf8)
        if isQ {
            encoded.append(addingCapacity: 3 * bytes.count) { output in
                for byte in bytes {
                    if byte.isPlainInQ {
                        output.append(byte)
                    } else if byte == .space {
                        output.append(.ascii("_"))
                    } else {
                        output.append(.ascii("="))
                        output.append(.hexDigit(byte >> 4))
                        output.append(.hexDigit(byte & 15))
                    }
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
