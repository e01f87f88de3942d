// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// What a document type declaration means for reading what follows.
enum HTMLDoctype {
    /// Whether browsers read the document as they did in the nineties (HTML5, 13.2.6.4.1): then a table does not end the
    /// paragraph before it.
    static func isQuirky(_ content: String) -> Bool {
        let text = Array(content.utf8.map(\.asciiLowercased))
        let words = text.split(whereSeparator: \.isWhitespace)
        guard words.count > 1, words[1].elementsEqual("html".utf8) else { return true }
        let quoted = Self.quoted(text[...])
        guard words.count > 2, words[2].elementsEqual("public".utf8), let identifier = quoted.first else {
            return false
        }
        let needsSystem = ["-//w3c//dtd html 4.01 transitional//", "-//w3c//dtd html 4.01 frameset//"]
        if needsSystem.contains(where: { identifier.utf8.starts(with: $0.utf8) }) { return quoted.count < 2 }
        let modern = ["-//w3c//dtd xhtml", "-//w3c//dtd html 4.01//", "-//w3c//dtd html 4.0//"]
        return !modern.contains { identifier.utf8.starts(with: $0.utf8) } && identifier.utf8.starts(with: "-//".utf8)
    }

    private static func quoted(_ text: ArraySlice<UInt8>) -> [String] {
        var strings: [String] = []
        var rest = text
        while let start = rest.firstIndex(where: { $0 == .ascii("\"") || $0 == .ascii("'") }) {
            let quote = rest[start]
            rest = rest[(start + 1)...]
            let end = rest.firstIndex(of: quote) ?? rest.endIndex
            strings.append(String(decoding: rest[..<end], as: UTF8.self))
            rest = rest[min(end + 1, rest.endIndex)...]
        }
        return strings
    }
}
