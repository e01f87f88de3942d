// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import Testing

@testable import SMTP

/// Both sides against bytes without sense: they must neither trap nor grow.
@Suite struct RandomInputTests {
    private static let pieces = [
        "EHLO a.test", "HELO", "MAIL FROM:<a@b.test>", " SIZE=99999999999999999999", "RCPT TO:<", "c@d.test>", "DATA",
        "RSET", "BDAT 9", "QUI", "T", " ", "\r\n", "\r\n", "\r\n", "\r", "\n", ".", "\r\n.\r\n", "\0", "é", "\u{FFFF}",
        "\"", "\\", "<", ">", "@", ":", "AUTH PLAIN ", "=", "220 x", "250-", "250 ", "354 go", "421", "5.1.1 ", "999",
    ]

    private static func chunks(seed: UInt64) -> [[UInt8]] {
        var random = SplitMix64(seed: seed)
        return (0..<60).map { _ in
            var chunk: [UInt8] = []
            for _ in 0..<Int.random(in: 1...8, using: &random) {
                chunk += Array((Self.pieces.randomElement(using: &random) ?? "").utf8)
                if Int.random(in: 0..<10, using: &random) == 0 { chunk.append(.random(in: 0...255, using: &random)) }
            }
            return chunk
        }
    }

    @Test(arguments: 0..<300 as Range<UInt64>)
    func server(seed: UInt64) throws {
        let configuration = ServerConfiguration(sizeLimit: 200, recipientLimit: 2)
        var server = ServerConnection(configuration: configuration, number: 1)
        _ = server.start()
        for chunk in Self.chunks(seed: seed) {
            var actions = server.receive(chunk)
            while server.isDelivering { actions += server.delivered(Reply(.ok, .success, "kept")) }
            for case .reply(let reply) in actions {
                let isClean = try reply.wireLines.bytes.allSatisfy { $0.isASCII && $0 != .nul }
                #expect(isClean)
            }
            #expect(server.bufferedCount <= LineFramer.commandLineLimit + configuration.sizeLimit)
        }
    }

    @Test(arguments: 0..<300 as Range<UInt64>)
    func client(seed: UInt64) throws {
        var client = ClientConnection(configuration: ClientConfiguration(sendsPartially: seed.isMultiple(of: 2)))
        var ends = 0
        for chunk in Self.chunks(seed: seed) {
            for action in client.receive(chunk) + client.submit(try .sample(to: ["a@b.test", "c@d.test"])) {
                switch action {
                case .fail, .close: ends += 1
                case .send, .startTLS, .ready, .finished: break
                }
            }
        }
        #expect(ends <= 1)
        #expect(client.connectionClosed().count <= 2)
        #expect(client.connectionClosed().isEmpty)
    }

    @Test func longLinesByTheThousandCostNoMemory() {
        var server = ServerConnection(configuration: ServerConfiguration(errorLimit: .max), number: 1)
        let line = [UInt8](repeating: 0x41, count: 65_536) + [13, 10]
        for _ in 0..<20 {
            #expect(server.receive(line).count == 1)
            #expect(server.bufferedCount == 0)
        }
    }
}
