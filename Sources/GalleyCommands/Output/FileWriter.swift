// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import Foundation
internal import TenantConfiguration

/// Writes files so that a failed run leaves what was there: all are complete before the first takes its place.
struct FileWriter {
    private let root: String
    private var files: [(path: String, bytes: [UInt8])] = []

    /// Creates a writer for files below the folder `root`, or for single files where it is empty.
    init(root: String = "") {
        self.root = root
    }

    /// Adds a file, by its path below the root.
    mutating func add(_ path: String, _ bytes: [UInt8]) {
        self.files.append((path, bytes))
    }

    /// Writes all files.
    func write() throws(CommandError) {
        var staged: [StagedFile] = []
        var special: [(path: String, bytes: [UInt8])] = []
        var current = self.root
        do {
            for (path, bytes) in self.files {
                // A link stays, and what it leads to is replaced: `/dev/stdout` is one.
                let final = self.root.isEmpty ? DiskFiles.resolved(path) ?? path : self.root + "/" + path
                current = final
                if self.root.isEmpty, Self.isSpecial(final) {
                    // A pipe or a device such as /dev/null is written to; a file in its place would break the system.
                    special.append((final, bytes))
                    continue
                }
                let folder = Path.folder(of: final)
                if !self.root.isEmpty { try Self.requireNoLink(above: path, below: self.root) }
                if !folder.isEmpty {
                    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
                }
                staged.append(try StagedFile(for: final, content: bytes))
            }
            for file in staged {
                current = file.final
                try file.commit()
            }
            for (path, bytes) in special {
                current = path
                let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
                defer { try? handle.close() }
                try handle.write(contentsOf: Data(bytes))
            }
        } catch {
            for file in staged { file.discard() }
            if let error = error as? CommandError { throw error }
            let fault = error as? FileFault ?? FileFault(error)
            throw CommandError(.ioError, "cannot write \(current): \(fault.message)")
        }
    }

    /// Removes a file below the folder `root`, and the folders that it leaves empty.
    static func remove(_ path: String, below root: String) throws(CommandError) {
        try Self.requireNoLink(above: path, below: root)
        guard unlink(root + "/" + path) == 0 else {
            throw CommandError(.ioError, "cannot remove \(root)/\(path): \(FileFault(errno: errno).message)")
        }
        var folder = Path.folder(of: path)
        while !folder.isEmpty, rmdir(root + "/" + folder) == 0 {
            folder = Path.folder(of: String(folder.dropLast()))
        }
    }

    /// Ends the command if a folder between the root and a file is a link.
    private static func requireNoLink(above path: String, below root: String) throws(CommandError) {
        var folder = root
        for name in path.utf8.split(separator: UInt8(ascii: "/")).dropLast() {
            folder += "/" + String(decoding: name, as: UTF8.self)
            var status = stat()
            guard lstat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFLNK else { continue }
            throw CommandError(
                .ioError, "cannot write \(root)/\(path): \(folder) is a link, which may lead anywhere",
                fix: "remove the link, or name another --output")
        }
    }

    /// Whether something stands at `path` that is neither a file nor a folder.
    private static func isSpecial(_ path: String) -> Bool {
        var status = stat()
        guard stat(path, &status) == 0 else { return false }
        return status.st_mode & S_IFMT != S_IFREG && status.st_mode & S_IFMT != S_IFDIR
    }
}
