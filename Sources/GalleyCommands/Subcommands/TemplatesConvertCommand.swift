// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

public import ArgumentParser
internal import Composition
public import TenantConfiguration

/// `galley templates convert`
struct TemplatesConvertCommand: Subcommand {
    static let configuration = CommandConfiguration(
        commandName: "convert",
        abstract: "Writes templates and provider documents in another layout.",
        discussion: """
            The layouts: \(ExportLayout.allCases.map(\.rawValue).joined(separator: ", ")). What has the layout already \
            is copied byte for byte, with the other files around it, but for hidden ones and node_modules. What the \
            layout cannot carry is a warning. A file that is there with other content is never overwritten, and nothing \
            is written unless everything can be.

            Exit status: 0, 64 for arguments that do not fit, 65 for a document that is not valid or is there twice, 66 \
            for a file that is not there or cannot be read, 74 if writing failed or would overwrite a file.
            """)

    @Option(
        help: ArgumentHelp(
            "The export to convert, in any layout. Default: Templates, or else the current folder.", valueName: "path"))
    var templates: String?

    @Option(help: "The layout to write.")
    var to: ExportLayout

    @Option(help: ArgumentHelp("The folder to write to. It is made where there is none.", valueName: "folder"))
    var output: String

    func run(in environment: CommandEnvironment) async throws {
        let (tenant, files) = try TenantFiles.require(
            at: self.templates ?? Inputs.defaultTemplatesPath, without: self.output)
        let export: TenantExport
        do throws(Problem) {
            export = try TenantExport(tenant, from: files, to: self.to)
        } catch {
            throw CommandError(error, status: error.status)
        }
        var writer = FileWriter(root: self.output)
        for file in export.files {
            let path = self.output + "/" + file.path
            if DiskFiles.exists(path) {
                if (try? DiskFiles.read(path)) == file.bytes { continue }
                throw CommandError(
                    .ioError, "\(path) is there already, with other content",
                    fix: "name another --output, or remove the file")
            }
            writer.add(file.path, file.bytes)
        }
        try writer.write()
        for omission in export.omissions.summed {
            environment.console.writeError("warning: \(omission)".escapedForDisplayWhole + "\n")
        }
        let count = export.files.count
        environment.console.writeOutput(
            "\(count) file\(count == 1 ? "" : "s") in \(self.output.escapedForDisplayWhole), \(self.to.rawValue)\n")
    }
}

extension ExportLayout: ExpressibleByArgument {}

extension [TenantExport.Omission] {
    /// The omissions as lines; what is left out very often, such as frodo's `meta` in each of its files, as one of them.
    fileprivate var summed: [String] {
        let most = 10
        var counts: [String: Int] = [:]
        for omission in self { counts[omission.message, default: 0] += 1 }
        return self.compactMap { omission in
            guard let count = counts[omission.message], count > most else {
                return counts[omission.message] == nil ? nil : "\(omission)"
            }
            counts[omission.message] = nil
            return "\(omission) (\(count) times)"
        }
    }
}
