// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Foundation
import Testing

@Suite struct RequirementsTests {
    /// Runs `render` on a frodo export that holds `templates`.
    private func render(_ name: String, of templates: String) async throws -> CommandHarness.Result {
        try await CommandHarness.withFolder { folder in
            let path = folder + "/all.template.email.json"
            try #"{"emailTemplate": {\#(templates)}}"#.write(toFile: path, atomically: true, encoding: .utf8)
            return await CommandHarness().run("render", name, "--templates", path, "--as", "subject")
        }
    }

    private func template(_ more: String = "") -> String {
        #"{"from": "a@b.example", "defaultLocale": "en", "subject": {"en": "s"}, "message": {"en": "b"}\#(more)}"#
    }

    @Test func aFaultOfAnotherTemplateInTheSameFileStopsNothing() async throws {
        let templates = #""good": \#(self.template()), "bad": \#(self.template(#", "mimeType": "x""#))"#
        let good = try await self.render("good", of: templates)
        #expect(good.status == 0, "\(good.errors)")
        #expect(good.output == "s\n")
        #expect(try await self.render("bad", of: templates).status == 65)
    }

    @Test func verifyReportsNothingOfTemplatesThatWereNotNamed() async throws {
        try await CommandHarness.withFolder { folder in
            for (name, body) in [("good", "b"), ("bad", "{{nope}}"), ("broken", #""#)] {
                let text = self.template().replacing(#""b""#, with: name == "broken" ? "" : #""\#(body)""#)
                try text.write(toFile: "\(folder)/emailTemplate-\(name).json", atomically: true, encoding: .utf8)
            }
            let good = await CommandHarness().run("verify", "good", "--templates", folder)
            #expect(good.status == 0, "\(good.output)")
            let bad = await CommandHarness().run("verify", "bad", "--templates", folder)
            #expect(bad.status == 1 && bad.output.contains("1 error,"), "\(bad.output)")
            // What is not there may be what cannot be read.
            let broken = await CommandHarness().run("verify", "broken", "--templates", folder)
            #expect(broken.status == 1 && broken.output.contains("json-invalid"), "\(broken.output)")
        }
    }

    @Test func aTemplateInTwoFilesIsNotChosenByChance() async throws {
        try await CommandHarness.withFolder { folder in
            for (file, id) in [("a", "x"), ("b", "x"), ("c", "y")] {
                let text = self.template(#", "_id": "emailTemplate/\#(id)", "displayName": "\#(file)""#)
                try text.write(toFile: "\(folder)/\(file).json", atomically: true, encoding: .utf8)
            }
            for command in ["render", "verify"] {
                let x = await CommandHarness().run(command, "x", "--templates", folder)
                #expect(x.status == (command == "verify" ? 1 : 65))
                #expect((x.output + x.errors).contains("with other content"))
                #expect(await CommandHarness().run(command, "y", "--templates", folder).status == 0)
            }
        }
    }

    @Test func manyWarningsTakeLinearTime() async throws {
        let keys = (0..<20_000).map { #", "k\#($0)": 1"# }.joined()
        let start = ContinuousClock.now
        let result = try await self.render("a", of: #""a": \#(self.template(keys))"#)
        #expect(result.status == 0)
        // When the time went with the square, it was minutes.
        #expect(ContinuousClock.now - start < .seconds(30))
    }

    @Test func errorsDoNotSteerTheTerminal() async throws {
        let type = #", "mimeType": "\u001b[2J\n::error::x""#
        let result = try await self.render("a", of: #""a": \#(self.template(type))"#)
        #expect(result.status == 65)
        #expect(!result.errors.utf8.contains(0x1B))
        #expect(!result.errors.contains("\n::"))
    }
}
