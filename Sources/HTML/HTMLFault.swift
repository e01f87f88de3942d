// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// A fault in the structure of a document: every browser shows something all the same, but not always the same thing,
/// and mail programs still less so.
public struct HTMLFault: Hashable, Sendable {
    /// The kinds of fault.
    public enum Kind: Hashable, Sendable {
        /// An element that needs an end tag has none before the end of what is around it.
        case unclosed
        /// An end tag of an element that is not open.
        case unopened
        /// An end tag that comes while other elements, opened inside, are still open: `<b><i></b></i>`.
        case misnested
        /// An element inside one of its kind, where that ends the outer one: `<a><a>`.
        case nested
        /// Text or a tag where there can be none, which browsers move or drop: text between the rows of a table.
        case misplaced
        /// An element that HTML does not have.
        case unknownElement
        /// An attribute that its tag has already.
        case duplicateAttribute
        /// An `id` that an element has already.
        case duplicateID
        /// A tag or comment that the end of the text cuts off: nothing of it shows, nor of what is behind it.
        case cutOff
        /// A conditional comment without its `<![endif]`: Outlook decides about all that follows.
        case unclosedConditional
        /// An `<![endif]` without the conditional comment that it would end.
        case unopenedConditional
        /// A conditional comment whose condition Outlook does not understand.
        case badCondition
    }

    /// What is wrong.
    public var kind: Kind

    /// The name of the element or attribute, the duplicate `id`, or the condition; empty for text and for what is
    /// cut off.
    public var name: String

    /// The bytes of the tag, the text, or the name of the attribute.
    public var range: Range<Int>

    /// Creates a fault from its parts.
    public init(kind: Kind, name: String, range: Range<Int>) {
        self.kind = kind
        self.name = name
        self.range = range
    }
}
