// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// The name of a service extension as EHLO lists it, in capitals (RFC 5321, section 4.1.1.1).
public struct EHLOKeyword: Hashable, Sendable {
    /// The name.
    public let name: String

    private init(_ name: String) {
        self.name = name
    }

    /// Takes a keyword in any case.
    ///
    ///     ehlo-keyword = (ALPHA / DIGIT) *(ALPHA / DIGIT / "-")
    ///
    /// - Returns: `nil` if it is against that grammar.
    public init?(validating name: String) {
        self.init(Array(name.utf8))
    }

    init?(_ bytes: [UInt8]) {
        guard let first = bytes.first, first.isAlphanumeric,
            bytes.allSatisfy({ $0.isAlphanumeric || $0 == .ascii("-") })
        else { return nil }
        self.name = String(decoding: bytes.map(\.asciiUppercased), as: UTF8.self)
    }

    /// SIZE (RFC 1870).
    public static let size = EHLOKeyword("SIZE")
    /// 8BITMIME (RFC 6152).
    public static let eightBitMIME = EHLOKeyword("8BITMIME")
    /// SMTPUTF8 (RFC 6531).
    public static let smtpUTF8 = EHLOKeyword("SMTPUTF8")
    /// PIPELINING (RFC 2920).
    public static let pipelining = EHLOKeyword("PIPELINING")
    /// ENHANCEDSTATUSCODES (RFC 2034).
    public static let enhancedStatusCodes = EHLOKeyword("ENHANCEDSTATUSCODES")
    /// STARTTLS (RFC 3207).
    public static let starttls = EHLOKeyword("STARTTLS")
    /// AUTH (RFC 4954).
    public static let auth = EHLOKeyword("AUTH")
    /// DSN (RFC 3461).
    public static let dsn = EHLOKeyword("DSN")
}

extension EHLOKeyword: CustomStringConvertible {
    /// The name.
    public var description: String { self.name }
}
