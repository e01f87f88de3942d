// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import Configuration
internal import Foundation

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
        var staged: [(temporary: String, final: String)] = []
        var current = self.root
        do {
            for (path, bytes) in self.files {
                let final = self.root.isEmpty ? path : self.root + "/" + path
                current = final
                let folder = Path.folder(of: final)
                if !folder.isEmpty {
                    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
                }
                let temporary = "\(folder).\(Path.lastComponent(final)).galley-\(getpid())"
                staged.append((temporary, final))
                try Data(bytes).write(to: URL(fileURLWithPath: temporary))
            }
            for (temporary, final) in staged {
                current = final
                guard rename(temporary, final) == 0 else { throw FileFault(errno: errno) }
            }
        } catch {
            for (temporary, _) in staged { unlink(temporary) }
            let fault = error as? FileFault ?? FileFault(error)
            throw CommandError(.ioError, "cannot write \(current): \(fault.message)")
        }
    }
}
