// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import Testing

@Suite("The stable hash gives the same name on every run and machine")
struct StableHashTests {
    /// Computed apart from this code, from the definition of FNV-1a.
    @Test(
        arguments: [
            ([], "cbf29ce48422232584222325cbf29ce4"),
            ([""], "af64724c8602eb6e789dd3398d3f402e"),
            (["galley"], "9cf3c04b0146e58c05002aa7073cd796"),
            (["ab", "c"], "20ba9b3025a8b42149aaf005eb4ef43b"),
            (["é😀"], "3161bf85bb166ec935d1935ede38b4b9"),
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
