// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

package import Composition
internal import HTML
package import JSONText

/// Stages for people: a mark, a name, a time, what was said, and below it what to do.
package enum StageTable {
    package static func lines(_ stages: [DeliveryStage], width: Int, style: TextStyle) -> [String] {
        let names = stages.map(\.name.unicodeScalars.count).max() ?? 0
        let times = stages.map { Self.time($0).unicodeScalars.count }.max() ?? 0
        let margin = 2 + 2 + names + 2 + times + 2
        return stages.flatMap { stage -> [String] in
            let time = Self.time(stage)
            let head =
                "  \(Self.mark(stage.result, style)) " + Self.padded(stage.name, to: names) + "  "
                + style.faint(String(repeating: " ", count: times - time.unicodeScalars.count) + time) + "  "
            let room = max(24, width - margin)
            let said = Self.wrapped(stage.said?.escapedForDisplayWhole ?? "", to: room)
            let advice = Self.wrapped(stage.advice?.escapedForDisplayWhole ?? "", to: room - 2)
            let indent = String(repeating: " ", count: margin)
            let isSkipped = stage.result == .skipped
            let first = isSkipped ? style.faint(said.first ?? "") : said.first ?? ""
            var lines = [(head + first).trimmingTrailingSpaces]
            lines += said.dropFirst().map { indent + (isSkipped ? style.faint($0) : $0) }
            for (index, line) in advice.enumerated() {
                let text = (index == 0 ? "→ " : "  ") + line
                lines.append(indent + style.severity(stage.result == .failed ? .error : .warning, text))
            }
            return lines
        }
    }

    private static func mark(_ result: DeliveryStage.Result, _ style: TextStyle) -> String {
        switch result {
        case .passed: style.green("✓")
        case .failed: style.severity(.error, "✗")
        case .skipped: style.faint("–")
        }
    }

    private static func time(_ stage: DeliveryStage) -> String {
        stage.result == .skipped ? "" : "\(stage.duration) ms"
    }

    private static func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.unicodeScalars.count))
    }

    /// Words in lines of at most `width` columns; a longer word has a line of its own.
    private static func wrapped(_ text: String, to width: Int) -> [String] {
        var lines: [String] = []
        for word in text.split(separator: " ") {
            if let last = lines.last,
                DisplayWidth.columns(of: last) + 1 + DisplayWidth.columns(of: String(word)) <= width
            {
                lines[lines.count - 1] = last + " " + word
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }
}

extension String {
    fileprivate var trimmingTrailingSpaces: String {
        var scalars = self.unicodeScalars
        while scalars.last == " " { scalars.removeLast() }
        return String(scalars)
    }
}

extension DeliveryStage {
    /// The stage for programs.
    package var json: JSONNode {
        .object([
            "name": .text(self.name),
            "result": .text(self.result.rawValue),
            "milliseconds": self.result == .skipped ? nil : JSONNode(integerLiteral: self.duration),
            "said": .text(self.said),
            "advice": .text(self.advice),
        ])
    }
}
