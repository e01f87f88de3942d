// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
public import MIME
public import TenantConfiguration

/// A mailbox of a message with the text that it was read from.
public struct LocatedMailbox: Sendable {
    /// The mailbox.
    public var mailbox: Mailbox
    /// The field of the message that it stands in: `From`, `To`.
    public var field: String
    /// Whether the domain is written beyond ASCII, and not as A-labels.
    public var isDomainInUnicode: Bool
    private let text: SourceText
    private let nameOffset: Int?
    private let addressOffset: Int?

    /// The mailboxes of a list, in their order.
    ///
    /// Names and addresses that stand in the text as they are have their own places; the others that of the text.
    static func locate(_ list: AddressList, in text: SourceText, field: String) -> [LocatedMailbox] {
        var end = 0
        return list.mailboxes.map { mailbox in
            // Each one is looked for near the one before it, so that long lists cost no more than their length.
            let address = Array((mailbox.address.localPart.serialized + "@").utf8)
            let window = text.bytes[end..<min(end + Self.windowSize, text.bytes.count)]
            let found = window.firstRange(of: address)
            let name = mailbox.displayName.flatMap { name in
                window.prefix(upTo: found?.lowerBound ?? window.endIndex).firstRange(of: Array(name.utf8))
            }
            end = found?.upperBound ?? end
            let domain = text.bytes[end...].prefix { $0.isASCII ? $0.isAlphanumeric || "-.".utf8.contains($0) : true }
            return LocatedMailbox(
                mailbox: mailbox, field: field, isDomainInUnicode: found != nil && !domain.allSatisfy(\.isASCII),
                text: text, nameOffset: name?.lowerBound,
                addressOffset: found?.lowerBound)
        }
    }

    private static let windowSize = 2048

    /// What the mailbox is to the message.
    public var role: InternationalAddressRule.Role {
        switch self.field {
        case "From": .sender
        case "Reply-To": .replyTo
        default: .recipient
        }
    }

    /// The place of the address, or of the byte at `offset` of its local part where that is written without quotes.
    public func locationOfAddress(at offset: Int = 0) -> SourceLocation {
        self.location(self.addressOffset, offset)
    }

    /// The place of the display name, or of the byte at `offset` in it.
    public func locationOfName(at offset: Int = 0) -> SourceLocation {
        self.location(self.nameOffset, offset)
    }

    private func location(_ start: Int?, _ offset: Int) -> SourceLocation {
        self.text.location(of: start.map { $0 + offset } ?? 0)
    }
}
