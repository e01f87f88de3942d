// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

package import ByteText

/// An address proper, `local-part@domain` (RFC 5322, section 3.4.1), without a name.
public struct AddrSpec: Hashable, Sendable {
    /// What stands before the `@`.
    public let localPart: LocalPart

    /// What stands after the `@`.
    public let domain: Domain

    /// The longest address in octets that fits a path (RFC 5321, section 4.5.3.1.3, less the angle brackets).
    public static let octetLimit = 254

    /// Creates an address from its parts.
    public init(localPart: LocalPart, domain: Domain) throws(AddressError) {
        self.localPart = localPart
        self.domain = domain
        let octets = localPart.serialized.utf8.count + 1 + domain.ascii.utf8.count
        guard octets <= Self.octetLimit else {
            throw AddressError(
                code: .tooLong, message: "the address takes \(octets) octets; \(Self.octetLimit) are allowed", offset: 0
            )
        }
    }

    /// Parses an address without display name or angle brackets.
    public init(_ text: String) throws(AddressError) {
        var parser = AddressParser(text)
        self = try parser.parseLoneAddrSpec()
    }

    /// Whether the address needs SMTPUTF8: a local part beyond ASCII. A domain alone never does.
    public var isInternationalized: Bool { self.localPart.isInternationalized }

    /// The address as it goes on the wire: the domain as A-labels.
    package var wireText: WireText {
        get throws(WireTextError) {
            try WireText(
                validating: self.serialized, as: self.isInternationalized ? .utf8 : .ascii)
        }
    }

    /// The address in the form that goes on the wire.
    public var serialized: String {
        self.localPart.serialized + "@" + self.domain.ascii
    }
}

extension AddrSpec: CustomStringConvertible {
    /// The address for people, the domain as U-labels.
    public var description: String {
        self.localPart.serialized + "@" + self.domain.unicode
    }
}
