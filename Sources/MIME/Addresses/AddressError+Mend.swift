// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

extension AddressError.Code {
    /// How to mend it.
    public var fix: String {
        switch self {
        case .empty: "write an address, such as ada@example.com"
        case .notExactlyOne: #"write one address alone, such as ada@example.com or "Ada" <ada@example.com>"#
        case .incomplete: "write what stands before the @, the @ and a domain, as in ada@example.com"
        case .unexpectedCharacter:
            #"put commas between addresses, < > around one that follows a name, and quotation marks around special "#
                + #"characters: "Ada, B." <ada@example.com>"#
        case .controlCharacter: "remove it; it cannot be seen, so write the address anew where in doubt"
        case .notClosed: #"close it: quotation marks with ", < with >, a group with ; and [ with ]"#
        case .misplacedDot: #"remove the dot, or quote the whole local part: "ada."@example.com"#
        case .tooLong:
            "ask for a shorter address: no mail goes to one with more than \(LocalPart.octetLimit) octets before the @, 63 "
                + "in a label of the domain or \(AddrSpec.octetLimit) altogether"
        case .badDomain:
            "write the name of a host, with single dots between labels of letters, digits and inner hyphens"
        case .notQualified: "write the whole domain, as in example.com"
        case .encodedWord: "write the characters themselves; encoded-words are for names only"
        case .obsolete: "write the address alone, without comments in parentheses and hosts to pass through"
        case .badUnicode: "write the address anew: it was damaged on its way here"
        case .tooMany: "send several messages, each to a part of the list"
        }
    }
}

extension AddressError {
    /// The entry of a list that the error is about, without the blanks around it, and the byte of it that is at fault.
    ///
    /// - Parameter text: The text that was parsed.
    public func entry(of text: String) -> (text: String, offset: Int) {
        let bytes = Array(text.utf8)
        let place = min(max(self.offset, 0), bytes.count)
        // The whole text is at fault where nothing or a list stands in it.
        guard ![.empty, .notExactlyOne].contains(self.code) else { return (text, place) }
        var entry = 0..<bytes.count
        var isQuoted = false
        var isEscaped = false
        for (index, byte) in bytes.enumerated() {
            switch byte {
            case _ where isEscaped: isEscaped = false
            case .ascii("\\") where isQuoted: isEscaped = true
            case .ascii("\""): isQuoted.toggle()
            case .ascii(",") where !isQuoted && index < place: entry = (index + 1)..<bytes.count
            case .ascii(",") where !isQuoted && entry.upperBound == bytes.count: entry = entry.lowerBound..<index
            default: break
            }
        }
        let start = bytes[entry].firstIndex { !$0.isBlank } ?? entry.lowerBound
        let end = bytes[entry].lastIndex { !$0.isBlank }.map { $0 + 1 } ?? entry.upperBound
        return (String(decoding: bytes[min(start, place)..<max(end, place)], as: UTF8.self), place - min(start, place))
    }
}
