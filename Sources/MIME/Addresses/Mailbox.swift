// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// A person or place that receives mail: an address with a name or without (RFC 5322, section 3.4).
public struct Mailbox: Hashable, Sendable {
    /// The name, in plain Unicode: unquoted and decoded.
    public var displayName: String?

    /// The address.
    public var address: AddrSpec

    /// Creates a mailbox.
    public init(displayName: String? = nil, address: AddrSpec) {
        self.displayName = displayName
        self.address = address
    }

    /// Parses a text that must be exactly one mailbox: `ada@example.com` or `"Ada" <ada@example.com>`.
    public init(_ text: String) throws(AddressError) {
        self = try AddressList.Reading(text).list.onlyMailbox()
    }
}

extension Mailbox {
    /// The mailbox as a header field holds it (RFC 6532): the name in Unicode, control characters in it as spaces, and the
    /// domain as A-labels. ``init(_:)`` reads it.
    public var serialized: String {
        self.text(address: self.address.serialized)
    }

    private func text(address: String) -> String {
        guard let name = self.displayName?.replacingControlsWithSpaces, !name.isEmpty else { return address }
        return "\(name.quotedIfNeeded) <\(address)>"
    }
}

extension Mailbox: CustomStringConvertible {
    /// The mailbox for people, with Unicode kept and the name quoted where it must be.
    public var description: String {
        self.text(address: self.address.description)
    }
}

extension String {
    /// The text as an RFC 5322 phrase: atoms as they are, anything else as a quoted-string.
    ///
    /// Readers take several spaces between atoms for one, and decode what looks like an encoded-word.
    package var quotedIfNeeded: String {
        self.isPhrase ? self : self.asQuotedString
    }

    /// Whether the text is atoms with single spaces between them, and no part of it looks like an encoded-word.
    private var isPhrase: Bool {
        let bytes = self.utf8.span
        var previous = UInt8.space
        for index in bytes.indices {
            let byte = bytes[index]
            guard byte == .space ? previous != .space : byte.isAtomText, previous != .ascii("=") || byte != .ascii("?")
            else { return false }
            previous = byte
        }
        return previous != .space
    }

    /// The text between quotes, with a backslash before those in it and before other backslashes.
    var asQuotedString: String {
        let bytes = self.utf8.span
        var quoted: [UInt8] = []
        quoted.append(addingCapacity: 2 * bytes.count + 2) { quoted in
            quoted.append(.ascii("\""))
            for index in bytes.indices {
                let byte = bytes[index]
                if byte == .ascii("\"") || byte == .ascii("\\") { quoted.append(.ascii("\\")) }
                quoted.append(byte)
            }
            quoted.append(.ascii("\""))
        }
        return String(decoding: quoted, as: UTF8.self)
    }
}
