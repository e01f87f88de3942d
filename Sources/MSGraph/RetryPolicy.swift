// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// When a refused request is sent again.
///
/// Only what the server has said it did not do is tried again; a request without a reply never is.
package struct RetryPolicy: Hashable, Sendable {
    /// How often a request is sent at most, the first time included.
    package var tries: Int
    /// The wait after the first try, where the server names none; it doubles with each try.
    package var firstWait: Duration
    /// The longest wait of that kind.
    package var longestWait: Duration
    /// How long a message may wait in all. A server that asks for more is not asked again.
    package var totalWait: Duration

    /// Creates a policy.
    package init(
        tries: Int = 5, firstWait: Duration = .seconds(1), longestWait: Duration = .seconds(30),
        totalWait: Duration = .seconds(120)
    ) {
        self.tries = tries
        self.firstWait = firstWait
        self.longestWait = longestWait
        self.totalWait = totalWait
    }

    /// No second try (`retryRequests: false`).
    package static let never = RetryPolicy(tries: 1)

    /// How long to wait before the next try.
    ///
    /// - Parameters:
    ///   - tries: How often it has been tried.
    ///   - retryAfter: The seconds that the server asks for.
    ///   - waited: How long it has been waited before.
    ///   - jitter: From 0 up to 1: of a wait that the server does not name, between half and all is taken.
    /// - Returns: `nil` where there is no next try.
    func wait(afterTries tries: Int, retryAfter: Int?, waited: Duration, jitter: Double) -> Duration? {
        guard tries < self.tries else { return nil }
        let wait: Duration
        if let retryAfter {
            // Past this, seconds would not fit a Duration's arithmetic, and nobody waits for that long.
            guard retryAfter <= 86_400 else { return nil }
            wait = .seconds(retryAfter)
        } else {
            let doubled = self.firstWait * (1 << min(max(tries - 1, 0), 20))
            wait = min(doubled, self.longestWait) * (0.5 + 0.5 * min(max(jitter, 0), 1))
        }
        return waited + wait <= self.totalWait ? wait : nil
    }
}

/// The clock and the dice of a client.
package struct GraphEnvironment: Sendable {
    /// Seconds since 1 January 1970, 00:00 UTC.
    package var now: @Sendable () -> Int
    /// Waits.
    package var sleep: @Sendable (Duration) async throws -> Void
    /// A number from 0 up to 1.
    package var random: @Sendable () -> Double

    /// Creates an environment. What is left out is the real thing.
    package init(
        now: @escaping @Sendable () -> Int,
        sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) },
        random: @escaping @Sendable () -> Double = { Double.random(in: 0..<1) }
    ) {
        self.now = now
        self.sleep = sleep
        self.random = random
    }
}
