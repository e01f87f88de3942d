// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Foundation
import Testing

@testable import GalleyCommands

@Suite struct FixtureCheckTests {
    @Test(
        "No manifest tells where somebody's files lie",
        arguments: [
            ("Templates/a/a.json", "Templates", "Templates/a/a.json"), ("../x.json", "../x.json", "../x.json"),
            ("\(FileManager.default.currentDirectoryPath)/a/b.json", "/elsewhere", "a/b.json"),
            ("/home/ada/tenant/Templates/a/a.json", "/home/ada/tenant/Templates", "Templates/a/a.json"),
            ("/home/ada/tenant/Templates/a/a.json", "/home/ada/tenant/Templates//", "Templates/a/a.json"),
            ("/home/ada/p.json", "/home/ada/p.json", "p.json"), ("/elsewhere/p.json", "/home/ada", "p.json"),
        ])
    func inputsHavePortableNames(path: String, root: String, name: String) {
        #expect(FixtureInputs.portableName(of: path, root: root) == name)
    }

    @Test func coloursAndProgressAreForTerminals() async throws {
        try await CommandHarness.withFolder { folder in
            let arguments = [
                "fixtures", "welcome", "--templates", CommandHarness.project + "/Templates", "--output", folder,
            ]
            #expect(await CommandHarness().run(arguments).status == 0)
            let check = arguments + ["--from", "b@b.example", "--check"]
            let file = await CommandHarness().run(check)
            #expect(file.status == 1)
            #expect(!(file.output + file.errors).contains("\u{1B}"))
            let terminal = await CommandHarness(isTerminal: true).run(check)
            #expect(terminal.output.contains("\u{1B}[32mb@b.example\u{1B}[0m"))
            #expect(terminal.errors.contains("composed 3/3") && terminal.errors.contains("compared 6/6"))
            #expect(terminal.errors.hasSuffix("\r\u{1B}[2K"))
            let plain = await CommandHarness(variables: ["NO_COLOR": "1"], isTerminal: true).run(check)
            #expect(plain.output == file.output)
        }
    }

    @Test func pathsOfTheCurrentFolderAreFound() async throws {
        try await CommandHarness.withFolder { folder in
            try "x".write(toFile: folder + "/stray.eml", atomically: true, encoding: .utf8)
            for output in [folder, folder + "/", folder + "/."] {
                let result = await CommandHarness().run(
                    "fixtures", "welcome", "--templates", CommandHarness.project + "/Templates", "--output", output,
                    "--check")
                #expect(result.output.contains("\nstray.eml  not in the manifest"))
            }
        }
    }
}
