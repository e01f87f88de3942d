// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
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
    /// Where answers go, in place of the author; empty where they go to the author.
    public var replyTo: AddressList
    /// The subject, on one line.
    public var subject: String
    /// The body.
    public var body: Body
    /// Whether the text part goes out as `format=flowed` (RFC 3676).
    public var isTextFlowed: Bool
    /// The files that go along: attached, or shown by the HTML.
    public var attachments: [Attachment]
    /// Whether Microsoft Graph leaves a copy in the sent items of the mailbox; its MIME form always does.
    public var savesToSentItems: Bool
    /// Where a reader ends the subscription.
    public var unsubscribe: ListUnsubscribe?
    /// Fields of the header that only the sender knows the meaning of.
    public var customFields: [CustomField]
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

    /// A field of the header whose name begins with `X-`.
    public struct CustomField: Hashable, Sendable {
        /// The name.
        public let name: HeaderFieldName
        /// The value, on one line.
        public var value: String

        /// What every name begins with, whatever the case of its letter.
        static let prefix = "X-"

        static func hasPrefix(_ name: String) -> Bool {
            name.utf8.startsIgnoringASCIICase(with: Self.prefix.utf8)
        }

        /// The longest name in octets, as of every `HeaderFieldName`.
        static let nameOctetLimit = 76
        /// The longest value in octets.
        public static let octetLimit = 4096
        /// The number of fields that a message may have.
        public static let countLimit = 50

        /// Checks the name; it is `nil` for one that does not begin with `X-`.
        public init?(_ name: String, _ value: String) {
            guard Self.hasPrefix(name), name.utf8.count > Self.prefix.utf8.count, let name = HeaderFieldName(name)
            else {
                return nil
            }
            self.name = name
            self.value = value
        }
    }

    /// Creates a message.
    public init(
        from: Mailbox, to: AddressList, cc: AddressList = AddressList(), bcc: AddressList = AddressList(),
        replyTo: AddressList = AddressList(), subject: String, body: Body, isTextFlowed: Bool = false,
        savesToSentItems: Bool = true, attachments: [Attachment] = [], unsubscribe: ListUnsubscribe? = nil,
        customFields: [CustomField] = [],
        date: DateTime, messageID: MessageID
    ) {
        self.from = from
        self.to = to
        self.cc = cc
        self.bcc = bcc
        self.replyTo = replyTo
        self.subject = subject
        self.body = body
        self.isTextFlowed = isTextFlowed
        self.savesToSentItems = savesToSentItems
        self.attachments = attachments
        self.unsubscribe = unsubscribe
        self.customFields = customFields
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

    /// Every address that has to be written down, on the envelope or in the header.
    public var addresses: [AddrSpec] {
        self.envelopeAddresses + self.replyTo.mailboxes.map(\.address)
    }

    /// Whether an address needs SMTPUTF8.
    public var isInternationalized: Bool {
        self.addresses.contains(where: \.isInternationalized)
    }
}
