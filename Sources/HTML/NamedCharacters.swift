// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// The names that stand for characters.
enum NamedCharacters {
    private static let bytes = Array(Self.table.utf8)

    /// The characters with the given name, which stood before a semicolon.
    static func characters(named name: ArraySlice<UInt8>) -> String? {
        self.definition(of: name).map { self.characters(in: $0.dropFirst()) }
    }

    /// The characters with the given name, if the name counts without a semicolon.
    static func characters(namedWithoutSemicolon name: ArraySlice<UInt8>) -> String? {
        guard let definition = self.definition(of: name), definition.first == .ascii(":") else { return nil }
        return self.characters(in: definition.dropFirst())
    }

    /// What stands behind the name in the table, found by halving it.
    private static func definition(of name: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        var rest = self.bytes[...]
        while !rest.isEmpty {
            let middle = rest.startIndex + rest.count / 2
            let start = rest[..<middle].lastIndex(where: \.isWhitespace).map { $0 + 1 } ?? rest.startIndex
            let entry = rest[start...].prefix { !$0.isWhitespace }
            let entryName = entry.prefix(while: \.isAlphanumeric)
            if entryName == name { return entry[entryName.endIndex...] }
            rest =
                entryName.lexicographicallyPrecedes(name)
                ? rest[entry.endIndex...].dropFirst() : rest[..<start].dropLast()
        }
        return nil
    }

    private static func characters(in codePoints: ArraySlice<UInt8>) -> String {
        var characters = String.UnicodeScalarView()
        var value: UInt32 = 0
        for byte in codePoints {
            if let digit = byte.hexValue {
                value = value << 4 | UInt32(digit)
            } else {
                characters.append(Unicode.Scalar(value) ?? "\u{FFFD}")
                value = 0
            }
        }
        characters.append(Unicode.Scalar(value) ?? "\u{FFFD}")
        return String(characters)
    }
}
