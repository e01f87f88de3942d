// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// Base64 by RFC 4648, section 4.
package enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// Encodes `bytes`, padded, without line breaks.
    package static func encode(_ bytes: some Collection<UInt8>) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity((bytes.count + 2) / 3 * 4)
        var group: UInt32 = 0
        var count = 0
        for byte in bytes {
            group = group << 8 | UInt32(byte)
            count += 1
            guard count == 3 else { continue }
            Self.append(group, digits: 4, to: &output)
            group = 0
            count = 0
        }
        if count > 0 {
            Self.append(group << UInt32(8 * (3 - count)), digits: count + 1, to: &output)
            output += repeatElement(.ascii("="), count: 3 - count)
        }
        return output
    }

    private static func append(_ group: UInt32, digits: Int, to output: inout [UInt8]) {
        for digit in 0..<digits {
            output.append(Self.alphabet[Int(group >> UInt32(18 - 6 * digit) & 63)])
        }
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
