// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// A piece of HTML as HTML5 cuts it (section 13.2.5), with its place.
public struct HTMLToken: Hashable, Sendable {
    /// What a token is.
    public enum Kind: Hashable, Sendable {
        /// A start tag with its attributes.
        case startTag(HTMLTag)
        /// An end tag, by its name in lower case.
        case endTag(name: String)
        /// Text with its character references decoded; in `script` and `style` as it stands.
        case text(String)
        /// The content of a comment. Conditional comments and `<?…>`, `<!…>` are comments too.
        case comment(String)
        /// What stands between `<!` and `>` of a document type declaration.
        case doctype(String)
        /// A tag that the end of the text cuts off. Browsers drop it.
        case cutOffTag
    }

    /// What the token is.
    public var kind: Kind

    /// The bytes it was read from.
    public var range: Range<Int>

    /// Creates a token from its parts.
    public init(kind: Kind, range: Range<Int>) {
        self.kind = kind
        self.range = range
    }
}

/// A start tag.
public struct HTMLTag: Hashable, Sendable {
    /// The name of the element in lower case.
    public var name: String

    /// The attributes in the order of the text, repeated names included.
    public var attributes: [HTMLAttribute]

    /// Whether the tag ends with `/>`, which means nothing outside SVG and MathML.
    public var isSelfClosing: Bool

    /// Creates a tag from its parts.
    public init(name: String, attributes: [HTMLAttribute] = [], isSelfClosing: Bool = false) {
        self.name = name
        self.attributes = attributes
        self.isSelfClosing = isSelfClosing
    }
}

/// An attribute of a start tag.
public struct HTMLAttribute: Hashable, Sendable {
    /// The name in lower case.
    public var name: String

    /// The value with its character references decoded; empty if the attribute has none.
    public var value: String

    /// The bytes of the name.
    public var nameRange: Range<Int>

    /// The bytes of the value without its quotes: empty, at the end of the name, if the attribute has none.
    public var valueRange: Range<Int>

    /// Creates an attribute from its parts.
    public init(name: String, value: String, nameRange: Range<Int>, valueRange: Range<Int>) {
        self.name = name
        self.value = value
        self.nameRange = nameRange
        self.valueRange = valueRange
    }
}
