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
    var isEscaped: Bool {
        switch self {
        case .ascii("\""), .ascii("&"), .ascii("'"), .ascii("<"), .ascii("="), .ascii(">"), .ascii("`"): true
        default: false
        }
    }

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
