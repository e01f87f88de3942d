// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

package import Composition

/// Sends messages through a transport: as many at a time as it takes, and no more in a while than is wanted.
package struct DeliveryQueue: Sendable {
    /// How many messages may begin within any interval.
    package struct Pace: Hashable, Sendable {
        /// The number of messages.
        package var count: Int
        /// The interval.
        package var interval: Duration

        /// Creates a pace.
        package init(count: Int, interval: Duration) {
            self.count = max(1, count)
            self.interval = interval
        }

        /// So many in a minute.
        package static func perMinute(_ count: Int) -> Pace {
            Pace(count: count, interval: .seconds(60))
        }
    }

    private let transport: any MessageTransport
    private let pace: Pace?

    /// Creates a queue.
    ///
    /// - Parameters:
    ///   - transport: The way to the provider.
    ///   - pace: The most messages in a while; `nil` for as many as go.
    package init(_ transport: any MessageTransport, pace: Pace? = nil) {
        self.transport = transport
        self.pace = pace
    }

    /// Sends messages. Each is tried once.
    ///
    /// - Parameters:
    ///   - messages: The messages; each begins in its turn.
    ///   - progress: Hears of each message that has come to its end, by its index.
    /// - Returns: What became of each for each recipient, in their order.
    package func send(
        _ messages: [Message],
        progress: @escaping @Sendable (_ index: Int, _ outcomes: [DeliveryOutcome]) -> Void = { _, _ in }
    ) async -> [[DeliveryOutcome]] {
        var results = [[DeliveryOutcome]](repeating: [], count: messages.count)
        var starts: [ContinuousClock.Instant] = []
        await withTaskGroup(of: (Int, [DeliveryOutcome]).self) { group in
            for (index, message) in messages.enumerated() {
                if index >= self.transport.concurrency, let (done, outcomes) = await group.next() {
                    results[done] = outcomes
                }
                await self.wait(after: starts)
                starts.append(.now)
                group.addTask(executorPreference: self.transport.executor) {
                    let outcomes = await self.transport.send(message)
                    progress(index, outcomes)
                    return (index, outcomes)
                }
            }
            for await (done, outcomes) in group { results[done] = outcomes }
        }
        return results
    }

    /// Waits until one more may begin.
    private func wait(after starts: [ContinuousClock.Instant]) async {
        guard let pace = self.pace, starts.count >= pace.count else { return }
        try? await Task.sleep(until: starts[starts.count - pace.count] + pace.interval)
    }
}
