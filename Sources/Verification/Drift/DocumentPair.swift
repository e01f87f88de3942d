// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import HTML

/// A sent copy and what should be sent, as trees. How their Handlebars tags are spelt makes no difference.
struct DocumentPair {
    private let sent: HTMLDocument
    private let expected: HTMLDocument
    private let texts: (sent: HandlebarsSpelling, expected: HandlebarsSpelling)

    /// What differs, and the byte offset in the sent copy where that begins.
    struct Change {
        var difference: LineDiff
        var offset: Int
    }

    init(sent: [UInt8], expected: [UInt8]) throws(HTMLError) {
        try self.init(HandlebarsSpelling(sent), HandlebarsSpelling(expected), for: .others)
    }

    private init(
        _ sent: HandlebarsSpelling, _ expected: HandlebarsSpelling, for audience: HTMLAudience
    ) throws(HTMLError) {
        self.sent = try HTMLDocument(parsing: sent.bytes, for: audience)
        self.expected = try HTMLDocument(parsing: expected.bytes, for: audience)
        self.texts = (sent, expected)
    }

    /// The same as Outlook reads it; `nil` where that is the same.
    func asOutlookReadsIt() throws(HTMLError) -> DocumentPair? {
        guard !self.sent.conditionals.isEmpty || !self.expected.conditionals.isEmpty else { return nil }
        return try DocumentPair(self.texts.sent, self.texts.expected, for: .outlook)
    }

    /// What differs in texts and addresses, however they are nested.
    var contentChange: Change? {
        let (sent, expected) = (self.sent.contentLines, self.expected.contentLines)
        let (old, new) = (sent.words, expected.words)
        let start = zip(old, new).prefix { $0.text == $1.text }.count
        guard start < max(old.count, new.count) else { return nil }
        let line = start < old.count ? old[start].line : sent.count - 1
        let offset = sent.indices.contains(line) ? sent[line].offset : nil
        return self.change(LineDiff(from: sent.text, to: expected.text), at: offset)
    }

    /// What else differs for somebody who looks at the two.
    var outlineChange: Change? {
        guard let first = self.expected.differences(from: self.sent).first else { return nil }
        let (sent, expected) = (self.sent.outlineLines, self.expected.outlineLines)
        let start = zip(sent, expected).prefix { $0.text == $1.text }.count
        guard start < max(sent.count, expected.count) else {
            // The same tags and texts, nested in another way.
            return self.change(LineDiff(from: first.was ?? "", to: first.now ?? ""), at: nil)
        }
        let offset = sent[..<min(start + 1, sent.count)].compactMap(\.offset).last
        return self.change(LineDiff(from: sent.text, to: expected.text), at: offset)
    }

    private func change(_ difference: LineDiff, at offset: Int?) -> Change {
        Change(difference: difference, offset: offset.map(self.texts.sent.sourceMap.sourceOffset) ?? 0)
    }
}

extension [HTMLLine] {
    fileprivate var text: String {
        String(decoding: Array<UInt8>(self.map(\.text).joined(separator: [.lineFeed])), as: UTF8.self)
    }

    /// The words with the numbers of their lines. A tag that opens, closes or parts a Handlebars block is a word of its
    /// own: the editor moves it in and out of paragraphs.
    fileprivate var words: [(text: ArraySlice<UInt8>, line: Int)] {
        self.enumerated().flatMap { number, line in
            line.text.pieces.flatMap { piece in
                piece.isBlockTag ? [piece] : piece.split(whereSeparator: \.isWhitespace)
            }.map { ($0, number) }
        }
    }
}
