// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import NIOCore
import NIOEmbedded
import Testing

@testable import SMTPNIO

@Suite struct AlarmTests {
    private let eventLoop = EmbeddedEventLoop()

    /// What happens at which second.
    enum Step: Sendable {
        case set(Int)
        case clear
        case cancel
    }

    @Test(
        arguments: [
            ("rings once", [(0, Step.set(3))], [3]),
            ("is put off", [(0, .set(3)), (2, .set(3)), (4, .set(3))], [7]),
            ("is put off when it was about to ring", [(0, .set(3)), (2, .set(9))], [11]),
            ("is brought forward", [(0, .set(9)), (1, .set(2))], [3]),
            ("is brought forward and put off", [(0, .set(9)), (1, .set(2)), (2, .set(4))], [6]),
            ("is cleared", [(0, .set(3)), (2, .clear)], []),
            ("is set again after it was cleared", [(0, .set(3)), (1, .clear), (2, .set(4))], [6]),
            ("is set again after it has rung", [(0, .set(3)), (5, .set(2))], [3, 7]),
            ("has no limit", [(0, .set(0))], []),
            ("has no limit any more", [(0, .set(3)), (1, .set(0))], []),
            ("is cancelled", [(0, .set(3)), (1, .cancel)], []),
        ] as [(String, [(Int, Step)], [Int])])
    func rings(_ name: String, steps: [(Int, Step)], at expected: [Int]) {
        var second = 0
        var rung: [Int] = []
        let alarm = Alarm(on: self.eventLoop) { rung.append(second) }
        while second < 20 {
            for (time, step) in steps where time == second {
                switch step {
                case .set(let limit): alarm.set(.seconds(limit))
                case .clear: alarm.clear()
                case .cancel: alarm.cancel()
                }
            }
            second += 1
            self.eventLoop.advanceTime(by: .seconds(1))
        }
        #expect(rung == expected)
        alarm.cancel()
    }

    @Test func nothingIsKeptAfterCancelling() {
        weak var kept: Alarm?
        do {
            let alarm = Alarm(on: self.eventLoop) {}
            alarm.set(.seconds(300))
            alarm.cancel()
            kept = alarm
        }
        #expect(kept == nil)
    }
}
