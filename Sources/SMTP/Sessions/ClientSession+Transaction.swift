// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// The way of one message: MAIL, RCPT, DATA, content (RFC 5321, section 3.3).
extension ClientSession {
    /// Why a message cannot go to this server, which it does not hear of then.
    func obstacle(to submission: Submission) -> SMTPError? {
        switch self.state {
        case .ready: break
        case .mail, .rcpt, .data, .content, .rset:
            return self.error(.busy, "another message is on its way on this connection")
        default:
            return self.error(.notConnected, "the session is not open")
        }
        if submission.envelope.forwardPaths.isEmpty {
            return self.error(.noRecipient, "the envelope has no recipient")
        }
        if submission.needsSMTPUTF8, !self.extensions.contains(.smtpUTF8) {
            return self.error(
                .smtpUTF8NotOffered,
                "an address or header field goes beyond ASCII, and the server does not offer SMTPUTF8")
        }
        if submission.isEightBit, !self.extensions.contains(.eightBitMIME) {
            return self.error(
                .eightBitMIMENotOffered, "the content goes beyond ASCII, and the server does not offer 8BITMIME")
        }
        if let limit = self.extensions.sizeLimit, submission.size > limit {
            return self.error(
                .messageTooBig, "the message has \(submission.size) octets, and the server takes \(limit)")
        }
        return nil
    }

    /// The most recipients that go out together.
    private static let groupLimit = 100

    private var isPipelined: Bool {
        self.configuration.pipelines && self.extensions.contains(.pipelining)
    }

    mutating func begin(_ transaction: Transaction) -> [Action] {
        var transaction = transaction
        var commands = [self.mail(transaction)]
        if self.isPipelined, !transaction.isRehearsal {
            commands += self.nextRecipients(of: &transaction)
            // With more recipients, some could be refused and the others get an empty message: RFC 2920, section 3.1.
            if transaction.recipients.count == 1 {
                commands.append(.data)
                transaction.isDataSent = true
            }
        }
        self.state = .mail(transaction)
        return self.send(commands)
    }

    private func mail(_ transaction: Transaction) -> Command {
        let submission = transaction.submission
        var others: [ESMTPParameter] = []
        if let parameter = self.configuration.dsnReturn, self.extensions.contains(.dsn) { others.append(parameter) }
        return .mail(
            reversePath: submission.envelope.reversePath,
            MailParameters(
                size: self.extensions.contains(.size) && !transaction.isRehearsal ? submission.size : nil,
                body: submission.isEightBit ? .eightBitMIME : nil,
                usesSMTPUTF8: submission.needsSMTPUTF8, others: others))
    }

    /// The commands for the next recipients: as many as may go out together.
    private func nextRecipients(of transaction: inout Transaction) -> [Command] {
        let notify = self.extensions.contains(.dsn) ? self.configuration.dsnNotify : nil
        let limit = self.isPipelined && !transaction.isRehearsal ? Self.groupLimit : 1
        let group = transaction.recipients[transaction.sentCount...].prefix(limit)
        transaction.sentCount += group.count
        return group.map { .rcpt(forwardPath: $0, notify.map { [$0] } ?? []) }
    }

    mutating func receiveMail(_ reply: Reply, _ transaction: Transaction) -> [Action] {
        var transaction = transaction
        if reply.code.severity != .positiveCompletion {
            guard transaction.sentCount > 0, reply.code.severity != .positiveIntermediate else {
                return self.refuse(at: reply)
            }
            transaction.verdict = SubmissionOutcome(self.refusal(reply))
        }
        return self.proceed(with: transaction)
    }

    mutating func receiveRcpt(_ reply: Reply, _ transaction: Transaction) -> [Action] {
        var transaction = transaction
        if reply.code.severity != .positiveCompletion {
            guard reply.code.severity != .positiveIntermediate else { return self.refuse(at: reply) }
            let refusal = self.refusal(reply)
            transaction.refusals.append(refusal)
            if !self.configuration.sendsPartially {
                transaction.verdict = transaction.verdict ?? SubmissionOutcome(refusal)
            }
        }
        transaction.recipientIndex += 1
        return self.proceed(with: transaction)
    }

    /// Waits for the next reply, names the next recipients, or asks for the content after the last.
    private mutating func proceed(with transaction: Transaction) -> [Action] {
        var transaction = transaction
        if transaction.recipientIndex < transaction.sentCount {
            self.state = .rcpt(transaction)
            return []
        }
        if transaction.isDataSent {
            self.state = .data(transaction)
            return []
        }
        if transaction.verdict == nil, transaction.sentCount < transaction.recipients.count {
            let commands = self.nextRecipients(of: &transaction)
            self.state = .rcpt(transaction)
            return self.send(commands)
        }
        if let outcome = transaction.outcome { return self.reset(to: outcome) }
        self.state = .data(transaction)
        return self.send(.data)
    }

    mutating func receiveData(_ reply: Reply, _ transaction: Transaction) -> [Action] {
        switch reply.code.severity {
        case .positiveIntermediate:
            // A server that asks for the content after it has refused: without it the connection is of no more use.
            if let outcome = transaction.outcome { return self.close(with: [.finished(outcome), .close]) }
            self.state = .content(transaction)
            self.record { _ in .sent(.content, "(\(transaction.submission.size) octets)") }
            return [.send(transaction.submission.stuffedContent)]
        case .positiveCompletion:
            return self.end(self.error(.unexpectedReply, "the server does not ask for the content", reply))
        case .transientNegative, .permanentNegative:
            if let outcome = transaction.outcome { return self.reset(to: outcome) }
            return self.refuse(at: reply)
        }
    }

    mutating func receiveContent(_ reply: Reply, _ transaction: Transaction) -> [Action] {
        switch reply.code.severity {
        case .positiveCompletion:
            self.state = .ready
            return [.finished(.sent(reply, refused: transaction.refusals))]
        case .positiveIntermediate:
            return self.end(self.error(.unexpectedReply, "the server asks for more after the content", reply))
        case .transientNegative, .permanentNegative:
            // The transaction is over with this reply; there is nothing to reset.
            let outcome = SubmissionOutcome(self.refusal(reply))
            self.state = .ready
            return [.finished(outcome)]
        }
    }

    mutating func receiveRset(_ reply: Reply, _ outcome: SubmissionOutcome) -> [Action] {
        guard reply.code.severity == .positiveCompletion else {
            return self.close(with: [.finished(outcome), .close])
        }
        self.state = .ready
        return [.finished(outcome)]
    }
}
