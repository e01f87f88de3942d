// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ArgumentParser
internal import Composition
internal import MIME
internal import TenantConfiguration
internal import Verification

/// `galley fixtures`
struct FixturesCommand: Subcommand {
    static let configuration = CommandConfiguration(
        commandName: "fixtures",
        abstract: "Writes every message as a file, the same bytes each time, and checks that they still hold.",
        usage: """
            galley fixtures [<name> ...] --output <folder> [--prune]
            galley fixtures [<name> ...] --output <folder> --check [--report <format[=file]> ...]
            galley fixtures [<name> ...] --output <folder> --approve [--prune]
            galley fixtures --lint <path> [--report <format[=file]> ...]
            """,
        discussion: """
            The files are TEMPLATE/LOCALE/PERSONA.eml and .graph.json. A manifest.json beside them has the SHA-256 of each \
            and of every file that they were made from. They are dated 1 January 2000, or as SOURCE_DATE_EPOCH says. \
            Nothing is written unless every message can be made.

            --check compares by what messages mean: header fields, structure, the lines of texts, the tree of HTML, \
            attachments. Another boundary, folding or transfer encoding is no difference. Where templates or a locale \
            are named, the fixtures of others are left as they are.

            Standard error says what the JSON of MS Graph leaves out. What MS Graph would refuse is an error with --form \
            graph or a provider for it, and a warning otherwise; for an address beyond ASCII there is no .graph.json then.

            Exit status: 0, 1 if fixtures differ, --lint finds an error or MS Graph would refuse a message, 64 for arguments that do not fit, 65 for a \
            template, request, address or manifest that is not valid, 66 for a file or template that is not there, 74 \
            if writing failed.
            """)

    enum Form: String, CaseIterable, ExpressibleByArgument {
        case mime
        case graph
        case both
    }

    @Argument(help: ArgumentHelp("The templates. Default: all.", valueName: "name"))
    var names: [String] = []

    @OptionGroup var input: InputOptions

    @OptionGroup var message: MessageOptions

    @Option(help: ArgumentHelp("The folder to write to. It is made where there is none.", valueName: "folder"))
    var output: String?

    @Option(help: "What to write: mime (.eml), graph (.graph.json) or both.")
    var form: Form = .both

    @Flag(help: "Write nothing: compare the files that are there with those that would be made.")
    var check = false

    @Flag(help: "Write only what --check would report, and say what was accepted.")
    var approve = false

    @Flag(help: "Remove files that an earlier run made and that are no longer made. Others are never touched.")
    var prune = false

    @Option(
        help: ArgumentHelp(
            "Check a folder of .eml files, or one, against the standards of Internet mail.", valueName: "path"))
    var lint: String?

    @Option(
        help: ArgumentHelp(
            "What --check and --lint report: text or json. Repeatable. Without a file it goes to standard output. "
                + "Default: text.",
            valueName: "format[=file]"))
    var report: [ReportOption] = []

    func validate() throws {
        try self.report.validate()
        guard self.lint == nil else {
            guard self.output == nil, self.names.isEmpty, !self.check, !self.approve, !self.prune,
                self.form == .both, self.input.isEmpty, self.message.isEmpty
            else {
                throw ValidationError("--lint goes with --report only")
            }
            return
        }
        guard self.output != nil else { throw ValidationError("Missing expected argument '--output <folder>'") }
        guard !self.check || (!self.approve && !self.prune) else {
            throw ValidationError("--check writes nothing: leave out --approve and --prune")
        }
        guard self.report.isEmpty || self.check else { throw ValidationError("--report goes with --check or --lint") }
    }

    func run(in environment: CommandEnvironment) async throws {
        if let path = self.lint { return try MessageFolder(path: path).lint(self.report, environment: environment) }
        guard let output = self.output else { return }
        let console = environment.console
        let date = try environment.sourceDate() ?? .fixture
        let inputs = try Inputs(self.input, environment: environment, names: self.names)
        try inputs.requireReadable(for: self.names, console: console)
        let plan = MessagePlan(inputs, names: self.names)
        if let problem = plan.problems.first { throw CommandError(problem, status: .noInput) }
        guard !plan.messages.isEmpty else {
            throw CommandError(
                .noInput, "\(inputs.templatesPath): there is no email template here",
                fix: "name the folder that holds them with --templates")
        }
        let folder = try FixtureFolder(root: output)
        let composer = self.message.composer(inputs.provider, date: date)
        let made = try FixtureSet(
            plan, composer: composer, form: self.form,
            inputs: FixtureInputs(self.input, inputs: inputs, plan: plan).list, console: console)
        let scope = FixtureScope(plan, names: self.names, inputs: inputs)
        if self.check {
            let report = try folder.compare(with: made, scope: scope, console: console)
            try self.report.write(report.text, json: report.json, environment: environment)
            if !report.isClean { throw CommandError(.findings, []) }
        } else if self.approve {
            try folder.approve(made, scope: scope, isPruning: self.prune, environment: environment)
        } else {
            try folder.replace(with: made, scope: scope, isPruning: self.prune, environment: environment)
        }
    }
}
