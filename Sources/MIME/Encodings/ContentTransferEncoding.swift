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

    /// What a transport takes that offers 8BITMIME (RFC 6152): whatever there is.
    public static let eightBitMIME: [ContentTransferEncoding] = [.sevenBit, .eightBit, .quotedPrintable, .base64]

    /// The encoding of the least size for a text of any line ending; of two with the same size, the more readable one.
    ///
    /// The size is that of the encoded text without the line end that may follow it.
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
        if let plain, !measure.hasNUL, LineEnds.firstLine(of: text, longerThan: 998) == nil { return plain }
        guard encodings.contains(.quotedPrintable) else { return .base64 }
        guard encodings.contains(.base64) else { return .quotedPrintable }
        return Self.isQuotedPrintableSmall(text, measure) ? .quotedPrintable : .base64
    }

    /// Whether quoted-printable takes no more than base64, soft line breaks and the ends of lines included.
    private static func isQuotedPrintableSmall(_ text: [UInt8], _ measure: TextMeasure) -> Bool {
        let digits = (measure.canonicalSize + 2) / 3 * 4
        let base64Size = digits + max(digits - 1, 0) / 76 * 2
        let leastSize = measure.canonicalSize + 2 * measure.escapes
        guard leastSize <= base64Size else { return false }
        // A blank before each line end and that of the text is escaped, and 73 octets or more stand before each soft line
        // break, which takes three.
        let greatestSize = (leastSize + 2 * measure.lineEnds + 2) * 76 / 73
        guard greatestSize > base64Size else { return true }
        var encoded: [UInt8] = []
        QuotedPrintable.appendLines(text, to: &encoded)
        return encoded.count <= base64Size
    }

    /// The encoding that a field names, without regard to case.
    static func named(_ token: String) -> ContentTransferEncoding? {
        ContentTransferEncoding(rawValue: token.asciiLowercased)
    }

    /// Whether the bytes of a body are those that it stands for, as those of a multipart must be (RFC 2045, section 6.4).
    var isIdentity: Bool { self == .sevenBit || self == .eightBit || self == .binary }

    var token: HeaderField.Token { HeaderField.Token(known: self.rawValue) }
}
