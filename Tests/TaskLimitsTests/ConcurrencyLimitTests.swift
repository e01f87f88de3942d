// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Synchronization
import TaskLimits
import Testing

@Suite struct ConcurrencyLimitTests {
    private final class Guarded<Value: Sendable>: Sendable {
        private let value: Mutex<Value>

        init(_ value: Value) { self.value = Mutex(value) }

        var now: Value { self.value.withLock { $0 } }

        func change(_ body: (inout Value) -> Void) { self.value.withLock { body(&$0) } }
    }

    @Test(arguments: [0, 1, 4, 20]) func noMoreThanTheLimitGoOnAtATimeAndAllGetTheirTurn(limit: Int) async {
        let limited = ConcurrencyLimit(limit)
        let count = Guarded((running: 0, most: 0))
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<500 {
                group.addTask {
                    await limited.run {
                        count.change { count in
                            count.running += 1
                            count.most = max(count.most, count.running)
                        }
                        await Task.yield()
                        count.change { $0.running -= 1 }
                    } != nil
                }
            }
            for await isDone in group { #expect(isDone) }
        }
        #expect((1...max(1, limit)).contains(count.now.most))
        #expect(count.now.running == 0)
    }

    @Test func theyGoOnInTheOrderInWhichTheyCameWithoutThoseThatWereCancelled() async {
        let limit = ConcurrencyLimit(1)
        let order = Guarded<[Int]>([])
        #expect(await limit.enter())
        let tasks = (0..<100).map { number in
            Task.immediate { await limit.run { order.change { $0.append(number) } } != nil }
        }
        for task in tasks[..<50] { task.cancel() }
        for task in tasks[..<50] { #expect(await task.value == false) }
        #expect(order.now.isEmpty)
        limit.leave()
        for task in tasks[50...] { #expect(await task.value) }
        #expect(order.now == Array(50..<100))
        #expect(await limit.run {} != nil)
    }

    @Test func aTaskThatIsCancelledAlreadyDoesNotBegin() async {
        let limit = ConcurrencyLimit(1)
        let task = Task {
            while !Task.isCancelled { await Task.yield() }
            return await limit.enter()
        }
        task.cancel()
        #expect(await task.value == false)
        #expect(await limit.enter())
    }
}
