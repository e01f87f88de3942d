// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ArgumentParser
internal import EmailProvider
internal import TenantConfiguration
internal import Verification

/// `galley provider show`
struct ProviderShowCommand: Subcommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Shows the settings of a provider that are in effect, and where each came from.",
        discussion: """
            Secrets are never shown. Nothing is contacted.

            Exit status: 0, 64 for arguments that do not fit, 65 for a document that is not valid, 66 for a file that \
            is not there or cannot be read, 74 if a report could not be written, 78 if the settings cannot work.
            """)

    @Option(
        help: ArgumentHelp(
            "The provider document (external.email) in any layout. Default: Galley's built-in server.",
            valueName: "file"))
    var provider: String?

    @Option(help: ArgumentHelp("A JSON object with values for placeholders &{name}.", valueName: "file"))
    var properties: String?

    @Option(help: "The gate that decides how much the findings weigh: development, staging or production.")
    var gate: Gate = .development

    @OptionGroup var reports: ReportOptions

    func run(in environment: CommandEnvironment) async throws {
        let inputs = Inputs(provider: self.provider, properties: self.properties, environment: environment)
        if let problem = inputs.inputProblems.first { throw CommandError(problem, status: problem.status) }
        if self.provider != nil, inputs.provider.location == nil, let problem = inputs.providerProblems.first {
            throw CommandError(problem, status: problem.status)
        }
        var subject = VerificationSubject(provider: inputs.provider)
        subject.providerProblems = inputs.providerProblems
        let overview = ProviderOverview(
            provider: inputs.provider, findings: Rules.verify(subject, at: self.gate),
            isUsable: inputs.provider.isUsable && !inputs.providerProblems.contains(where: \.isBadConfiguration))
        try self.reports.report.write(overview.text, json: overview.json, environment: environment)
        if !overview.isUsable { throw CommandError(.badConfiguration, []) }
    }
}

extension EmailProvider {
    /// Whether every setting is there that a client needs.
    fileprivate var isUsable: Bool {
        switch self.kind {
        case .builtIn: true
        case .smtp: self.smtp != nil
        case .msgraph: self.graph != nil
        }
    }
}

extension Problem {
    /// Whether a setting is not what it must be.
    fileprivate var isBadConfiguration: Bool {
        switch self.code {
        case .wrongType, .missingValue, .outOfRange: true
        default: false
        }
    }
}
