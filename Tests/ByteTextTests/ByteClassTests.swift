// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import Testing

@Suite("Byte classes follow RFC 5234, appendix B.1")
struct ByteClassTests {
    /// A class and the bytes that the RFC gives it.
    struct Case: CustomTestStringConvertible, Sendable {
        var name: String
        var members: Set<UInt8>
        var contains: @Sendable (UInt8) -> Bool

        var testDescription: String { name }
    }

    static let cases: [Case] = [
        Case(name: "DIGIT", members: Set(0x30...0x39)) { $0.isDigit },
        Case(name: "ALPHA", members: Set(0x41...0x5A).union(0x61...0x7A)) { $0.isAlpha },
        Case(name: "ALPHA / DIGIT", members: Set(0x30...0x39).union(0x41...0x5A).union(0x61...0x7A)) {
            $0.isAlphanumeric
        },
        Case(name: "HEXDIG", members: Set(0x30...0x39).union(0x41...0x46).union(0x61...0x66)) { $0.isHexDigit },
        Case(name: "CTL", members: Set(0x00...0x1F).union([0x7F])) { $0.isControl },
        Case(name: "WSP", members: [0x20, 0x09]) { $0.isBlank },
        Case(name: "VCHAR", members: Set(0x21...0x7E)) { $0.isVisible },
        Case(name: "ASCII", members: Set(0x00...0x7F)) { $0.isASCII },
        Case(name: "white space", members: [0x20, 0x09, 0x0A, 0x0B, 0x0C, 0x0D]) { $0.isWhitespace },
        Case(name: "UTF8-tail (RFC 3629)", members: Set(0x80...0xBF)) { $0.isUTF8Continuation },
    ]

    @Test(arguments: cases)
    func holdsExactlyItsMembersOfAll256Bytes(_ testCase: Case) {
        let found = Set((UInt8.min...UInt8.max).filter(testCase.contains))
        #expect(found == testCase.members)
    }

    @Test func hexadecimalDigitsHaveTheirValuesAndNothingElseHasOne() {
        for byte in UInt8.min...UInt8.max {
            let expected = byte < 0x80 ? UInt8(String(Unicode.Scalar(byte)), radix: 16) : nil
            #expect(byte.hexValue == expected, "byte \(byte)")
        }
        #expect((UInt8(0)..<16).map(UInt8.hexDigit) == Array("0123456789ABCDEF".utf8))
    }

    @Test func uppercasingTurnsTheLettersAToZOnly() {
        for byte in UInt8.min...UInt8.max {
            #expect(byte.asciiUppercased == ((0x61...0x7A).contains(byte) ? byte - 32 : byte))
        }
        // U+0131, U+017F and U+00DF turn into ASCII letters in Unicode, and must not here.
        #expect("\u{131}\u{17F}ßàz8-".asciiUppercased.hasSameBytes(as: "\u{131}\u{17F}ßàZ8-"))
    }

    @Test func lowercasingFoldsTheLettersAToZOnly() {
        for byte in UInt8.min...UInt8.max {
            let expected = (0x41...0x5A).contains(byte) ? byte + 32 : byte
            #expect(byte.asciiLowercased == expected)
        }
        // U+212A KELVIN SIGN, U+0130 and U+017F fold to ASCII letters in Unicode, and must not here.
        #expect("\u{212A}\u{130}\u{17F}ÀZ".asciiLowercased.hasSameBytes(as: "\u{212A}\u{130}\u{17F}Àz"))
    }

    @Test(arguments: [
        ("Content-Type", "content-TYPE", true), ("", "", true), ("a", "", false), ("a", "ab", false),
        ("[", "{", false), ("@", "`", false), ("\u{212A}", "k", false), ("É", "é", false), ("k", "K", true),
    ])
    func comparesWithoutCase(_ lhs: String, _ rhs: String, isEqual: Bool) {
        #expect(lhs.utf8.equalsIgnoringASCIICase(rhs.utf8) == isEqual)
        #expect(rhs.utf8.equalsIgnoringASCIICase(lhs.utf8) == isEqual)
    }

    @Test(arguments: [
        ("IPv6:::1", "ipv6:", true), ("IPv", "IPv6", false), ("x", "", true), ("", "", true), ("abc", "b", false),
    ])
    func comparesPrefixesWithoutCase(_ text: String, _ prefix: String, startsWith: Bool) {
        #expect(text.utf8.startsIgnoringASCIICase(with: prefix.utf8) == startsWith)
    }

    @Test(arguments: [
        ("", ""), (" ", ""), (" \t\r\n\u{0B}\u{0C}", ""), (" a b ", "a b"), ("a", "a"), ("\u{A0}a", "\u{A0}a"),
        ("\u{2028}a\u{0}", "\u{2028}a\u{0}"),
    ])
    func trimsASCIIWhiteSpaceAtBothEndsOnly(_ text: String, _ trimmed: String) {
        #expect(Array(Array(text.utf8).trimmingWhitespace) == Array(trimmed.utf8))
    }

    @Test func sameBytesIsStricterThanCanonicalEquivalence() {
        #expect("é" == "e\u{301}")
        #expect(!"é".hasSameBytes(as: "e\u{301}"))
        #expect(!";".hasSameBytes(as: "\u{37E}"))
        #expect("é".hasSameBytes(as: "\u{E9}"))
    }

    @Test(arguments: [(UInt8(0), "0x00"), (0x0D, "0x0D"), (0x7F, "0x7F"), (0xFF, "0xFF")])
    func namesAByteInHexadecimal(_ byte: UInt8, _ name: String) {
        #expect(byte.hexName == name)
    }
}
