// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ArgumentParser
import Foundation
import Testing
import Verification

@testable import GalleyCommands

@Suite struct FixtureInputsTests {
    /// The files of a run, by their names; the message of the template stands in a file of its own.
    private static let files = [
        "email-templates/t/t.json": """
        {"_id": "emailTemplate/t", "from": "a@b.example", "defaultLocale": "en", "subject": {"en": "s"}, \
        "message": {"en": {"file": "t.en.html"}}}
        """,
        "email-templates/t/t.en.html": "<p>b</p>",
        "provider.json": #"{"host": "smtp.example.com", "port": 25, "auth": {"enable": false}}"#,
        "properties.json": #"{"a": "b"}"#,
        "persona.json": #"{"name": "ada", "to": "ada@example.com", "object": {}}"#,
        "request.json": #"{"cc": "c@example.com"}"#,
    ]

    @Test func theDigestsAreThoseOfWhatWasReadAndNotOfWhatIsThereLater() async throws {
        try await CommandHarness.withFolder { folder in
            func write(_ files: [String: String]) throws {
                for (name, text) in files {
                    let url = URL(fileURLWithPath: "\(folder)/\(name)")
                    try FileManager.default.createDirectory(
                        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
                    try Data(text.utf8).write(to: url)
                }
            }
            try write(Self.files)
            var arguments = ["--templates", "\(folder)/email-templates"]
            for name in ["provider", "properties", "persona", "request"] {
                arguments += ["--\(name)", "\(folder)/\(name).json"]
            }
            let options = try InputOptions.parse(arguments)
            let console = Console(
                writeOutputBytes: { _ in }, writeError: { _ in }, isOutputTerminal: false, isErrorTerminal: false,
                width: 80)
            let environment = CommandEnvironment(variables: [:], now: 0, console: console)
            let inputs = try Inputs(options, environment: environment, names: [])
            let plan = MessagePlan(inputs, names: [])
            #expect(plan.messages.count == 1)
            let before = FixtureInputs(options, inputs: inputs, plan: plan).list
            #expect(Set(before.map(\.kind)) == ["template", "provider", "properties", "persona", "request"])
            try write(Self.files.mapValues { $0 + " " })
            let after = FixtureInputs(options, inputs: inputs, plan: plan).list
            #expect(after.map(\.sha256) == before.map(\.sha256))
            let read = try Inputs(options, environment: environment, names: [])
            let now = FixtureInputs(options, inputs: read, plan: MessagePlan(read, names: [])).list
            #expect(zip(now, before).allSatisfy { $0.sha256 != $1.sha256 })
        }
    }
}
