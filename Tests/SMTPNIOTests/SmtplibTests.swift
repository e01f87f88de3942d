// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Foundation
import MIME
import SMTP
import Testing

@testable import SMTPNIO

private let python = ["/usr/bin/python3", "/usr/local/bin/python3", "/opt/homebrew/bin/python3"]
    .first { FileManager.default.isExecutableFile(atPath: $0) }

/// Python's smtplib, a client by other people, against the server.
@Suite(.enabled(if: python != nil, "python3 is not installed"))
struct SmtplibTests {
    /// Sends standard input, from ada to bob, with dots and line ends as they are.
    private static let script = """
        import smtplib, sys
        content = sys.stdin.buffer.read()
        with smtplib.SMTP("127.0.0.1", int(sys.argv[1]), timeout=120) as client:
            client.ehlo()
            assert client.has_extn("smtputf8") and client.has_extn("8bitmime"), client.esmtp_features
            client.sendmail(sys.argv[2], [sys.argv[3]], content, sys.argv[4:])
            client.sendmail("ada@example.com", ["bob@example.com"], b"Subject: next\\r\\n\\r\\n")
        """

    /// - Returns: The exit status. It is waited for without a thread, because the server needs the threads.
    private static func run(
        port: Int, from: String, to: String, options: [String] = [], content: String
    ) async throws -> Int32 {
        let process = Process()
        process.executableURL = URL(filePath: try #require(python))
        process.arguments = ["-c", Self.script, String(port), from, to] + options
        let input = Pipe()
        process.standardInput = input
        let (statuses, continuation) = AsyncStream.makeStream(of: Int32.self)
        process.terminationHandler = { continuation.yield($0.terminationStatus) }
        try process.run()
        try input.fileHandleForWriting.write(contentsOf: Data(content.utf8))
        try input.fileHandleForWriting.close()
        for await status in statuses { return status }
        return -1
    }

    @Test(arguments: [
        "Subject: x\r\n\r\nplain\r\n", "Subject: x\r\n\r\n.\r\n..\r\n.a\r\n\r\n.\r\nQUIT\r\n", ".\r\n", "\r\n\r\n\r\n",
    ])
    func messages(content: String) async throws {
        try await withServer { server, inbox in
            let status = try await Self.run(
                port: server.port, from: "ada@example.com", to: "bob@example.com", content: content)
            #expect(status == 0)
            #expect(inbox.messages.map(\.content) == [Array(content.utf8), Array("Subject: next\r\n\r\n".utf8)])
            #expect(inbox.messages.first?.defects == [])
        }
    }

    @Test func addressesBeyondASCII() async throws {
        let content = "Subject: zażółć\r\n\r\n.gęślą\r\n"
        try await withServer { server, inbox in
            let status = try await Self.run(
                port: server.port, from: "żółw@example.com", to: "用户@example.com",
                options: ["SMTPUTF8", "BODY=8BITMIME"], content: content)
            #expect(status == 0)
            let message = try #require(inbox.messages.first)
            #expect(message.content == Array(content.utf8))
            #expect(message.usedSMTPUTF8)
            #expect(message.body == .eightBitMIME)
            #expect(message.envelope.forwardPaths.map(\.localPart.text) == ["用户"])
        }
    }
}
