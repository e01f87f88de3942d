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
        do {
            for (path, bytes) in self.files {
                let final = self.root.isEmpty ? path : self.root + "/" + path
                let folder = Path.folder(of: final)
                if !folder.isEmpty {
                    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
                }
                let temporary = "\(folder).\(Path.lastComponent(final)).galley-\(getpid())"
                staged.append((temporary, final))
                try Data(bytes).write(to: URL(fileURLWithPath: temporary))
            }
            for (temporary, final) in staged where rename(temporary, final) != 0 {
                throw WriteFailure(path: final, reason: String(cString: strerror(errno)))
            }
        } catch {
            for (temporary, _) in staged { unlink(temporary) }
            let failed = staged.last?.final ?? self.root
            throw CommandError(.ioError, "cannot write \(failed): \(Self.reason(error))")
        }
    }

    private struct WriteFailure: Error {
        var path: String
        var reason: String
    }

    private static func reason(_ error: any Error) -> String {
        if let failure = error as? WriteFailure { return failure.reason }
        return FileFault(error).message
    }
}
