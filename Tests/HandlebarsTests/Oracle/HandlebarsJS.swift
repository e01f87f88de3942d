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
        /// Partials by name.
        var partials: [String: String] = [:]
        /// The options that are set, and those helpers that are known as `knownHelpers:NAME`.
        var options: Set<String> = []
        /// Whether the helpers of `HelperFixtures` are registered.
        var hasHelpers = false

        /// Takes out the name for which `compat` gives what a falsy context inherits in JavaScript: a difference that is
        /// meant.
        mutating func hideInherited() {
            guard self.options.contains("compat") else { return }
            let hide = { (text: String) in text.replacing("constructor", with: "builder") }
            self.template = hide(self.template)
            self.json = hide(self.json)
            self.partials = self.partials.mapValues(hide)
        }
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
    ///
    /// `appendToBuffer` is changed because it leaves numbers that begin a program and are not escaped for `+` to add: a
    /// difference that is meant, and that `numbersAreWrittenOneAfterTheOther` shows.
    private static let script = #"""
        "use strict";
        const fs = require("fs");
        const Handlebars = require(process.argv[1]);
        Handlebars.log = Handlebars.logger.log = () => {};
        if (process.argv[4] === "apart") {
          const compiler = Handlebars.JavaScriptCompiler.prototype;
          const append = compiler.appendToBuffer;
          compiler.appendToBuffer = function (source, ...rest) {
            return append.call(this, ["('' + (", source, "))"].flat(), ...rest);
          };
        }
        const text = value => value === null || value === undefined ? "" : String(value);
        const register = env => {
          env.registerHelper("join", (...args) => {
            const options = args.pop();
            return args.map(text).join(text(options.hash.sep) || "-");
          });
          env.registerHelper("strong", value => new Handlebars.SafeString("<b>" + text(value) + "</b>"));
          // Where a helper is no block, its block is nothing, as in Swift.
          const nothing = () => "";
          env.registerHelper("repeat", function (...args) {
            const options = { fn: nothing, inverse: nothing, ...args.pop() };
            const times = typeof options.hash.times === "number" ? Math.min(options.hash.times, 3) : 2;
            if (times < 1) return options.inverse(this);
            let out = "";
            for (let i = 0; i < times; i++) {
              const data = Handlebars.createFrame(options.data);
              data.turn = i;
              out += options.fn(this, { data, blockParams: [i] });
            }
            return out;
          });
          env.registerHelper("inside", function (...args) {
            const options = { fn: nothing, inverse: nothing, ...args.pop() };
            const context = args.length > 0 ? args[0] : this;
            return "[" + options.fn(context === undefined ? null : context) + "|" + options.inverse(this) + "]";
          });
        };
        const results = JSON.parse(fs.readFileSync(process.argv[2], "utf8")).map(task => {
          try {
            const env = Handlebars.create();
            if (task.hasHelpers) register(env);
            for (const [name, source] of Object.entries(task.partials)) env.registerPartial(name, source);
            const options = { noEscape: !task.escapes };
            for (const name of task.options) {
              const [option, helper] = name.split(":");
              if (helper === undefined) options[option] = true;
              else (options[option] ??= {})[helper] = true;
            }
            const output = env.compile(task.template, options)(JSON.parse(task.json));
            return { output: Buffer.from(output, "utf8").toString("utf8") };
          } catch (error) {
            return { error: String(error.message) };
          }
        });
        fs.writeFileSync(process.argv[3], JSON.stringify(results));
        """#

    /// How long a process may take for its tasks, of which a thousand take a second or two.
    private static let seconds = 120.0

    /// Renders all tasks in one process.
    ///
    /// - Parameter addsNumbers: Whether handlebars.js may add numbers that are not escaped, as it does of itself.
    static func render(_ tasks: [Task], addsNumbers: Bool = false) throws -> [Outcome] {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("galley-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let input = folder.appendingPathComponent("tasks.json")
        let output = folder.appendingPathComponent("results.json")
        let objects = tasks.map {
            [
                "template": $0.template, "json": $0.json, "escapes": $0.escapes, "partials": $0.partials,
                "options": Array($0.options), "hasHelpers": $0.hasHelpers,
            ] as [String: Any]
        }
        try JSONSerialization.data(withJSONObject: objects).write(to: input)

        let process = Process()
        process.executableURL = URL(fileURLWithPath: Self.node)
        process.arguments = [
            "-e", Self.script, Self.library, input.path, output.path, addsNumbers ? "" : "apart",
        ]
        let ended = DispatchSemaphore(value: 0)
        process.terminationHandler = { _ in ended.signal() }
        try process.run()
        if ended.wait(timeout: .now() + Self.seconds) == .timedOut {
            process.terminate()
            process.waitUntilExit()
        }
        try #require(process.terminationStatus == 0, "node failed")

        let results = try JSONDocument(parsing: Array(Data(contentsOf: output))).root.elements ?? []
        try #require(results.count == tasks.count)
        return results.map { result in
            if let output = result["output"]?.string { return .output(Array(output.utf8)) }
            return .failure(result["error"]?.string ?? "")
        }
    }
}
