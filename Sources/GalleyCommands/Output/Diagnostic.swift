// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import Composition
internal import TenantConfiguration
internal import Verification

/// What is said on standard error of one thing that is wrong: where it is and what, what stands there and how to mend it.
struct Diagnostic {
    var severity: Severity
    /// The place and what is wrong there.
    var text: String
    var evidence: String?
    var evidenceOffset: Int?
    var fix: String?

    init(_ severity: Severity, _ problem: Problem) {
        self.severity = severity
        self.text = problem.description
        self.fix = problem.fix
    }

    init(_ severity: Severity, _ issue: CompositionIssue) {
        self.severity = severity
        self.text = issue.description
        self.evidence = issue.evidence
        self.evidenceOffset = issue.evidenceOffset
        self.fix = issue.fix
    }

    init(_ finding: Finding) {
        self.severity = finding.severity
        self.text = "\(finding.location): \(finding.message) [\(finding.rule)]"
        self.evidence = finding.evidence
        self.evidenceOffset = finding.evidenceOffset
        self.fix = finding.fix
    }

    func lines(width: Int) -> [String] {
        let here = self.evidence.map {
            EvidenceText.lines($0, at: self.evidenceOffset, label: "  here: ", width: width, style: .plain)
        }
        return ["\(self.severity.rawValue): \(self.text)"] + (here ?? []) + (self.fix.map { ["  fix: \($0)"] } ?? [])
    }

    func write(to console: Console) {
        for line in self.lines(width: console.errorWidth) { console.writeError(line.escapedForDisplayWhole + "\n") }
    }
}

extension CommandError {
    /// A problem as an error, with its place.
    init(_ problem: Problem, status: ExitStatus) {
        self.init(status, Diagnostic(.error, problem).lines(width: 0))
    }

    /// Issues that no message can be made with, each with what stands there.
    init(_ issues: [CompositionIssue], console: Console) {
        self.init(.badData, issues.flatMap { Diagnostic(.error, $0).lines(width: console.errorWidth) })
    }
}
