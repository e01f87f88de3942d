// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import Composition
internal import Delivery
internal import MIME
internal import Synchronization
internal import TenantConfiguration
internal import Verification

/// Asks the provider itself about what was composed.
struct LiveVerifier {
    let connection: ProviderConnection
    let pace: DeliveryQueue.Pace
    let console: Console

    /// - Parameters:
    ///   - subject: What was composed.
    ///   - sendsMessages: Whether to send test messages. Without it, the provider gets none.
    func verify(_ subject: VerificationSubject, sendsMessages: Bool) async -> LiveVerification {
        var live = LiveVerification()
        let chosen = sendsMessages ? Self.onePerLocale(subject.messages) : []
        let transport: any MessageTransport
        do throws(Problem) {
            transport = try self.connection.transport(to: subject.provider)
        } catch {
            live.obstacle = error
            let reason = DeliveryStage(.settings, result: .failed, said: error.message, advice: error.fix)
            live.deliveries = chosen.compactMap { subject.messages[$0].composed.message?.heldBack($0, by: reason) }
            return live
        }
        live.preflights = await self.preflights(subject.messages, transport)
        let judge = PreflightJudge(live.preflights, sendsPartially: subject.provider.smtp?.sendsPartially ?? false)
        var indices: [Int] = []
        for index in chosen {
            guard let message = subject.messages[index].composed.message else { continue }
            if let stage = judge.failedStage(for: message.from.address) {
                live.deliveries.append(message.heldBack(index, by: stage))
            } else {
                indices.append(index)
            }
        }
        live.deliveries += await self.send(indices, of: subject.messages, transport)
        live.deliveries.sort { $0.messageIndex < $1.messageIndex }
        await transport.close()
        return live
    }

    /// One pre-flight for each sender, about one recipient of each domain that it writes to, until one fails for a reason
    /// that has nothing to do with its sender: passwords that are refused again and again lock accounts.
    private func preflights(
        _ messages: [VerifiedMessage], _ transport: any MessageTransport
    ) async -> [LiveVerification.Preflight] {
        let inquiries = Self.inquiries(messages.compactMap(\.composed.message))
        let progress = Progress(self.console, total: inquiries.count)
        defer { progress.end() }
        var preflights: [LiveVerification.Preflight] = []
        for inquiry in inquiries where !preflights.contains(where: \.log.failsForAllSenders) {
            progress.show("asking the provider", preflights.count)
            preflights.append(LiveVerification.Preflight(inquiry: inquiry, log: await transport.check(inquiry)))
        }
        return preflights
    }

    static func inquiries(_ messages: [Message]) -> [DeliveryInquiry] {
        var inquiries: [DeliveryInquiry] = []
        for message in messages {
            let sender = message.from.address
            let index =
                inquiries.firstIndex { $0.sender == sender }
                ?? {
                    inquiries.append(DeliveryInquiry(sender: sender, recipients: []))
                    return inquiries.count - 1
                }()
            for recipient in message.recipients
            where !inquiries[index].recipients.contains(where: { $0.domain == recipient.domain }) {
                inquiries[index].recipients.append(recipient)
            }
        }
        return inquiries
    }

    /// The indices of the messages to send: those of the first persona.
    private static func onePerLocale(_ messages: [VerifiedMessage]) -> [Int] {
        var seen: Set<[String?]> = []
        return messages.indices.filter { index in
            let message = messages[index]
            return message.composed.message != nil && seen.insert([message.template, message.locale]).inserted
        }
    }

    private func send(
        _ indices: [Int], of messages: [VerifiedMessage], _ transport: any MessageTransport
    ) async -> [LiveVerification.Delivery] {
        let chosen = indices.compactMap { index in messages[index].composed.message }
        let progress = Progress(self.console, total: chosen.count)
        defer { progress.end() }
        let note = chosen.count > self.pace.count ? "sent (at most \(self.pace.count) in a minute)" : "sent"
        progress.show(note, 0)
        let done = Mutex(0)
        let results = await DeliveryQueue(transport, pace: self.pace).send(chosen) { _, _ in
            done.withLock { count in
                count += 1
                progress.show(note, count)
            }
        }
        return zip(indices, results).map { LiveVerification.Delivery(messageIndex: $0, outcomes: $1) }
    }
}
