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

    func mailParameters(for submission: Submission) -> MailParameters {
        MailParameters(
            size: self.extensions.contains(.size) ? submission.size : nil,
            body: submission.isEightBit ? .eightBitMIME : nil,
            usesSMTPUTF8: submission.needsSMTPUTF8)
    }

    mutating func receiveMail(_ reply: Reply, _ transaction: Transaction) -> [Action] {
        guard reply.code.severity == .positiveCompletion else { return self.refuse(at: reply) }
        return self.sendRecipient(of: transaction)
    }

    mutating func receiveRcpt(_ reply: Reply, _ transaction: Transaction) -> [Action] {
        var transaction = transaction
        if reply.code.severity != .positiveCompletion {
            guard self.configuration.sendsPartially else { return self.refuse(at: reply) }
            transaction.refusals.append(self.refusal(reply))
        }
        transaction.recipientIndex += 1
        return self.sendRecipient(of: transaction)
    }

    /// Names the next recipient, or asks for the content after the last.
    ///
    /// With PIPELINING (RFC 2920), all of these could go out at once: this is the place to gather them.
    private mutating func sendRecipient(of transaction: Transaction) -> [Action] {
        if let recipient = transaction.recipient {
            self.state = .rcpt(transaction)
            return self.send(.rcpt(forwardPath: recipient))
        }
        if let refusal = transaction.refusals.first,
            transaction.refusals.count == transaction.submission.envelope.forwardPaths.count
        {
            return self.reset(to: SubmissionOutcome(refusal))
        }
        self.state = .data(transaction)
        return self.send(.data)
    }

    mutating func receiveData(_ reply: Reply, _ transaction: Transaction) -> [Action] {
        switch reply.code.severity {
        case .positiveIntermediate:
            self.state = .content(transaction)
            return [.send(transaction.submission.stuffedContent)]
        case .positiveCompletion:
            return self.end(self.error(.unexpectedReply, "the server does not ask for the content", reply))
        case .transientNegative, .permanentNegative:
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
