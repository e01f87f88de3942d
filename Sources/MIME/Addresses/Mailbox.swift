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

extension Mailbox: CustomStringConvertible {
    /// The mailbox for people, with Unicode kept and the name quoted where it must be.
    public var description: String {
        guard let name = self.displayName, !name.isEmpty else { return self.address.description }
        return "\(name.quotedIfNeeded) <\(self.address)>"
    }
}

extension String {
    /// The text as an RFC 5322 phrase: atoms as they are, anything else as a quoted-string.
    ///
    /// Readers take several spaces between atoms for one, and decode what looks like an encoded-word.
    package var quotedIfNeeded: String {
        let isPhrase =
            self.utf8.allSatisfy { $0.isAtomText || $0 == .space } && !self.utf8.looksEncoded
            && self.utf8.split(separator: .space, omittingEmptySubsequences: false).allSatisfy { !$0.isEmpty }
        if isPhrase { return self }
        var quoted: [UInt8] = [.ascii("\"")]
        for byte in self.utf8 {
            if byte == .ascii("\"") || byte == .ascii("\\") { quoted.append(.ascii("\\")) }
            quoted.append(byte)
        }
        quoted.append(.ascii("\""))
        return String(decoding: quoted, as: UTF8.self)
    }
}
