// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import Composition

/// What turns one text into another, line by line, for people.
package struct LineDiff {
    /// A line of the comparison.
    package enum Line: Hashable, Sendable {
        /// It is in both texts.
        case kept(String)
        /// It is in the first text only.
        case removed(String)
        /// It is in the second text only.
        case added(String)
        /// Lines that are in both were left out.
        case gap
    }

    /// The changed lines, each with a line of its surroundings.
    package private(set) var lines: [Line] = []

    /// The most characters of a line; HTML that is one line is shown around the change.
    private static let width = 160

    private typealias Text = ArraySlice<UInt8>

    /// Compares two texts, of which one may be absent: it has no line, where an empty text has one.
    package init(from old: String?, to new: String?) {
        let (before, after) = (Self.lines(of: old), Self.lines(of: new))
        let start = zip(before, after).prefix { $0 == $1 }.count
        let room = min(before.count, after.count) - start
        let end = zip(before.reversed(), after.reversed()).prefix(room).prefix { $0 == $1 }.count
        guard start + end < max(before.count, after.count) else { return }
        if start > 1 { self.lines.append(.gap) }
        if start > 0 { self.lines.append(.kept(Self.cut(before[start - 1]))) }
        self.compare(Array(before[start..<before.count - end]), Array(after[start..<after.count - end]))
        if end > 0 { self.lines.append(.kept(Self.cut(before[before.count - end]))) }
        if end > 1 { self.lines.append(.gap) }
    }

    private static func lines(of text: String?) -> [Text] {
        text.map { Array($0.utf8).split(separator: .lineFeed, omittingEmptySubsequences: false) } ?? []
    }

    private mutating func compare(_ old: [Text], _ new: [Text]) {
        var (removed, added, kept): ([Text], [Text], [Text]) = ([], [], [])
        for step in SequenceAlignment.steps(old, new) {
            if case .both(let index, _) = step {
                self.append(removed: removed, added: added)
                (removed, added) = ([], [])
                kept.append(old[index])
                continue
            }
            self.append(kept: kept)
            kept = []
            switch step {
            case .first(let index): removed.append(old[index])
            case .second(let index): added.append(new[index])
            case .both: break
            }
        }
        self.append(kept: kept)
        self.append(removed: removed, added: added)
    }

    private mutating func append(kept: [Text]) {
        guard let first = kept.first, let last = kept.last else { return }
        self.lines.append(.kept(Self.cut(first)))
        if kept.count > 2 { self.lines.append(.gap) }
        if kept.count > 1 { self.lines.append(.kept(Self.cut(last))) }
    }

    private mutating func append(removed: [Text], added: [Text]) {
        let pairs = zip(removed, added).map { Self.cut($0, $1) }
        self.lines += pairs.map { .removed($0.0) } + removed.dropFirst(pairs.count).map { .removed(Self.cut($0)) }
        self.lines += pairs.map { .added($0.1) } + added.dropFirst(pairs.count).map { .added(Self.cut($0)) }
    }

    private static func cut(_ text: Text) -> String {
        let scalars = String(decoding: text, as: UTF8.self).unicodeScalars
        guard scalars.count > Self.width else { return String(scalars) }
        return String(scalars.prefix(Self.width - 1)) + "…"
    }

    /// Two versions of a line, cut to what differs where they are long.
    private static func cut(_ old: Text, _ new: Text) -> (String, String) {
        let left = Array(String(decoding: old, as: UTF8.self).unicodeScalars)
        let right = Array(String(decoding: new, as: UTF8.self).unicodeScalars)
        guard max(left.count, right.count) > Self.width else { return (Self.cut(old), Self.cut(new)) }
        let start = max(0, zip(left, right).prefix { $0 == $1 }.count - Self.width / 4)
        return (Self.window(left, from: start), Self.window(right, from: start))
    }

    private static func window(_ text: [Unicode.Scalar], from start: Int) -> String {
        let end = min(text.count, start + Self.width)
        var view = String.UnicodeScalarView()
        view.append(contentsOf: text[start..<end])
        return (start > 0 ? "…" : "") + String(view) + (end < text.count ? "…" : "")
    }

    /// The lines with the marks of a unified diff before them, ready for a terminal or log.
    package func text(indent: Int = 0, style: TextStyle) -> [String] {
        let margin = String(repeating: " ", count: indent)
        return self.lines.map { line in
            switch line {
            case .kept(let text): margin + "  " + text.escapedForDisplayWhole.asLineStart
            case .removed(let text): margin + style.severity(.error, "- " + text.escapedForDisplayWhole)
            case .added(let text): margin + style.green("+ " + text.escapedForDisplayWhole)
            case .gap: margin + style.faint("  …")
            }
        }
    }
}
