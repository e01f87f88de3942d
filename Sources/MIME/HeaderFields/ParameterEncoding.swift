// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// Parameters of `Content-Type` and its kin: tokens, quoted-strings, and RFC 2231 for the rest.
enum ParameterEncoding {
    private static let sectionAim = 60

    /// The parameter as pieces that each fit a line; more than one where RFC 2231 continues it.
    static func encode(_ parameter: MediaType.Parameter) throws(WireTextError) -> [WireText] {
        let name = try WireText(validating: parameter.name)
        // Parameters can be changed after the type was checked, and a name such as "x; boundary" would make two.
        guard MediaType.isToken(parameter.name) else {
            throw WireTextError(code: .controlCharacter(name.bytes.first { !$0.isToken } ?? 0), offset: 0)
        }
        let value = Array(parameter.value.utf8)
        if !value.isEmpty, value.count <= Self.sectionAim, value.allSatisfy(\.isToken) {
            return [try WireText(validating: name.bytes + [.ascii("=")] + value)]
        }
        if value.count <= Self.sectionAim, value.allSatisfy({ $0.isVisible || $0 == .space }) {
            return [try WireText(validating: name.bytes + [.ascii("=")] + Self.quoted(value))]
        }
        var sections: [[UInt8]] = [Array("UTF-8''".utf8)]
        for byte in value {
            if sections[sections.count - 1].count > Self.sectionAim { sections.append([]) }
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

    private static func quoted(_ value: [UInt8]) -> [UInt8] {
        var quoted: [UInt8] = [.ascii("\"")]
        for byte in value {
            if byte == .ascii("\"") || byte == .ascii("\\") { quoted.append(.ascii("\\")) }
            quoted.append(byte)
        }
        return quoted + [.ascii("\"")]
    }
}

extension UInt8 {
    /// attribute-char of RFC 2231, section 7.
    fileprivate var isAttributeCharacter: Bool {
        self.isToken && self != .ascii("*") && self != .ascii("'") && self != .ascii("%")
    }
}
