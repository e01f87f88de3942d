// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// An absolute URI in ASCII (RFC 3986), as fields such as `List-Unsubscribe` hold it.
public struct URI: Hashable, Sendable {
    /// The URI as it was given.
    public let text: String

    /// The longest URI in octets: with its angle brackets and a comma it fits a line of 998.
    public static let octetLimit = 900

    /// Checks a URI; it is `nil` without a scheme, or with a character that a URI does not have.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count <= Self.octetLimit, let first = bytes.first, first.isAlpha,
            let colon = bytes.firstIndex(where: { !$0.isSchemeByte }), bytes[colon] == .ascii(":"),
            colon + 1 < bytes.count, bytes.allSatisfy(\.isURIByte),
            // Readers that decode too much could find an encoded-word in it.
            !bytes.span.looksEncoded
        else { return nil }
        for index in bytes.indices where bytes[index] == .ascii("%") {
            guard index + 2 < bytes.count, bytes[index + 1].hexValue != nil, bytes[index + 2].hexValue != nil else {
                return nil
            }
        }
        self.text = text
    }

    /// The scheme in lower case: `https`, `mailto`.
    public var scheme: String {
        String(decoding: self.text.utf8.prefix { $0 != .ascii(":") }.map(\.asciiLowercased), as: UTF8.self)
    }
}

extension UInt8 {
    fileprivate var isSchemeByte: Bool {
        self.isAlphanumeric || self == .ascii("+") || self == .ascii("-") || self == .ascii(".")
    }

    /// unreserved, reserved and "%" of RFC 3986, section 2, without the comma, which parts a list of URIs.
    fileprivate var isURIByte: Bool {
        self.isAlphanumeric || "-._~:/?#[]@!$&'()*+;=%".utf8.contains(self)
    }
}
