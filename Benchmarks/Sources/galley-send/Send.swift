// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Composition
import MIME
import SMTP
import SMTPNIO
import Synchronization

/// Composes messages and sends them to a server on this machine: `galley-send PORT SESSIONS COUNT [--no-pipelining]`.
@main
struct Send {
    let pool: SMTPPool
    let from: Mailbox
    let to: AddressList
    let html: [UInt8]
    let text: [UInt8]

    static func main() async throws {
        let numbers = CommandLine.arguments[1...].prefix(3).compactMap { Int($0) }
        guard numbers.count == 3 else { fatalError("galley-send PORT SESSIONS COUNT [--no-pipelining]") }
        let (port, sessions, count) = (numbers[0], numbers[1], numbers[2])
        var configuration = SMTPClient.Configuration()
        configuration.session.pipelines = !CommandLine.arguments.contains("--no-pipelining")
        let send = Send(
            pool: SMTPPool(limit: sessions) { [configuration] () throws(SMTPError) in
                try await SMTPClient.connect(host: "127.0.0.1", port: port, configuration: configuration)
            },
            from: Mailbox(displayName: "Smith & Sons", address: try AddrSpec("noreply@example.com")),
            to: try AddressList("user@example.com"),
            html: Array("<p>Hello! Follow the link that stands below to choose another password.</p>\n".utf8) * 96,
            text: Array("Hello! Follow the link that stands below to choose another password.\n".utf8) * 36)
        try await send.run(sessions: sessions, count: count)
    }

    private func run(sessions: Int, count: Int) async throws {
        let next = Counter()
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<sessions {
                group.addTask(executorPreference: self.pool.executor) {
                    while let number = next.take(below: count) { try await self.send(number) }
                }
            }
            try await group.waitForAll()
        }
        await self.pool.close()
    }

    private func send(_ number: Int) async throws {
        guard let id = MessageID(left: "\(number)", right: "example.com") else { fatalError("the id is not valid") }
        let message = Message(
            from: self.from, to: self.to, subject: "Your new password, user \(number)",
            body: .html(self.html, textAlternative: self.text), date: .fixture, messageID: id)
        let outcome = await self.pool.send(
            try Submission(
                envelope: Envelope(reversePath: message.from.address, forwardPaths: message.recipients),
                content: try message.mimeLines()))
        guard case .sent = outcome else { fatalError("message \(number): \(outcome)") }
    }
}

/// Numbers for whoever asks next.
private final class Counter: Sendable {
    private let value = Atomic(0)

    func take(below limit: Int) -> Int? {
        let number = self.value.add(1, ordering: .relaxed).oldValue
        return number < limit ? number : nil
    }
}

extension [UInt8] {
    fileprivate static func * (bytes: [UInt8], count: Int) -> [UInt8] {
        Array(repeatElement(bytes, count: count).joined())
    }
}
