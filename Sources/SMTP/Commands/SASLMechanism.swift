// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

package import ByteText

/// The name of an authentication mechanism, such as `PLAIN` (RFC 4422, section 3.1).
public struct SASLMechanism: Hashable, Sendable {
    /// The name, in capitals.
    public let name: String

    /// Checks a name.
    ///
    ///     sasl-mech = 1*20mech-char
    ///     mech-char = UPPER-ALPHA / DIGIT / HYPHEN / UNDERSCORE
    public init(_ name: String) throws(CommandSyntaxError) {
        try self.init(Array(name.utf8))
    }

    init(_ bytes: [UInt8]) throws(CommandSyntaxError) {
        guard (1...20).contains(bytes.count),
            bytes.allSatisfy({ $0.isAlphanumeric || $0 == .ascii("-") || $0 == .ascii("_") })
        else { throw CommandSyntaxError(.badAuthentication, "that is not the name of a SASL mechanism") }
        self.name = String(decoding: bytes.map(\.asciiUppercased), as: UTF8.self)
    }

    package var wireText: WireText {
        get throws(WireTextError) { try WireText(validating: self.name) }
    }
}

/// The mechanisms that Galley knows.
extension SASLMechanism {
    private init(known name: StaticString) {
        self.name = "\(name)"
    }

    /// User name and password in one go (RFC 4616).
    public static let plain = SASLMechanism(known: "PLAIN")
    /// User name and password one after the other, an old draft that many servers ask for.
    public static let login = SASLMechanism(known: "LOGIN")
    /// A digest of the password (RFC 2195).
    public static let cramMD5 = SASLMechanism(known: "CRAM-MD5")
    /// Proof of the password on both sides (RFC 7677).
    public static let scramSHA256 = SASLMechanism(known: "SCRAM-SHA-256")
    /// An access token, as Google and Microsoft document it.
    public static let xoauth2 = SASLMechanism(known: "XOAUTH2")

    /// Those that work with a password, the strongest first.
    public static let byStrength: [SASLMechanism] = [.scramSHA256, .cramMD5, .plain, .login]
}
