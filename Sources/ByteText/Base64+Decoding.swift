// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

extension Base64 {
    /// Decodes `text`, passing over white space.
    ///
    /// - Returns: `nil` for a foreign character, misplaced padding or a cut-off group.
    package static func decode(_ text: some Sequence<UInt8>) -> [UInt8]? {
        let decoded = Self.decodeLeniently(Array(text))
        return decoded.isWellFormed ? decoded.bytes : nil
    }

    /// Decodes what there is, and says whether it was all as it must be.
    ///
    /// Foreign characters are passed over, and what follows the padding is not read (RFC 2045, section 6.8); padding may
    /// be missing.
    package static func decodeLeniently(_ text: [UInt8]) -> (bytes: [UInt8], isWellFormed: Bool) {
        var output = [UInt8](repeating: 0, count: text.count / 4 * 3 + 3)
        let (count, isWellFormed) = Self.decode(text.span.bytes, into: &output)
        output.removeLast(output.count - count)
        return (output, isWellFormed)
    }

    private static func decode(_ input: RawSpan, into output: inout [UInt8]) -> (count: Int, isWellFormed: Bool) {
        let table = Self.values
        let values = table.span.bytes
        var span = output.mutableSpan
        var raw = span.mutableBytes
        var isWellFormed = true
        var count = 0
        var group: UInt32 = 0
        var digits = 0
        var padding = 0
        var index = 0
        while index < input.byteCount, digits + padding < 4 {
            if digits == 0, input.byteCount &- index >= 4 {
                let first = UInt32(values.octet(at: Int(input.octet(at: index))))
                let second = UInt32(values.octet(at: Int(input.octet(at: index &+ 1))))
                let third = UInt32(values.octet(at: Int(input.octet(at: index &+ 2))))
                let fourth = UInt32(values.octet(at: Int(input.octet(at: index &+ 3))))
                if first | second | third | fourth < 64 {
                    raw.store(first &<< 18 | second &<< 12 | third &<< 6 | fourth, octets: 3, at: count)
                    index &+= 4
                    count &+= 3
                    continue
                }
            }
            let byte = input.octet(at: index)
            index += 1
            let value = values.octet(at: Int(byte))
            guard value < 64 else {
                if byte == .ascii("="), digits >= 2 {
                    padding += 1
                } else if !byte.isWhitespace {
                    isWellFormed = false
                }
                continue
            }
            if padding > 0 {
                isWellFormed = false
                padding = 0
            }
            group = group << 6 | UInt32(value)
            digits += 1
            guard digits == 4 else { continue }
            raw.store(group, octets: 3, at: count)
            count += 3
            digits = 0
        }
        while index < input.byteCount, isWellFormed {
            isWellFormed = input.octet(at: index).isWhitespace
            index += 1
        }
        switch digits {
        case 0: return (count, isWellFormed)
        case 1: return (count, false)
        default:
            raw.store(digits == 2 ? group >> 4 : group >> 2, octets: digits - 1, at: count)
            return (count + digits - 1, isWellFormed && digits + padding == 4)
        }
    }

    /// The value of each digit, by its byte; 255 for what is none.
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: 255, count: 256)
        for (value, digit) in Self.alphabet.enumerated() { values[Int(digit)] = UInt8(value) }
        return values
    }()
}

extension MutableRawSpan {
    /// Stores the lowest octets of a number, the highest of them first.
    @inline(__always)
    fileprivate mutating func store(_ number: UInt32, octets count: Int, at index: Int) {
        for offset in 0..<count {
            let octet = UInt8(truncatingIfNeeded: number &>> UInt32(8 &* (count &- 1 &- offset)))
            self.storeBytes(of: octet, toByteOffset: index &+ offset, as: UInt8.self)
        }
    }
}
