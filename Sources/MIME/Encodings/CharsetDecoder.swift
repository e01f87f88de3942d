// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// Reads the charsets of received mail. Galley writes UTF-8 only.
struct CharsetDecoder {
    /// The conversions of one text that are open, by the name of their charset in lower case; `nil` for what is none.
    private var converters: [String: CharsetConverter?] = [:]

    /// The charsets of one text: no mail has more, and to open each may load a file.
    private static let limit = 8

    /// Names that mail has and iconv does not.
    private static let aliases = [
        "iso-8859-8-e": "iso-8859-8", "iso-8859-8-i": "iso-8859-8", "ks_c_5601-1987": "cp949", "x-sjis": "shift_jis",
    ]

    /// What iconv calls its own forms, in the byte order of this machine, by their letters and digits.
    private static let internalForms: Set<String> = [
        "char", "csunicode", "internal", "osf00010100", "ucs2", "ucs2internal", "ucs4", "ucs4internal", "unicode",
        "wchart",
    ]

    /// The text that `octets` spell, with U+FFFD for those that do not fit the charset, and whether all did.
    ///
    /// - Returns: `nil` for a charset that is not known.
    mutating func decode(
        _ octets: [UInt8], charset: some Collection<UInt8>
    ) -> (text: String, isWellFormed: Bool)? {
        // Mail that says it is ASCII, and is not, is in UTF-8 more often than in anything else.
        if charset.equalsIgnoringASCIICase("utf-8".utf8) || charset.equalsIgnoringASCIICase("us-ascii".utf8) {
            return (String(decoding: octets, as: UTF8.self), UTF8Validation.firstFault(in: octets) == nil)
        }
        guard let (utf8, isWellFormed) = self.converter(for: charset)?.convert(octets) else { return nil }
        return (String(decoding: utf8, as: UTF8.self), isWellFormed)
    }

    /// Whether a charset of that name can be read.
    static func isKnown(_ charset: some Collection<UInt8>) -> Bool {
        var decoder = CharsetDecoder()
        return decoder.decode([], charset: charset) != nil
    }

    private mutating func converter(for charset: some Collection<UInt8>) -> CharsetConverter? {
        // iconv passes over some of what is neither letter nor digit.
        let letters = String(decoding: charset.filter(\.isAlphanumeric).map(\.asciiLowercased), as: UTF8.self)
        // UTF-7 hides markup and addresses from whatever looks at the octets, so that browsers refuse it too.
        guard !letters.utf8.starts(with: "utf7".utf8), !Self.internalForms.contains(letters) else { return nil }
        // RFC 2978, section 2.3, but for what iconv gives a meaning of its own.
        guard (1...40).contains(charset.count), charset.first?.isAlphanumeric == true,
            charset.allSatisfy({ $0.isAlphanumeric || "-_.:+()".utf8.contains($0) })
        else { return nil }
        let name = String(decoding: charset.map(\.asciiLowercased), as: UTF8.self)
        if let known = self.converters[name] { return known }
        guard self.converters.count < Self.limit else { return nil }
        let converter = CharsetConverter(from: Self.aliases[name] ?? name)
        self.converters[name] = .some(converter)
        return converter
    }
}
