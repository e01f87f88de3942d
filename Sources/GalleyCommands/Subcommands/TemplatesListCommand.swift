// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ArgumentParser
internal import ByteText
internal import Composition
internal import EmailTemplates
internal import JSONText
internal import MIME
internal import TenantConfiguration
internal import Verification

/// `galley templates list`
struct TemplatesListCommand: Subcommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists the templates with their locales, senders, drift and findings.",
        discussion: """
            The findings are those of galley verify, without a delivery. Drift is how what is sent (message) differs \
            from what its editor copy (html and styles) gives: in content (texts, links, images), in style, in \
            white-space, or not at all (same); incomparable are two of which nobody can say. Findings that belong to \
            none of the templates follow the table.

            Exit status: 0, 64 for arguments that do not fit, 65 if no template can be read, 66 for a file or template \
            that is not there, 74 if a report could not be written.
            """)

    @Argument(help: ArgumentHelp("The templates to list. Default: all.", valueName: "name"))
    var names: [String] = []

    @OptionGroup var input: InputOptions

    @OptionGroup var message: MessageOptions

    @Option(help: "The gate that decides how much the findings weigh: development, staging or production.")
    var gate: Gate = .development

    @OptionGroup var reports: ReportOptions

    func run(in environment: CommandEnvironment) async throws {
        let date = try environment.sourceDate() ?? DateTime(secondsSinceEpoch: environment.now)
        var inputs = try Inputs(self.input, environment: environment, names: self.names).only(self.names)
        // A request is for the messages of the findings; the list is that of the templates.
        inputs.request.templateName = nil
        if inputs.templates.isEmpty, let problem = inputs.templateProblems.first {
            throw CommandError(problem, status: problem.status)
        }
        let plan = MessagePlan(inputs, names: self.names)
        if let problem = plan.problems.first { throw CommandError(problem, status: .noInput) }
        guard !inputs.templates.isEmpty else {
            throw CommandError(
                .noInput, "\(inputs.templatesPath): there is no email template here",
                fix: "name the folder that holds them with --templates")
        }
        let composer = self.message.composer(inputs.provider, date: date)
        let verifier = Verifier(inputs: inputs, plan: plan, composer: composer, console: environment.console)
        let subject = verifier.composed()
        let list = TemplateList(inputs, drifts: subject.drifts, findings: Rules.verify(subject, at: self.gate))
        try self.reports.report.write(list.text, json: list.json, environment: environment)
    }
}

/// What `galley templates list` shows.
struct TemplateList {
    struct Row {
        var template: EmailTemplate
        var sender: (source: Sender.Source, text: SourceText)?
        var drifts: [Drift]
        var findings: FindingCounts
    }

    struct FindingCounts {
        var counts: [Severity: Int] = [:]

        subscript(severity: Severity) -> Int { self.counts[severity] ?? 0 }
    }

    let rows: [Row]
    /// The findings of all templates and of what they are used with.
    let total: FindingCounts
    /// The findings that none of the rows counts.
    let others: [Finding]

    /// - Parameter drifts: Those of each template.
    init(_ inputs: Inputs, drifts: [[Drift]], findings: [Finding]) {
        var total = FindingCounts()
        var others: [Finding] = []
        var byName: [[UInt8]: [Int]] = [:]
        var byFile: [[UInt8]: [Int]] = [:]
        for (index, prepared) in inputs.templates.enumerated() {
            byName[Array(prepared.template.name.utf8), default: []].append(index)
            for file in prepared.template.files { byFile[file, default: []].append(index) }
        }
        var counts = Array(repeating: FindingCounts(), count: inputs.templates.count)
        for finding in findings {
            total.counts[finding.severity, default: 0] += 1
            let named = finding.template.flatMap { byName[Array($0.utf8)] }
            let near = (named ?? byFile[Array(finding.location.file.utf8)] ?? []).filter { index in
                let place = inputs.templates[index].template.location
                let isOther = finding.location.file.hasSameBytes(as: place.file) && !finding.location.isInside(place)
                return named != nil || !isOther
            }
            for index in near { counts[index].counts[finding.severity, default: 0] += 1 }
            if near.isEmpty { others.append(finding) }
        }
        self.total = total
        self.others = others
        self.rows = inputs.templates.indices.map { index in
            let prepared = inputs.templates[index]
            return Row(
                template: prepared.template,
                sender: Sender.levels(template: prepared.template, provider: inputs.provider).first,
                drifts: drifts[index], findings: counts[index])
        }
    }

    func text(width: Int, style: TextStyle) -> String {
        var table = TextTable(header: ["TEMPLATE", "LOCALES", "DEFAULT", "ENABLED", "FROM", "DRIFT", "FINDINGS"])
        for row in self.rows {
            let from = row.sender.map { "\($0.text.string) (\($0.source.level))" } ?? "none"
            let worst = [Severity.error, .warning, .note].first { row.findings[$0] > 0 }
            table.append([
                TextTable.Cell(row.template.name.escapedForDisplay),
                TextTable.Cell(row.template.locales.joined(separator: " ").escapedForDisplay),
                TextTable.Cell((row.template.defaultLocale?.string ?? "none").escapedForDisplay),
                TextTable.Cell(row.template.isEnabled ? "yes" : "no"),
                TextTable.Cell(from.escapedForDisplay),
                row.drifts.cell(style: style),
                TextTable.Cell(row.findings.text) { cell in worst.map { style.severity($0, cell) } ?? cell },
            ])
        }
        var lines = table.lines(width: width, flexible: 4, style: style)
        if !self.others.isEmpty { lines += [""] + self.others.flatMap { $0.lines(width: width, style: style) } }
        let count = self.rows.count
        let summary =
            "\(count) template\(count == 1 ? "" : "s"): \(self.total.isEmpty ? "no findings" : self.total.text)"
        return (lines + ["", summary]).joined(separator: "\n") + "\n"
    }

    var json: JSONNode {
        [
            "galley": JSONNode(.string(GalleyVersion.current)),
            "counts": self.total.json,
            "findings": JSONNode(.array(self.others.map(\.json))),
            "templates": JSONNode(
                .array(
                    self.rows.map { row in
                        .object([
                            "name": .text(row.template.name),
                            "displayName": .text(row.template.displayName),
                            "file": .text(row.template.location.file),
                            "pointer": .text(row.template.location.pointer?.description),
                            "locales": JSONNode(.array(row.template.locales.map { JSONNode(.string($0)) })),
                            "defaultLocale": .text(row.template.defaultLocale?.string),
                            "enabled": JSONNode(.bool(row.template.isEnabled)),
                            "from": row.sender.map { sender in
                                .object(["value": .text(sender.text.string), "source": .text(sender.source.level)])
                            },
                            "drift": JSONNode(.array(row.drifts.map(\.json))),
                            "findings": row.findings.json,
                        ])
                    })),
        ]
    }
}

extension Drift {
    fileprivate var json: JSONNode {
        .object([
            "locale": .text(self.locale), "verdict": .text(self.verdict.rawValue), "reason": .text(self.reason),
        ])
    }
}

extension [Drift] {
    /// The verdicts, the worst first, with the locales that they are about.
    fileprivate func cell(style: TextStyle) -> TextTable.Cell {
        let compared = self.filter(\.hasEditorCopy)
        guard !compared.isEmpty else { return TextTable.Cell("no editor copy") }
        let severities: [(verdict: Drift.Verdict, severity: Severity?)] = [
            (.content, .error), (.style, .warning), (.incomparable, .note), (.whiteSpace, nil), (.same, nil),
        ]
        let found = severities.compactMap { verdict, severity in
            let locales = compared.filter { $0.verdict == verdict }.map(\.locale)
            return locales.isEmpty ? nil : (verdict, severity, locales)
        }
        let texts = found.map { verdict, _, locales in
            // The usual case needs no list.
            verdict == .same && found.count == 1 ? "same" : "\(verdict.rawValue): \(locales.joined(separator: " "))"
        }
        let worst = found.first?.1
        return TextTable.Cell(texts.joined(separator: "; ").escapedForDisplay) { cell in
            worst.map { style.severity($0, cell) } ?? cell
        }
    }
}

extension TemplateList.FindingCounts {
    var isEmpty: Bool { self.counts.isEmpty }

    var text: String {
        let words = [(Severity.error, "error"), (.warning, "warning"), (.note, "note")].compactMap { severity, word in
            self[severity] == 0 ? nil : "\(self[severity]) \(word)\(self[severity] == 1 ? "" : "s")"
        }
        return words.isEmpty ? "none" : words.joined(separator: ", ")
    }

    var json: JSONNode {
        JSONNode(
            .object(
                [Severity.error, .warning, .note].map { severity in
                    JSONMember(name: severity.rawValue, value: JSONNode(integerLiteral: self[severity]))
                }))
    }
}

extension EmailTemplate {
    /// The files that the template is in: its document, and those of its texts.
    fileprivate var files: Set<[UInt8]> {
        let texts = (self.subject + self.message + self.html).map(\.text.file.path)
        return Set(([self.location.file] + texts).map { Array($0.utf8) })
    }
}
