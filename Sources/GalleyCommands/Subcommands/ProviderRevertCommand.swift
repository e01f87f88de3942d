// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ArgumentParser
internal import ByteText
internal import Composition
internal import EmailProvider
internal import JSONText
internal import TenantConfiguration
internal import Verification

/// `galley provider revert`
struct ProviderRevertCommand: Subcommand {
    static let configuration = CommandConfiguration(
        commandName: "revert",
        abstract: "Goes back to the built-in server, for both realms of the tenant.",
        discussion: """
            Shows what changes in the provider document, then replaces the file. The export's own \
            external.emailDefault is taken where it has one; else everything that belongs to a server goes, and the \
            sender, the time limits and unknown keys stay. Credentials are never shown.

            Exit status: 0, 64 for arguments that do not fit, 65 for a document that is not valid, 66 for a file that \
            is not there or cannot be read, 74 if writing failed.
            """)

    @Option(
        help: ArgumentHelp(
            "The provider document (external.email), or an export that holds it, in any layout.", valueName: "path"))
    var provider: String

    @Flag(name: .customLong("dry-run"), help: "Shows what would change, and writes nothing.")
    var isDryRun = false

    @OptionGroup var reports: ReportOptions

    func run(in environment: CommandEnvironment) async throws {
        let files = DiskFiles(self.provider)
        let tenant = TenantReader.read(files, for: .provider)
        if let problem = tenant.problems.first { throw CommandError(problem, status: problem.status) }
        let document = try Self.document(of: .provider(isDefault: false), in: tenant, files: files)
        guard let document else {
            throw CommandError(
                .noInput, "\(self.provider): there is no external.email here",
                fix: "name the file that holds it, or an export of the tenant")
        }
        let standard = try Self.standard(in: tenant, files: files)
        let isBuiltIn = EmailProvider.read(document, placeholders: Placeholders()).provider.kind == .builtIn
        let members =
            isBuiltIn && standard == nil
            ? document.root.members ?? [] : EmailProvider.builtInServer(inPlaceOf: document, standard: standard)
        let change: FileContent?
        let report: DifferenceReport
        do throws(Problem) {
            change = try document.replacing(members: members)
            report = try Self.report(of: document, in: tenant, files: files, change: change)
        } catch {
            throw CommandError(error, status: error.status)
        }
        let isWritten = change != nil && !self.isDryRun
        let source = standard.map { "external.emailDefault of \($0.file.path)" } ?? "a document without host"
        try self.reports.report.write(
            { _, style in
                change == nil
                    ? "\(document.file.path.escapedForDisplayWhole) is for the built-in server already.\n"
                    : report.text(style: style) + "\nThe built-in server takes over, for both realms of the tenant: "
                        + "\(source.escapedForDisplayWhole).\nIt is for tests in development only.\n"
            }, json: report.json, environment: environment)
        guard let change, isWritten else {
            if change != nil { environment.console.writeError("Nothing was written (--dry-run).\n") }
            return
        }
        var writer = FileWriter()
        writer.add(change.path, change.bytes)
        try writer.write()
        environment.console.writeError("Wrote \(change.path.escapedForDisplayWhole)\n")
    }

    /// The one document of a kind; two that say different things are an error.
    private static func document(
        of kind: TenantDocument.Kind, in tenant: TenantFiles, files: DiskFiles
    ) throws(CommandError) -> TenantDocument? {
        let (documents, duplicates) = tenant.distinct(from: files)
        if let (_, problem) = duplicates.first(where: { $0.document.kind == kind }) {
            throw CommandError(problem, status: problem.status)
        }
        return documents.first { $0.kind == kind }
    }

    /// `external.emailDefault` of the export; for a file by itself, that of the file beside it.
    private static func standard(in tenant: TenantFiles, files: DiskFiles) throws(CommandError) -> TenantDocument? {
        let kind = TenantDocument.Kind.provider(isDefault: true)
        if let document = try Self.document(of: kind, in: tenant, files: files) { return document }
        guard let ending = Path.lastComponent(files.root).removingPrefix("external.email.") else { return nil }
        let path = Path.folder(of: files.root) + "external.emailDefault." + ending
        guard DiskFiles.exists(path) else { return nil }
        do throws(FileError) {
            try files.requireInside(path)
        } catch {
            throw CommandError(Problem(error), status: .noInput)
        }
        let beside = DiskFiles(path)
        let read = TenantReader.read(beside, for: .provider)
        if let problem = read.problems.first { throw CommandError(problem, status: problem.status) }
        return try Self.document(of: kind, in: read, files: beside)
    }

    private static func report(
        of document: TenantDocument, in tenant: TenantFiles, files: DiskFiles, change: FileContent?
    ) throws(Problem) -> DifferenceReport {
        let path = document.file.path
        var old = TenantFiles()
        old.documents = [document]
        var new = TenantFiles()
        let memory = MemoryFiles(bytes: [path: change?.bytes ?? document.file.bytes])
        new.documents = TenantReader.read(memory, for: .provider).documents.filter { $0.kind == document.kind }
        return DifferenceReport(
            old: path, new: path,
            differences: try TenantDifference.between(old, in: files, and: new, in: memory))
    }
}
