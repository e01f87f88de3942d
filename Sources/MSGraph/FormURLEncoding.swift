// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// `application/x-www-form-urlencoded` (URL Standard, section 5.2).
enum FormURLEncoding {
    /// Writes the fields of a form.
    static func encode(_ fields: [(name: String, value: [UInt8])]) -> [UInt8] {
        Array(
            fields.map { Array($0.name.utf8) + [.ascii("=")] + Self.encode($0.value) }.joined(separator: [.ascii("&")]))
    }

    /// Writes a value: all but letters, digits and `*-._` percent-encoded, a space as `+`.
    static func encode(_ value: [UInt8]) -> [UInt8] {
        value.flatMap { byte -> [UInt8] in
            if byte.isAlphanumeric || "*-._".utf8.contains(byte) { return [byte] }
            if byte == .space { return [.ascii("+")] }
            return [.ascii("%"), .hexDigit(byte >> 4), .hexDigit(byte & 15)]
        }
    }
}
