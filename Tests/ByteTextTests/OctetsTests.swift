// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Testing

@testable import ByteText

/// Searches that look at sixteen octets at once find what one that looks at each finds.
@Suite struct OctetsTests {
    private static let lengths = [1, 2, 15, 16, 17, 31, 32, 33, 50]

    @Test(arguments: lengths)
    func anOctetBeyondASCIIIsSeenAnywhere(length: Int) {
        let text = [UInt8](repeating: 0x7F, count: length)
        #expect(text.isASCII)
        for offset in 0..<length {
            var other = text
            other[offset] = 0x80
            #expect(!other.isASCII)
        }
    }

    @Test func nothingIsASCII() {
        #expect([UInt8]().isASCII)
    }

    @Test(arguments: lengths)
    func theFirstPlaceIsFoundAnywhere(length: Int) {
        for needle in [[1], [1, 2], [1, 1], [1, 2, 3]] as [[UInt8]] where needle.count <= length {
            for offset in 0...(length - needle.count) {
                // Beginnings of the needle before it, and a second one behind.
                var text = [UInt8](repeating: needle.count > 1 && needle[1] != 1 ? 1 : 0, count: length)
                text.replaceSubrange(offset..<(offset + needle.count), with: needle)
                text += needle
                #expect(text.firstOffset(of: needle) == offset)
            }
            #expect([UInt8](repeating: 0, count: length).firstOffset(of: needle) == nil)
        }
    }
}
