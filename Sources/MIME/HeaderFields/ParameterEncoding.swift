// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// Parameters of `Content-Type` and its kin: tokens, quoted-strings, and RFC 2231 for the rest.
enum ParameterEncoding {
    private static let sectionAim = 60
    /// With the 12 octets of another scalar, a section of the longest common name fits a line of 78.
    private static let sectionBreak = 50

    /// The value as a token or quoted-string, or `nil` for one that needs RFC 2231.
    static func plainValue(of parameter: MediaType.Parameter) -> String? {
        let value = parameter.value.utf8.span
        guard value.count <= Self.sectionAim else { return nil }
        if MediaType.isToken(parameter.value) { return parameter.value }
        // Many readers decode encoded-words even in a quoted-string, against RFC 2047, section 5.
        guard !value.contains(where: { !$0.isVisible && $0 != .space }), !value.looksEncoded else { return nil }
        return parameter.value.asQuotedString
    }

    /// The parameter by RFC 2231, as pieces that each fit a line.
    static func encode(_ parameter: MediaType.Parameter) throws(WireTextError) -> [WireText] {
        let name = try WireText(validating: parameter.name)
        let value = Array(parameter.value.utf8)
        var sections: [[UInt8]] = [Array("UTF-8''".utf8)]
        for byte in value {
            // Some readers decode each section by itself, so a scalar stays in one.
            if sections[sections.count - 1].count > Self.sectionBreak, byte & 0xC0 != 0x80 { sections.append([]) }
            if byte.isAttributeCharacter {
                sections[sections.count - 1].append(byte)
            } else {
                sections[sections.count - 1] += [.ascii("%"), .hexDigit(byte >> 4), .hexDigit(byte & 15)]
            }
        }
        if sections.count == 1 { return [name + "*=" + (try WireText(validating: sections[0]))] }
        var pieces: [WireText] = []
        for (index, section) in sections.enumerated() {
            let number = try WireText(validating: String(index))
            let end: WireText = index < sections.count - 1 ? ";" : ""
            pieces.append(name + "*" + number + "*=" + (try WireText(validating: section)) + end)
        }
        return pieces
    }
}

extension UInt8 {
    /// attribute-char of RFC 2231, section 7.
    fileprivate var isAttributeCharacter: Bool {
        self.isToken && self != .ascii("*") && self != .ascii("'") && self != .ascii("%")
    }
}
