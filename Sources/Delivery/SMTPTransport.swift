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
    private let provider: EmailProvider
    private let configuration: SMTPClient.Configuration
    private let envelopeFrom: AddrSpec?
    private let pool: SMTPPool
    private let olderTLS = OlderTLS()

    package var concurrency: Int { max(1, self.settings.connectionLimit) }

    package var executor: (any TaskExecutor)? { self.pool.executor }

    /// Prepares the way; nothing is connected yet.
    ///
    /// - Parameters:
    ///   - settings: What the provider amounts to for its server.
    ///   - provider: The provider.
    ///   - context: What the machine has for it.
    /// - Throws: What the settings lack, such as a password that only the tenant knows.
    package init(
        _ settings: SMTPSettings, of provider: EmailProvider, context: DeliveryContext
    ) throws(SettingsError) {
        self.settings = settings
        self.provider = provider
        self.context = context
        let configuration = try settings.clientConfiguration(context)
        self.configuration = configuration
        self.envelopeFrom = try Self.envelopeFrom(settings, of: provider)
        self.pool = SMTPPool(limit: settings.connectionLimit) { () throws(SMTPError) in
            try await SMTPClient.connect(
                host: settings.wireHost, port: settings.port, configuration: configuration)
        }
    }

    private static func envelopeFrom(
        _ settings: SMTPSettings, of provider: EmailProvider
    ) throws(SettingsError) -> AddrSpec? {
        guard let text = settings.envelopeFrom else { return nil }
        guard let address = try? AddrSpec(text) else {
            throw SettingsError("mail.smtp.from is not an address", advice: "write an address without a name")
        }
        if case .refused(let refusal) = InternationalAddressRule.judge([address], as: .sender, provider: provider) {
            throw SettingsError("mail.smtp.from: \(refusal.message)", advice: refusal.fix)
        }
        return address
    }

    package func send(_ message: Message) async -> [DeliveryOutcome] {
        let outcome = await self.pool.send { extensions throws(SMTPError) in
            try self.submission(of: message, extensions)
        }
        return outcome.deliveryOutcomes(for: message.recipients, settings: self.settings)
    }

    package func sendInStages(_ message: Message) async -> (outcomes: [DeliveryOutcome], log: StageLog) {
        let session = self.session(isRehearsal: false) { extensions throws(SMTPError) in
            try self.submission(of: message, extensions)
        }
        let (outcome, log) = await session.run()
        return (outcome.deliveryOutcomes(for: message.recipients, settings: self.settings), log)
    }

    private func submission(of message: Message, _ extensions: Extensions) throws(SMTPError) -> Submission {
        try InternationalAddressRule.judge(
            message, envelopeFrom: self.envelopeFrom, provider: self.provider, extensions: .init(extensions)
        ).requireAccepted()
        let takesEightBit = self.settings.allowsEightBitMIME && extensions.contains(.eightBitMIME)
        return try message.submission(
            from: self.envelopeFrom,
            encodings: takesEightBit ? ContentTransferEncoding.eightBitMIME : ContentTransferEncoding.sevenBitClean)
    }

    package func close() async {
        await self.pool.close()
    }

    package func check(_ inquiry: DeliveryInquiry) async -> StageLog {
        let inquiry = DeliveryInquiry(
            sender: self.envelopeFrom ?? inquiry.sender, recipients: inquiry.recipients)
        let session = self.session(isRehearsal: true) { extensions throws(SMTPError) in
            try InternationalAddressRule.judge(inquiry, provider: self.provider, extensions: .init(extensions))
                .requireAccepted()
            return try Submission(
                envelope: Envelope(reversePath: inquiry.sender, forwardPaths: inquiry.recipients), content: [])
        }
        return await session.run().log
    }

    private func session(
        isRehearsal: Bool, prepare: @escaping @Sendable (Extensions) throws(SMTPError) -> Submission
    ) -> SMTPStagedSession {
        SMTPStagedSession(
            settings: self.settings, context: self.context, configuration: self.configuration, prepare: prepare,
            isRehearsal: isRehearsal, olderTLS: self.olderTLS)
    }
}

extension Message {
    /// The message with its envelope, ready for an SMTP session.
    func submission(
        from envelopeFrom: AddrSpec? = nil,
        encodings: [ContentTransferEncoding] = ContentTransferEncoding.sevenBitClean
    ) throws(SMTPError) -> Submission {
        do {
            return try Submission(
                envelope: Envelope(reversePath: envelopeFrom ?? self.from.address, forwardPaths: self.recipients),
                content: try self.mimeLines(encodings: encodings))
        } catch {
            throw SMTPError(code: .notRepresentable, message: "\(error)", stage: .ready)
        }
    }
}

extension InternationalAddressRule.ServerExtensions {
    fileprivate init(_ extensions: Extensions) {
        self.init(smtpUTF8: extensions.contains(.smtpUTF8), eightBitMIME: extensions.contains(.eightBitMIME))
    }
}

extension InternationalAddressRule.Verdict {
    /// Ends before the server hears of a message that it cannot take.
    fileprivate func requireAccepted() throws(SMTPError) {
        guard case .refused(let refusal) = self else { return }
        let code: SMTPError.Code =
            switch refusal.reason {
            case .noSMTPUTF8: .smtpUTF8NotOffered
            case .no8BITMIME: .eightBitMIMENotOffered
            case .msgraph, .notEnabled: .notRepresentable
            }
        throw SMTPError(code: code, message: "\(refusal.message); \(refusal.referenceBehavior)", stage: .ready)
    }
}
