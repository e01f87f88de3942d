// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// The word a command begins with, in capitals (RFC 5321, section 4.1.1).
public struct Verb: Hashable, Sendable {
    /// The word.
    public let name: String

    private init(_ name: String) {
        self.name = name
    }

    /// Takes a word of ASCII letters in any case.
    init?(_ bytes: some Collection<UInt8>) {
        guard !bytes.isEmpty, bytes.allSatisfy(\.isAlpha) else { return nil }
        self.name = String(decoding: bytes.map(\.asciiUppercased), as: UTF8.self)
    }

    /// EHLO (RFC 5321, section 4.1.1.1).
    public static let ehlo = Verb("EHLO")
    /// HELO (RFC 5321, section 4.1.1.1).
    public static let helo = Verb("HELO")
    /// MAIL (RFC 5321, section 4.1.1.2).
    public static let mail = Verb("MAIL")
    /// RCPT (RFC 5321, section 4.1.1.3).
    public static let rcpt = Verb("RCPT")
    /// DATA (RFC 5321, section 4.1.1.4).
    public static let data = Verb("DATA")
    /// RSET (RFC 5321, section 4.1.1.5).
    public static let rset = Verb("RSET")
    /// VRFY (RFC 5321, section 4.1.1.6).
    public static let vrfy = Verb("VRFY")
    /// EXPN (RFC 5321, section 4.1.1.7).
    public static let expn = Verb("EXPN")
    /// HELP (RFC 5321, section 4.1.1.8).
    public static let help = Verb("HELP")
    /// NOOP (RFC 5321, section 4.1.1.9).
    public static let noop = Verb("NOOP")
    /// QUIT (RFC 5321, section 4.1.1.10).
    public static let quit = Verb("QUIT")
    /// STARTTLS (RFC 3207).
    public static let starttls = Verb("STARTTLS")
    /// AUTH (RFC 4954).
    public static let auth = Verb("AUTH")
    /// BDAT (RFC 3030), which Galley does not offer.
    public static let bdat = Verb("BDAT")
}

extension Verb: CustomStringConvertible {
    /// The word.
    public var description: String { self.name }
}
