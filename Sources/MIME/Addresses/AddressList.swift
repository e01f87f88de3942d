// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// A list of mailboxes and groups, as in `To` (RFC 5322, section 3.4).
public struct AddressList: Hashable, Sendable {
    /// A mailbox, or a named group of them.
    public enum Address: Hashable, Sendable {
        /// One mailbox.
        case mailbox(Mailbox)
        /// A group; it may be empty.
        case group(name: String, members: [Mailbox])
    }

    /// The entries in their order.
    public var addresses: [Address]

    /// Creates a list from entries.
    public init(_ addresses: [Address] = []) {
        self.addresses = addresses
    }

    /// Creates a list of mailboxes.
    public init(mailboxes: [Mailbox]) {
        self.addresses = mailboxes.map { .mailbox($0) }
    }

    /// Parses a comma-separated list.
    ///
    /// Empty entries between commas are passed over, and an empty text is an empty list. CR, LF and NUL inside a
    /// display name become a space; ``Reading`` says where.
    public init(_ text: String) throws(AddressError) {
        self = try Reading(text).list
    }

    /// All mailboxes, those of groups included.
    public var mailboxes: [Mailbox] {
        self.addresses.flatMap { address in
            switch address {
            case .mailbox(let mailbox): [mailbox]
            case .group(_, let members): members
            }
        }
    }

    /// The mailbox of a list that must hold exactly one, outside any group.
    public func onlyMailbox() throws(AddressError) -> Mailbox {
        guard let first = self.addresses.first else {
            throw AddressError(code: .empty, message: "there is no address", offset: 0)
        }
        guard self.addresses.count == 1, case .mailbox(let mailbox) = first else {
            throw AddressError(
                code: .notExactlyOne, message: "exactly one address must stand here, not a list or group", offset: 0)
        }
        return mailbox
    }

    /// A list as it was read, with what had to be replaced in it.
    public struct Reading: Sendable {
        /// The list.
        public let list: AddressList

        /// The byte offsets of control characters in display names that became spaces.
        public let replacedControls: [Int]

        /// Parses a comma-separated list strictly: what it takes may be sent.
        public init(_ text: String) throws(AddressError) {
            var parser = AddressParser(text)
            self.list = try parser.parseList()
            self.replacedControls = parser.replacedControls
        }
    }
}

extension AddressList: CustomStringConvertible {
    /// The list for people.
    public var description: String {
        self.addresses.map { address in
            switch address {
            case .mailbox(let mailbox): mailbox.description
            case .group(let name, let members):
                "\(name.quotedIfNeeded): \(members.map(\.description).joined(separator: ", "));"
            }
        }.joined(separator: ", ")
    }
}
