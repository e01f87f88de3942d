// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// A node of the tree that HTML makes.
///
/// A document holds its nodes in document order, so the descendants of the node at `index` are those at
/// `index + 1 ..< end`.
public struct HTMLNode: Hashable, Sendable {
    /// What a node is.
    public enum Content: Hashable, Sendable {
        /// An element.
        case element(HTMLElement)
        /// A text with its character references decoded and its white space as it stands.
        case text(String)
    }

    /// What the node is.
    public var content: Content

    /// The index of the element that holds it, `nil` for the root.
    public var parent: Int?

    /// The index after its last descendant.
    public var end: Int

    /// The byte offset of the text or the start tag, `nil` for what only the parser says is there.
    public var offset: Int?

    /// The element, if the node is one.
    public var element: HTMLElement? {
        guard case .element(let element) = self.content else { return nil }
        return element
    }

    /// The text, if the node is one.
    public var text: String? {
        guard case .text(let text) = self.content else { return nil }
        return text
    }
}

/// An element with what its start tag says.
public struct HTMLElement: Hashable, Sendable {
    /// The name in lower case.
    public var name: String

    /// The attributes in the order of the text; of those with the same name the first one counts.
    public var attributes: [HTMLAttribute]

    /// The bytes of the start tag, `nil` if the parser has added the element.
    public var tagRange: Range<Int>?

    /// The attribute with the given name, which must be in lower case.
    public func attribute(_ name: String) -> HTMLAttribute? {
        self.attributes.first { $0.name == name }
    }

    /// The value of the attribute with the given name, which must be in lower case.
    public subscript(name: String) -> String? {
        self.attribute(name)?.value
    }
}

/// A comment, conditional or not.
public struct HTMLComment: Hashable, Sendable {
    /// What stands between `<!--` and `-->`.
    public var content: String

    /// The bytes of the comment with its delimiters.
    public var range: Range<Int>
}
