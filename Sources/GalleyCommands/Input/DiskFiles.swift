// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import Foundation
internal import TenantConfiguration

/// The files below a folder on disk, or a single file.
///
/// Nothing outside the folder is read through a link: the folder may be a checkout of what a stranger has proposed, and
/// what is read can end up in a message or a log. What the user names is read, wherever it leads.
struct DiskFiles: FileSource {
    let root: String
    /// A folder that is not looked into, by its absolute path.
    private let excluded: String?
    /// The folder that nothing leads out of, as it was written and as it is without links, with a slash; looked at once,
    /// not for each file.
    private let base: (written: String, prefix: String)?

    /// The largest file that is read, in bytes.
    private static let sizeLimit = 64 << 20
    private static let depthLimit = 64
    private static let countLimit = 100_000

    /// Takes a path as the user wrote it, and that of a folder below it which is not part of it.
    init(_ path: String, without excluded: String? = nil) {
        self.excluded = excluded.flatMap(Self.resolved)
        var path = path
        while path.utf8.count > 1, path.utf8.last == UInt8(ascii: "/") { path.removeLast() }
        self.root = path
        let isFolder = if case .success(.folder) = Self.kind(of: path) { true } else { false }
        let folder = isFolder ? path : Path.folder(of: path)
        self.base = Self.resolved(folder.isEmpty ? "." : folder).map { resolved in
            (folder, resolved.utf8.last == UInt8(ascii: "/") ? resolved : resolved + "/")
        }
    }

    /// The JSON files, without those in hidden folders and `node_modules`. Links to folders are not followed.
    func list() -> FileListing { self.list(suffix: ".json") }

    func listAll() -> FileListing { self.list(suffix: "") }

    /// The files whose names end with `suffix`, found as those of ``list()`` are.
    ///
    /// - Parameter ignoresCase: Whether the case of ASCII letters in the suffix counts for nothing.
    func list(suffix: String, ignoresCase: Bool = false) -> FileListing {
        switch Self.kind(of: self.root) {
        case .success(.file): return FileListing(paths: [self.root], isSingleFile: true)
        case .success(.folder):
            var listing = FileListing(paths: [])
            self.list(self.root, suffix: suffix, ignoresCase: ignoresCase, depth: 0, into: &listing)
            listing.paths.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
            return listing
        case .success(.other):
            let error = FileError(code: .unreadable, path: self.root, message: "it is neither a file nor a folder")
            return FileListing(paths: [], failures: [error])
        case .failure(let error): return FileListing(paths: [], failures: [error])
        }
    }

    func read(_ path: String) throws(FileError) -> [UInt8] {
        try self.requireInside(path)
        return try Self.read(path)
    }

    /// Checks that a path leads to something below the root, or beside it where that is a file.
    func requireInside(_ path: String) throws(FileError) {
        // What does not resolve is not there, which reading tells better.
        guard !path.hasSameBytes(as: self.root), let base = self.base, let target = Self.resolved(path) else { return }
        guard target.utf8.starts(with: base.prefix.utf8) else {
            throw FileError(
                code: .outside, path: path,
                message: "it is a link that leads out of \(base.written.isEmpty ? "the current folder" : base.written)")
        }
    }

    /// The absolute path without links; `nil` where nothing is there.
    static func resolved(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    /// The content of a file that the user named.
    static func read(_ path: String) throws(FileError) -> [UInt8] {
        switch try Self.kind(of: path).get() {
        case .file: break
        case .folder: throw FileError(code: .unreadable, path: path, message: "it is a folder, not a file")
        case .other: throw FileError(code: .unreadable, path: path, message: "it is not a regular file")
        }
        do {
            let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            defer { try? handle.close() }
            let data = try handle.read(upToCount: Self.sizeLimit + 1) ?? Data()
            guard data.count <= Self.sizeLimit else {
                throw FileError(
                    code: .tooLarge, path: path, message: "it has more than \(Self.sizeLimit >> 20) MiB")
            }
            return Array(data)
        } catch let error as FileError {
            throw error
        } catch {
            throw FileFault(error).fileError(path: path)
        }
    }

    /// Whether something has that name.
    static func exists(_ path: String) -> Bool {
        (try? Self.kind(of: path).get()) != nil
    }

    private enum Kind {
        case file
        case folder
        case other
    }

    private static func kind(of path: String) -> Result<Kind, FileError> {
        var status = stat()
        guard stat(path, &status) == 0 else {
            return .failure(FileFault(errno: errno).fileError(path: path))
        }
        switch status.st_mode & S_IFMT {
        case S_IFREG: return .success(.file)
        case S_IFDIR: return .success(.folder)
        default: return .success(.other)
        }
    }

    private func list(
        _ folder: String, suffix: String, ignoresCase: Bool, depth: Int, into listing: inout FileListing
    ) {
        guard depth < Self.depthLimit else {
            listing.failures.append(FileError(code: .tooLarge, path: folder, message: "it is nested too deep"))
            return
        }
        let names: [String]
        do throws(FileError) {
            names = try Self.names(in: folder, failures: &listing.failures)
        } catch {
            listing.failures.append(error)
            return
        }
        for name in names where name.utf8.first != UInt8(ascii: ".") && name != "node_modules" {
            let path = folder == "." ? name : folder == "/" ? "/" + name : folder + "/" + name
            var status = stat()
            guard lstat(path, &status) == 0 else { continue }
            if status.st_mode & S_IFMT == S_IFDIR {
                if let excluded, let target = Self.resolved(path), target.hasSameBytes(as: excluded) { continue }
                self.list(path, suffix: suffix, ignoresCase: ignoresCase, depth: depth + 1, into: &listing)
            } else if Self.hasSuffix(name, suffix, ignoresCase: ignoresCase) {
                guard listing.paths.count < Self.countLimit else {
                    listing.failures.append(
                        FileError(
                            code: .tooLarge, path: folder,
                            message: "there are more than \(Self.countLimit) \(suffix) files")
                    )
                    return
                }
                listing.paths.append(path)
            }
        }
    }

    private static func hasSuffix(_ name: String, _ suffix: String, ignoresCase: Bool) -> Bool {
        let end = name.utf8.suffix(suffix.utf8.count)
        return ignoresCase ? end.equalsIgnoringASCIICase(suffix.utf8) : end.elementsEqual(suffix.utf8)
    }

    /// The names in a folder, sorted. Foundation would leave out those that are not UTF-8 without a word.
    private static func names(in folder: String, failures: inout [FileError]) throws(FileError) -> [String] {
        guard let directory = opendir(folder) else { throw FileFault(errno: errno).fileError(path: folder) }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let bytes = withUnsafeBytes(of: entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
            if let name = String(validating: bytes, as: UTF8.self) {
                names.append(name)
            } else {
                let shown = String(decoding: bytes, as: UTF8.self)
                failures.append(
                    FileError(code: .unreadable, path: folder + "/" + shown, message: "its name is not UTF-8"))
            }
        }
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
}

/// What the system says about a file that cannot be read or written, in the words of Galley.
struct FileFault: Error {
    var code: FileError.Code
    var message: String

    init(errno: Int32) {
        switch errno {
        case ENOENT, ENOTDIR:
            self.code = .notFound
            self.message = "there is no such file or folder"
        case EACCES, EPERM:
            self.code = .notPermitted
            self.message = "permission denied"
        default:
            self.code = .unreadable
            self.message = String(cString: strerror(errno))
        }
    }

    init(_ error: any Error) {
        let error = error as NSError
        if let posix = error as? POSIXError {
            self.init(errno: posix.code.rawValue)
        } else if let underlying = error.userInfo[NSUnderlyingErrorKey] as? POSIXError {
            self.init(errno: underlying.code.rawValue)
        } else if error.domain == NSPOSIXErrorDomain {
            self.init(errno: Int32(error.code))
        } else if error.domain == NSCocoaErrorDomain {
            switch CocoaError.Code(rawValue: error.code) {
            case .fileReadNoSuchFile, .fileNoSuchFile: self.init(errno: ENOENT)
            case .fileReadNoPermission, .fileWriteNoPermission: self.init(errno: EACCES)
            case .fileWriteOutOfSpace: self.init(errno: ENOSPC)
            case .fileWriteVolumeReadOnly: self.init(errno: EROFS)
            case .fileWriteFileExists: self.init(errno: EEXIST)
            default: self.init(errno: EIO)
            }
        } else {
            self.init(errno: EIO)
        }
    }

    func fileError(path: String) -> FileError {
        FileError(code: self.code, path: path, message: self.message)
    }
}
