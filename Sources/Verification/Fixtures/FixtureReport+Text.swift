// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import Composition
internal import HTML

extension FixtureReport {
    /// How much of a long list people see; the JSON report has all of it.
    private static let fileLimit = 20
    private static let differenceLimit = 20
    private static let lineLimit = 60

    /// The report for people: what differs, and the verdict.
    package func text(width: Int, style: TextStyle) -> String {
        var lines = self.changedLines(width: width, style: style)
        for status in [Status.missing, .obsolete, .unlisted] { lines += self.listLines(status, style: style) }
        if !self.changedInputs.isEmpty {
            lines.append(style.bold("inputs that have changed since"))
            lines += Self.shortened(self.changedInputs).map { "  " + $0 } + [""]
        }
        return (lines + self.verdictLines(style: style)).joined(separator: "\n") + "\n"
    }

    /// The changed files, those that have changed in the same way together.
    private func changedLines(width: Int, style: TextStyle) -> [String] {
        var order: [[FixtureDifference]] = []
        var paths: [[FixtureDifference]: [String]] = [:]
        for file in self.files where file.status == .changed {
            if paths[file.differences] == nil { order.append(file.differences) }
            paths[file.differences, default: []].append(file.path)
        }
        return order.flatMap { differences in
            var lines = Self.shortened(paths[differences] ?? []).map { "\(style.bold($0))  changed" }
            var heading: String?
            for difference in differences.prefix(Self.differenceLimit) {
                // One heading for what differs in the same place.
                if difference.heading != heading { lines.append("  " + difference.heading.escapedForDisplayWhole) }
                heading = difference.heading
                lines += difference.bodyLines(width: width - 4, lineLimit: Self.lineLimit, style: style)
                    .map { "    " + $0 }
            }
            if differences.count > Self.differenceLimit {
                lines.append(style.faint("  … and \(differences.count - Self.differenceLimit) more differences"))
            }
            return lines + [""]
        }
    }

    private func listLines(_ status: Status, style: TextStyle) -> [String] {
        let paths = self.files.filter { $0.status == status }.map(\.path)
        let explanation =
            switch status {
            case .obsolete: "  no longer made"
            case .unlisted: "  not in the manifest, left alone"
            default: "  \(status.rawValue)"
            }
        return paths.isEmpty ? [] : Self.shortened(paths).map { "\(style.bold($0))\(explanation)" } + [""]
    }

    private static func shortened(_ paths: [String]) -> [String] {
        let shown = paths.prefix(Self.fileLimit).map(\.escapedForDisplayWhole.asLineStart)
        return paths.count > Self.fileLimit ? shown + ["… and \(paths.count - Self.fileLimit) more"] : shown
    }

    private func verdictLines(style: TextStyle) -> [String] {
        let made = self.files.count { $0.status != .unlisted && $0.status != .obsolete && !$0.isManifest }
        let equivalent = self.count(of: .equivalent)
        let note = equivalent > 0 ? ", \(equivalent) of them in other bytes that mean the same" : ""
        guard !self.isClean else {
            return ["\(style.green("PASS"))  \(made) of \(made) as they would be made\(note)"]
        }
        let counts = [Status.changed, .missing, .obsolete].filter { self.count(of: $0) > 0 }
            .map { "\(self.count(of: $0)) \($0.rawValue)" }.joined(separator: ", ")
        let same = self.count(of: .same) + equivalent
        let options = self.files.flatMap(\.differences).filter { $0.kind == .option }.compactMap(\.place)
        return [
            "\(style.severity(.error, "FAIL"))  \(counts), \(same) as they would be made",
            "  fix: "
                + (options.isEmpty ? "" : "set as the fixtures were made: \(options.joined(separator: ", ")); else ")
                + "mend the cause, or accept the differences with --approve"
                + (self.count(of: .obsolete) > 0 ? "; --prune removes what is no longer made" : ""),
        ]
    }
}

extension FixtureDifference {
    /// Where it is: `Subject`, `part 1.2 text/html`, `/message/subject`.
    fileprivate var heading: String {
        if self.kind == .syntax { return "syntax" }
        return [self.part, self.place].compactMap { $0 }.joined(separator: "  ")
    }

    fileprivate func bodyLines(width: Int, lineLimit: Int, style: TextStyle) -> [String] {
        guard self.lines.isEmpty else {
            let shown = self.lines.prefix(lineLimit).map { line in
                let text = line.escapedForDisplayWhole.asLineStart
                return switch line.utf8.first {
                case UInt8(ascii: "-"): style.red(text)
                case UInt8(ascii: "+"): style.green(text)
                case UInt8(ascii: "@"): style.faint(text)
                default: text
                }
            }
            let more = self.lines.count - shown.count
            return more > 0 ? shown + [style.faint("… and \(more) more lines")] : shown
        }
        let (was, now) = Self.excerpts(self.was, self.now, width: max(40, width - 5))
        return ["was  " + style.red(was), "now  " + style.green(now)]
    }

    /// Both texts, from shortly before where they begin to differ if they are too long.
    private static func excerpts(_ was: String?, _ now: String?, width: Int) -> (was: String, now: String) {
        let texts = [was, now].map { $0.map { $0.isEmpty ? "(empty)" : $0.escapedForDisplayWhole } ?? "(none)" }
        guard texts.contains(where: { DisplayWidth.columns(of: $0) > width }) else { return (texts[0], texts[1]) }
        let (first, second) = (Array(texts[0].unicodeScalars), Array(texts[1].unicodeScalars))
        let common = zip(first, second).prefix { $0 == $1 }.count
        let start = max(0, common - 20)
        func excerpt(_ scalars: [Unicode.Scalar]) -> String {
            let text = String(String.UnicodeScalarView(scalars.dropFirst(start)))
            return DisplayWidth.truncate((start > 0 ? "…" : "") + text, to: width)
        }
        return (excerpt(first), excerpt(second))
    }
}
