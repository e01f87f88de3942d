// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Composition
import MIME
import Synchronization
import Testing

@testable import Delivery

@Suite struct DeliveryQueueTests {
    /// Takes its time, and counts how many messages are on their way.
    private final class SlowTransport: MessageTransport {
        let concurrency: Int
        private let state = Mutex((now: 0, most: 0))

        init(concurrency: Int) {
            self.concurrency = concurrency
        }

        var most: Int { self.state.withLock(\.most) }

        func send(_ message: Message) async -> [DeliveryOutcome] {
            self.state.withLock { state in
                state.now += 1
                state.most = max(state.most, state.now)
            }
            try? await Task.sleep(for: .milliseconds(20))
            self.state.withLock { $0.now -= 1 }
            return message.recipients.map { DeliveryOutcome(recipient: $0, result: .sent, reply: message.subject) }
        }

        func sendInStages(_ message: Message) async -> (outcomes: [DeliveryOutcome], log: StageLog) {
            (await self.send(message), StageLog(stages: [], failure: nil))
        }

        func check(_ inquiry: DeliveryInquiry) async -> StageLog { StageLog(stages: [], failure: nil) }

        func close() async {}
    }

    private static func messages(_ count: Int) throws -> [Message] {
        try (0..<count).map { number in
            Message(
                from: try Mailbox("ada@example.com"), to: try AddressList("bob@example.com"), subject: "\(number)",
                body: .plainText([]), date: .fixture,
                messageID: try #require(MessageID(left: "\(number)", right: "example.com")))
        }
    }

    @Test(arguments: [1, 3, 100])
    func resultsComeInTheOrderOfTheMessagesAndNoMoreAreOnTheirWayThanTheLimit(limit: Int) async throws {
        let transport = SlowTransport(concurrency: limit)
        let done = Mutex(Set<Int>())
        let results = await DeliveryQueue(transport).send(try Self.messages(30)) { index, _ in
            done.withLock { _ = $0.insert(index) }
        }
        #expect(results.map { $0.first?.reply } == (0..<30).map { "\($0)" })
        #expect(transport.most <= limit)
        #expect(limit == 1 || transport.most > 1)
        #expect(done.withLock { $0 } == Set(0..<30))
    }

    @Test func noMoreBeginWithinTheIntervalThanThePaceAllows() async throws {
        let pace = DeliveryQueue.Pace(count: 2, interval: .milliseconds(400))
        let start = ContinuousClock.now
        _ = await DeliveryQueue(SlowTransport(concurrency: 10), pace: pace).send(try Self.messages(5))
        // The fifth begins two intervals after the first.
        #expect(ContinuousClock.now - start >= .milliseconds(800))
    }

    @Test func noMessagesNoWork() async {
        #expect(await DeliveryQueue(SlowTransport(concurrency: 1)).send([]).isEmpty)
    }
}
