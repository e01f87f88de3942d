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
    /// Whether the byte must not stand in HTML as it is.
    @inline(__always)
    fileprivate var isEscaped: Bool {
        switch self {
        case .ascii("\""), .ascii("&"), .ascii("'"), .ascii("<"), .ascii("="), .ascii(">"), .ascii("`"): true
        default: false
        }
    }

    /// What the byte becomes in HTML, if it must not stand there as it is.
    fileprivate var htmlReference: StaticString? {
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
    mutating func appendEscaped(_ text: String) {
        let bytes = Array(text.utf8)
        self.append(bytes, 0..<bytes.count, isEscaped: true)
    }

    /// Appends a part of `bytes`.
    mutating func append(_ bytes: [UInt8], _ range: Range<Int>, isEscaped: Bool) {
        guard isEscaped else { return self.append(bytes, range) }
        var start = range.lowerBound
        while true {
            let end = bytes.firstEscaped(in: start..<range.upperBound)
            self.append(bytes, start..<end)
            guard end < range.upperBound, let reference = bytes[end].htmlReference else { return }
            reference.withUTF8Buffer { self.append(contentsOf: $0) }
            start = end + 1
        }
    }

    /// The position of the first byte that must not stand in HTML as it is, or the end of the range.
    private func firstEscaped(in range: Range<Int>) -> Int {
        let bytes = self.span.extracting(range)
        for index in 0..<bytes.count where bytes[index].isEscaped { return range.lowerBound + index }
        return range.upperBound
    }
}
