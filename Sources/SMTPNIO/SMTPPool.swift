// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import NIOPosix
package import SMTP
internal import Synchronization
internal import TaskLimits

/// Connections to one server, as many as there may be at a time, each used for message after message.
///
///     let pool = SMTPPool(limit: 20) { () throws(SMTPError) in
///         try await SMTPClient.connect(host: "mail.example.com", port: 587)
///     }
///     let outcome = await pool.send(submission)
///     await pool.close()
package final class SMTPPool: Sendable {
    /// Opens a connection.
    package typealias Connect = @Sendable () async throws(SMTPError) -> SMTPConnection

    /// The thread that serves the connections. To compose messages there too, in tasks with this preference, spares each
    /// of them the way from thread to thread and back. Nothing that blocks may run on it.
    package let executor: any TaskExecutor

    private let limit: ConcurrencyLimit
    private let connect: Connect
    private let idle = Mutex<[SMTPConnection]>([])

    /// Creates a pool without connections; they are opened as messages need them.
    ///
    /// - Parameters:
    ///   - limit: The most connections at a time, at least one.
    ///   - connect: Opens a connection.
    package init(limit: Int, connect: @escaping Connect) {
        self.limit = ConcurrencyLimit(limit)
        self.connect = connect
        self.executor = EventLoopExecutor(MultiThreadedEventLoopGroup.singleton.next())
    }

    /// Sends a message on a connection that is free, on a new one, or once one becomes free.
    ///
    /// A server may close a connection between two messages. The message that finds out goes over a new one: its content
    /// was not handed over, so it cannot arrive twice. Nothing else is tried again.
    package func send(_ submission: Submission) async -> SubmissionOutcome {
        await self.send { _ in submission }
    }

    /// Sends a message as ``send(_:)`` does, made for what the server offers.
    ///
    /// - Parameter prepare: Makes the message. Where it throws, the outcome is
    ///   ``SMTP/SubmissionOutcome/notAttempted(_:)`` with its error.
    package func send(
        preparing prepare: (Extensions) throws(SMTPError) -> Submission
    ) async -> SubmissionOutcome {
        guard await self.limit.enter() else {
            return .notAttempted(
                SMTPError(code: .cancelled, message: "the task was cancelled", stage: .connect))
        }
        if let used = self.idle.withLock({ $0.popLast() }) {
            let outcome = await used.outcome(of: prepare)
            if !outcome.meansThatTheServerLeft {
                self.leave(used, after: outcome)
                return outcome
            }
            used.close()
        }
        do throws(SMTPError) {
            let new = try await withTaskExecutorPreference(self.executor, operation: self.connect)
            let outcome = await new.outcome(of: prepare)
            self.leave(new, after: outcome)
            return outcome
        } catch {
            self.leave(keeping: nil)
            return .notAttempted(error)
        }
    }

    /// Ends all connections with QUIT. The pool can be used again.
    package func close() async {
        let connections = self.idle.withLock { idle in
            defer { idle = [] }
            return idle
        }
        await withTaskGroup(of: Void.self) { group in
            for connection in connections { group.addTask { await connection.quit() } }
        }
    }

    private func leave(_ connection: SMTPConnection, after outcome: SubmissionOutcome) {
        if !outcome.leavesSessionOpen { connection.close() }
        self.leave(keeping: outcome.leavesSessionOpen ? connection : nil)
    }

    /// Leaves the place, and the connection if it can be used again, to who waits longest.
    private func leave(keeping connection: SMTPConnection?) {
        if let connection { self.idle.withLock { $0.append(connection) } }
        self.limit.leave()
    }
}

extension SMTPConnection {
    fileprivate func outcome(
        of prepare: (Extensions) throws(SMTPError) -> Submission
    ) async -> SubmissionOutcome {
        do throws(SMTPError) {
            return try await self.send(try prepare(self.extensions))
        } catch {
            return .notAttempted(error)
        }
    }
}

extension SubmissionOutcome {
    /// Whether the server has closed the connection, or is about to, and has not had the content.
    fileprivate var meansThatTheServerLeft: Bool {
        switch self {
        case .temporary(let refusal): refusal.reply.code == .serviceNotAvailable && refusal.stage != .content
        case .notAttempted(let error): error.meansThatTheServerLeft
        default: false
        }
    }

    fileprivate var leavesSessionOpen: Bool {
        switch self {
        case .sent, .rehearsed: true
        case .refused(let refusal), .temporary(let refusal): refusal.reply.code != .serviceNotAvailable
        case .notAttempted(let error): error.leavesSessionOpen
        case .unknown: false
        }
    }
}

extension SMTPError {
    /// Whether a connection that was open is gone for a reason that has nothing to do with the message.
    fileprivate var meansThatTheServerLeft: Bool {
        switch self.code {
        case .connectionLost, .notConnected: true
        case .serviceRefused: self.reply?.code == .serviceNotAvailable
        default: false
        }
    }

    /// Whether it was the message that could not go out, of which the server has not heard.
    fileprivate var leavesSessionOpen: Bool {
        switch self.code {
        case .smtpUTF8NotOffered, .eightBitMIMENotOffered, .messageTooBig, .noRecipient, .notRepresentable: true
        default: false
        }
    }
}
