// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

public import MIME

/// Who sends a message and who gets it, as MAIL and RCPT say (RFC 5321, section 2.3.1).
///
/// It has nothing to do with the header fields. (IMAP means by the word the fields themselves.)
public struct Envelope: Hashable, Sendable {
    /// Where failures are reported to; `nil` is the null reverse-path `<>`.
    public var reversePath: AddrSpec?

    /// The recipients.
    public var forwardPaths: [AddrSpec]

    /// Creates an envelope.
    public init(reversePath: AddrSpec?, forwardPaths: [AddrSpec]) {
        self.reversePath = reversePath
        self.forwardPaths = forwardPaths
    }

    /// Whether an address in it needs SMTPUTF8.
    public var isInternationalized: Bool {
        (self.reversePath?.isInternationalized ?? false) || self.forwardPaths.contains(where: \.isInternationalized)
    }
}
