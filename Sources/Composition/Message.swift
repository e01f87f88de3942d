// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

public import MIME

/// One email, before it is encoded for a transport.
public struct Message: Hashable, Sendable {
    /// The author.
    public var from: Mailbox
    /// The recipients.
    public var to: AddressList
    /// The recipients of a copy.
    public var cc: AddressList
    /// The recipients that nobody sees: in the envelope only.
    public var bcc: AddressList
    /// The subject, on one line.
    public var subject: String
    /// The body.
    public var body: Body
    /// When it was composed.
    public var date: DateTime
    /// Its identifier.
    public var messageID: MessageID

    /// A body in one of the forms that IDM sends.
    public enum Body: Hashable, Sendable {
        /// HTML with the text for readers without it. The text is `nil` where only the HTML part is sent, as AIC does.
        case html([UInt8], textAlternative: [UInt8]?)
        /// Plain text.
        case plainText([UInt8])
        /// XML.
        case xml([UInt8])
    }

    /// Creates a message.
    public init(
        from: Mailbox, to: AddressList, cc: AddressList = AddressList(), bcc: AddressList = AddressList(),
        subject: String, body: Body, date: DateTime, messageID: MessageID
    ) {
        self.from = from
        self.to = to
        self.cc = cc
        self.bcc = bcc
        self.subject = subject
        self.body = body
        self.date = date
        self.messageID = messageID
    }

    /// Every address that the message goes to, in the order to, cc, bcc. Repeated ones stay, as in the reference.
    public var recipients: [AddrSpec] {
        (self.to.mailboxes + self.cc.mailboxes + self.bcc.mailboxes).map(\.address)
    }

    /// Every address of the envelope: the sender's and the recipients'.
    public var envelopeAddresses: [AddrSpec] {
        [self.from.address] + self.recipients
    }

    /// Whether an address needs SMTPUTF8.
    public var isInternationalized: Bool {
        self.envelopeAddresses.contains(where: \.isInternationalized)
    }
}
