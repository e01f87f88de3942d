// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Testing
import Verification

@Suite("The report of a check is understood at a glance")
struct FixtureReportTests {
    private static func text(
        _ files: [FixtureReport.File], inputs: [String] = ["in.json"], width: Int = 80, style: TextStyle = .plain
    ) -> String {
        FixtureReport(files: files, changedInputs: inputs).text(width: width, style: style)
    }

    private static let subject = FixtureDifference(kind: .header, place: "Subject", was: "a", now: "b")

    @Test func filesThatChangedInTheSameWayStandTogether() {
        let files = ["x.eml", "y.eml"].map {
            FixtureReport.File(path: $0, status: .changed, differences: [Self.subject])
        }
        #expect(
            Self.text(files + [FixtureReport.File(path: "z.eml", status: .same)]) == """
                x.eml  changed
                y.eml  changed
                  Subject
                    was  a
                    now  b

                inputs that have changed since
                  in.json

                FAIL  2 changed, 1 as they would be made
                  fix: mend the cause, or accept the differences with --approve

                """)
    }

    @Test func anOptionThatDiffersIsNamedInTheMend() {
        let manifest = FixtureReport.File(
            path: "manifest.json", status: .changed,
            differences: [FixtureDifference(kind: .option, place: "--body", was: "single", now: "alternative")])
        #expect(
            Self.text([FixtureReport.File(path: "z.eml", status: .same), manifest], inputs: []) == """
                manifest.json  changed
                  --body
                    was  single
                    now  alternative

                FAIL  1 changed, 1 as they would be made
                  fix: set as the fixtures were made: --body; else mend the cause, or accept the differences with \
                --approve

                """)
    }

    @Test func longListsAndTextsAreCut() {
        let missing = (0..<25).map { FixtureReport.File(path: "\($0).eml", status: .missing) }
        #expect(Self.text(missing).contains("19.eml  missing\n… and 5 more  missing\n"))
        let long = String(repeating: "word ", count: 50)
        let change = FixtureDifference(kind: .header, place: "Subject", was: long + "x" + long, now: long + "y" + long)
        let lines = Self.text([FixtureReport.File(path: "x.eml", status: .changed, differences: [change])])
            .split(separator: "\n")
        #expect(lines.allSatisfy { $0.unicodeScalars.count <= 80 })
        #expect(lines.contains { $0.contains("was  …") && $0.contains(" xword") })
        #expect(lines.contains { $0.contains("now  …") && $0.contains(" yword") })
    }

    @Test func coloursAreForTerminalsAndControlCharactersForNobody() {
        let change = FixtureDifference(
            kind: .text, part: "part 1 text/plain", lines: ["@@ -1,1 +1,1 @@", "-\u{1B}[2J", "+\u{7}"])
        let files = [FixtureReport.File(path: "x.eml", status: .changed, differences: [change, Self.subject])]
        #expect(!Self.text(files).unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
        let colored = Self.text(files, style: .colored)
        #expect(colored.contains("\u{1B}[31m-\\u{1B}[2J\u{1B}[0m"))
        #expect(colored.contains("\u{1B}[32mb\u{1B}[0m"))
    }

    @Test func noLineIsACommandOfGitHubActions() {
        let change = FixtureDifference(kind: .text, part: "part 1 text/plain", lines: [" ::error::x", "-::error::y"])
        let text = Self.text([FixtureReport.File(path: "::warning::z.eml", status: .changed, differences: [change])])
        #expect(text.contains("error::x") && text.contains("error::y") && text.contains("warning::z"))
        for line in text.split(separator: "\n") { #expect(!line.drop { $0 == " " }.hasPrefix("::")) }
    }

    @Test func nothingThatDiffersIsAPass() {
        let same = FixtureReport.File(path: "x.eml", status: .same)
        #expect(Self.text([same], inputs: []) == "PASS  1 of 1 as they would be made\n")
        // The manifest no longer says what they were made from.
        #expect(
            Self.text([same]) == """
                inputs that have changed since
                  in.json

                PASS  1 of 1 as they would be made

                """)
        let stray = FixtureReport.File(path: "y.eml", status: .unlisted)
        #expect(Self.text([stray]).contains("y.eml  not in the manifest, left alone"))
        #expect(Self.text([stray]).contains("PASS"))
    }
}
