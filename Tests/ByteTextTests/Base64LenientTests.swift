// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import TestSupport
import Testing

@Suite("Base64 of received mail is decoded as far as it goes")
struct Base64LenientTests {
    @Test(
        "The octets are those that RFC 2045, section 6.8, leaves",
        arguments: [
            ("AAEC", [0, 1, 2], true), ("AA!EC", [0, 1, 2], false), ("AAEC\r\n", [0, 1, 2], true), ("", [], true),
            ("YQ==\r\n___ a list ___", [0x61], false), ("YQ", [0x61], false), ("YWI", [0x61, 0x62], false),
            ("YQ=", [0x61], false), ("Y", [], false), ("****", [], false), ("=", [], false),
            ("YQ==YQ==", [0x61], false), ("YWJj=", [0x61, 0x62, 0x63], false), ("é", [], false),
        ] as [(String, [UInt8], Bool)])
    func vectors(_ text: String, _ octets: [UInt8], _ isWellFormed: Bool) {
        let decoded = Base64.decodeLeniently(Array(text.utf8))
        #expect(decoded.bytes == octets)
        #expect(decoded.isWellFormed == isWellFormed)
        #expect(Base64.decode(text.utf8) == (isWellFormed ? octets : nil))
    }

    @Test("Python's binascii gets the same octets out of faulty base64", .enabled(if: Python.isPresent))
    func pythonAgrees() throws {
        var generator = SeededGenerator(seed: 91)
        let texts = (0..<3000).map { _ in
            (0..<Int.random(in: 0...20, using: &generator)).map { _ in
                Array("AZaz09+/==! \r\n-".utf8).randomElement(using: &generator) ?? 0x41
            }
        }
        let script = """
            import binascii, sys
            for line in open(sys.argv[1]):
                t = bytes.fromhex(line)
                try:
                    print(binascii.a2b_base64(t).hex())
                except binascii.Error:
                    # Digits that make no octet, or padding that is missing.
                    for end in (b'=', b'==', b'A=='):
                        try:
                            o = binascii.a2b_base64(t + end)
                            print((o if end != b'A==' else o[:-1]).hex()); break
                        except binascii.Error: pass
            """
        let input = texts.map { $0.map(Self.hex).joined() + "\n" }.joined()
        let lines = try Python.run(script, input: Array(input.utf8)).split(
            separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count == texts.count + 1)
        for (text, line) in zip(texts, lines) {
            #expect(Base64.decodeLeniently(text).bytes.map(Self.hex).joined() == line, "\(text)")
        }
    }

    private static func hex(_ byte: UInt8) -> String {
        String(decoding: [UInt8.hexDigit(byte >> 4), UInt8.hexDigit(byte & 15)].map(\.asciiLowercased), as: UTF8.self)
    }
}
