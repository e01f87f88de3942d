// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Digests
import Testing

@Suite("SHA-256 gives the digests that NIST publishes")
struct SHA256DigestTests {
    @Test(
        "FIPS 180-4 examples",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
            // Not an example of NIST: Python's hashlib gives it too, and it begins with a byte of zero.
            ("286", "00328ce57bbc14b33bd6695bc8eb32cdf2fb5f3a7d89ec14a42825e15d39df60"),
        ])
    func digests(_ text: String, _ expected: String) {
        #expect(SHA256Digest.hex(of: Array(text.utf8)) == expected)
    }
}
