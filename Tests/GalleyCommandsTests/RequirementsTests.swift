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

    @Test func manyWarningsTakeLinearTime() async throws {
        let keys = (0..<20_000).map { #", "k\#($0)": 1"# }.joined()
        let start = ContinuousClock.now
        let result = try await self.render("a", of: #""a": \#(self.template(keys))"#)
        #expect(result.status == 0)
        // When the time went with the square, it was minutes.
        #expect(ContinuousClock.now - start < .seconds(30))
    }

    @Test func errorsDoNotSteerTheTerminal() async throws {
        let result = try await self.render("a", of: #""a": \#(self.template(#", "mimeType": "\u001b[2J\n::error::x""#))"#)
        #expect(result.status == 65)
        #expect(!result.errors.utf8.contains(0x1B))
        #expect(!result.errors.contains("\n::"))
    }
}
