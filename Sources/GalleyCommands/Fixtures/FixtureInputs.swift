// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import Composition
internal import Digests
internal import EmailProvider
internal import EmailTemplates
internal import Foundation
internal import TenantConfiguration
internal import Verification

/// The files that fixtures are made from, with their digests.
struct FixtureInputs {
    private(set) var list: [FixtureManifest.Input] = []

    init(_ options: InputOptions, inputs: Inputs, plan: MessagePlan) throws(CommandError) {
        var seen: Set<[UInt8]> = []
        let templates = plan.messages.compactMap(\.template?.template)
        for template in templates where seen.insert(Array(template.name.utf8)).inserted {
            var files: Set<[UInt8]> = []
            let texts = (template.subject + template.message).map(\.text.file.path)
            for path in [template.location.file] + texts where files.insert(Array(path.utf8)).inserted {
                try self.add("template", path, root: inputs.templatesPath, template: template.name)
            }
        }
        if let path = inputs.provider.location?.file { try self.add("provider", path, root: options.provider ?? path) }
        if let path = options.properties { try self.add("properties", path, root: path) }
        for path in options.persona { try self.add("persona", path, root: path) }
        if let path = options.request { try self.add("request", path, root: path) }
    }

    private mutating func add(
        _ kind: String, _ path: String, root: String, template: String? = nil
    ) throws(CommandError) {
        let bytes: [UInt8]
        do throws(FileError) {
            bytes = try DiskFiles.read(path)
        } catch {
            throw CommandError(.noInput, "\(error)")
        }
        self.list.append(
            FixtureManifest.Input(
                kind: kind, template: template, file: Self.portableName(of: path, root: root),
                sha256: SHA256Digest.hex(of: bytes)))
    }

    /// The path as it was given. An absolute one is taken from the current folder or, where the file is not below that,
    /// from the last component of what the option named: no manifest tells where somebody's files lie.
    static func portableName(of path: String, root: String) -> String {
        guard path.utf8.first == .ascii("/") else { return path }
        for folder in [FileManager.default.currentDirectoryPath + "/", Path.folder(of: DiskFiles(root).root)]
        where path.utf8.starts(with: folder.utf8) {
            return String(decoding: Array(path.utf8.dropFirst(folder.utf8.count)), as: UTF8.self)
        }
        return Path.lastComponent(path)
    }
}
