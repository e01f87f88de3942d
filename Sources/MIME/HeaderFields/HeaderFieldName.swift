// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// The name of a header field: a token where the field is written, and what RFC 5322 allows where it was received.
///
/// Names are equal without regard to case.
public struct HeaderFieldName: Sendable {
    /// The name as it was given.
    public let text: String

    /// Whether a field of that name may be written.
    let isToken: Bool

    /// A longer name leaves no room for a value on the first line (RFC 5322, section 2.1.1).
    private static let octetLimit = 76

    /// With its colon, a longer name is a line past 998 octets.
    private static let receivedLimit = 997

    /// Checks a name; it is `nil` where it is no token (RFC 2045, section 5.1) or has more than 76 octets.
    public init?(_ text: String) {
        self.init(received: text)
        guard self.isToken else { return nil }
    }

    /// Checks the name of a field that was received, which RFC 5322, section 3.6.8 allows more: up to 997 octets of
    /// printable ASCII without a colon.
    package init?(received text: String) {
        guard !text.isEmpty, text.utf8.count <= Self.receivedLimit,
            text.utf8.allSatisfy({ $0.isVisible && $0 != .ascii(":") })
        else { return nil }
        self.text = text
        self.isToken = text.utf8.count <= Self.octetLimit && MediaType.isToken(text)
    }

    private init(known text: StaticString) {
        self.text = "\(text)"
        self.isToken = true
    }
}

extension HeaderFieldName: Hashable {
    /// Whether both are the same but for the case of ASCII letters.
    public static func == (lhs: HeaderFieldName, rhs: HeaderFieldName) -> Bool {
        lhs.text.utf8.count == rhs.text.utf8.count && lhs.text.utf8.equalsIgnoringASCIICase(rhs.text.utf8)
    }

    /// Hashes the name without its case.
    public func hash(into hasher: inout Hasher) {
        for byte in self.text.utf8 { hasher.combine(byte.asciiLowercased) }
    }
}

extension HeaderFieldName: CustomStringConvertible {
    /// The name as it was given.
    public var description: String { self.text }
}

extension HeaderFieldName {
    /// `From` (RFC 5322, section 3.6.2).
    public static let from = HeaderFieldName(known: "From")
    /// `Sender` (RFC 5322, section 3.6.2).
    public static let sender = HeaderFieldName(known: "Sender")
    /// `Reply-To` (RFC 5322, section 3.6.2).
    public static let replyTo = HeaderFieldName(known: "Reply-To")
    /// `To` (RFC 5322, section 3.6.3).
    public static let to = HeaderFieldName(known: "To")
    /// `Cc` (RFC 5322, section 3.6.3).
    public static let cc = HeaderFieldName(known: "Cc")
    /// `Bcc` (RFC 5322, section 3.6.3). Galley writes it for Microsoft Graph only.
    public static let bcc = HeaderFieldName(known: "Bcc")
    /// `Subject` (RFC 5322, section 3.6.5).
    public static let subject = HeaderFieldName(known: "Subject")
    /// `Date` (RFC 5322, section 3.6.1).
    public static let date = HeaderFieldName(known: "Date")
    /// `Message-ID` (RFC 5322, section 3.6.4).
    public static let messageID = HeaderFieldName(known: "Message-ID")
    /// `MIME-Version` (RFC 2045, section 4).
    public static let mimeVersion = HeaderFieldName(known: "MIME-Version")
    /// `Content-Type` (RFC 2045, section 5).
    public static let contentType = HeaderFieldName(known: "Content-Type")
    /// `Content-Transfer-Encoding` (RFC 2045, section 6).
    public static let contentTransferEncoding = HeaderFieldName(known: "Content-Transfer-Encoding")
    /// `Content-Disposition` (RFC 2183).
    public static let contentDisposition = HeaderFieldName(known: "Content-Disposition")
    /// `Content-ID` (RFC 2045, section 7).
    public static let contentID = HeaderFieldName(known: "Content-ID")
    /// `Auto-Submitted` (RFC 3834, section 5).
    public static let autoSubmitted = HeaderFieldName(known: "Auto-Submitted")
    /// `List-Unsubscribe` (RFC 2369, section 3.2).
    public static let listUnsubscribe = HeaderFieldName(known: "List-Unsubscribe")
    /// `List-Unsubscribe-Post` (RFC 8058).
    public static let listUnsubscribePost = HeaderFieldName(known: "List-Unsubscribe-Post")
}
