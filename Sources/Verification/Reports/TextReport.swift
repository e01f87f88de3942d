// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import Composition
internal import MIME
internal import TenantConfiguration

extension VerificationReport {
    /// The report for people: a table of the messages, the findings with their places, and the verdict.
    ///
    /// - Parameters:
    ///   - width: The columns of the terminal.
    ///   - style: Whether to use colours.
    public func text(width: Int = 120, style: TextStyle = .plain) -> String {
        var lines = [
            style.bold("Galley \(GalleyVersion.current)")
                + "  gate \(self.gate.rawValue), \(self.provider.escapedForDisplayWhole)", "",
        ]
        if !self.messages.isEmpty {
            lines += self.messageTable(style: style).lines(width: width, flexible: 4, style: style)
            lines.append("")
        }
        if let live = self.live { lines += self.lines(of: live, width: width, style: style) }
        for finding in self.findings {
            lines += finding.lines(width: width, style: style)
        }
        if !self.findings.isEmpty { lines.append("") }
        lines.append(self.verdictLine(style: style))
        return lines.joined(separator: "\n") + "\n"
    }

    /// One row for each template and locale.
    private func messageTable(style: TextStyle) -> TextTable {
        var table = TextTable(header: ["TEMPLATE", "LOCALE", "PERSONA", "FROM", "SUBJECT", "RESULT"])
        for message in self.messages {
            let from = message.sender.map { "\($0.mailbox.address) (\($0.explanation))" } ?? "none"
            let (result, isGood) = message.outcome
            table.append([
                TextTable.Cell((message.template ?? "(request)").escapedForDisplay.asLineStart),
                TextTable.Cell((message.locale ?? "").escapedForDisplay),
                TextTable.Cell((message.persona ?? "").escapedForDisplay),
                TextTable.Cell(from.escapedForDisplay),
                TextTable.Cell((message.subject ?? "").escapedForDisplay),
                TextTable.Cell(result) { isGood ? style.green($0) : style.severity(.error, $0) },
            ])
        }
        return table
    }

    /// The stages that the provider was asked, and the test messages that it was sent.
    private func lines(of live: LiveVerification, width: Int, style: TextStyle) -> [String] {
        var lines: [String] = []
        for preflight in live.preflights {
            let domains = preflight.inquiry.recipients.map { "@\($0.domain.unicode)" }.joined(separator: ", ")
            lines.append(style.bold("LIVE") + "  from \(preflight.inquiry.sender) to \(domains)".escapedForDisplayWhole)
            lines += StageTable.lines(preflight.log.stages, width: width, style: style) + [""]
        }
        guard live.deliveries.contains(where: { !$0.isHeldBack }) else {
            let count = live.deliveries.count
            let heldBack = count == 0 ? "" : ": \(Self.counted(count, "message")) held back"
            return lines + [style.bold("LIVE") + "  no test message was sent" + heldBack, ""]
        }
        var table = TextTable(header: ["LIVE", "LOCALE", "RECIPIENT", "OUTCOME", "REPLY"])
        for summary in self.deliveries {
            let isSent = summary.outcome.result == .sent
            // Whoever looks for it at the provider needs its name.
            let name = summary.outcome.result == .unknown ? "Message-ID \(summary.messageID): " : ""
            table.append([
                TextTable.Cell((summary.template ?? "(request)").escapedForDisplay.asLineStart),
                TextTable.Cell((summary.locale ?? "").escapedForDisplay),
                TextTable.Cell(summary.outcome.recipient.description.escapedForDisplay),
                TextTable.Cell(summary.outcome.result.rawValue) {
                    isSent ? style.green($0) : style.severity(.error, $0)
                },
                TextTable.Cell((name + (summary.outcome.reply ?? "")).escapedForDisplay),
            ])
        }
        return lines + table.lines(width: width, flexible: 4, style: style) + [""]
    }

    private func verdictLine(style: TextStyle) -> String {
        let counts = [(Severity.error, "error"), (.warning, "warning"), (.note, "note")].map { severity, word in
            Self.counted(self.count(of: severity), word)
        }.joined(separator: ", ")
        let good = self.messages.count { $0.outcome.isGood }
        let templates = Set(self.messages.compactMap(\.template).map { Array($0.utf8) }).count
        let messages =
            "\(good) of \(Self.counted(self.messages.count, "message")) verified"
            + (templates > 0 ? " (\(Self.counted(templates, "template")))" : "")
        let verdict =
            self.verdict == .pass ? style.green("PASS") : style.severity(.error, "FAIL")
        return "\(verdict)  \(messages): \(counts)"
    }

    static func counted(_ count: Int, _ word: String) -> String {
        "\(count) \(word)\(count == 1 ? "" : "s")"
    }
}

extension VerificationReport.MessageSummary {
    fileprivate var outcome: (text: String, isGood: Bool) {
        switch self.result {
        case .delivered: (self.envelope?.usesSMTPUTF8 == true ? "same on arrival, SMTPUTF8" : "same on arrival", true)
        case .encoded: ("same in Graph JSON", true)
        case .differs: ("differs on arrival", false)
        case .failed: ("not delivered", false)
        case .notComposed: ("not composed", false)
        }
    }
}

extension Finding {
    /// `file:line:column: severity: message [rule]`, which editors and terminals can follow, then what explains it.
    ///
    /// - Parameter width: The columns of the terminal, past which evidence is cut around what is at fault.
    package func lines(width: Int = 120, style: TextStyle) -> [String] {
        let about = [self.template, self.locale, self.persona].compactMap { $0 }.joined(separator: ", ")
        var lines = [
            "\(self.location.description.escapedForDisplayWhole.asLineStart): "
                + style.severity(self.severity, "\(self.severity.rawValue):")
                + " \(self.message.escapedForDisplayWhole)\(self.related?.asOpening ?? "") "
                + style.faint("[\(self.rule)]")
        ]
        if !about.isEmpty { lines.append("    in:   \(about.escapedForDisplay)") }
        if let evidence = self.evidence {
            lines += EvidenceText.lines(
                evidence, at: self.evidenceOffset, label: "    here: ", width: width, style: style)
        }
        lines += self.difference.map { "          \($0.escapedForDisplayWhole)" }
        if let fix = self.fix { lines.append("    fix:  \(fix.escapedForDisplayWhole)") }
        return lines
    }
}

extension String {
    /// The text at the start of a line: GitHub Actions obeys lines that begin with `::` or `##[`, blanks aside.
    var asLineStart: String {
        let text = self.utf8.drop { $0 == .space }
        return text.starts(with: "::".utf8) || text.starts(with: "##[".utf8) ? "\\" + self : self
    }
}
