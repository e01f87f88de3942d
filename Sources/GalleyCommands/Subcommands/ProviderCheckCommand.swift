// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ArgumentParser
internal import ByteText
internal import Composition
internal import Delivery
internal import EmailProvider
internal import JSONText
internal import MIME
internal import TenantConfiguration
internal import Verification

/// `galley provider check`
struct ProviderCheckCommand: Subcommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Talks to the provider stage by stage, up to a message, which is not sent.",
        discussion: """
            For SMTP: DNS, connection, greeting, EHLO, STARTTLS or TLS, AUTH, MAIL, RCPT, RSET, QUIT. For MS Graph: \
            connection, token, its claims, the mailbox. Each stage says what was found and what to do next, and where AIC \
            would do something else.

            Exit status: 0, 64 for arguments that do not fit, 65 or 66 for a document that is not valid or not there, 69 \
            if the provider cannot be reached or refuses, 75 if it may later, 76 if it breaks its protocol, 77 if it does \
            not let this user or sender, 78 for settings that cannot work with it.
            """)

    @Option(
        help: ArgumentHelp("The provider document (external.email) in any layout.", valueName: "file"))
    var provider: String

    @Option(help: ArgumentHelp("A JSON object with values for placeholders &{name}.", valueName: "file"))
    var properties: String?

    @Option(help: ArgumentHelp("The sender. Default: the provider's from.", valueName: "address"))
    var from: String?

    @Option(help: ArgumentHelp("The recipients to ask about. Default: the sender.", valueName: "addresses"))
    var to: String?

    @OptionGroup var connection: ConnectionOptions

    @Option(help: ArgumentHelp("The longest wait at any stage.", valueName: "seconds"))
    var timeout = 30

    @Flag(help: "Adds what was said, line by line, without credentials.")
    var transcript = false

    @OptionGroup var reports: ReportOptions

    func validate() throws {
        guard (1...3600).contains(self.timeout) else {
            throw ValidationError("--timeout is a number of seconds from 1 to 3600")
        }
    }

    func run(in environment: CommandEnvironment) async throws {
        let inputs = Inputs(provider: self.provider, properties: self.properties, environment: environment)
        try inputs.requireReadable(for: [], console: environment.console)
        let inquiry = try self.inquiry(inputs.provider, console: environment.console)
        try Self.requireAddresses(inquiry, for: inputs.provider)
        // From here on nothing may be thrown before it is closed.
        let transport = try ProviderConnection(
            options: self.connection, environment: environment, redactor: inputs.redactor,
            stageTimeout: .seconds(self.timeout)
        ).requiredTransport(to: inputs.provider)
        let progress = Progress(environment.console, total: 1)
        progress.show("asking the provider", 0)
        let log = await transport.check(inquiry)
        await transport.close()
        progress.end()
        let report = CheckReport(
            conversation: ConversationView(
                provider: inputs.redactor.redact(inputs.provider.summary), sender: inquiry.sender.description,
                recipients: inquiry.recipients, log: log, showsTranscript: self.transcript))
        try self.reports.report.write(report.text, json: report.json, environment: environment)
        if let failure = log.failure { throw CommandError(ExitStatus(failure), []) }
    }

    private func inquiry(_ provider: EmailProvider, console: Console) throws(CommandError) -> DeliveryInquiry {
        guard let text = self.from.map({ SourceText(option: "--from", $0) }) ?? provider.from, !text.bytes.isEmpty
        else {
            throw CommandError(
                .usage, "there is no sender to ask about: the provider has no from",
                fix: "name one with --from, as a template would")
        }
        do throws(CompositionIssue) {
            let sender = try text.parsed(.senderInvalid) { text throws(AddressError) in try Mailbox(text).address }
            guard let to = self.to else { return DeliveryInquiry(sender: sender, recipients: [sender]) }
            let recipients = try SourceText(option: "--to", to).parsed(.recipientInvalid) { text throws(AddressError) in
                try AddressList(text).mailboxes.map(\.address)
            }
            return DeliveryInquiry(sender: sender, recipients: recipients)
        } catch {
            throw CommandError([error], console: console)
        }
    }

    /// What `send` would refuse is refused here too.
    private static func requireAddresses(_ inquiry: DeliveryInquiry, for provider: EmailProvider) throws(CommandError) {
        if case .refused(let refusal) = InternationalAddressRule.judge(inquiry, provider: provider) {
            throw CommandError(.badData, "\(refusal.message); \(refusal.referenceBehavior)", fix: refusal.fix)
        }
    }
}

extension SourceText {
    fileprivate init(option: String, _ value: String) {
        self.init(wholeFile: SourceFile(name: option, text: value))
    }

    fileprivate func parsed<Value>(
        _ code: CompositionIssue.Code, _ parse: (String) throws(AddressError) -> Value
    ) throws(CompositionIssue) -> Value {
        do throws(AddressError) {
            return try parse(self.string)
        } catch {
            throw CompositionIssue(code, "this is not an address", because: error, in: self)
        }
    }
}

/// What a pre-flight found.
private struct CheckReport {
    let conversation: ConversationView

    private var log: StageLog { self.conversation.log }

    func text(width: Int, style: TextStyle) -> String {
        (self.conversation.lines(width: width, style: style) + [self.verdict(style)]).joined(separator: "\n") + "\n"
    }

    private func verdict(_ style: TextStyle) -> String {
        if let failed = self.log.stages.first(where: { $0.result == .failed }) {
            return style.severity(.error, "FAIL") + "  at \(failed.name); no message was sent"
        }
        let concerns = self.log.stages.count { $0.advice != nil }
        let note = concerns == 0 ? "" : ", with \(concerns) thing\(concerns == 1 ? "" : "s") to mend"
        return style.green("PASS") + "  the provider takes this sender and recipient\(note); no message was sent"
    }

    var json: JSONNode {
        .object([
            "galley": .text(GalleyVersion.current),
            "verdict": .text(self.log.failure == nil ? "pass" : "fail"),
            "failure": .text(self.log.failure?.rawValue),
            "provider": .text(self.conversation.provider),
            "from": .text(self.conversation.sender),
            "to": JSONNode(.array(self.conversation.recipients.map { JSONNode(.string($0.description)) })),
            "stages": self.conversation.stages,
            "transcript": self.conversation.transcript,
        ])
    }
}

extension EmailProvider {
    /// What is talked to, in a line.
    var summary: String {
        if let smtp = self.smtp {
            let encryption =
                switch smtp.encryption {
                case .none: "not encrypted"
                case .opportunisticSTARTTLS: "STARTTLS if offered"
                case .requiredSTARTTLS: "STARTTLS required"
                case .implicitTLS: "TLS"
                }
            let user = smtp.credentials.map { "signs in as \($0.username)" } ?? "does not sign in"
            return "smtp \(smtp.host):\(smtp.port), \(encryption), \(user)"
        }
        if let graph = self.graph { return "msgraph \(graph.mailEndpoint.withoutCredentials)" }
        return self.kind.rawValue
    }
}
