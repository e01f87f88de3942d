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
    /// Any bytes, for transports that take them (RFC 3030). Galley reads it and never writes it.
    case binary = "binary"

    /// What a transport takes that is not said to take 8-bit data (RFC 5321, section 2.4).
    public static let sevenBitClean: [ContentTransferEncoding] = [.sevenBit, .quotedPrintable, .base64]

    /// The encoding of the least size for a text of any line ending.
    ///
    /// - Parameter encodings: Those that may be chosen; base64 always may where none of the others can hold the text.
    public static func choose(
        for text: [UInt8], among encodings: [ContentTransferEncoding] = Self.sevenBitClean
    ) -> ContentTransferEncoding {
        if encodings == [.quotedPrintable] || encodings == [.base64] { return encodings[0] }
        let measure = TextMeasure(text)
        let plain = [ContentTransferEncoding.sevenBit, .eightBit].first {
            encodings.contains($0) && (measure.isASCII || $0 == .eightBit)
        }
        if let plain, !measure.hasNUL, !LineEnds.hasLine(in: text, longerThan: 998) { return plain }
        let isQuotedPrintableSmall = measure.canonicalSize + 2 * measure.escapes <= measure.canonicalSize * 4 / 3
        guard encodings.contains(.quotedPrintable) else { return .base64 }
        return isQuotedPrintableSmall || !encodings.contains(.base64) ? .quotedPrintable : .base64
    }

    /// The encoding that a field names, without regard to case.
    static func named(_ token: String) -> ContentTransferEncoding? {
        ContentTransferEncoding(rawValue: token.asciiLowercased)
    }

    /// Whether the bytes of a body are those that it stands for, as those of a multipart must be (RFC 2045, section 6.4).
    var isIdentity: Bool { self == .sevenBit || self == .eightBit || self == .binary }

    var token: HeaderField.Token { HeaderField.Token(known: self.rawValue) }
}
