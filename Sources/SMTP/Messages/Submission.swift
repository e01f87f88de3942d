// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

package import ByteText

/// A message with its envelope, ready to be sent.
public struct Submission: Hashable, Sendable {
    /// Sender and recipients.
    public let envelope: Envelope

    /// The octets of the content, dots not stuffed: what `SIZE=` says (RFC 1870, section 5).
    public let size: Int

    /// Whether the message can only go to a server with SMTPUTF8: an address of the envelope or a header field goes
    /// beyond ASCII (RFC 6531, section 3.4).
    public let needsSMTPUTF8: Bool

    /// Whether the content has octets beyond ASCII, which need 8BITMIME (RFC 6152).
    public let isEightBit: Bool

    /// The content as it follows DATA: dots stuffed, with the lone dot at the end.
    package let stuffedContent: WireLines

    /// Prepares a message.
    ///
    /// - Parameters:
    ///   - envelope: Sender and recipients.
    ///   - content: Header and body, in lines that end with CR LF.
    /// - Throws: ``SMTPError`` for content that is not in such lines: bare CR or LF, NUL, or more than 998 octets in a line.
    public init(envelope: Envelope, content: [UInt8]) throws(SMTPError) {
        do throws(WireTextError) {
            try self.init(envelope: envelope, content: try WireLines(validating: content))
        } catch {
            throw SMTPError(code: .notRepresentable, message: "the content has \(error)", stage: .ready)
        }
    }

    /// Prepares a message whose lines have been checked.
    package init(envelope: Envelope, content: WireLines) throws(WireTextError) {
        self.envelope = envelope
        self.size = content.bytes.count
        self.isEightBit = !content.bytes.isASCII
        self.needsSMTPUTF8 =
            envelope.isInternationalized || (self.isEightBit && Self.headerIsEightBit(content.bytes))
        self.stuffedContent = try content.dotStuffed
    }

    /// Whether an octet beyond ASCII stands before the first empty line.
    private static func headerIsEightBit(_ content: [UInt8]) -> Bool {
        var isLineStart = true
        for byte in content {
            if !byte.isASCII { return true }
            if byte == .carriageReturn, isLineStart { return false }
            isLineStart = byte == .lineFeed
        }
        return false
    }
}
