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
            throw CommandError(Problem(error), status: .noInput)
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
        var manifestDifferences = self.manifest.map { made.settings.differences(from: $0.settings) } ?? []
        let digests = self.digests
        for (index, file) in made.files.enumerated() {
            let bytes = try self.bytes(of: file.path)
            let compared = self.compare(file, with: bytes)
            report.files.append(compared)
            // What has changed or is missing is a difference already.
            if let bytes, !compared.status.isDifference {
                manifestDifferences += self.digestDifferences(
                    of: file, bytes: bytes, listed: digests[Array(file.path.utf8)])
            }
            progress.show("compared", index + 1)
        }
        manifestDifferences += self.absentEntries(beside: made, scope: scope).map { entry in
            FixtureDifference(kind: .digest, place: entry.file, was: entry.sha256)
        }
        for entry in self.obsoleteEntries(beside: made, scope: scope) where !entry.isObsolete {
            report.files.append(FixtureReport.File(path: entry.file, status: .obsolete))
        }
        report.files += self.unlistedPaths(beside: made).map { FixtureReport.File(path: $0, status: .unlisted) }
        if self.manifest == nil {
            report.files.append(FixtureReport.File(path: FixtureManifest.fileName, status: .missing))
        } else if !manifestDifferences.isEmpty {
            report.files.append(
                FixtureReport.File(
                    path: FixtureManifest.fileName, status: .changed, differences: manifestDifferences))
        }
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

    /// The digests that the manifest has, by path.
    private var digests: [[UInt8]: String] {
        Dictionary(
            (self.manifest?.entries ?? []).compactMap { entry in
                entry.sha256.map { (Array(entry.file.utf8), $0) }
            },
            uniquingKeysWith: { first, _ in first })
    }

    /// What differs where the manifest has the digest neither of the file nor of what means the same and would be made.
    private func digestDifferences(
        of file: FixtureSet.File, bytes: [UInt8], listed: String?
    ) -> [FixtureDifference] {
        guard self.manifest != nil else { return [] }
        let digest = SHA256Digest.hex(of: bytes)
        guard listed != digest, listed == nil || listed != file.entry.sha256 else { return [] }
        return [FixtureDifference(kind: .digest, place: file.path, was: listed, now: digest)]
    }

    /// The content of a file; `nil` where there is none.
    private func bytes(of path: String) throws(CommandError) -> [UInt8]? {
        do throws(FileError) {
            return try DiskFiles(self.root).read(self.root + "/" + path)
        } catch {
            if error.code == .notFound { return nil }
            var problem = Problem(error)
            guard error.code == .outside else { throw CommandError(problem, status: .noInput) }
            problem.fix = "remove the link, or name another --output"
            throw CommandError(problem, status: .ioError)
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

    /// The entries that this run does not make and whose files are not there, unless that was accepted.
    private func absentEntries(beside made: FixtureSet, scope: FixtureScope) -> [FixtureManifest.Entry] {
        let paths = Set(made.files.map { Array($0.path.utf8) })
        return (self.manifest?.entries ?? []).filter { entry in
            !entry.isObsolete && scope.contains(entry) && !paths.contains(Array(entry.file.utf8))
                && !DiskFiles.exists(self.root + "/" + entry.file)
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
        self.warnOfOthers(beside: made, scope: scope, console: environment.console)
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
        self.warnOfOthers(beside: made, scope: scope, console: environment.console)
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
        // The manifest of a first run has nothing to accept.
        let accepted = report.files.filter { $0.status.isDifference && !($0.isManifest && $0.status == .missing) }
        for file in accepted {
            let word = file.status == .missing ? "new" : file.status == .obsolete ? "no longer made" : "changed"
            environment.console.writeOutput(
                style.green("accepted") + "  \(file.path.escapedForDisplayWhole)  \(word)\n")
        }
        let kept = made.files.count - accepted.count { $0.status != .obsolete && !$0.isManifest }
        environment.console.writeOutput("\(accepted.count) accepted, \(kept) left as they were, in \(self.root)\n")
        if isPruning { try self.prune(obsolete, manifest, environment: environment) }
    }

    /// Warns where fixtures stay that were made in another way than the manifest will say of all.
    private func warnOfOthers(beside made: FixtureSet, scope: FixtureScope, console: Console) {
        guard let manifest = self.manifest, manifest.entries.contains(where: { !scope.contains($0) }) else { return }
        let options = made.settings.differences(from: manifest.settings).compactMap(\.place)
        guard !options.isEmpty else { return }
        console.writeError(
            "warning: the other fixtures in \(self.root) were made with another \(options.joined(separator: ", "))\n"
                + "  fix: make all of them in the same way, or keep these in a folder of their own\n")
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
            settings: made.settings, inputs: made.inputs + otherInputs,
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
