// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Testing

@testable import ByteText

@Suite struct SecretTests {
    private static let secret = "p4ss%w\u{F6}rd"

    @Test func nothingThatShowsAValueShowsTheSecret() {
        struct Holder { var password = Secret(SecretTests.secret) }
        var dumped = ""
        dump(Holder(), to: &dumped)
        for text in ["\(Holder())", String(reflecting: Holder()), dumped, "\([Secret(Self.secret)])"] {
            #expect(!text.contains("p4ss"))
            #expect(!text.contains("112"), "not by its bytes either: \(text)")
        }
    }

    @Test(arguments: ["", "x", "xy", "xyz", "\0user\0"])
    func base64IsFoundAmongOtherOctets(before: String) {
        let text = Array((before + Self.secret + "after").utf8)
        let redacted = SecretRedactor([Secret(Self.secret)]).redact(
            String(decoding: Base64.encode(text), as: UTF8.self))
        #expect(redacted.contains(SecretRedactor.mask))
        // What is left decodes to nothing of the secret but the octets that it shares digits with.
        #expect(!redacted.contains("NHNzJXf"))
    }

    @Test(arguments: [
        ("it is p4ss%w\u{F6}rd.", "it is (secret)."), ("p4ss%25w%c3%B6rd", "(secret)"),
        ("%70%34%73%73%25%77%C3%B6%72%64", "(secret)"), ("<7034737325 77>", "<7034737325 77>"),
        ("703473732577C3B67264", "(secret)"), ("703473732577c3b67264", "(secret)"), ("p4ss", "p4ss"), ("", ""),
        ("p4ss%w\u{F6}rdp4ss%w\u{F6}rd", "(secret)(secret)"), ("p4ss%", "p4ss%"), ("p4ss%2", "p4ss%2"),
    ])
    func forms(text: String, expected: String) {
        #expect(SecretRedactor([Secret(Self.secret)]).redact(text) == expected)
    }

    /// As `application/x-www-form-urlencoded` has it (URL Standard, section 5.2).
    @Test(arguments: [("s=two+words%21", "s=(secret)"), ("two%20words!", "(secret)"), ("two-words!", "two-words!")])
    func formsOfTheWeb(text: String, expected: String) {
        #expect(SecretRedactor([Secret("two words!")]).redact(text) == expected)
    }

    @Test func shortOnesAreNoSecrets() {
        #expect(SecretRedactor([Secret("abc"), Secret("")]).redact("abcabc") == "abcabc")
    }
}
