// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Foundation
import TestSupport

/// The HTML of templates in files, and what tests ask of the text that is made of it.
enum TemplateDocuments {
    /// The sent bodies under a folder, whatever the layout, in the order of their paths.
    static func all(under folder: String) -> [(name: String, html: String)] {
        TestData.files(under: folder).sorted { $0.key < $1.key }.flatMap { path, content in
            let name = path.split(separator: "/").suffix(2).joined(separator: "/")
            if path.hasSuffix(".html") { return [(name, content)] }
            guard path.hasSuffix(".json"), let json = try? JSONSerialization.jsonObject(with: Data(content.utf8)) else {
                return []
            }
            return Self.messages(in: json).map { (name, $0) }
        }
    }

    /// The strings under the key `message`.
    private static func messages(in value: Any) -> [String] {
        switch value {
        case let object as [String: Any]:
            object.sorted { $0.key < $1.key }.flatMap { key, value in
                if key == "message", let texts = value as? [String: String] {
                    return texts.sorted { $0.key < $1.key }.map(\.value)
                }
                if key == "message", let text = value as? String { return [text] }
                return Self.messages(in: value)
            }
        case let array as [Any]: array.flatMap(Self.messages)
        default: []
        }
    }

    /// The words of a text with and without the parentheses and punctuation around them: where an address stands in it,
    /// one of them is the whole of it.
    static func words(of text: String) -> Set<String> {
        var words: Set<String> = []
        for word in text.split(whereSeparator: \.isWhitespace) {
            let bare = word.hasPrefix("(") ? word.dropFirst().prefix { $0 != ")" } : word
            let end = bare.lastIndex { !".,;:!?".contains($0) }.map { bare.index(after: $0) } ?? bare.startIndex
            words.formUnion([String(word), String(bare), String(bare[..<end])])
        }
        return words
    }
}
