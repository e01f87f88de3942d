// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

package import ByteText

/// The name by which a client or server introduces itself: a domain or an address literal (RFC 5321, section 4.1.1.1).
///
/// Hosts call themselves `localhost`, `my_pc` and worse, and a server must not refuse them for it (section 4.1.4). So any
/// run of visible ASCII characters will do; what matters is that nothing else can hide in it.
public struct EHLODomain: Hashable, Sendable {
    /// The name.
    public let name: String

    /// The longest name in octets (RFC 5321, section 4.5.3.1.2).
    public static let octetLimit = 255

    /// Checks a name.
    public init(_ name: String) throws(CommandSyntaxError) {
        try self.init(Array(name.utf8))
    }

    init(_ bytes: [UInt8]) throws(CommandSyntaxError) {
        guard !bytes.isEmpty else {
            throw CommandSyntaxError(.missingArgument, "a domain or address literal is missing")
        }
        guard bytes.count <= Self.octetLimit, bytes.allSatisfy(\.isVisible) else {
            let hasControl = bytes.contains(where: \.isControl)
            throw CommandSyntaxError(
                hasControl ? .controlCharacter : .badDomain,
                "the name must be a domain or address literal of at most \(Self.octetLimit) octets")
        }
        self.name = String(decoding: bytes, as: UTF8.self)
    }

    /// The address literal of the loopback interface, for a host that does not know its name.
    public static let loopback = EHLODomain(known: "[127.0.0.1]")

    private init(known name: String) {
        self.name = name
    }

    package var wireText: WireText {
        get throws(WireTextError) { try WireText(validating: self.name) }
    }
}

extension EHLODomain: CustomStringConvertible {
    /// The name.
    public var description: String { self.name }
}
