// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import NIOCore
package import SMTP

/// An open SMTP session, on which message after message can be sent.
package struct SMTPConnection: Sendable {
    /// What the server offers.
    package let extensions: Extensions

    /// What TLS came to; `nil` if the connection is not encrypted.
    package let tls: TLSDescription?

    private let link: Link

    init(link: Link, extensions: Extensions, tls: TLSDescription?) {
        self.link = link
        self.extensions = extensions
        self.tls = tls
    }

    /// Sends a message.
    ///
    /// One message is on its way at a time. If the task is cancelled, the connection is closed; a message whose content
    /// was handed over then has the outcome ``SMTP/SubmissionOutcome/unknown(_:)``.
    ///
    /// - Returns: What the server made of it.
    /// - Throws: ``SMTP/SMTPError`` if the message was not handed over for another reason than the server's refusal.
    package func send(_ submission: Submission) async throws(SMTPError) -> SubmissionOutcome {
        try await self.submit(submission, isRehearsal: false)
    }

    /// Asks what the server makes of sender and recipients, and takes the message back before DATA.
    ///
    /// - Returns: ``SMTP/SubmissionOutcome/rehearsed(refused:)`` or a refusal.
    /// - Throws: ``SMTP/SMTPError`` as ``send(_:)`` does.
    package func rehearse(_ submission: Submission) async throws(SMTPError) -> SubmissionOutcome {
        try await self.submit(submission, isRehearsal: true)
    }

    private func submit(_ submission: Submission, isRehearsal: Bool) async throws(SMTPError) -> SubmissionOutcome {
        let outcome = try await self.link.run { handler, promise in
            handler.submit(submission, isRehearsal: isRehearsal, promise: promise)
        }
        if case .notAttempted(let error) = outcome { throw error }
        return outcome
    }

    /// Ends the session with QUIT, and closes the connection whatever the server says to that.
    package func quit() async {
        do throws(SMTPError) {
            try await self.link.run { handler, promise in handler.quit(promise: promise) }
        } catch {
            // A session that is over already has nothing left to say.
        }
    }

    /// Closes the connection at once, without QUIT.
    package func close() {
        self.link.cancel()
    }
}

/// The way from any task to the handler on its event loop.
struct Link: Sendable {
    let eventLoop: any EventLoop
    let handler: NIOLoopBound<ClientHandler>

    /// Runs `body` on the event loop and waits for the promise that it is given. Cancellation ends the session.
    func run<Value: Sendable>(
        _ body: @escaping @Sendable (ClientHandler, EventLoopPromise<Value>) -> Void
    ) async throws(SMTPError) -> Value {
        let promise = self.eventLoop.makePromise(of: Value.self)
        do {
            return try await withTaskCancellationHandler {
                if self.eventLoop.inEventLoop {
                    body(self.handler.value, promise)
                } else {
                    self.eventLoop.execute { body(self.handler.value, promise) }
                }
                return try await promise.futureResult.get()
            } onCancel: {
                self.cancel()
            }
        } catch let error as SMTPError {
            throw error
        } catch {
            throw SMTPError(code: .connectionLost, message: "\(error)", stage: .connect)
        }
    }

    func cancel() {
        self.eventLoop.execute { self.handler.value.cancel() }
    }
}
