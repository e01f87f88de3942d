// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import Composition
internal import EmailProvider
internal import HTML
internal import TenantConfiguration
internal import Verification

extension ProviderOverview {
    /// The overview for people: what the provider is, a table of the settings by group, and the findings.
    func text(width: Int, style: TextStyle) -> String {
        var lines = [style.bold(self.title.escapedForDisplayWhole)]
        let facts = [
            ("file", self.provider.location?.file ?? "none: name the tenant's external.email with --provider"),
            ("applies to", "both realms of the tenant"),
            ("encryption", self.provider.encryptionSummary),
        ]
        for (name, fact) in facts {
            let parts = fact.escapedForDisplayWhole.wrapped(to: width - 12)
            for (index, part) in parts.enumerated() {
                let label = index == 0 ? name : ""
                lines.append(style.faint(label.padded(to: 12)) + part)
            }
        }
        lines += self.table(width: width, style: style)
        if !self.findings.isEmpty { lines.append("") }
        for finding in self.findings { lines += finding.lines(style: style) }
        if !self.isUsable {
            lines += ["", style.severity(.error, "These settings cannot work: correct the errors above.")]
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private var title: String {
        switch self.provider.kind {
        case .builtIn where self.provider.location == nil:
            "Galley's own server: mail is kept on this machine, and none is delivered"
        case .builtIn:
            "Built-in server: for tests in development only, always from noreply@ the tenant's domain"
        case .smtp:
            // The settings have no secrets in them, which a host that is none may have.
            if case .text(let host) = self.provider.setting("host")?.value {
                "SMTP server \(host)" + (self.provider.smtp.map { ":\($0.port)" } ?? "")
            } else {
                "SMTP server"
            }
        case .msgraph: "Microsoft Graph"
        }
    }

    /// The settings, each group under its name.
    private func table(width: Int, style: TextStyle) -> [String] {
        let rows = self.provider.settings.map(Row.init)
        guard !rows.isEmpty else { return [] }
        let nameWidth = min(rows.map { DisplayWidth.columns(of: $0.name) }.max() ?? 0, 40) + 2
        let originWidth = rows.map { DisplayWidth.columns(of: $0.origin) }.max() ?? 0
        let longest = rows.map { DisplayWidth.columns(of: $0.value) }.max() ?? 0
        let valueWidth = max(20, min(longest, width - nameWidth - originWidth - 5))
        var lines: [String] = []
        var group: EffectiveSetting.Group?
        for row in rows {
            if row.group != group {
                lines += ["", style.bold(row.group.title)]
                group = row.group
            }
            lines += row.lines(name: nameWidth, value: valueWidth, width: width, style: style)
        }
        return lines
    }
}

/// One setting in words.
private struct Row {
    let group: EffectiveSetting.Group
    let name: String
    let value: String
    let origin: String
    let note: String?
    let isDefault: Bool

    init(_ setting: EffectiveSetting) {
        self.group = setting.group
        self.name = setting.name.escapedForDisplayWhole
        self.value = setting.value.text.escapedForDisplayWhole
        self.isDefault = setting.origin == .standard
        // The file is named above, once for all.
        let place = setting.location.map { $0.position.map { "line \($0.line)" } ?? "document" }
        self.origin = place ?? (setting.value == .absent ? "" : "default")
        let placeholders = setting.placeholders.map { "&{\($0)}" }
        let isKnown = if case .unavailable = setting.value { false } else { true }
        let notes =
            (placeholders.isEmpty || !isKnown ? [] : ["from " + placeholders.joined(separator: " ")]) + [setting.note]
        let text = notes.compactMap { $0 }.joined(separator: "; ")
        self.note = text.isEmpty ? nil : text.escapedForDisplayWhole
    }

    func lines(name nameWidth: Int, value valueWidth: Int, width: Int, style: TextStyle) -> [String] {
        var lines: [String] = []
        for (index, part) in self.value.wrapped(to: valueWidth).enumerated() {
            let label = index == 0 ? self.name : ""
            let shown = self.isDefault ? style.faint(part) : part
            guard index == 0, !self.origin.isEmpty else {
                lines.append("  " + label.padded(to: nameWidth) + shown)
                continue
            }
            let gap = String(repeating: " ", count: max(0, valueWidth - DisplayWidth.columns(of: part)) + 2)
            lines.append("  " + label.padded(to: nameWidth) + shown + gap + style.faint(self.origin))
        }
        if let note = self.note {
            let indent = String(repeating: " ", count: nameWidth + 2)
            lines += note.wrapped(to: width - indent.utf8.count).map { indent + style.faint($0) }
        }
        return lines
    }
}

extension EffectiveSetting.Group {
    fileprivate var title: String {
        switch self {
        case .sender: "Sender"
        case .connection: "Connection"
        case .encryption: "Encryption"
        case .authentication: "Signing in"
        case .messages: "Messages"
        case .waiting: "Waiting"
        case .other: "Other"
        case .withoutEffect: "Without effect"
        }
    }
}

extension EffectiveSetting.Value {
    fileprivate var text: String {
        switch self {
        case .absent: "not set"
        case .text(let text): text.isEmpty ? "(empty)" : text
        case .flag(let flag): flag ? "true" : "false"
        case .number(let number): "\(number)"
        case .milliseconds(0): "0 ms, without limit"
        case .milliseconds(let time): "\(time) ms" + Self.inMinutes(time)
        case .words(let words): words.isEmpty ? "(empty)" : words.joined(separator: " ")
        case .hidden: ProviderOverview.mask
        case .unavailable(let reason): "not available here: \(reason)"
        }
    }

    /// A time in a unit that people count in.
    private static func inMinutes(_ time: Int) -> String {
        if time % 60_000 == 0 { return " (\(time / 60_000) min)" }
        return time % 1000 == 0 ? " (\(time / 1000) s)" : ""
    }
}

extension String {
    fileprivate func padded(to columns: Int) -> String {
        self + String(repeating: " ", count: max(1, columns - DisplayWidth.columns(of: self)))
    }

    /// The text in lines of at most `columns`, broken at spaces, or anywhere in a word that is longer.
    fileprivate func wrapped(to columns: Int) -> [String] {
        let columns = max(columns, 20)
        var lines: [String] = []
        var line = ""
        var used = 0
        for word in self.unicodeScalars.split(separator: " ", omittingEmptySubsequences: false) {
            var word = String(word)
            var size = DisplayWidth.columns(of: word)
            if !line.isEmpty {
                if used + 1 + size <= columns {
                    line += " " + word
                    used += 1 + size
                    continue
                }
                lines.append(line)
            }
            while size > columns {
                var head = ""
                var tail = word.unicodeScalars[...]
                while let scalar = tail.first, DisplayWidth.columns(of: head + String(scalar)) <= columns {
                    head.unicodeScalars.append(scalar)
                    tail = tail.dropFirst()
                }
                lines.append(head)
                word = String(tail)
                size = DisplayWidth.columns(of: word)
            }
            line = word
            used = size
        }
        return lines + [line]
    }
}
