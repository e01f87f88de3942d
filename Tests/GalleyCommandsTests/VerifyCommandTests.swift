// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Foundation
import JSONText
import Testing

@Suite struct VerifyCommandTests {
    private let templates = CommandHarness.project + "/Templates"
    private let samples = CommandHarness.project + "/Samples"

    @Test func thePassingReportNamesEveryTemplateAndEndsWithTheVerdict() async {
        let result = await CommandHarness().run("verify", "--templates", self.templates)
        #expect(result.status == 0)
        #expect(result.errors.isEmpty)
        for name in ["registration", "resetPassword", "forgottenUsername", "updatePassword", "welcome"] {
            #expect(result.output.contains(name))
        }
        #expect(
            result.output.hasSuffix("PASS  21 of 21 messages verified (7 templates): 0 errors, 0 warnings, 0 notes\n"))
    }

    @Test func pipesGetNoControlSequencesAndTerminalsGetColorsAndProgress() async {
        let piped = await CommandHarness().run("verify", "--templates", self.templates)
        #expect(!(piped.output + piped.errors).utf8.contains(0x1B))
        let terminal = await CommandHarness(isTerminal: true).run("verify", "--templates", self.templates)
        #expect(terminal.output.contains("\u{1B}[32mPASS\u{1B}[0m"))
        #expect(terminal.errors.contains("delivered on loopback 21/21"))
        // The last thing the progress line does is to go away.
        #expect(terminal.errors.hasSuffix("\r\u{1B}[2K"))
    }

    @Test(arguments: [["NO_COLOR": "1"], ["TERM": "dumb"]])
    func colorsCanBeTurnedOff(variables: [String: String]) async {
        let harness = CommandHarness(variables: variables, isTerminal: true)
        let result = await harness.run("verify", "welcome", "--templates", self.templates)
        #expect(!result.output.utf8.contains(0x1B))
    }

    @Test(arguments: [80, 100, 120, 200])
    func rowsFitTheTerminal(width: Int) async {
        let result = await CommandHarness(width: width).run("verify", "--templates", self.templates)
        let rows = result.output.split(separator: "\n").filter { $0.contains("same on arrival") }
        #expect(rows.count == 21)
        // The subject gives way down to twelve columns; what is left is never cut.
        let narrowest = 17 + 6 + 7 + 33 + 12 + 15 + 2 * 5
        for row in rows { #expect(row.unicodeScalars.count <= max(width, narrowest)) }
    }

    @Test func placeholdersComeFromTheEnvironment() async throws {
        try await CommandHarness.withFolder { folder in
            let path = folder + "/external.email.json"
            let provider = """
                {"host": "mail.example.com", "port": {"$int": "&{esv.mail.port}"}, "from": "&{esv.mail.sender}",
                 "auth": {"enable": false}}
                """
            try provider.write(toFile: path, atomically: true, encoding: .utf8)
            let arguments = ["verify", "welcome", "--templates", self.templates, "--provider", path]
            #expect(await CommandHarness().run(arguments).status == 1)
            let variables = ["ESV_MAIL_PORT": "587", "ESV_MAIL_SENDER": "mail@example.com"]
            let result = await CommandHarness(variables: variables).run(arguments)
            #expect(result.status == 0, "\(result.output)")
            #expect(result.output.contains("mail@example.com (provider)"))
        }
    }

    @Test func aReportThatCannotBeWrittenIsAnInputOutputError() async {
        let result = await CommandHarness().run(
            "verify", "welcome", "--templates", self.templates, "--report", "json=/proc/nowhere/report.json")
        #expect(result.status == 74)
        #expect(result.errors.contains("/proc/nowhere"))
    }

    @Test func aRawRequestNeedsNoTemplates() async throws {
        let result = await CommandHarness().run(
            "verify", "--templates", "/nowhere", "--request", self.samples + "/requests/send.json", "--report", "json")
        #expect(result.status == 0, "\(result.output)")
        let report = try JSONDocument(parsing: result.output).root
        #expect(report["messages"]?.elements?.count == 1)
    }

    @Test func secretsOfTheProviderAppearNowhere() async throws {
        try await CommandHarness.withFolder { folder in
            let canary = "c4n4ry-s3cr3t"
            for (number, password) in ["\"\(canary)\"", "[\"\(canary)\"]", "{\"x\": \"\(canary)\"}"].enumerated() {
                let path = "\(folder)/\(number).json"
                let provider = """
                    {"host": "h.example.com", "port": "no", "from": "broken", "surprise": 1,
                     "auth": {"enable": true, "username": "u", "password": \(password)}}
                    """
                try provider.write(toFile: path, atomically: true, encoding: .utf8)
                for report in ["text", "json"] {
                    let result = await CommandHarness().run(
                        "verify", "--templates", self.templates, "--provider", path, "--report", report)
                    #expect(result.status == 1)
                    #expect(!(result.output + result.errors).contains(canary))
                }
            }
        }
    }
}
