// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

public import SMTP

/// Connections to one server, as many as there may be at a time, each used for message after message.
///
///     let pool = SMTPPool(limit: 20) { () throws(SMTPError) in
///         try await SMTPClient.connect(host: "mail.example.com", port: 587)
///     }
///     let outcome = await pool.send(submission)
///     await pool.close()
public actor SMTPPool {
    /// Opens a connection.
    public typealias Connect = @Sendable () async throws(SMTPError) -> SMTPConnection

    private let limit: Int
    private let connect: Connect
    private var idle: [SMTPConnection] = []
    private var useCount = 0
    private var waiting: [CheckedContinuation<Void, Never>] = []

    /// Creates a pool without connections; they are opened as messages need them.
    ///
    /// - Parameters:
    ///   - limit: The most connections at a time, at least one.
    ///   - connect: Opens a connection.
    public init(limit: Int, connect: @escaping Connect) {
        self.limit = max(1, limit)
        self.connect = connect
    }

    /// Sends a message on a connection that is free, on a new one, or once one becomes free.
    ///
    /// A server may close a connection between two messages. The message that finds out goes over a new one: its content
    /// was not handed over, so it cannot arrive twice. Nothing else is tried again.
    public nonisolated func send(_ submission: Submission) async -> SubmissionOutcome {
        await self.enter()
        let outcome: SubmissionOutcome
        do throws(SMTPError) {
            outcome = try await self.sendOnce(submission)
        } catch {
            outcome = .notAttempted(error)
        }
        await self.leave()
        return outcome
    }

    /// Ends all connections with QUIT. The pool can be used again.
    public func close() async {
        let connections = self.idle
        self.idle = []
        await withTaskGroup(of: Void.self) { group in
            for connection in connections { group.addTask { await connection.quit() } }
        }
    }

    private nonisolated func sendOnce(_ submission: Submission) async throws(SMTPError) -> SubmissionOutcome {
        if let used = await self.takeIdle() {
            do throws(SMTPError) {
                let outcome = try await self.send(submission, on: used)
                if !outcome.isFarewell { return outcome }
            } catch  where error.meansThatTheServerLeft {
                // On to a new connection.
            }
        }
        return try await self.send(submission, on: try await self.connect())
    }

    private nonisolated func send(
        _ submission: Submission, on connection: SMTPConnection
    ) async throws(SMTPError) -> SubmissionOutcome {
        do throws(SMTPError) {
            let outcome = try await connection.send(submission)
            if outcome.leavesSessionOpen { await self.keep(connection) } else { connection.close() }
            return outcome
        } catch {
            if error.leavesSessionOpen { await self.keep(connection) } else { connection.close() }
            throw error
        }
    }

    private func takeIdle() -> SMTPConnection? {
        self.idle.popLast()
    }

    private func keep(_ connection: SMTPConnection) {
        self.idle.append(connection)
    }

    private func enter() async {
        guard self.useCount >= self.limit else {
            self.useCount += 1
            return
        }
        // Whoever leaves hands its place over, so the count stays.
        await withCheckedContinuation { self.waiting.append($0) }
    }

    private func leave() {
        if self.waiting.isEmpty {
            self.useCount -= 1
        } else {
            self.waiting.removeFirst().resume()
        }
    }
}

extension SubmissionOutcome {
    /// Whether the server answered that it is closing the connection, before it had the content.
    fileprivate var isFarewell: Bool {
        guard case .temporary(let refusal) = self else { return false }
        return refusal.reply.code == .serviceNotAvailable && refusal.stage != .content
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
        case .smtpUTF8NotOffered, .eightBitMIMENotOffered, .messageTooBig, .noRecipient: true
        default: false
        }
    }
}
