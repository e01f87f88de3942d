// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

public import ArgumentParser
internal import Composition
internal import Delivery
internal import Digests
internal import JSONText
internal import MIME
internal import MSGraph
public import Verification

/// `galley verify`
struct VerifyCommand: Subcommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Checks every template in every locale for every persona, and the provider.",
        discussion: """
            Each message is rendered and composed. For an SMTP provider it then goes through a real SMTP session to a \
            server inside this process, is read back, parsed and compared with what was meant; for MS Graph it is \
            encoded, read back and compared. Nothing leaves the machine.

            With --live the provider is asked as well, stage by stage, about every sender and recipient domain, but gets no \
            message. With --live --to it is sent one test message for each template and locale.

            Exit status: 0 if no finding stops the gate, 1 if one does, 64 for arguments that do not fit, 74 if a report \
            could not be written.
            """)

    @Argument(help: ArgumentHelp("The templates to verify. Default: all.", valueName: "name"))
    var names: [String] = []

    @OptionGroup var input: InputOptions

    @OptionGroup var message: MessageOptions

    @Option(help: "Where the templates are to be promoted to: development, staging or production.")
    var gate: Gate = .development

    @Flag(help: "Asks the provider itself; with --to sends it test messages.")
    var live = false

    @OptionGroup var connection: ConnectionOptions

    @Option(help: ArgumentHelp("The most test messages in a minute. Default: 10/min.", valueName: "number/min"))
    var limit: SendingLimit = .standard

    @OptionGroup var reports: ReportOptions

    func validate() throws {
        if self.connection.graphForm == .mime { try self.message.validateForGraphMIME() }
    }

    func run(in environment: CommandEnvironment) async throws {
        let sourceDate = try environment.sourceDate()
        let date = sourceDate ?? DateTime(secondsSinceEpoch: environment.now)
        let inputs = try Inputs(self.input, environment: environment, names: self.names).only(self.names)
        let plan = MessagePlan(inputs, names: self.names)
        var composer = self.message.composer(inputs.provider, date: date)
        if self.live, self.input.to != nil, sourceDate == nil { composer.uniqueness = MessageAuthentication.nonce() }
        let verifier = Verifier(inputs: inputs, plan: plan, composer: composer, console: environment.console)
        var subject = verifier.composed()
        let deliveries = await verifier.transmit(&subject.messages)
        if self.live {
            subject.live = await LiveVerifier(
                connection: ProviderConnection(
                    options: self.connection, environment: environment, redactor: inputs.redactor),
                pace: self.limit.pace, console: environment.console
            ).verify(subject, sendsMessages: self.input.to != nil)
        }
        let report = VerificationReport(subject, at: self.gate, deliveries: deliveries)
        try self.reports.report.write(report.text, json: report.json, environment: environment)
        if report.verdict == .fail { throw CommandError(.findings, []) }
    }
}

extension Gate: ExpressibleByArgument {}
