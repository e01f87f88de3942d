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

    init(_ options: InputOptions, inputs: Inputs, plan: MessagePlan) {
        var seen: Set<[UInt8]> = []
        let templates = plan.messages.compactMap(\.template?.template)
        for template in templates where seen.insert(Array(template.name.utf8)).inserted {
            var files: Set<[UInt8]> = []
            let texts = (template.subject + template.message).map(\.text.file)
            for file in [inputs.file(template.location.file)].compactMap(\.self) + texts
            where files.insert(Array(file.path.utf8)).inserted {
                self.add("template", file, root: inputs.templatesPath, template: template.name)
            }
        }
        if let path = inputs.provider.location?.file {
            self.add("provider", inputs.file(path), root: options.provider ?? path)
        }
        if let path = options.properties { self.add("properties", inputs.file(path), root: path) }
        for path in options.persona { self.add("persona", inputs.file(path), root: path) }
        if let path = options.request { self.add("request", inputs.file(path), root: path) }
    }

    private mutating func add(_ kind: String, _ file: SourceFile?, root: String, template: String? = nil) {
        guard let file else { return }
        self.list.append(
            FixtureManifest.Input(
                kind: kind, template: template, file: Self.portableName(of: file.path, root: root),
                sha256: SHA256Digest.hex(of: file.bytes)))
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
