// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// What a text needs of a transfer encoding, found in one pass.
package struct TextMeasure: Hashable, Sendable {
    /// The size with each line end as CR LF.
    package private(set) var canonicalSize = 0
    /// The line ends, CR LF as one.
    package private(set) var lineEnds = 0
    /// The octets that quoted-printable escapes, but for white space at the end of a line.
    package private(set) var escapes = 0
    package private(set) var isASCII = true
    package private(set) var hasNUL = false

    package init(_ text: [UInt8]) {
        let input = text.span.bytes
        var specials = 0
        var lineEnds = 0
        var pairs = 0
        var union = Octets()
        var index = 0
        while index < input.byteCount {
            var specialCounts = Octets()
            var lineEndCounts = Octets()
            var pairCounts = Octets()
            var nulCounts = Octets()
            // No count passes 255: two line ends at most are counted in each step.
            let end = min(index &+ 100 &* 16, input.byteCount)
            while index < end {
                let octets = input.octets(at: index, padding: .space)
                let next = input.octets(at: index &+ 1, padding: .space)
                let areCR = octets .== Octets(repeating: .carriageReturn)
                specialCounts.count(octets.areSpecial)
                lineEndCounts.count(areCR .| (octets .== Octets(repeating: .lineFeed)))
                pairCounts.count(areCR .& (next .== Octets(repeating: .lineFeed)))
                nulCounts.count(octets .== Octets())
                union |= octets
                index &+= 16
            }
            specials += specialCounts.total
            lineEnds += lineEndCounts.total
            pairs += pairCounts.total
            self.hasNUL = self.hasNUL || nulCounts.total > 0
        }
        self.lineEnds = lineEnds - pairs
        self.canonicalSize = text.count + lineEnds - 2 * pairs
        self.escapes = specials - lineEnds
        self.isASCII = union.max().isASCII
    }
}

extension Octets {
    /// Adds one wherever the mask is true.
    @inline(__always)
    fileprivate mutating func count(_ mask: SIMDMask<SIMD16<Int8>>) {
        self &-= unsafeBitCast(mask, to: Octets.self)
    }

    fileprivate var total: Int {
        self.indices.reduce(0) { $0 + Int(self[$1]) }
    }
}
