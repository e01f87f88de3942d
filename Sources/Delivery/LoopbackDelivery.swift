// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

public import Composition
internal import JSONText
internal import MIME
internal import SMTP
internal import SMTPNIO
internal import Synchronization
public import Verification

/// Sends messages through the real SMTP client to a server of this process on loopback, and keeps what arrives there.
///
/// Nothing leaves the machine.
public enum LoopbackDelivery {
    /// Delivers messages one after the other on one connection.
    ///
    /// Without messages, no server is started and no connection is made.
    ///
    /// - Parameters:
    ///   - messages: The messages.
    ///   - progress: Called after each message with the number of those that are done.
    /// - Returns: What became of each, in their order.
    public static func deliver(
        _ messages: [Message], progress: (Int) -> Void = { _ in }
    ) async -> [LoopbackResult] {
        guard !messages.isEmpty else { return [] }
        let inbox = Inbox()
        do {
            let server = try await SMTPServer.start(configuration: Self.serverConfiguration) { message in
                inbox.keep(message)
                return Reply(.ok, .success, "kept")
            }
            let results = await Self.deliver(messages, to: server.port, inbox: inbox, progress: progress)
            await server.shutdown()
            return results
        } catch {
            return messages.map { LoopbackResult($0, failure: error) }
        }
    }

    /// The largest body that composition lets pass, in quoted-printable, and as many recipients as it can name.
    private static var serverConfiguration: SMTPServer.Configuration {
        SMTPServer.Configuration(
            session: ServerConfiguration(
                sizeLimit: 8 * Composer.bodyLimit, recipientLimit: 30_000, errorLimit: Int.max))
    }

    private static func deliver(
        _ messages: [Message], to port: Int, inbox: Inbox, progress: (Int) -> Void
    ) async -> [LoopbackResult] {
        var results: [LoopbackResult] = []
        var connection: SMTPConnection?
        for message in messages {
            do {
                // A new connection where there is none yet or the last one broke.
                let open: SMTPConnection
                if let connection {
                    open = connection
                } else {
                    open = try await SMTPClient.connect(host: "127.0.0.1", port: port)
                }
                connection = open
                let submission = try message.submission()
                let outcome = try await open.send(submission)
                results.append(LoopbackResult(message, outcome: outcome, received: inbox.takeAll()))
            } catch {
                connection = nil
                results.append(LoopbackResult(message, failure: error))
            }
            progress(results.count)
        }
        await connection?.quit()
        return results
    }
}

/// What became of a message on loopback.
public struct LoopbackResult: Sendable {
    /// What arrived, or why nothing did.
    public var transmission: VerifiedMessage.Transmission
    /// The outcome for each recipient.
    public var outcomes: [DeliveryOutcome]

    init(_ message: Message, outcome: SubmissionOutcome, received: [ReceivedMessage]) {
        switch outcome {
        case .sent(let reply, _):
            if received.count == 1 {
                self.transmission = .delivered(received[0])
            } else {
                self.transmission = .failed("the server received \(received.count) messages instead of one")
            }
            self.outcomes = Self.outcomes(message, .sent, reply.description)
        case .refused(let refusal):
            self.transmission = .failed("refused at \(refusal)")
            self.outcomes = Self.outcomes(message, .refused, refusal.reply.description)
        case .temporary(let refusal):
            self.transmission = .failed("refused for now at \(refusal)")
            self.outcomes = Self.outcomes(message, .temporary, refusal.reply.description)
        case .unknown(let error):
            self.transmission = .failed("\(error)")
            self.outcomes = Self.outcomes(message, .unknown, "\(error)")
        case .rehearsed:
            self.transmission = .failed("it was not handed over")
            self.outcomes = Self.outcomes(message, .notAttempted, "it was not handed over")
        case .notAttempted(let error):
            self.transmission = .failed("\(error)")
            self.outcomes = Self.outcomes(message, .notAttempted, "\(error)")
        }
    }

    init(_ message: Message, failure: any Error) {
        self.transmission = .failed("\(failure)")
        self.outcomes = Self.outcomes(message, .notAttempted, "\(failure)")
    }

    private static func outcomes(
        _ message: Message, _ result: DeliveryOutcome.Result, _ reply: String
    ) -> [DeliveryOutcome] {
        message.recipients.map { DeliveryOutcome(recipient: $0, result: result, reply: reply) }
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
