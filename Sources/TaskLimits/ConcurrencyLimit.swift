// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import Synchronization

/// Lets a number of tasks go on at a time, the others in the order in which they came.
package final class ConcurrencyLimit: Sendable {
    private struct State {
        var free: Int
        /// By their numbers, which are given out in order.
        var waiting: [Int: CheckedContinuation<Bool, Never>] = [:]
        /// Nobody with a lower number waits.
        var first = 0
        var nextNumber = 0
    }

    private let state: Mutex<State>

    /// - Parameter limit: How many tasks may go on at a time, at least one.
    package init(_ limit: Int) {
        self.state = Mutex(State(free: max(1, limit)))
    }

    /// Runs an operation when there is room.
    ///
    /// - Returns: `nil` where the task was cancelled before there was.
    package func run<Value: Sendable>(_ operation: @Sendable () async -> Value) async -> Value? {
        guard await self.enter() else { return nil }
        let value = await operation()
        self.leave()
        return value
    }

    /// Waits for room.
    ///
    /// - Returns: Whether there is: ``leave()`` has to follow then. There is none where the task was cancelled before.
    package func enter() async -> Bool {
        let number = self.state.withLock { state in
            defer { state.nextNumber += 1 }
            return state.nextNumber
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let answer = self.state.withLock { state -> Bool? in
                    if Task.isCancelled { return false }
                    if state.free > 0 {
                        state.free -= 1
                        return true
                    }
                    state.waiting[number] = continuation
                    // Those with higher numbers may have been here before.
                    state.first = min(state.first, number)
                    return nil
                }
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            self.state.withLock { $0.waiting.removeValue(forKey: number) }?.resume(returning: false)
        }
    }

    /// Makes room for who waits longest.
    package func leave() {
        self.state.withLock { state -> CheckedContinuation<Bool, Never>? in
            guard !state.waiting.isEmpty else {
                state.free += 1
                return nil
            }
            while true {
                defer { state.first += 1 }
                if let continuation = state.waiting.removeValue(forKey: state.first) { return continuation }
            }
        }?.resume(returning: true)
    }
}
