// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

extension UInt8 {
    /// A newline once line ends are made one (CSS Syntax Level 3, 3.3).
    var isCSSNewline: Bool { self == .lineFeed || self == .carriageReturn || self == 0x0C }

    var isCSSWhitespace: Bool { self == .space || self == .tab || self.isCSSNewline }

    /// An ident-start code point; NUL is read as U+FFFD, which is one.
    var isCSSNameStart: Bool { self.isAlpha || self == .ascii("_") || !self.isASCII || self == .nul }

    /// An ident code point.
    var isCSSName: Bool { self.isCSSNameStart || self.isDigit || self == .ascii("-") }
}

enum CSSText {
    /// What a name or the inside of a string means: its escapes resolved (CSS Syntax Level 3, 4.3.7).
    static func decoded(_ text: ArraySlice<UInt8>) -> [UInt8] {
        guard text.contains(where: { $0 == .ascii("\\") || $0 == .nul }) else { return Array(text) }
        var output: [UInt8] = []
        var index = text.startIndex
        while index < text.endIndex {
            let byte = text[index]
            index += 1
            guard byte == .ascii("\\") else {
                if byte == .nul { output += UTF8.encodedReplacementCharacter } else { output.append(byte) }
                continue
            }
            guard index < text.endIndex else {
                output += UTF8.encodedReplacementCharacter
                break
            }
            if text[index].isCSSNewline {
                index = self.pastOneSpace(in: text, at: index)
                continue
            }
            var value: UInt32 = 0
            let firstDigit = index
            while index < text.endIndex, index < firstDigit + 6, let digit = text[index].hexValue {
                value = value << 4 | UInt32(digit)
                index += 1
            }
            guard index > firstDigit else {
                output.append(text[index])
                index += 1
                continue
            }
            index = self.pastOneSpace(in: text, at: index)
            let scalar = value == 0 ? nil : Unicode.Scalar(value)
            output += scalar.flatMap { UTF8.encode($0) } ?? UTF8.encodedReplacementCharacter
        }
        return output
    }

    private static func pastOneSpace(in text: ArraySlice<UInt8>, at index: Int) -> Int {
        guard index < text.endIndex, text[index].isCSSWhitespace else { return index }
        let isPair = text[index] == .carriageReturn && index + 1 < text.endIndex && text[index + 1] == .lineFeed
        return index + (isPair ? 2 : 1)
    }
}
