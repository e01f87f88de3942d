// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import Composition
internal import JSONText
internal import MIME
internal import Verification

/// A conversation with a provider, for people and programs: whom it was about, its stages, and what was said.
struct ConversationView {
    /// The provider in words.
    let provider: String
    /// The sender, with the level that it comes from where that is known.
    let sender: String
    let recipients: [AddrSpec]
    /// The subject of the message; `nil` where there is none.
    var subject: String?
    let log: StageLog
    let showsTranscript: Bool

    func lines(width: Int, style: TextStyle) -> [String] {
        let recipients = self.recipients.map(\.description).joined(separator: ", ")
        var lines = [
            style.bold(self.provider.escapedForDisplayWhole),
            style.faint("from \(self.sender) to \(recipients)".escapedForDisplayWhole),
        ]
        if let subject { lines.append(style.faint("subject \(subject)".escapedForDisplayWhole)) }
        lines.append("")
        lines += StageTable.lines(self.log.stages, width: width, style: style)
        if self.showsTranscript, !self.log.transcript.isEmpty {
            lines += ["", style.bold("Transcript")]
            lines += self.log.transcript.map { style.faint("  " + $0.escapedForDisplayWhole) }
        }
        return lines + [""]
    }

    var stages: JSONNode { JSONNode(.array(self.log.stages.map(\.json))) }

    var transcript: JSONNode? {
        self.showsTranscript ? JSONNode(.array(self.log.transcript.map { JSONNode(.string($0)) })) : nil
    }
}
