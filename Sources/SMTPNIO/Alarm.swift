// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import NIOCore

/// Rings once a limit is over that is set anew all the time, and hardly ever reached.
///
/// To schedule and cancel a task of the event loop for each command would cost more than the command. One that is there
/// already stays when the limit is put off, and looks at the time when it runs.
final class Alarm {
    private let eventLoop: any EventLoop
    private let ring: () -> Void
    /// When to ring; `nil` for never.
    private var moment: NIODeadline?
    private var task: (moment: NIODeadline, scheduled: Scheduled<Void>)?

    /// - Parameter ring: Called on the event loop, which is the one that the alarm is used on. It is kept, with all that it
    ///   holds, until ``cancel()``.
    init(on eventLoop: any EventLoop, ring: @escaping () -> Void) {
        self.eventLoop = eventLoop
        self.ring = ring
    }

    /// Rings after that time, zero for never, in place of the one set before.
    ///
    /// - Parameter start: When the time began; `nil` for now.
    func set(_ limit: Duration, since start: NIODeadline? = nil) {
        self.moment = limit.timeAmountOrOff.map { (start ?? self.eventLoop.now) + $0 }
        guard let moment = self.moment else { return }
        if let task = self.task {
            guard moment < task.moment else { return }
            task.scheduled.cancel()
        }
        self.schedule(moment)
    }

    /// Does not ring before it is set again.
    func clear() {
        self.moment = nil
    }

    /// Lets go of the event loop.
    func cancel() {
        self.moment = nil
        self.task?.scheduled.cancel()
        self.task = nil
    }

    private func schedule(_ moment: NIODeadline) {
        let scheduled = self.eventLoop.assumeIsolated().scheduleTask(deadline: moment) {
            self.task = nil
            guard let moment = self.moment else { return }
            guard moment <= self.eventLoop.now else { return self.schedule(moment) }
            self.moment = nil
            self.ring()
        }
        self.task = (moment, scheduled)
    }
}
