// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import TenantConfiguration
internal import Verification

/// Files of messages, from wherever they come.
struct MessageFolder {
    let path: String

    /// Reports what is wrong with each file; the command ends with a finding if there is an error.
    func lint(_ options: [ReportOption], environment: CommandEnvironment) throws(CommandError) {
        let files = DiskFiles(self.path)
        let listing = files.list(suffix: ".eml", ignoresCase: true)
        if let failure = listing.failures.first { throw CommandError(Problem(failure), status: .noInput) }
        guard !listing.paths.isEmpty else {
            throw CommandError(
                .noInput, "\(self.path): there is no .eml file here", fix: "name the folder that holds the messages")
        }
        let progress = Progress(environment.console, total: listing.paths.count)
        defer { progress.end() }
        var report = LintReport(fileCount: listing.paths.count, findings: [])
        for (index, path) in listing.paths.enumerated() {
            do throws(FileError) {
                report.findings += MessageLint.findings(in: SourceFile(path: path, bytes: try files.read(path)))
            } catch {
                throw CommandError(Problem(error), status: .noInput)
            }
            progress.show("read", index + 1)
        }
        progress.end()
        try options.write({ _, style in report.text(style: style) }, json: report.json, environment: environment)
        if !report.isClean { throw CommandError(.findings, []) }
    }
}
