// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import Composition
internal import EmailTemplates

/// What is sent is what was edited: `message` is what `html` and `styles` give.
///
/// White space that HTML does not show is no finding, and neither is an editor copy that is not there.
struct DriftRules: Rule {
    private static let content = RuleDescription(
        "drift", "A sent copy has the texts and links of its editor copy.", .always(.error))
    private static let style = RuleDescription(
        "drift-style", "A sent copy is styled and built as its editor copy.", .always(.warning))
    private static let incomparable = RuleDescription(
        "drift-unknown", "An editor copy can be compared with the sent one.", .always(.note))

    /// The most lines of a difference in a finding.
    private static let lineLimit = 12

    var descriptions: [RuleDescription] { [Self.content, Self.style, Self.incomparable] }

    func check(_ subject: VerificationSubject, into findings: inout FindingCollector) {
        // What the run is about: not all locales where one was asked for.
        let keys = Set(subject.messages.map(\.key))
        for (prepared, drifts) in zip(subject.templates, subject.drifts) {
            let template = prepared.template
            func isAskedFor(_ locale: String) -> Bool { keys.contains(VerifiedMessage.key(template.name, locale)) }
            for (sent, drift) in zip(template.message, drifts) where drift.hasEditorCopy && isAskedFor(sent.locale) {
                let command = Self.command(template.name, sent.locale, in: subject.templatesPath)
                Self.report(drift, of: sent, in: template, mendedBy: command, &findings)
            }
            guard template.bodyType == .html else { continue }
            // There are no messages in these locales, by which one could tell that they are asked for.
            for editor in template.unsentEditorCopies
            where subject.locale.map(editor.locale.isSameLocale) ?? template.locales.allSatisfy(isAskedFor) {
                Self.report(unsent: editor, in: template, &findings)
            }
        }
    }

    private static func report(
        unsent editor: EmailTemplate.LocalizedText, in template: EmailTemplate, _ findings: inout FindingCollector
    ) {
        findings.add(
            self.content,
            "there is an editor copy (html) for \(editor.locale.escapedForDisplay), but no sent copy (message)",
            at: editor.location, template: template.name, locale: editor.locale,
            fix:
                "add subject.\(editor.locale) and message.\(editor.locale), with empty texts, and make the sent copy with "
                + "galley templates sync; or remove html.\(editor.locale)")
    }

    private static func report(
        _ drift: Drift, of sent: EmailTemplate.LocalizedText, in template: EmailTemplate, mendedBy command: String,
        _ findings: inout FindingCollector
    ) {
        let rule: RuleDescription
        let message: String
        switch drift.verdict {
        case .same, .whiteSpace: return
        case .content:
            rule = self.content
            message = "the sent copy has other texts or links than its editor copy (html and styles) gives"
        case .style:
            rule = self.style
            message = "the sent copy says what its editor copy (html and styles) gives, but looks different"
        case .incomparable:
            // The editor copy of a template that is no HTML is left over.
            guard template.bodyType == .html else { return }
            rule = self.incomparable
            message = "the sent copy cannot be compared with its editor copy: \(drift.reason ?? "")"
        }
        let lines = drift.difference?.text(style: .plain) ?? []
        findings.add(
            rule, message, at: sent.written.location(of: drift.offset), template: template.name, locale: sent.locale,
            difference: lines.count > self.lineLimit ? Array(lines.prefix(self.lineLimit)) + ["  …"] : lines,
            fix: drift.verdict == .incomparable
                ? "mend html.\(sent.locale)"
                : "if the editor copy is right, run \(command); if not, change html.\(sent.locale) or styles")
    }

    /// The command that takes the editor copy over, as it can be pasted.
    private static func command(_ template: String, _ locale: String, in folder: String?) -> String {
        var words = ["galley", "templates", "sync", template, "--from", "html", "--locale", locale]
        if let folder, folder != "Templates" { words += ["--templates", folder] }
        return words.map(\.shellWord).joined(separator: " ")
    }
}

extension String {
    /// The text as a word of the shell.
    fileprivate var shellWord: String {
        let isPlain = self.utf8.allSatisfy { $0.isAlphanumeric || "-_./:@%+=,".utf8.contains($0) }
        guard !isPlain || self.isEmpty else { return self }
        let pieces = self.utf8.split(separator: .ascii("'"), omittingEmptySubsequences: false)
        return "'" + pieces.map { String(decoding: $0, as: UTF8.self) }.joined(separator: #"'\''"#) + "'"
    }
}
