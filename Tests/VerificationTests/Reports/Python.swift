// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Foundation

/// The Python of the machine, where it has one.
enum Python {
    /// Whether it can validate JSON Schema.
    static let hasJSONSchema = (try? Self.run("from jsonschema import Draft202012Validator")) == .some(.none)

    struct Failure: Error {
        var output: String
    }

    /// Runs a script.
    ///
    /// - Returns: What it prints; `nil` if that is nothing.
    static func run(_ script: String, arguments: [String] = [], input: [UInt8] = []) throws -> String? {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", "-W", "ignore", "-c", script] + arguments
        let (stdin, stdout) = (Pipe(), Pipe())
        process.standardInput = stdin
        process.standardOutput = stdout
        process.standardError = stdout
        try process.run()
        // The input is read whole before anything is written, so neither side waits for the other.
        try stdin.fileHandleForWriting.write(contentsOf: Data(input))
        try stdin.fileHandleForWriting.close()
        let output = try stdout.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        let text = String(decoding: output, as: UTF8.self)
        guard process.terminationStatus == 0 else { throw Failure(output: text) }
        return text.isEmpty ? nil : text
    }
}
