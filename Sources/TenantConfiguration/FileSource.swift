// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// Where files come from: a folder on disk, or memory in tests.
public protocol FileSource: Sendable {
    /// The JSON files there, in a stable order, and what could not be looked into.
    func list() -> FileListing

    /// All files there, of whatever kind. Without an implementation of its own, those of ``list()``.
    func listAll() -> FileListing

    /// The content of a file, by a path of the listing or one beside it.
    func read(_ path: String) throws(FileError) -> [UInt8]
}

extension FileSource {
    /// The files of ``list()``.
    public func listAll() -> FileListing { self.list() }
}

/// What a look into a folder gave.
public struct FileListing: Sendable {
    /// The paths of the files, sorted.
    public var paths: [String]
    /// The files and folders that could not be read.
    public var failures: [FileError]
    /// Whether the user named one file, which then must be what it was named for.
    public var isSingleFile: Bool

    /// Creates a listing.
    public init(paths: [String], failures: [FileError] = [], isSingleFile: Bool = false) {
        self.paths = paths
        self.failures = failures
        self.isSingleFile = isSingleFile
    }
}

/// A file that is to be written.
public struct FileContent: Hashable, Sendable {
    /// The path.
    public var path: String
    /// The content.
    public var bytes: [UInt8]

    /// Creates a file.
    public init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
    }
}

/// Why a file or folder could not be read.
public struct FileError: Error, Hashable, Sendable {
    /// The kinds of fault.
    public enum Code: Hashable, Sendable {
        /// Nothing has that name.
        case notFound
        /// The user may not read it.
        case notPermitted
        /// It is past the size limit.
        case tooLarge
        /// It is neither a file nor a folder that can be read, or the reading failed.
        case unreadable
        /// The path leads out of the folder it must stay in.
        case outside
    }

    /// The kind of fault.
    public var code: Code
    /// The path.
    public var path: String
    /// What is wrong, in a phrase.
    public var message: String

    /// Creates an error.
    public init(code: Code, path: String, message: String) {
        self.code = code
        self.path = path
        self.message = message
    }
}

extension FileError: CustomStringConvertible {
    /// The path with the message.
    public var description: String { "\(self.path): \(self.message)" }
}

/// Files in memory.
public struct MemoryFiles: FileSource {
    /// By the bytes of the path, as file systems tell files apart.
    private let files: [[UInt8]: [UInt8]]

    /// Takes files; of several with one path the last counts.
    public init(_ files: [FileContent]) {
        self.files = Dictionary(files.map { (Array($0.path.utf8), $0.bytes) }, uniquingKeysWith: { $1 })
    }

    /// Takes paths with their contents.
    public init(_ files: [String: String]) {
        self.init(bytes: files.mapValues { Array($0.utf8) })
    }

    /// Takes paths with their contents, which need not be texts.
    public init(bytes: [String: [UInt8]]) {
        self.init(bytes.map { FileContent(path: $0.key, bytes: $0.value) })
    }

    /// The paths that end with `.json`.
    public func list() -> FileListing {
        FileListing(paths: self.listAll().paths.filter { $0.utf8.suffix(5).elementsEqual(".json".utf8) })
    }

    /// All paths.
    public func listAll() -> FileListing {
        let paths = self.files.keys.sorted { $0.lexicographicallyPrecedes($1) }
        return FileListing(paths: paths.map { String(decoding: $0, as: UTF8.self) })
    }

    /// The content of one.
    public func read(_ path: String) throws(FileError) -> [UInt8] {
        guard let bytes = self.files[Array(path.utf8)] else {
            throw FileError(code: .notFound, path: path, message: "there is no such file")
        }
        return bytes
    }
}
