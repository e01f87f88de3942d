// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// What the names of elements mean for plain text.
enum TextVocabulary {
    /// Elements with nothing in them for a reader.
    static let unseen: Set<String> = [
        "datalist", "iframe", "noembed", "noframes", "param", "script", "source", "style", "template", "title", "track",
    ]

    /// Blocks with an empty line around them.
    static let spacedBlocks: Set<String> = [
        "blockquote", "dl", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "listing", "p", "plaintext", "pre",
        "table", "xmp",
    ]

    /// Blocks that begin a line.
    static let blocks: Set<String> = [
        "address", "article", "aside", "body", "caption", "center", "dd", "details", "dialog", "div", "dt", "fieldset",
        "figcaption", "footer", "form", "header", "hgroup", "legend", "li", "main", "nav", "optgroup", "option",
        "search", "section", "select", "summary", "tbody", "td", "tfoot", "th", "thead",
    ]
}
