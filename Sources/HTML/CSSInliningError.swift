// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

public import CSS

/// Why style sheets could not be written into the elements.
public enum CSSInliningError: Error, Hashable, Sendable {
    /// The HTML is past a limit.
    case html(HTMLError)
    /// A style sheet is past a limit.
    case css(CSSError)
    /// The result would have more bytes than ``HTMLLimits/inputSize`` allows.
    case outputTooLarge(limit: Int)
    /// A document has no `body` tag, so nobody knows what the template editor would make of it.
    case noBody(tag: String)
}

extension CSSInliningError: CustomStringConvertible {
    /// The fault in words, with its place.
    public var description: String {
        switch self {
        case .html(let error): error.description
        case .css(let error): error.description
        case .outputTooLarge(let limit):
            "with the style sheet in its elements the HTML has more than \(limit) bytes; give fewer elements a style"
        case .noBody(let tag):
            "it has <\(tag)> but no <body>; put what is to be sent between <body> and </body>, or remove <\(tag)>"
        }
    }
}
