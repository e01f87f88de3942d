// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// How the bytes of a body part are written (RFC 2045, section 6).
public enum ContentTransferEncoding: String, Hashable, Sendable {
    /// ASCII lines of at most 998 octets.
    case sevenBit = "7bit"
    /// Lines of at most 998 octets, for transports that take 8-bit data.
    case eightBit = "8bit"
    /// Mostly readable text with escapes.
    case quotedPrintable = "quoted-printable"
    /// Base64 in lines of 76.
    case base64 = "base64"

    /// The encoding of the least size that a 7-bit transport takes.
    ///
    /// - Parameter text: Text whose lines end with CR LF.
    public static func choose(for text: [UInt8]) -> ContentTransferEncoding {
        let isClean = text.allSatisfy { $0.isASCII && $0 != .nul }
        if isClean, (try? WireLines(validating: text + [.carriageReturn, .lineFeed])) != nil { return .sevenBit }
        return QuotedPrintable.estimatedSize(text) <= text.count * 4 / 3 ? .quotedPrintable : .base64
    }

    /// The bytes as they stand in the message.
    func encode(_ bytes: [UInt8]) -> [UInt8] {
        switch self {
        case .sevenBit, .eightBit: bytes
        case .quotedPrintable: QuotedPrintable.encode(bytes)
        case .base64: Self.lines(of: Base64.encode(bytes))
        }
    }

    private static func lines(of base64: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(base64.count + base64.count / 38 + 2)
        for start in stride(from: 0, to: base64.count, by: 76) {
            if start > 0 { output += [.carriageReturn, .lineFeed] }
            output += base64[start..<min(start + 76, base64.count)]
        }
        return output
    }

    /// The encoding that a field names, without regard to case.
    static func named(_ text: some Collection<UInt8>) -> ContentTransferEncoding? {
        [.sevenBit, .eightBit, .quotedPrintable, .base64].first { $0.rawValue.utf8.equalsIgnoringASCIICase(text) }
    }

    var token: HeaderField.Token {
        switch self {
        case .sevenBit: HeaderField.Token(known: "7bit")
        case .eightBit: HeaderField.Token(known: "8bit")
        case .quotedPrintable: HeaderField.Token(known: "quoted-printable")
        case .base64: HeaderField.Token(known: "base64")
        }
    }
}
