// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import Synchronization

/// Whether a server takes TLS 1.2, which takes a connection to find out: one for all senders that a run asks about.
final class OlderTLS: Sendable {
    private let answer = Mutex<Bool?>(nil)

    /// Whether the server takes it, and whether it was asked just now.
    ///
    /// - Parameter ask: Asks the server. `nil` is no answer, so that the next pre-flight asks again.
    func isTaken(asking ask: () async -> Bool?) async -> (isTaken: Bool?, isNew: Bool) {
        if let known = self.answer.withLock({ $0 }) { return (known, false) }
        let found = await ask()
        self.answer.withLock { $0 = found }
        return (found, true)
    }
}
