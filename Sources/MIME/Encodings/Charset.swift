// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// The charsets that Galley reads. It writes UTF-8 only.
enum Charset {
    /// The text that `octets` spell, or `nil` for a charset that is not known or octets that do not fit it.
    static func decode(_ octets: [UInt8], charset: some Collection<UInt8>) -> String? {
        if charset.equalsIgnoringASCIICase("utf-8".utf8) || charset.equalsIgnoringASCIICase("us-ascii".utf8) {
            return UTF8Validation.firstFault(in: octets) == nil ? String(decoding: octets, as: UTF8.self) : nil
        }
        if charset.equalsIgnoringASCIICase("iso-8859-1".utf8) {
            return String(String.UnicodeScalarView(octets.map { Unicode.Scalar($0) }))
        }
        return nil
    }
}
