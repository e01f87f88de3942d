// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import Testing

@Suite("The stable hash gives the same name on every run and machine")
struct StableHashTests {
    /// Computed apart from this code, in Python.
    @Test(
        arguments: [
            ([], "cbf29ce48422232584222325cbf29ce4"),
            ([""], "af63bd4c29620a939d63e0a8568bd59f"),
            (["galley"], "d5ae85d6d9411e118607ba53a90d2cbd"),
            (["ab", "c"], "5899d8cd7c9de1640589238138d14a5a"),
            (["é😀"], "874ddce2986e69971ad82d4a07aa7cab"),
            (["a message of more than eight octets"], "2d6bc0cd39e36f99451d0453950fec31"),
        ] as [([String], String)])
    func givesFixedDigits(_ pieces: [String], _ hex: String) {
        #expect(Self.hash(pieces) == hex)
    }

    @Test func whereThePiecesEndCounts() {
        #expect(Self.hash(["ab", "c"]) != Self.hash(["a", "bc"]))
        #expect(Self.hash(["abc"]) != Self.hash(["abc", ""]))
    }

    @Test func hasNoCollisionAmongSmallTexts() {
        let hashes = Set((0..<20_000).map { Self.hash(["part \($0)"]) })
        #expect(hashes.count == 20_000)
    }

    private static func hash(_ pieces: [String]) -> String {
        var hash = StableHash()
        for piece in pieces { hash.combine(piece) }
        return hash.hex
    }
}
