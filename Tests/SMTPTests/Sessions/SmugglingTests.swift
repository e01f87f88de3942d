// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import MIME
import Testing

@testable import SMTP

/// The ten ways to end the content that only some servers take for an end (security B1).
@Suite struct SmugglingTests {
    static let sequences: [(ending: String, defects: Set<ContentDefect>)] = [
        ("\n.\n", [.bareLineFeed]),
        ("\r.\r", [.bareCarriageReturn]),
        ("\r.\n", [.bareCarriageReturn, .bareLineFeed]),
        ("\n.\r", [.bareLineFeed, .bareCarriageReturn]),
        ("\n.\r\n", [.bareLineFeed]),
        ("\r\n.\n", [.bareLineFeed]),
        ("\r.\r\n", [.bareCarriageReturn]),
        ("\r\n.\r", [.bareCarriageReturn]),
        ("\r\n\0.\r\n", [.nul]),
        ("\r\n.\0\r\n", [.nul]),
    ]

    @Test(arguments: sequences)
    func oneMessageAtEverySplit(ending: String, defects: Set<ContentDefect>) {
        let head = "EHLO evil.test\r\nMAIL FROM:<a@b.test>\r\nRCPT TO:<c@d.test>\r\nDATA\r\n"
        let smuggled = "MAIL FROM:<admin@b.test>\r\nRCPT TO:<victim@d.test>\r\nDATA\r\nsecond\r\n.\r\n"
        let wire = Array("\(head)first\(ending)\(smuggled)QUIT\r\n".utf8)

        // Only a dot right behind CR LF is taken out.
        var content = "first\(ending)\(smuggled)".utf8.dropLast(3).map { $0 }
        if ending.utf8.starts(with: "\r\n.".utf8) { content.remove(at: 5 + 2) }

        for split in 0...wire.count {
            let messages = Self.messages(from: [Array(wire[..<split]), Array(wire[split...])])
            #expect(messages.count == 1)
            #expect(messages.first?.content == content)
            #expect(messages.first?.defects == defects)
            #expect(messages.first?.envelope.forwardPaths.map(\.serialized) == ["c@d.test"])
        }
    }

    /// The messages of a server that gets `chunks`.
    static func messages(from chunks: [[UInt8]]) -> [ReceivedMessage] {
        var server = ServerConnection(configuration: ServerConfiguration(), number: 1)
        var messages: [ReceivedMessage] = []
        var actions = server.start()
        for chunk in chunks {
            actions += server.receive(chunk)
            while let index = actions.firstIndex(where: { if case .deliver = $0 { true } else { false } }) {
                if case .deliver(let message) = actions[index] { messages.append(message) }
                actions = server.delivered(Reply(.ok, .success, "kept"))
            }
        }
        return messages
    }
}
