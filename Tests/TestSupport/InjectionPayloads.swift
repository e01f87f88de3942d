// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// Texts that try to leave the field, the part or the command that they stand in.
package enum InjectionPayloads {
    private static let lineEnds = [
        "\r\n", "\r", "\n", "\n\r", "\r\r\n", "\r\n\r\n", "\r\n ", "\r\n\t", "\n\t", "\u{0}", "\u{0}\r\n", "\u{B}",
        "\u{C}", "\u{1B}",
        "\u{7F}", "\u{85}", "\u{84}", "\u{2028}", "\u{2029}", "%0D%0A", "%0d%0a", "%E5%98%8A%E5%98%8D", "\\r\\n",
        "=0D=0A", "&#13;&#10;",
        "\u{760D}\u{760A}", "\u{10D}\u{10A}", "\u{560D}\u{560A}", "\u{2424}", "\u{240D}\u{240A}", "\r\u{301}\n\u{301}",
        "\r\n\u{301}",
        "\u{1F40D}\u{1F40A}",
    ]

    package static let all: [String] =
        lineEnds.map { "a\($0)Bcc: victim@evil.test" } + lineEnds.prefix(6).map { "\($0)\($0)<html>body" }
        + [
            "\r\n.\r\nMAIL FROM:<e@evil.test>", "\n.\n", "a\r\n--=_galley_0\r\n",
            "=?utf-8?q?=0D=0ABcc=3A_v=40evil.test?=",
            "=?utf-8?b?DQpCY2M6IHZAZXZpbC50ZXN0?=", "a> , <victim@evil.test", "a\" <victim@evil.test>, \"",
            "victim@evil.test, b",
            "a; boundary=evil", "a\"; boundary=\"evil", "a\\\" <v@evil.test>, \"b", ";x:", "(", "a:b@evil.test;,", "\\",
            // What a strict grammar takes as it is.
            "%0d%0aBcc", "\u{760D}\u{760A}", "DEAD", "javascript:alert(1)",
        ]
}
