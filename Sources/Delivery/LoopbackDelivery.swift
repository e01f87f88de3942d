// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

package import Composition
internal import EmailProvider
internal import JSONText
internal import MIME
internal import SMTP
internal import SMTPNIO
internal import Synchronization
package import Verification

/// Sends messages through the real SMTP client to a server of this process on loopback, and keeps what arrives there.
///
/// Nothing leaves the machine.
package enum LoopbackDelivery {
    /// Delivers messages one after the other on one connection.
    ///
    /// Without messages, no server is started and no connection is made.
    ///
    /// - Parameters:
    ///   - messages: The messages.
    ///   - progress: Called after each message with the number of those that are done.
    /// - Returns: What became of each, in their order.
    package static func deliver(
        _ messages: [Message], progress: (Int) -> Void = { _ in }
    ) async -> [LoopbackResult] {
        guard !messages.isEmpty else { return [] }
        let inbox = Inbox()
        do throws(SMTPError) {
            let server = try await SMTPServer.start(configuration: Self.serverConfiguration) { message in
                inbox.keep(message)
                return Reply(.ok, .success, "kept")
            }
            let settings = SMTPSettings(host: "127.0.0.1", port: server.port)
            let results = await Self.deliver(messages, to: settings, inbox: inbox, progress: progress)
            await server.shutdown()
            return results
        } catch {
            let settings = SMTPSettings(host: "127.0.0.1", port: 0)
            return messages.map { LoopbackResult($0, outcome: .notAttempted(error), settings: settings) }
        }
    }

    /// The largest body that composition lets pass, in quoted-printable, and as many recipients as it can name.
    private static var serverConfiguration: SMTPServer.Configuration {
        SMTPServer.Configuration(
            session: ServerConfiguration(
                sizeLimit: 8 * Composer.bodyLimit, recipientLimit: 30_000, errorLimit: Int.max))
    }

    private static func deliver(
        _ messages: [Message], to settings: SMTPSettings, inbox: Inbox, progress: (Int) -> Void
    ) async -> [LoopbackResult] {
        var results: [LoopbackResult] = []
        var connection: SMTPConnection?
        for message in messages {
            let outcome: SubmissionOutcome
            do throws(SMTPError) {
                // A new connection where there is none yet or the last one broke.
                let open: SMTPConnection
                if let connection {
                    open = connection
                } else {
                    open = try await SMTPClient.connect(host: settings.host, port: settings.port)
                }
                connection = open
                outcome = try await open.send(try message.submission())
            } catch {
                connection = nil
                outcome = .notAttempted(error)
            }
            results.append(
                LoopbackResult(message, outcome: outcome, received: inbox.takeAll(), settings: settings))
            progress(results.count)
        }
        await connection?.quit()
        return results
    }
}

/// What became of a message on loopback.
package struct LoopbackResult: Sendable {
    /// What arrived, or why nothing did.
    package var transmission: VerifiedMessage.Transmission
    /// The outcome for each recipient.
    package var outcomes: [DeliveryOutcome]

    init(
        _ message: Message, outcome: SubmissionOutcome, received: [ReceivedMessage] = [], settings: SMTPSettings
    ) {
        self.outcomes = outcome.deliveryOutcomes(for: message.recipients, settings: settings)
        if case .sent = outcome {
            self.transmission =
                received.count == 1
                ? .delivered(received[0]) : .failed("the server received \(received.count) messages instead of one")
        } else {
            self.transmission = .failed(outcome.description)
        }
    }
}

/// Keeps what the server receives until it is asked for.
private final class Inbox: Sendable {
    private let messages = Mutex<[ReceivedMessage]>([])

    func keep(_ message: ReceivedMessage) {
        self.messages.withLock { $0.append(message) }
    }

    func takeAll() -> [ReceivedMessage] {
        self.messages.withLock { messages in
            defer { messages = [] }
            return messages
        }
    }
}
