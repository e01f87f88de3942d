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

    /// Reads a list as received mail has it; ``Reading`` says what was forgiven.
    ///
    /// Never for what is sent: there the strict ``init(_:)`` says what is wrong.
    public init(lenient text: String) throws(AddressError) {
        self = try Reading(lenient: text).list
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

    /// A list as it was read, with what was wrong with it.
    public struct Reading: Sendable {
        /// The list. It can be written, and what is written is read strictly as the same list.
        public let list: AddressList

        /// What was forgiven, in the order of the text: of each kind the first in every entry.
        ///
        /// A strict reading forgives control characters in display names only, and lists every one.
        public let defects: [AddressDefect]

        /// The byte offsets of control characters in display names that became spaces.
        public var replacedControls: [Int] {
            self.defects.filter { $0.code == .controlCharacter }.map(\.offset)
        }

        /// Parses a comma-separated list strictly: what it takes may be sent.
        public init(_ text: String) throws(AddressError) {
            var parser = AddressParser(text)
            self.list = try parser.parseList()
            self.defects = parser.replacedControls.map { AddressDefect(code: .controlCharacter, offset: $0) }
        }

        /// Reads a comma-separated list as received mail has it: the obsolete syntax of RFC 5322, section 4.4, and what
        /// mail programs write in error, as long as it can be read in one way only.
        ///
        /// An encoded-word in an address is never decoded, and no domain is made up: both are errors.
        ///
        /// - Parameters:
        ///   - text: The unfolded value of a field.
        ///   - form: ``HeaderForm/internationalized`` where the message was declared to have UTF-8 in its header.
        /// - Throws: ``AddressError`` with the byte offset of what cannot be understood.
        public init(lenient text: String, form: HeaderForm = .ascii) throws(AddressError) {
            var parser = LenientAddressParser(text, form: form)
            self.list = try parser.parseList()
            self.defects = parser.defects.sorted { $0.offset < $1.offset }
        }
    }
}

extension AddressList {
    /// The list on one line, each mailbox as ``Mailbox/serialized``. ``init(_:)`` reads it.
    ///
    /// A ``HeaderField`` folds it, and writes names in ASCII where it must.
    public var serialized: String { self.text(of: \.serialized) }

    private func text(of text: (Mailbox) -> String) -> String {
        self.addresses.map { address in
            switch address {
            case .mailbox(let mailbox): text(mailbox)
            case .group(let name, let members):
                "\(name.replacingControlsWithSpaces.quotedIfNeeded): \(members.map(text).joined(separator: ", "));"
            }
        }.joined(separator: ", ")
    }
}

extension AddressList: CustomStringConvertible {
    /// The list for people.
    public var description: String { self.text(of: \.description) }
}
