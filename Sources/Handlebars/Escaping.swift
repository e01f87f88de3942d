// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// How `{{x}}` writes a value.
public enum Escaping: Hashable, Sendable {
    /// As handlebars.js does by default: `&`, `<`, `>`, `"`, `'`, `` ` `` and `=` become character references.
    case html

    /// As it is (`noEscape` in handlebars.js): for subjects and `text/plain` bodies.
    case none
}

extension UInt8 {
    /// What the byte becomes in HTML, if it must not stand there as it is.
    var htmlReference: StaticString? {
        switch self {
        case .ascii("&"): "&amp;"
        case .ascii("<"): "&lt;"
        case .ascii(">"): "&gt;"
        case .ascii("\""): "&quot;"
        case .ascii("'"): "&#x27;"
        case .ascii("`"): "&#x60;"
        case .ascii("="): "&#x3D;"
        default: nil
        }
    }
}

extension [UInt8] {
    /// Appends `text`, escaped for HTML byte by byte: a combining mark after a quote does not hide the quote.
    mutating func appendEscaped(_ text: some Collection<UInt8>) {
        var runStart = text.startIndex
        var index = text.startIndex
        while index != text.endIndex {
            if let reference = text[index].htmlReference {
                self.append(contentsOf: text[runStart..<index])
                reference.withUTF8Buffer { self.append(contentsOf: $0) }
                runStart = text.index(after: index)
            }
            index = text.index(after: index)
        }
        self.append(contentsOf: text[runStart...])
    }
}
