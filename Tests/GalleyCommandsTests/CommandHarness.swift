// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Foundation
import GalleyCommands
import Synchronization

/// Runs commands inside the test process and keeps what they write.
struct CommandHarness {
    var variables: [String: String] = [:]
    var isTerminal = false
    var width = 120

    struct Result {
        var status: Int32
        var output: String
        var errors: String
    }

    func run(_ arguments: String...) async -> Result {
        await self.run(arguments)
    }

    func run(_ arguments: [String]) async -> Result {
        let capture = Capture()
        let console = Console(
            writeOutputBytes: { capture.append($0, isError: false) },
            writeError: { capture.append(Array($0.utf8), isError: true) },
            isOutputTerminal: self.isTerminal, isErrorTerminal: self.isTerminal, width: self.width)
        let environment = CommandEnvironment(variables: self.variables, now: 1_700_000_000, console: console)
        let status = await GalleyCommand.run(arguments, in: environment)
        return Result(status: status, output: capture.output, errors: capture.errors)
    }

    /// A folder for one test; it is removed when `body` returns.
    static func withFolder<T>(_ body: (String) async throws -> T) async throws -> T {
        let path = NSTemporaryDirectory() + "/galley-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try await body(path)
    }

    /// The folder of the project, where `Templates` and `Samples` are.
    static let project = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
}

private final class Capture: Sendable {
    private let streams = Mutex<(output: [UInt8], errors: [UInt8])>(([], []))

    func append(_ bytes: [UInt8], isError: Bool) {
        self.streams.withLock { streams in
            if isError { streams.errors += bytes } else { streams.output += bytes }
        }
    }

    var output: String { self.streams.withLock { String(decoding: $0.output, as: UTF8.self) } }
    var errors: String { self.streams.withLock { String(decoding: $0.errors, as: UTF8.self) } }
}
