// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import Composition
import JSONText
import MIME
import SMTP
import Verification

/// Ways for a message to travel without a network.
enum Transport {
    /// The message as a server would receive it.
    static func received(_ message: Message) throws -> ReceivedMessage {
        ReceivedMessage(
            envelope: Envelope(reversePath: message.from.address, forwardPaths: message.recipients),
            usedSMTPUTF8: message.isInternationalized, content: try message.mimeBytes(),
            clientDomain: try EHLODomain("client.example"), sessionNumber: 1)
    }

    /// What is sent arrives.
    static let faithful: @Sendable (Message) throws -> VerifiedMessage.Transmission = { message in
        .delivered(try Self.received(message))
    }

    /// What arrives was changed on the way.
    static func changing(
        _ change: @escaping @Sendable (inout ReceivedMessage) throws -> Void
    ) -> @Sendable (Message) throws -> VerifiedMessage.Transmission {
        { message in
            var received = try Self.received(message)
            try change(&received)
            return .delivered(received)
        }
    }

    /// The message for Graph.
    static func encoded(_ message: Message) -> VerifiedMessage.Transmission {
        .encoded(json: message.graphJSON.serialized(.compact))
    }
}

extension [UInt8] {
    /// The bytes with the only occurrence of `old` replaced; `nil` where there is none or more than one.
    func replacingOnly(_ old: String, with new: String) -> [UInt8]? {
        let old = Array(old.utf8)
        let starts = self.indices.filter { self[$0...].starts(with: old) }
        guard starts.count == 1, let start = starts.first else { return nil }
        return self[..<start] + Array(new.utf8) + self[(start + old.count)...]
    }

    /// The bytes as a string.
    var text: String { String(decoding: self, as: UTF8.self) }
}
