// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
package import Composition
package import EmailProvider
internal import MIME
internal import SMTP
internal import SMTPNIO

/// The way to an SMTP server, as the provider document describes it.
package struct SMTPTransport: MessageTransport {
    let settings: SMTPSettings
    let context: DeliveryContext
    private let configuration: SMTPClient.Configuration
    private let envelopeFrom: AddrSpec?
    private let pool: SMTPPool

    package var concurrency: Int { max(1, self.settings.connectionLimit) }

    package var executor: (any TaskExecutor)? { self.pool.executor }

    /// Prepares the way; nothing is connected yet.
    ///
    /// - Throws: What the settings lack, such as a password that only the tenant knows.
    package init(_ settings: SMTPSettings, context: DeliveryContext) throws(SettingsError) {
        self.settings = settings
        self.context = context
        let configuration = try settings.clientConfiguration(context)
        self.configuration = configuration
        self.envelopeFrom = try Self.address(settings.envelopeFrom)
        self.pool = SMTPPool(limit: settings.connectionLimit) { () throws(SMTPError) in
            try await SMTPClient.connect(
                host: settings.wireHost, port: settings.port, configuration: configuration)
        }
    }

    private static func address(_ text: String?) throws(SettingsError) -> AddrSpec? {
        guard let text else { return nil }
        guard let address = try? AddrSpec(text) else {
            throw SettingsError("mail.smtp.from is not an address", advice: "write an address without a name")
        }
        return address
    }

    package func send(_ message: Message) async -> [DeliveryOutcome] {
        do {
            let outcome = await self.pool.send(try message.submission(from: self.envelopeFrom))
            return outcome.deliveryOutcomes(for: message.recipients, settings: self.settings)
        } catch {
            return Self.outcomes(of: message, notRepresentable: error)
        }
    }

    package func sendInStages(_ message: Message) async -> (outcomes: [DeliveryOutcome], log: StageLog) {
        do {
            let submission = try message.submission(from: self.envelopeFrom)
            let (outcome, log) = await self.session(submission, isRehearsal: false).run()
            return (outcome.deliveryOutcomes(for: message.recipients, settings: self.settings), log)
        } catch {
            return (
                Self.outcomes(of: message, notRepresentable: error), StageLog(stages: [], failure: .configuration)
            )
        }
    }

    private static func outcomes(of message: Message, notRepresentable error: any Error) -> [DeliveryOutcome] {
        message.recipients.map {
            DeliveryOutcome(recipient: $0, result: .notAttempted, reply: "\(error)", failure: .configuration)
        }
    }

    package func close() async {
        await self.pool.close()
    }

    package func check(_ inquiry: DeliveryInquiry) async -> StageLog {
        let envelope = Envelope(
            reversePath: self.envelopeFrom ?? inquiry.sender, forwardPaths: inquiry.recipients)
        guard let submission = try? Submission(envelope: envelope, content: []) else {
            return StageLog(stages: [], failure: .configuration)
        }
        return await self.session(submission, isRehearsal: true).run().log
    }

    private func session(_ submission: Submission, isRehearsal: Bool) -> SMTPStagedSession {
        SMTPStagedSession(
            settings: self.settings, context: self.context, configuration: self.configuration,
            submission: submission, isRehearsal: isRehearsal)
    }
}

extension Message {
    /// The message with its envelope, ready for an SMTP session.
    func submission(from envelopeFrom: AddrSpec? = nil) throws -> Submission {
        try Submission(
            envelope: Envelope(reversePath: envelopeFrom ?? self.from.address, forwardPaths: self.recipients),
            content: try self.mimeLines())
    }
}
