// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import Composition
internal import Digests
internal import JSONText
internal import TenantConfiguration
internal import Verification

/// A folder of fixtures on disk.
struct FixtureFolder {
    private let root: String
    private let manifest: FixtureManifest?

    /// Reads the manifest, where there is one.
    init(root: String) throws(CommandError) {
        self.root = DiskFiles(root).root
        let path = self.root + "/" + FixtureManifest.fileName
        guard DiskFiles.exists(path) else {
            self.manifest = nil
            return
        }
        let bytes: [UInt8]
        do throws(FileError) {
            bytes = try DiskFiles(self.root).read(path)
        } catch {
            throw CommandError(.noInput, "\(error)")
        }
        do throws(Problem) {
            self.manifest = try FixtureManifest(parsing: SourceFile(path: path, bytes: bytes))
        } catch {
            throw CommandError(error, status: .badData)
        }
    }

    // MARK: Comparing

    /// How the files here compare with those that a run has made.
    func compare(with made: FixtureSet, scope: FixtureScope, console: Console) throws(CommandError) -> FixtureReport {
        let progress = Progress(console, total: made.files.count)
        defer { progress.end() }
        var report = FixtureReport(files: [], changedInputs: [])
        for (index, file) in made.files.enumerated() {
            report.files.append(self.compare(file, with: try self.bytes(of: file.path)))
            progress.show("compared", index + 1)
        }
        for entry in self.obsoleteEntries(beside: made, scope: scope) where !entry.isObsolete {
            report.files.append(FixtureReport.File(path: entry.file, status: .obsolete))
        }
        report.files += self.unlistedPaths(beside: made).map { FixtureReport.File(path: $0, status: .unlisted) }
        if let manifest = self.manifest {
            // A file that has moved has not changed.
            let known = Set(manifest.inputs.map(\.sha256))
            report.changedInputs = made.inputs.filter { !known.contains($0.sha256) }.map(\.file)
        }
        return report
    }

    private func compare(_ file: FixtureSet.File, with bytes: [UInt8]?) -> FixtureReport.File {
        guard let bytes else { return FixtureReport.File(path: file.path, status: .missing) }
        if bytes == file.bytes { return FixtureReport.File(path: file.path, status: .same) }
        func digest(_ content: [UInt8]) -> String { "SHA-256 \(SHA256Digest.hex(of: content))" }
        let isJSON = file.path.utf8.suffix(5).elementsEqual(".json".utf8)
        let differences =
            isJSON
            ? JSONComparison.differences(was: bytes, now: file.bytes, digest: digest)
            : MessageComparison.differences(was: bytes, now: file.bytes, digest: digest).withoutImpliedMessageID
        return FixtureReport.File(
            path: file.path, status: differences.isEmpty ? .equivalent : .changed, differences: differences)
    }

    /// The content of a file; `nil` where there is none.
    private func bytes(of path: String) throws(CommandError) -> [UInt8]? {
        do throws(FileError) {
            return try DiskFiles(self.root).read(self.root + "/" + path)
        } catch {
            if error.code == .notFound { return nil }
            throw CommandError(
                error.code == .outside ? .ioError : .noInput, "\(error)",
                fix: error.code == .outside ? "remove the link, or name another --output" : nil)
        }
    }

    /// The entries of earlier runs that this one does not make again, and whose files are still there.
    private func obsoleteEntries(beside made: FixtureSet, scope: FixtureScope) -> [FixtureManifest.Entry] {
        let paths = Set(made.files.map { Array($0.path.utf8) })
        return (self.manifest?.entries ?? []).filter { entry in
            scope.contains(entry) && !paths.contains(Array(entry.file.utf8))
                && DiskFiles.exists(self.root + "/" + entry.file)
        }
    }

    private func unlistedPaths(beside made: FixtureSet) -> [String] {
        let known = Set((made.files.map(\.path) + (self.manifest?.entries.map(\.file) ?? [])).map { Array($0.utf8) })
        let prefix = Array((self.root + "/").utf8)
        return [".eml", ".graph.json"].flatMap { DiskFiles(self.root).list(suffix: $0).paths }
            .map { Array($0.utf8) }
            .map { $0.starts(with: prefix) ? Array($0.dropFirst(prefix.count)) : $0 }
            .filter { !known.contains($0) }.map { String(decoding: $0, as: UTF8.self) }
    }

    // MARK: Writing

    /// Writes everything that was made.
    func replace(
        with made: FixtureSet, scope: FixtureScope, isPruning: Bool, environment: CommandEnvironment
    ) throws(CommandError) {
        let obsolete = self.obsoleteEntries(beside: made, scope: scope)
        var manifest = self.manifest(of: made, scope: scope)
        manifest.entries += obsolete
        var writer = FileWriter(root: self.root)
        for file in made.files { writer.add(file.path, file.bytes) }
        try self.write(manifest, with: writer)
        let messages = made.messageCount == 1 ? "message" : "messages"
        environment.console.writeOutput(
            "\(made.files.count + 1) files in \(self.root), \(made.messageCount) \(messages)\n")
        if isPruning {
            try self.prune(obsolete, manifest, environment: environment)
        } else if !obsolete.isEmpty {
            environment.console.writeOutput(
                "\(obsolete.count) of an earlier run \(obsolete.count == 1 ? "is" : "are") no longer made: "
                    + "--prune removes \(obsolete.count == 1 ? "it" : "them")\n")
        }
    }

    /// Writes what differs, and says so.
    func approve(
        _ made: FixtureSet, scope: FixtureScope, isPruning: Bool, environment: CommandEnvironment
    ) throws(CommandError) {
        let report = try self.compare(with: made, scope: scope, console: environment.console)
        let style = environment.outputStyle
        var manifest = self.manifest(of: made, scope: scope)
        var writer = FileWriter(root: self.root)
        for (index, file) in made.files.enumerated() {
            if report.files[index].status.isDifference {
                writer.add(file.path, file.bytes)
            } else if let bytes = try self.bytes(of: file.path) {
                manifest.entries[index].sha256 = SHA256Digest.hex(of: bytes)
            }
        }
        let obsolete = self.obsoleteEntries(beside: made, scope: scope)
        manifest.entries += obsolete.map { entry in
            var entry = entry
            entry.isObsolete = true
            return entry
        }
        try self.write(manifest, with: writer)
        let accepted = report.files.filter(\.status.isDifference)
        for file in accepted {
            let word = file.status == .missing ? "new" : file.status == .obsolete ? "no longer made" : "changed"
            environment.console.writeOutput(
                style.green("accepted") + "  \(file.path.escapedForDisplayWhole)  \(word)\n")
        }
        let kept = made.files.count - accepted.count { $0.status != .obsolete }
        environment.console.writeOutput("\(accepted.count) accepted, \(kept) left as they were, in \(self.root)\n")
        if isPruning { try self.prune(obsolete, manifest, environment: environment) }
    }

    /// What was made, and what other runs have made that this one does not speak for.
    private func manifest(of made: FixtureSet, scope: FixtureScope) -> FixtureManifest {
        let paths = Set(made.files.map { Array($0.path.utf8) })
        let others = (self.manifest?.entries ?? []).filter { entry in
            !scope.contains(entry) && !paths.contains(Array(entry.file.utf8))
        }
        let names = Set(made.inputs.map { Array($0.file.utf8) })
        let otherInputs =
            others.isEmpty
            ? []
            : (self.manifest?.inputs ?? []).filter { input in
                !names.contains(Array(input.file.utf8)) && (input.template == nil || !scope.contains(input))
            }
        return FixtureManifest(
            date: made.date, body: made.body, inputs: made.inputs + otherInputs,
            entries: made.files.map(\.entry) + others)
    }

    private func write(_ manifest: FixtureManifest, with writer: FileWriter) throws(CommandError) {
        var writer = writer
        let bytes = manifest.json.serialized() + [UInt8(ascii: "\n")]
        if try self.bytes(of: FixtureManifest.fileName) != bytes { writer.add(FixtureManifest.fileName, bytes) }
        try writer.write()
    }

    /// Removes files that are no longer made, those aside that somebody has changed since.
    private func prune(
        _ obsolete: [FixtureManifest.Entry], _ manifest: FixtureManifest, environment: CommandEnvironment
    ) throws(CommandError) {
        var manifest = manifest
        for entry in obsolete {
            guard let bytes = try self.bytes(of: entry.file), SHA256Digest.hex(of: bytes) == entry.sha256 else {
                environment.console.writeError(
                    "warning: \(entry.file) is not what the manifest says, so it stays: remove it by hand\n")
                continue
            }
            try FileWriter.remove(entry.file, below: self.root)
            manifest.entries.removeAll { $0.file.utf8.elementsEqual(entry.file.utf8) }
            environment.console.writeOutput("removed  \(entry.file)\n")
        }
        try self.write(manifest, with: FileWriter(root: self.root))
    }
}
