// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// Lets a number of tasks go on at a time, the others in the order in which they came.
actor ConcurrencyLimit {
    private var free: Int
    private var waiting: [(id: Int, continuation: CheckedContinuation<Bool, Never>)] = []
    private var nextID = 0

    init(_ limit: Int) {
        self.free = limit
    }

    /// Runs an operation when there is room.
    ///
    /// - Returns: `nil` where the task was cancelled before there was.
    nonisolated func run<Value: Sendable>(_ operation: @Sendable () async -> Value) async -> Value? {
        guard await self.enter() else { return nil }
        let value = await operation()
        await self.leave()
        return value
    }

    private func enter() async -> Bool {
        if Task.isCancelled { return false }
        if self.free > 0 {
            self.free -= 1
            return true
        }
        let id = self.nextID
        self.nextID += 1
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                if Task.isCancelled {
                    continuation.resume(returning: false)
                } else {
                    self.waiting.append((id, continuation))
                }
            }
        } onCancel: {
            Task { await self.cancel(id) }
        }
    }

    private func leave() {
        if self.waiting.isEmpty {
            self.free += 1
        } else {
            self.waiting.removeFirst().continuation.resume(returning: true)
        }
    }

    private func cancel(_ id: Int) {
        guard let index = self.waiting.firstIndex(where: { $0.id == id }) else { return }
        self.waiting.remove(at: index).continuation.resume(returning: false)
    }
}
