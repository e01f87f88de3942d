// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Foundation
import Testing

@Suite struct FixturePathTests {
    @Test(arguments: [
        ("../../escaped", "en"), ("a", "../../escaped"), ("a", ""), ("a/b", "en"), ("a", "en\\n::error::x"),
    ])
    func namesThatLeaveTheFolderAreRefused(name: String, locale: String) async throws {
        try await CommandHarness.withFolder { folder in
            let path = folder + "/all.template.email.json"
            let template = #"{"from": "a@b.example", "subject": {"\#(locale)": "s"}, "message": {"\#(locale)": "b"}}"#
            try #"{"emailTemplate": {"\#(name)": \#(template)}}"#.write(toFile: path, atomically: true, encoding: .utf8)
            let result = await CommandHarness().run("fixtures", "--templates", path, "--output", folder + "/x/y")
            #expect(result.status == 65)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["all.template.email.json"])
        }
    }

    @Test func aTemplateThatIsNamedTwiceIsWrittenOnce() async throws {
        try await CommandHarness.withFolder { folder in
            let result = await CommandHarness().run(
                "fixtures", "welcome", "welcome", "--templates", CommandHarness.project + "/Templates", "--output",
                folder)
            #expect(result.status == 0, "\(result.errors)")
            #expect(result.output.contains("7 files"))
        }
    }
}
