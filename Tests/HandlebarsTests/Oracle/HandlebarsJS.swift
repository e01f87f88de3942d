// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Foundation
import JSONText
import Testing

/// The real handlebars.js, where it is installed: Debian's `libjs-handlebars` under Node.
enum HandlebarsJS {
    struct Task {
        var template: String
        /// The data as a JSON text.
        var json: String
        var escapes = true
    }

    enum Outcome: Equatable, CustomStringConvertible {
        case output([UInt8])
        case failure(String)

        var description: String {
            switch self {
            case .output(let bytes): "\"" + String(decoding: bytes, as: UTF8.self) + "\""
            case .failure(let message): "failure: \(message)"
            }
        }
    }

    static let node = "/usr/bin/node"
    static let library = "/usr/share/javascript/handlebars/handlebars.js"

    static var isInstalled: Bool {
        FileManager.default.isExecutableFile(atPath: Self.node) && FileManager.default.fileExists(atPath: Self.library)
    }

    /// Output goes through UTF-8 once, so that half a surrogate pair becomes U+FFFD as it does in Swift.
    private static let script = #"""
        const fs = require("fs");
        const Handlebars = require(process.argv[1]);
        Handlebars.log = Handlebars.logger.log = () => {};
        const results = JSON.parse(fs.readFileSync(process.argv[2], "utf8")).map(task => {
          try {
            const data = JSON.parse(task.json);
            const output = Handlebars.compile(task.template, { noEscape: !task.escapes })(data);
            return { output: Buffer.from(output, "utf8").toString("utf8") };
          } catch (error) {
            return { error: String(error.message) };
          }
        });
        fs.writeFileSync(process.argv[3], JSON.stringify(results));
        """#

    /// Renders all tasks in one process.
    static func render(_ tasks: [Task]) throws -> [Outcome] {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("galley-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let input = folder.appendingPathComponent("tasks.json")
        let output = folder.appendingPathComponent("results.json")
        let objects = tasks.map {
            ["template": $0.template, "json": $0.json, "escapes": $0.escapes] as [String: Any]
        }
        try JSONSerialization.data(withJSONObject: objects).write(to: input)

        let process = Process()
        process.executableURL = URL(fileURLWithPath: Self.node)
        process.arguments = ["-e", Self.script, Self.library, input.path, output.path]
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "node failed")

        let results = try JSONDocument(parsing: Array(Data(contentsOf: output))).root.elements ?? []
        try #require(results.count == tasks.count)
        return results.map { result in
            if let output = result["output"]?.string { return .output(Array(output.utf8)) }
            return .failure(result["error"]?.string ?? "")
        }
    }
}
