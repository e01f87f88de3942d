// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// What a server offers and where it stops.
public struct ServerConfiguration: Hashable, Sendable {
    /// The name the server introduces itself with.
    public var hostName: EHLODomain

    /// Whether addresses and header fields may go beyond ASCII (RFC 6531).
    public var offersSMTPUTF8: Bool

    /// Whether the content may go beyond ASCII (RFC 6152).
    public var offersEightBitMIME: Bool

    /// The most octets of a message.
    public var sizeLimit: Int

    /// The most recipients of a message.
    public var recipientLimit: Int

    /// How many commands may be refused for good before the server closes the session.
    public var errorLimit: Int

    /// Creates a configuration.
    public init(
        hostName: EHLODomain = .loopback, offersSMTPUTF8: Bool = true, offersEightBitMIME: Bool = true,
        sizeLimit: Int = 25 << 20, recipientLimit: Int = 1000, errorLimit: Int = 20
    ) {
        self.hostName = hostName
        self.offersSMTPUTF8 = offersSMTPUTF8
        self.offersEightBitMIME = offersEightBitMIME
        self.sizeLimit = sizeLimit
        self.recipientLimit = recipientLimit
        self.errorLimit = errorLimit
    }

    /// The extensions in the reply to EHLO.
    public var extensions: Extensions {
        var entries = [
            Extensions.Entry(.size, [String(self.sizeLimit)]), Extensions.Entry(.pipelining),
            Extensions.Entry(.enhancedStatusCodes),
        ]
        if self.offersEightBitMIME { entries.append(Extensions.Entry(.eightBitMIME)) }
        if self.offersSMTPUTF8 { entries.append(Extensions.Entry(.smtpUTF8)) }
        return Extensions(entries)
    }
}
