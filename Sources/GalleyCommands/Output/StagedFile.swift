// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import Foundation
internal import TenantConfiguration

/// A file that is complete, beside the one whose place it is to take.
struct StagedFile {
    let final: String
    private let temporary: String

    /// Writes the content. It gets the mode of the file that is there and, as far as the user may, its owner: a provider
    /// document with passwords that others could not read stays so.
    init(for final: String, content: [UInt8]) throws(FileFault) {
        self.final = final
        self.temporary = "\(Path.folder(of: final)).\(Path.lastComponent(final)).galley-\(getpid())"
        var old = stat()
        let isReplacing = stat(final, &old) == 0
        // What a run with the same process id has left behind.
        unlink(self.temporary)
        let file = open(
            self.temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, isReplacing ? 0o600 : 0o666)
        guard file >= 0 else { throw FileFault(errno: errno) }
        let handle = FileHandle(fileDescriptor: file, closeOnDealloc: true)
        do {
            try handle.write(contentsOf: Data(content))
            if isReplacing {
                try Self.take(old, for: file)
                // The old content may be the only copy: the new one is on the disk before that goes.
                try handle.synchronize()
            }
            try handle.close()
        } catch {
            unlink(self.temporary)
            throw error as? FileFault ?? FileFault(error)
        }
    }

    /// Puts the file in its place.
    func commit() throws(FileFault) {
        guard rename(self.temporary, self.final) == 0 else { throw FileFault(errno: errno) }
    }

    /// Removes the file, unless it is in its place.
    func discard() {
        unlink(self.temporary)
    }

    private static func take(_ old: stat, for file: Int32) throws(FileFault) {
        var mode = old.st_mode & 0o777
        let unchanged = uid_t.max
        if fchown(file, old.st_uid, old.st_gid) != 0, fchown(file, unchanged, old.st_gid) != 0 {
            // Another group has no business in what that of the old file could read.
            mode &= ~0o070
        }
        guard fchmod(file, mode) == 0 else { throw FileFault(errno: errno) }
    }
}
