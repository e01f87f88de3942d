// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Testing

@testable import SMTP

@Suite struct ExtensionsTests {
    @Test func parsesAReplyToEHLO() throws {
        let extensions = Extensions(
            parsing: Reply(
                .ok,
                lines: [
                    "mx.test at your service", "SIZE 35882577", "8bitmime", "STARTTLS", "AUTH LOGIN PLAIN xoauth2",
                    "AUTH=LOGIN", "SMTPUTF8", "X-Thing  a  b", "-bad", "", "SIZE 5",
                ]))
        #expect(
            extensions.entries.map(\.keyword.name) == [
                "SIZE", "8BITMIME", "STARTTLS", "AUTH", "SMTPUTF8", "X-THING",
            ])
        #expect(extensions.sizeLimit == 35_882_577)
        #expect(extensions.contains(.eightBitMIME))
        #expect(!extensions.contains(.pipelining))
        #expect(extensions.authMechanisms.map(\.name) == ["LOGIN", "PLAIN", "XOAUTH2"])
        #expect(extensions.parameters(of: try #require(EHLOKeyword(validating: "x-thing"))) == ["a", "b"])
        #expect(extensions.parameters(of: .starttls) == [])
        #expect(extensions.parameters(of: .dsn) == nil)
    }

    @Test func theFirstLineIsNoExtension() {
        #expect(Extensions(parsing: Reply(.ok, "SMTPUTF8 8BITMIME")).entries.isEmpty)
    }

    @Test(arguments: [
        ("SIZE", nil), ("SIZE 0", nil), ("SIZE 1", 1), ("SIZE x", nil), ("SIZE -1", nil),
        ("SIZE 99999999999999999999", Int.max), ("SIZE 999999999999999999999", nil), ("SIZE 9223372036854775807", .max),
        ("SIZE 9223372036854775808", .max),
    ])
    func sizeLimit(line: String, expected: Int?) {
        #expect(Extensions(parsing: Reply(.ok, lines: ["x", line])).sizeLimit == expected)
    }

    @Test func roundTrip() throws {
        let extensions = ServerConfiguration(sizeLimit: 77).extensions
        let client = try EHLODomain("a.test")
        let reply = extensions.reply(from: .loopback, to: client)
        #expect(reply.lines.first == "[127.0.0.1] greets a.test")
        #expect(Extensions(parsing: reply) == extensions)
        #expect(extensions.sizeLimit == 77)
    }
}
