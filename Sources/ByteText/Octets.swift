// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// Sixteen octets at once: what a search for a few kinds of octets costs is what counts for long texts.
typealias Octets = SIMD16<UInt8>

extension RawSpan {
    @inline(__always)
    func octet(at index: Int) -> UInt8 {
        self.unsafeLoad(fromByteOffset: index, as: UInt8.self)
    }

    /// The octets from `index` on, with `padding` for those past the end.
    @inline(__always)
    func octets(at index: Int, padding: UInt8 = .nul) -> Octets {
        if self.byteCount &- index >= 16 { return self.unsafeLoadUnaligned(fromByteOffset: index, as: Octets.self) }
        return self.lastOctets(from: index, padding: padding)
    }

    /// Whether every octet from `start` on is printable ASCII or a space.
    func isPrintableASCII(from start: Int) -> Bool {
        stride(from: start, to: self.byteCount, by: 16).allSatisfy { index in
            // The last step looks again at what the one before has seen.
            let step = self.byteCount - start >= 16 ? min(index, self.byteCount - 16) : index
            return self.octets(at: step, padding: .space).areUnprintable.isFalseEverywhere
        }
    }

    @inline(never)
    private func lastOctets(from index: Int, padding: UInt8) -> Octets {
        var octets = Octets(repeating: padding)
        for offset in 0..<max(self.byteCount - index, 0) { octets[offset] = self.octet(at: index + offset) }
        return octets
    }
}

extension MutableRawSpan {
    @inline(__always)
    mutating func storeLineEnd(at index: Int) {
        self.storeBytes(of: UInt16(0x0A0D).littleEndian, toByteOffset: index, as: UInt16.self)
    }

    /// Stores CR LF where there is known to be room for it.
    @inline(__always)
    mutating func storeLineEnd(uncheckedAt index: Int) {
        self.storeBytes(of: UInt16(0x0A0D).littleEndian, toUncheckedByteOffset: index, as: UInt16.self)
    }
}

extension [UInt8] {
    /// Makes room that is then written by span: appending an octet at a time costs several times as much.
    mutating func grow(to count: Int) {
        guard self.count < count else { return }
        let missing = count - self.count
        self.append(addingCapacity: missing) { $0.append(repeating: 0, count: missing) }
    }
}

extension Octets {
    /// Which octets quoted-printable does not leave as they are: all but printable ASCII without `=`, space and tab.
    @inline(__always)
    var areSpecial: SIMDMask<SIMD16<Int8>> {
        self.areUnprintable .& (self .!= Octets(repeating: .tab)) .| (self .== Octets(repeating: .ascii("=")))
    }

    /// Which octets are anything but printable ASCII and space.
    @inline(__always)
    var areUnprintable: SIMDMask<SIMD16<Int8>> {
        (self &- Octets(repeating: 0x20)) .> Octets(repeating: 0x5E)
    }

    /// Which octets are CR or LF.
    @inline(__always)
    var areLineEnds: SIMDMask<SIMD16<Int8>> {
        (self .== Octets(repeating: .carriageReturn)) .| (self .== Octets(repeating: .lineFeed))
    }
}

extension SIMDMask<SIMD16<Int8>> {
    /// A byte for each octet, all ones or all zeros.
    @inline(__always)
    private var words: SIMD2<UInt64> { unsafeBitCast(self, to: SIMD2<UInt64>.self) }

    @inline(__always)
    var isFalseEverywhere: Bool {
        let octets = unsafeBitCast(self, to: SIMD16<Int8>.self)
        var union: Int8 = 0
        // Octet by octet, the compiler sees that one instruction tells; word by word, it takes four.
        for index in octets.indices { union |= octets[index] }
        return union == 0
    }

    /// How many octets stand before the first for which the mask is true; 16 where it is for none.
    @inline(__always)
    var countBeforeTrue: Int {
        let words = self.words
        return words[0] == 0 ? 8 &+ words[1].trailingZeroBitCount &>> 3 : words[0].trailingZeroBitCount &>> 3
    }
}

extension [UInt8] {
    /// Whether there is no octet beyond ASCII.
    package var isASCII: Bool {
        let input = self.span.bytes
        var union = Octets()
        for start in stride(from: 0, to: self.count, by: 16) { union |= input.octets(at: start) }
        return union.max().isASCII
    }

    /// Whether `needle` stands anywhere in the bytes.
    package func contains(_ needle: [UInt8]) -> Bool {
        self.firstOffset(of: needle) != nil
    }

    /// Where `octet` stands for the first time.
    package func firstOffset(of octet: UInt8) -> Int? {
        let input = self.span.bytes
        for start in stride(from: 0, to: self.count, by: 16) {
            let areSuch = input.octets(at: start, padding: ~octet) .== Octets(repeating: octet)
            if !areSuch.isFalseEverywhere { return start + areSuch.countBeforeTrue }
        }
        return nil
    }

    /// Where `needle` stands for the first time.
    package func firstOffset(of needle: [UInt8]) -> Int? {
        guard needle.count >= 2 else { return needle.isEmpty ? 0 : self.firstOffset(of: needle[0]) }
        let input = self.span.bytes
        let first = Octets(repeating: needle[0])
        let second = Octets(repeating: needle[1])
        for start in stride(from: 0, to: self.count, by: 16) {
            let begins = (input.octets(at: start) .== first) .& (input.octets(at: start &+ 1) .== second)
            guard !begins.isFalseEverywhere else { continue }
            for index in start..<Swift.min(start + 16, self.count) where self[index...].starts(with: needle) {
                return index
            }
        }
        return nil
    }
}
