// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// A message as the server received it.
public struct ReceivedMessage: Hashable, Sendable {
    /// Sender and recipients.
    public var envelope: Envelope

    /// Whether MAIL had the parameter `SMTPUTF8`.
    public var usedSMTPUTF8: Bool

    /// What MAIL said about the body, if anything.
    public var body: MailParameters.Body?

    /// The content byte for byte as it came, with the stuffed dots taken out.
    public var content: [UInt8]

    /// What was wrong with the content on the wire.
    public var defects: Set<ContentDefect>

    /// How the client introduced itself.
    public var clientDomain: EHLODomain

    /// Which session of the server it came in, from 1.
    public var sessionNumber: Int

    /// Creates a message.
    public init(
        envelope: Envelope, usedSMTPUTF8: Bool = false, body: MailParameters.Body? = nil, content: [UInt8],
        defects: Set<ContentDefect> = [], clientDomain: EHLODomain, sessionNumber: Int
    ) {
        self.envelope = envelope
        self.usedSMTPUTF8 = usedSMTPUTF8
        self.body = body
        self.content = content
        self.defects = defects
        self.clientDomain = clientDomain
        self.sessionNumber = sessionNumber
    }
}
