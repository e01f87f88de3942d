// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ArgumentParser
internal import ByteText
internal import Composition
internal import Configuration
internal import EmailTemplates
internal import JSONText
internal import MIME
internal import Verification

/// `galley fixtures`
struct FixturesCommand: Subcommand {
    static let configuration = CommandConfiguration(
        commandName: "fixtures",
        abstract: "Writes every message as a file, the same bytes each time.",
        discussion: """
            The files are TEMPLATE/LOCALE/PERSONA.eml and .graph.json, with a manifest.json beside them. They are dated \
            1 January 2000, or as SOURCE_DATE_EPOCH says. Nothing is written unless every message can be made.

            Exit status: 0, 64 for arguments that do not fit, 65 for a template, request or address that is not valid, \
            66 for a file or template that is not there, 74 if writing failed.
            """)

    enum Form: String, CaseIterable, ExpressibleByArgument {
        case mime
        case graph
        case both
    }

    @Argument(help: ArgumentHelp("The templates. Default: all.", valueName: "name"))
    var names: [String] = []

    @OptionGroup var input: InputOptions

    @Option(help: ArgumentHelp("The folder to write to. It is made where there is none.", valueName: "folder"))
    var output: String

    @Option(help: "What to write: mime (.eml), graph (.graph.json) or both.")
    var form: Form = .both

    func run(in environment: CommandEnvironment) async throws {
        let date = try environment.sourceDate() ?? .fixture
        let inputs = try Inputs(self.input, environment: environment, names: self.names)
        try inputs.requireReadable(for: self.names, console: environment.console)
        let plan = MessagePlan(inputs, names: self.names)
        if let problem = plan.problems.first { throw CommandError(problem, status: .noInput) }
        guard !plan.messages.isEmpty else {
            throw CommandError(
                .noInput, "\(inputs.templatesPath): there is no email template here",
                fix: "name the folder that holds them with --templates")
        }
        let composer = Composer(provider: inputs.provider, bodyForm: self.input.body, date: date)
        let files = try self.files(plan, composer, console: environment.console)
        var writer = FileWriter(root: self.output)
        for (path, bytes) in files { writer.add(path, bytes) }
        try writer.write()
        environment.console.writeOutput(
            "\(files.count) files in \(self.output), \(plan.messages.count) message\(plan.messages.count == 1 ? "" : "s")\n"
        )
    }

    private func files(
        _ plan: MessagePlan, _ composer: Composer, console: Console
    ) throws(CommandError) -> [(path: String, bytes: [UInt8])] {
        let progress = Progress(console, total: plan.messages.count)
        defer { progress.end() }
        var files: [(path: String, bytes: [UInt8])] = []
        var entries: [JSONNode] = []
        for (index, planned) in plan.messages.enumerated() {
            let composed = planned.compose(composer)
            let message = try composed.requireMessage(console: console)
            let stem = planned.fixturePath
            if self.form != .graph {
                files.append((stem + ".eml", try message.encoded()))
                entries.append(Self.entry(stem + ".eml", "mime", planned, composed, message))
            }
            if self.form != .mime {
                if message.isInternationalized {
                    console.writeError(
                        "warning: \(stem): Microsoft Graph takes no address beyond ASCII, so there is no .graph.json\n")
                } else {
                    files.append((stem + ".graph.json", message.graphJSON.serialized() + [.lineFeed]))
                    entries.append(Self.entry(stem + ".graph.json", "graph", planned, composed, message))
                }
            }
            progress.show("composed", index + 1)
        }
        let manifest = JSONNode.object([
            "galley": .text(GalleyVersion.current),
            "date": .text(composer.date.description),
            "body": .text(composer.bodyForm.rawValue),
            "fixtures": JSONNode(.array(entries)),
        ])
        return files + [("manifest.json", manifest.serialized() + [.lineFeed])]
    }

    private static func entry(
        _ path: String, _ form: String, _ planned: PlannedMessage, _ composed: ComposedMessage, _ message: Message
    ) -> JSONNode {
        .object([
            "file": .text(path),
            "form": .text(form),
            "template": .text(planned.template?.template.name),
            "locale": .text(planned.locale),
            "persona": .text(planned.persona),
            "from": composed.sender?.json,
            "subject": .text(message.subject),
        ])
    }
}

extension PlannedMessage {
    /// `TEMPLATE/LOCALE/PERSONA`; a request stands in for what it does not name.
    fileprivate var fixturePath: String {
        [self.template?.template.name ?? "request", self.locale ?? "none", self.persona ?? "request"]
            .joined(separator: "/")
    }
}
