// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ArgumentParser
internal import ByteText
internal import Composition
internal import Delivery
internal import Digests
internal import EmailProvider
internal import JSONText
internal import MIME
internal import MSGraph
internal import TenantConfiguration
internal import Verification

/// `galley send`
struct SendCommand: Subcommand {
    static let configuration = CommandConfiguration(
        commandName: "send",
        abstract: "Sends one message through the provider, showing each stage.",
        discussion: """
            The message is that of a template, of a --request, or with --test the one of AIC's Send Test Email. It is \
            tried once. Where the reply to the whole message is lost, the outcome is unknown: the message may have been \
            taken, and is not sent again.

            Exit status: 0 if every recipient was accepted, 64 for arguments that do not fit, 65 or 66 for a template, \
            request or document that is not valid or not there, 69 if the provider cannot be reached, refuses, or would \
            refuse a message such as this one, 74 if nobody knows whether the message was taken, 75 if it may be later, \
            76 if the provider breaks its protocol, 77 if it does not let this user or sender, 78 for settings that \
            cannot work with it.
            """)

    @Argument(help: ArgumentHelp("The template. Default: the one that --request names.", valueName: "name"))
    var name: String?

    @Flag(help: "Sends AIC's test message, from the provider's from, with no template.")
    var test = false

    @OptionGroup var input: InputOptions

    @OptionGroup var message: MessageOptions
    @OptionGroup var connection: ConnectionOptions

    @Flag(help: "Adds what was said, line by line, without credentials and content.")
    var transcript = false

    @OptionGroup var reports: ReportOptions

    func validate() throws {
        if self.connection.graphForm == .mime { try self.message.validateForGraphMIME() }
        if self.test, self.name != nil || self.input.request != nil {
            throw ValidationError("--test sends a message of its own: leave the template and --request out")
        }
        if self.test, self.input.to == nil { throw ValidationError("--test goes to nobody by itself: name --to") }
    }

    func run(in environment: CommandEnvironment) async throws {
        let sourceDate = try environment.sourceDate()
        let (inputs, planned) = try self.planned(environment)
        var composer = self.message.composer(
            inputs.provider, date: sourceDate ?? DateTime(secondsSinceEpoch: environment.now))
        // The same message sent twice is two messages, except where the result is to be the same each time.
        if sourceDate == nil { composer.uniqueness = MessageAuthentication.nonce() }
        let composed = planned.compose(composer)
        let message = try composed.requireMessage(console: environment.console)
        if let template = planned.template?.template, !template.isEnabled {
            throw CommandError(
                .badData, "\(template.location): the template \(template.name) is disabled, so AIC would not send it",
                fix: "set enabled to true")
        }
        let (outcomes, log) = try await self.deliver(composed, message, of: planned, inputs, environment)
        let source = composed.sender.map { " (\($0.source.rawValue))" } ?? ""
        let report = SendingReport(
            conversation: ConversationView(
                provider: inputs.redactor.redact(inputs.provider.summary), sender: "\(message.from)\(source)",
                recipients: message.recipients, subject: message.subject, log: log, showsTranscript: self.transcript),
            message: message, sender: composed.sender, planned: planned, outcomes: outcomes)
        try self.reports.report.write(report.text, json: report.json, environment: environment)
        if let failure = outcomes.worstFailure { throw CommandError(ExitStatus(failure), []) }
    }

    /// Sends a message, if it is one that the provider takes.
    private func deliver(
        _ composed: ComposedMessage, _ message: Message, of planned: PlannedMessage, _ inputs: Inputs,
        _ environment: CommandEnvironment
    ) async throws -> (outcomes: [DeliveryOutcome], log: StageLog) {
        if self.connection.graphForm == .json, inputs.provider.kind == .msgraph {
            var inspection = GraphInspection(for: inputs.provider, option: "--graph-form json")
            inspection.add(composed, of: planned)
            if let refusal = inspection.tellRefusal(console: environment.console) {
                let stage = DeliveryStage(.sendMail, result: .failed, said: refusal.message, advice: refusal.fix)
                let outcomes = message.recipients.map {
                    DeliveryOutcome(
                        recipient: $0, result: .notAttempted, reply: refusal.message, failure: .unavailable,
                        advice: refusal.fix)
                }
                return (outcomes, StageLog(stages: [stage], failure: .unavailable))
            }
        }
        let transport = try ProviderConnection(
            options: self.connection, environment: environment, redactor: inputs.redactor
        ).requiredTransport(to: inputs.provider)
        let progress = Progress(environment.console, total: 1)
        progress.show("sending", 0)
        let delivery = await transport.sendInStages(message)
        await transport.close()
        progress.end()
        return delivery
    }

    private func planned(_ environment: CommandEnvironment) throws -> (Inputs, PlannedMessage) {
        if self.test {
            var inputs = Inputs(
                provider: self.input.provider, properties: self.input.properties, environment: environment)
            inputs.request = try Self.testRequest(self.input)
            inputs.isRaw = true
            try inputs.requireReadable(for: [], console: environment.console)
            return (inputs, PlannedMessage(request: inputs.request))
        }
        let names = self.name.map { [$0] } ?? []
        let inputs = try Inputs(self.input, environment: environment, names: names, isOneMessage: true)
        try inputs.requireReadable(for: names, console: environment.console)
        return (inputs, try inputs.singleMessage(named: self.name, to: "send"))
    }

    /// What AIC's console sends to test a provider.
    private static func testRequest(_ input: InputOptions) throws -> SendRequest {
        let body: JSONNode = .object([
            "subject": .text("Test Provider Email"),
            "type": .text("text/html"),
            "body": .text("This is a test email using your configured provider settings."),
            "from": .text(input.from), "to": .text(input.to), "cc": .text(input.cc), "bcc": .text(input.bcc),
        ])
        return try SendRequest.read(
            SourceFile(name: "--test", text: String(decoding: body.serialized(), as: UTF8.self))
        ).0
    }
}

/// What became of a message, for people and programs.
private struct SendingReport {
    let conversation: ConversationView
    let message: Message
    let sender: Sender?
    let planned: PlannedMessage
    let outcomes: [DeliveryOutcome]

    func text(width: Int, style: TextStyle) -> String {
        var lines = self.conversation.lines(width: width, style: style)
        for outcome in self.outcomes { lines.append(Self.line(outcome, style)) }
        lines.append(style.faint("Message-ID \(self.message.messageID)"))
        return lines.joined(separator: "\n") + "\n"
    }

    private static func line(_ outcome: DeliveryOutcome, _ style: TextStyle) -> String {
        let reply = outcome.reply.map { "  \($0.escapedForDisplayWhole)" } ?? ""
        let mark =
            switch outcome.result {
            case .sent: style.green("SENT")
            case .refused: style.severity(.error, "REFUSED")
            case .temporary: style.severity(.warning, "REFUSED FOR NOW")
            case .unknown: style.severity(.error, "UNKNOWN")
            case .notAttempted: style.severity(.error, "NOT SENT")
            }
        return "\(mark)  \(outcome.recipient)\(reply)"
    }

    var json: JSONNode {
        .object([
            "galley": .text(GalleyVersion.current),
            "provider": .text(self.conversation.provider),
            "from": self.sender?.json,
            "subject": .text(self.message.subject),
            "stages": self.conversation.stages,
            "deliveries": JSONNode(
                .array(
                    self.outcomes.map { outcome in
                        VerificationReport.DeliverySummary(
                            template: self.planned.template?.template.name, locale: self.planned.locale,
                            outcome: outcome, messageID: self.message.messageID.description
                        ).json
                    })),
            "transcript": self.conversation.transcript,
        ])
    }
}

extension [DeliveryOutcome] {
    /// The trouble that counts most; `nil` if every recipient was accepted. That nobody knows what became of a message
    /// comes first: it is the one case in which trying again may do harm.
    var worstFailure: DeliveryFailure? {
        self.contains { $0.failure == .unknown } ? .unknown : self.lazy.compactMap(\.failure).first
    }
}
