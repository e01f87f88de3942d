// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import JSONText

/// Addresses by RFC 5321, 5322, 6531 and 5890-5892 with what they hold, one JSON array a line.
enum AddressVectors {
    struct Valid: Sendable {
        var input: String
        var localPart: String
        var domain: String
        var displayName: String?
    }

    struct Invalid: Sendable {
        var input: String
        var code: String
        var offset: Int
    }

    static func valid() throws -> [Valid] {
        try rows(validLines).map { row in
            Valid(
                input: row[0].string ?? "", localPart: row[1].string ?? "", domain: row[2].string ?? "",
                displayName: row[3].string)
        }
    }

    static func invalid() throws -> [Invalid] {
        try rows(invalidLines).map { row in
            Invalid(input: row[0].string ?? "", code: row[1].string ?? "", offset: row[2].number?.int ?? -1)
        }
    }

    private static func rows(_ text: String) throws -> [[JSONNode]] {
        try text.split(separator: "\n").map { try JSONDocument(parsing: String($0)).root.elements ?? [] }
    }
}
