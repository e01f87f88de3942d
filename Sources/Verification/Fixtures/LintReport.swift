// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import Composition
package import JSONText

/// What is wrong with a folder of messages.
package struct LintReport: Sendable {
    /// How many files were read.
    package var fileCount: Int
    /// The findings, by file and place.
    package var findings: [Finding]

    package init(fileCount: Int, findings: [Finding]) {
        self.fileCount = fileCount
        self.findings = findings
    }

    /// Whether there is no error.
    package var isClean: Bool { !self.findings.contains { $0.severity == .error } }

    private func count(of severity: Severity) -> Int {
        self.findings.count { $0.severity == severity }
    }

    /// The report for people.
    package func text(style: TextStyle) -> String {
        var lines = self.findings.flatMap { $0.lines(style: style) }
        if !lines.isEmpty { lines.append("") }
        let verdict = self.isClean ? style.green("PASS") : style.severity(.error, "FAIL")
        let files = Set(self.findings.map { Array($0.location.file.utf8) }).count
        lines.append(
            "\(verdict)  \(VerificationReport.counted(self.fileCount, "message")), \(files) with findings: "
                + "\(VerificationReport.counted(self.count(of: .error), "error")), "
                + "\(VerificationReport.counted(self.count(of: .warning), "warning"))")
        return lines.joined(separator: "\n") + "\n"
    }

    /// The report for programs.
    package var json: JSONNode {
        [
            "galley": JSONNode(.string(GalleyVersion.current)),
            "verdict": self.isClean ? "pass" : "fail",
            "files": JSONNode(integerLiteral: self.fileCount),
            "counts": [
                "error": JSONNode(integerLiteral: self.count(of: .error)),
                "warning": JSONNode(integerLiteral: self.count(of: .warning)),
                "note": JSONNode(integerLiteral: self.count(of: .note)),
            ],
            "findings": JSONNode(.array(self.findings.map(\.json))),
        ]
    }
}
