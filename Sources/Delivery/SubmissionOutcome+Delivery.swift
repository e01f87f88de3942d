// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import Composition
internal import EmailProvider
internal import MIME
internal import SMTP

extension SubmissionOutcome {
    /// What became of the message for each recipient.
    func deliveryOutcomes(for recipients: [AddrSpec], settings: SMTPSettings) -> [DeliveryOutcome] {
        switch self {
        case .sent(let reply, let refused):
            recipients.map { recipient in
                guard let refusal = refused.first(where: { $0.recipient == recipient }) else {
                    return DeliveryOutcome(recipient: recipient, result: .sent, reply: reply.description)
                }
                return DeliveryOutcome(refusal, of: recipient)
            }
        case .refused(let refusal), .temporary(let refusal):
            recipients.map { DeliveryOutcome(refusal, of: $0) }
        case .rehearsed(let refused):
            recipients.map { recipient in
                refused.first { $0.recipient == recipient }.map { DeliveryOutcome($0, of: recipient) }
                    ?? DeliveryOutcome(recipient: recipient, result: .notAttempted)
            }
        case .unknown(let error):
            recipients.map {
                DeliveryOutcome(
                    recipient: $0, result: .unknown, reply: error.description, failure: .unknown,
                    advice: SMTPAdvice.onUnknown)
            }
        case .notAttempted(let error):
            recipients.map {
                DeliveryOutcome(
                    recipient: $0, result: .notAttempted, reply: error.description, failure: error.failure,
                    advice: SMTPAdvice.advice(on: error, settings: settings))
            }
        }
    }
}

extension DeliveryOutcome {
    /// What a refusal means for a recipient: if another one was refused, nothing was tried for this one.
    fileprivate init(_ refusal: SubmissionOutcome.Refusal, of recipient: AddrSpec) {
        let refusal = refusal.others.first { $0.recipient == recipient } ?? refusal
        let isTemporary = refusal.reply.code.severity == .transientNegative
        if let refused = refusal.recipient, refused != recipient {
            self.init(
                recipient: recipient, result: .notAttempted, reply: "\(refused) was refused: \(refusal.reply)",
                failure: refusal.failure,
                advice: "with mail.smtp.sendpartial=true it would go to the others; AIC's default is all or none")
        } else {
            self.init(
                recipient: recipient, result: isTemporary ? .temporary : .refused, reply: refusal.description,
                failure: refusal.failure, advice: SMTPAdvice.advice(on: refusal))
        }
    }
}

extension SubmissionOutcome.Refusal {
    /// What kind of trouble it is.
    var failure: DeliveryFailure {
        if self.reply.code.severity == .transientNegative { return .temporary }
        // 530 asks to sign in (RFC 4954, section 6); X.7.Z is a matter of policy (RFC 3463, section 3.8).
        let isPolicy = self.reply.code.rawValue == 530 || self.reply.enhancedStatus?.subject == 7
        return isPolicy ? .permission : .unavailable
    }
}

extension SMTPError {
    /// What kind of trouble it is.
    var failure: DeliveryFailure {
        switch self.code {
        case .connectFailed, .listenFailed, .connectionLost, .notConnected, .busy, .tlsFailed, .messageTooBig,
            .noRecipient:
            .unavailable
        // Beside messages, a name or a password may be what cannot be written.
        case .notRepresentable: self.stage == .auth ? .configuration : .unavailable
        case .timeout, .cancelled: .temporary
        case .serviceRefused, .startTLSRefused:
            self.reply?.code.severity == .transientNegative ? .temporary : .unavailable
        case .malformedReply, .unexpectedReply: .protocolViolation
        case .startTLSNotOffered, .authenticationNotOffered, .noCommonMechanism, .mechanismNotImplemented,
            .cleartextCredentials, .smtpUTF8NotOffered, .eightBitMIMENotOffered:
            .configuration
        case .authenticationFailed: self.reply?.code.severity == .transientNegative ? .temporary : .permission
        }
    }
}
