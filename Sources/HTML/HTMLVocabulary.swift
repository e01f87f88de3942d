// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// What the names of HTML elements mean for reading them.
enum HTMLVocabulary {
    /// Elements whose white space is text.
    static let preformatted: Set<String> = ["listing", "plaintext", "pre", "textarea", "xmp"]

    /// Whether character references are decoded in the raw text of the element.
    static func hasReferencesInRawText(_ name: [UInt8]) -> Bool {
        name.elementsEqual("title".utf8) || name.elementsEqual("textarea".utf8)
    }
}
