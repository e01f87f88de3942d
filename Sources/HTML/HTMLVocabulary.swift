// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText

/// What the names of HTML elements mean for reading them.
enum HTMLVocabulary {
    /// Elements without content (HTML5, 13.1.2), with those that once were.
    static let void: Set<String> = [
        "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input", "keygen", "link",
        "meta", "param", "source", "track", "wbr",
    ]

    /// Elements that do not end the head.
    static let headContent: Set<String> = [
        "base", "basefont", "bgsound", "link", "meta", "noframes", "noscript", "script", "style", "template", "title",
    ]

    /// Elements whose white space is text.
    static let preformatted: Set<String> = ["listing", "plaintext", "pre", "textarea", "xmp"]

    private static let rawText: Set<[UInt8]> = Set(
        ["iframe", "noembed", "noframes", "plaintext", "script", "style", "textarea", "title", "xmp"]
            .map { Array($0.utf8) })

    /// Whether tags mean nothing inside the element.
    ///
    /// Mail programs run no scripts, so `noscript` is not one.
    static func hasRawText(_ name: [UInt8]) -> Bool {
        self.rawText.contains(name)
    }

    /// Whether character references are decoded in the raw text of the element.
    static func hasReferencesInRawText(_ name: [UInt8]) -> Bool {
        name.elementsEqual("title".utf8) || name.elementsEqual("textarea".utf8)
    }
}
