// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ArgumentParser
internal import ByteText
internal import Composition
internal import EmailTemplates
internal import TenantConfiguration
internal import Verification

/// `galley templates sync`
struct TemplatesSyncCommand: Subcommand {
    static let configuration = CommandConfiguration(
        commandName: "sync",
        abstract: "Makes the sent copies of a template (message) anew from its editor copies (html and styles).",
        discussion: """
            Shows what changes, tag by tag, then writes it, as the template editor of Advanced Identity Cloud would. In the file \
            nothing but the text changes; where a text is a file of its own, as in fr-config-manager's layout, that file \
            does. Sent copies that differ only in what HTML does not show stay as they are.

            Exit status: 0, also if there was nothing to do, 64 for arguments that do not fit, 65 for a template that is \
            not valid or whose copies cannot be compared, 66 for a file or template that is not there, 74 if writing \
            failed.
            """)

    enum Source: String, CaseIterable, ExpressibleByArgument {
        case html
    }

    @Argument(help: ArgumentHelp("The template.", valueName: "name"))
    var name: String

    @Option(help: "What the sent copies are made from: html, the editor copy with its styles.")
    var from: Source

    @Option(
        help: ArgumentHelp(
            "A template file, or a folder that holds templates in any layout. Default: Templates, or else the current "
                + "folder.", valueName: "path"))
    var templates: String?

    @Option(help: ArgumentHelp("The only locale to change. Default: all.", valueName: "tag"))
    var locale: String?

    @Flag(name: .customLong("dry-run"), help: "Shows what would change, and writes nothing.")
    var isDryRun = false

    func run(in environment: CommandEnvironment) async throws {
        let path = self.templates ?? Inputs.defaultTemplatesPath
        let files = DiskFiles(path)
        let document = try self.document(at: path, in: files)
        let (template, problems) = EmailTemplate.read(document, files: files, placeholders: Placeholders([:]))
        if let problem = problems.first(where: { $0.code == .unreadableInput }) {
            throw CommandError(problem, status: problem.status)
        }
        try self.requireEditorCopy(of: template)
        var outlines: [LineDiff?] = []
        let sync: MessageSync
        do throws(Problem) {
            sync = try MessageSync(of: document, from: files, locale: self.locale) {
                (locale, html, styles, old) throws(Problem) in
                let drift = Drift(
                    locale: locale, sent: old, html: html, styles: styles, type: template.bodyType)
                let new = try drift.replacement(for: old, in: template)
                if !new.hasSameBytes(as: old) { outlines.append(drift.outline) }
                return new
            }
        } catch {
            throw CommandError(error, status: error.status)
        }
        let style = environment.outputStyle
        for (change, outline) in zip(sync.changes, outlines) {
            let lines =
                [style.bold("message.\(change.locale)".escapedForDisplay)]
                + (outline?.text(indent: 2, style: style) ?? [])
            environment.console.writeOutput(lines.joined(separator: "\n") + "\n\n")
        }
        guard !sync.files.isEmpty else {
            return environment.console.writeOutput("Nothing to do: what is sent is what the editor copies give.\n")
        }
        if !self.isDryRun {
            var writer = FileWriter()
            for file in sync.files { writer.add(file.path, file.bytes) }
            try writer.write()
        }
        let paths = sync.files.map(\.path.escapedForDisplayWhole).joined(separator: ", ")
        environment.console.writeOutput("\(self.isDryRun ? "not written (--dry-run)" : "written"): \(paths)\n")
    }

    /// The document of the template; the command ends where there is none, or where two of them differ.
    private func document(at path: String, in files: DiskFiles) throws(CommandError) -> TenantDocument {
        let tenant = TenantReader.read(files, for: .templates)
        let kind = TenantDocument.Kind.template(name: self.name)
        let (documents, duplicates) = tenant.distinct(from: files)
        if let duplicate = duplicates.first(where: { $0.document.kind == kind }) {
            throw CommandError(duplicate.problem, status: .badData)
        }
        if let document = documents.first(where: { $0.kind == kind }) { return document }
        // What could not be read may hold it.
        if let problem = tenant.problems.first { throw CommandError(problem, status: problem.status) }
        let names = documents.compactMap { if case .template(let name) = $0.kind { name } else { nil } }
        throw CommandError(.unknownTemplate(self.name, among: names, at: path), status: .noInput)
    }

    private func requireEditorCopy(of template: EmailTemplate) throws(CommandError) {
        let drifts = Drift.drifts(of: template).filter { drift in
            self.locale.map { drift.locale.isSameLocale(as: $0) } ?? true
        }
        if let locale = self.locale, drifts.isEmpty {
            throw CommandError(.noLocale(of: template, wanted: locale, isDefaultTried: false), status: .noInput)
        }
        guard drifts.contains(where: \.hasEditorCopy) else {
            throw CommandError(
                .badData, "\(template.location): there is no editor copy (html) to make a sent copy from",
                fix: "edit message itself")
        }
    }
}

extension Drift {
    /// What is to stand in place of a sent copy: itself, where nothing that anybody sees would change.
    fileprivate func replacement(for old: String, in template: EmailTemplate) throws(Problem) -> String {
        switch self.verdict {
        case .same, .whiteSpace: return old
        case .style, .content:
            // A text that is a file of its own keeps the line end behind it.
            let lineEnds = old.utf8.reversed().prefix { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") }
            return String(decoding: (self.expected ?? []) + lineEnds.reversed(), as: UTF8.self)
        case .incomparable:
            throw Problem(
                .outOfRange, "no sent copy of \(self.locale) can be made: \(self.reason ?? "")", at: template.location,
                fix: "mend html.\(self.locale), or name another --locale")
        }
    }
}
