// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ArgumentParser
internal import TenantConfiguration

/// `galley templates`
struct TemplatesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "templates",
        abstract: "Lists templates, compares two exports, converts between layouts, and makes sent copies anew.",
        discussion: "Exit status: that of the subcommands.",
        subcommands: [
            TemplatesListCommand.self, TemplatesDiffCommand.self, TemplatesConvertCommand.self,
            TemplatesSyncCommand.self,
        ])
}

extension TenantFiles {
    /// Reads all documents below a path, without those below `excluded`; the command ends where one cannot be read, or
    /// where there is none.
    static func require(
        at path: String, without excluded: String? = nil
    ) throws(CommandError) -> (tenant: TenantFiles, files: DiskFiles) {
        let files = DiskFiles(path, without: excluded)
        let tenant = TenantReader.read(files, for: .all)
        if let problem = tenant.problems.first { throw CommandError(problem, status: problem.status) }
        guard !tenant.documents.isEmpty else {
            throw CommandError(
                .noInput, "\(path): there is no email template or provider here",
                fix: "name a folder or file that holds an export")
        }
        return (tenant, files)
    }
}
