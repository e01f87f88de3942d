// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

public import MIME

/// Whom a pre-flight asks about.
public struct DeliveryInquiry: Hashable, Sendable {
    /// The sender.
    public var sender: AddrSpec
    /// The recipients.
    public var recipients: [AddrSpec]

    /// Creates an inquiry.
    public init(sender: AddrSpec, recipients: [AddrSpec]) {
        self.sender = sender
        self.recipients = recipients
    }
}
