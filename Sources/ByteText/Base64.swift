// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// Base64 by RFC 4648, section 4.
package enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// Encodes `bytes`, padded, without line breaks.
    package static func encode(_ bytes: [UInt8]) -> [UInt8] {
        let alphabet = Self.alphabet
        var output = [UInt8](repeating: .ascii("="), count: (bytes.count + 2) / 3 * 4)
        var index = 0
        var digit = 0
        while index + 3 <= bytes.count {
            let group = Int(bytes[index]) << 16 | Int(bytes[index + 1]) << 8 | Int(bytes[index + 2])
            output[digit] = alphabet[group >> 18]
            output[digit + 1] = alphabet[group >> 12 & 63]
            output[digit + 2] = alphabet[group >> 6 & 63]
            output[digit + 3] = alphabet[group & 63]
            index += 3
            digit += 4
        }
        switch bytes.count - index {
        case 1:
            output[digit] = alphabet[Int(bytes[index] >> 2)]
            output[digit + 1] = alphabet[Int(bytes[index] & 3) << 4]
        case 2:
            let group = Int(bytes[index]) << 8 | Int(bytes[index + 1])
            output[digit] = alphabet[group >> 10]
            output[digit + 1] = alphabet[group >> 4 & 63]
            output[digit + 2] = alphabet[(group & 15) << 2]
        default: break
        }
        return output
    }

    /// Decodes `text`, passing over white space.
    ///
    /// - Returns: `nil` for a foreign character, misplaced padding or a cut-off group.
    package static func decode(_ text: some Sequence<UInt8>) -> [UInt8]? {
        var output: [UInt8] = []
        var group: UInt32 = 0
        var digits = 0
        var padding = 0
        for byte in text where !byte.isWhitespace {
            if byte == .ascii("=") {
                padding += 1
                continue
            }
            guard padding == 0, let value = Self.value(of: byte) else { return nil }
            group = group << 6 | UInt32(value)
            digits += 1
            guard digits == 4 else { continue }
            output += [UInt8(group >> 16 & 255), UInt8(group >> 8 & 255), UInt8(group & 255)]
            group = 0
            digits = 0
        }
        switch (digits, padding) {
        case (0, 0): break
        case (2, 2): output.append(UInt8(group >> 4 & 255))
        case (3, 1): output += [UInt8(group >> 10 & 255), UInt8(group >> 2 & 255)]
        default: return nil
        }
        return output
    }

    private static func value(of byte: UInt8) -> UInt8? {
        switch byte {
        case .ascii("A") ... .ascii("Z"): byte - 0x41
        case .ascii("a") ... .ascii("z"): byte - 0x61 + 26
        case .ascii("0") ... .ascii("9"): byte - 0x30 + 52
        case .ascii("+"): 62
        case .ascii("/"): 63
        default: nil
        }
    }
}
