// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// What a peer said, made safe for a terminal, a log or a reply.
///
/// C0 and C1 controls, DEL, the Unicode line separators, bidirectional controls and ill-formed UTF-8 become `\xHH`, byte
/// by byte: a peer must not move the cursor, end a line or turn text around where its words are shown.
package enum DisplayText {
    /// The bytes as text, with what is unsafe escaped and the rest of UTF-8 kept.
    package static func escape(_ bytes: some Collection<UInt8>) -> String {
        if bytes.allSatisfy({ $0.isVisible || $0 == .space }) { return String(decoding: bytes, as: UTF8.self) }
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        var rest = Array(bytes)[...]
        while let byte = rest.first {
            let length = Self.scalarLength(at: rest)
            if let length, Self.isSafe(rest.prefix(length)) {
                output += rest.prefix(length)
                rest = rest.dropFirst(length)
            } else {
                Self.append(escaped: byte, to: &output)
                rest = rest.dropFirst()
            }
        }
        return String(decoding: output, as: UTF8.self)
    }

    /// The bytes as ASCII, with everything else escaped.
    package static func escapeToASCII(_ bytes: some Collection<UInt8>) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        for byte in bytes {
            if byte.isVisible || byte == .space {
                output.append(byte)
            } else {
                Self.append(escaped: byte, to: &output)
            }
        }
        return output
    }

    private static func append(escaped byte: UInt8, to output: inout [UInt8]) {
        output += [.ascii("\\"), .ascii("x"), .hexDigit(byte >> 4), .hexDigit(byte & 15)]
    }

    /// The length of the well-formed UTF-8 sequence at the start.
    private static func scalarLength(at bytes: ArraySlice<UInt8>) -> Int? {
        guard let lead = bytes.first else { return nil }
        if lead.isASCII { return 1 }
        let length = 1 + bytes.dropFirst().prefix(3).prefix(while: \.isUTF8Continuation).count
        // A lead byte says itself how much belongs to it; more continuation bytes than that are not its own.
        for candidate in 2...4 where candidate <= length {
            if UTF8Validation.firstFault(in: Array(bytes.prefix(candidate))) == nil { return candidate }
        }
        return nil
    }

    private static func isSafe(_ scalar: ArraySlice<UInt8>) -> Bool {
        guard let first = scalar.first else { return false }
        if first.isASCII { return !first.isControl }
        guard let value = String(decoding: scalar, as: UTF8.self).unicodeScalars.first?.value else { return false }
        switch value {
        case 0x80...0x9F, 0x061C, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069: return false
        default: return true
        }
    }
}

extension Collection<UInt8> {
    /// At most 64 of the bytes as ASCII with everything else escaped: what may be echoed to a client.
    package var displayPrefix: String {
        String(decoding: DisplayText.escapeToASCII(self.prefix(64)), as: UTF8.self)
    }
}
