// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// The plain text of a phrase, collected word by word.
struct PhraseText {
    private var octets: [UInt8] = []
    /// What stands outside quotation marks and was not yet looked through for encoded-words.
    private(set) var words: [UInt8] = []

    /// Adds what stands outside quotation marks: it may be a part of an encoded-word.
    mutating func append(_ bytes: some Sequence<UInt8>) {
        self.words += bytes
    }

    mutating func append(_ byte: UInt8) {
        self.words.append(byte)
    }

    /// Adds what stood in quotation marks.
    mutating func append(quoted: some Sequence<UInt8>) {
        self.octets += self.decodedWords
        self.words = []
        self.octets += quoted
    }

    private var decodedWords: String.UTF8View {
        EncodedWord.decodeAll(in: String(decoding: self.words, as: UTF8.self)).utf8
    }

    /// The text with every control character as a space, without white space at its ends, and whether it held any.
    ///
    /// Controls may hide in an encoded-word, and C1 controls in plain text.
    var plain: (text: String, heldControls: Bool) {
        let decoded = String(decoding: (self.octets + self.decodedWords).trimmingWhitespace, as: UTF8.self)
        let text = decoded.replacingControlsWithSpaces
        guard !text.hasSameBytes(as: decoded) else { return (text, false) }
        return (String(decoding: Array(text.utf8).trimmingWhitespace, as: UTF8.self), true)
    }
}
