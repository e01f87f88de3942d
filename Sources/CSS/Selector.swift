// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// A selector of Selectors Level 3 without pseudo-elements, or the place of one that only a mail program can decide.
public struct Selector: Hashable, Sendable {
    /// What two compound selectors have to do with each other.
    public enum Combinator: Hashable, Sendable {
        /// White space: an ancestor.
        case descendant
        /// `>`: the parent.
        case child
        /// `+`: the sibling before.
        case nextSibling
        /// `~`: a sibling before.
        case subsequentSibling
    }

    /// A sequence of simple selectors, with how it hangs on the one before it.
    public struct Compound: Hashable, Sendable {
        /// What stands before it, `nil` at the beginning of the selector.
        public var combinator: Combinator?

        /// What an element must have, all of it; nothing for `*`.
        public var conditions: [SelectorCondition]
    }

    /// The compound selectors in the order of the text; the last one is the element itself.
    public var compounds: [Compound]

    /// How much the selector weighs.
    public var specificity: Specificity

    /// What kind of selector it is.
    public var kind: Kind

    /// The bytes it was read from.
    public var range: Range<Int>

    /// What can be said about a selector without a reader and a window.
    public enum Kind: Int, Hashable, Sendable, Comparable {
        /// The tree alone says which elements match.
        case ofTree
        /// Selectors Level 3 knows it, but what matches depends on the user or is no element, such as `:hover` and
        /// `::before`.
        case ofUser
        /// Selectors Level 3 does not know it. A mail program that does not either leaves out the whole rule.
        case unknown

        /// Whether more is known about the first.
        public static func < (lhs: Kind, rhs: Kind) -> Bool { lhs.rawValue < rhs.rawValue }
    }
}

/// A simple selector.
public enum SelectorCondition: Hashable, Sendable {
    /// The name of the element, in lower case.
    case type([UInt8])
    case id([UInt8])
    case `class`([UInt8])
    /// The name of an attribute, in lower case, and what its value must be like.
    case attribute([UInt8], AttributeMatch)
    case position(PositionMatch)
    case root
    case empty
    indirect case not([SelectorCondition])
}

/// What an attribute selector asks of the value.
public enum AttributeMatch: Hashable, Sendable {
    /// `[a]`
    case present
    /// `[a=v]`
    case equal([UInt8])
    /// `[a~=v]`: one of the words.
    case word([UInt8])
    /// `[a|=v]`: this, or this and a hyphen first.
    case language([UInt8])
    /// `[a^=v]`
    case prefix([UInt8])
    /// `[a$=v]`
    case suffix([UInt8])
    /// `[a*=v]`
    case substring([UInt8])
}

/// The `an+b` of `:nth-child()` and its kin.
public struct PositionMatch: Hashable, Sendable {
    /// The `a`.
    public var step: Int
    /// The `b`.
    public var offset: Int
    /// Whether siblings are counted from the last one.
    public var isFromEnd: Bool
    /// Whether only siblings of the same type are counted.
    public var isOfType: Bool

    /// Whether the sibling with the given number, from 1, is meant.
    func contains(_ number: Int) -> Bool {
        let distance = number - self.offset
        if self.step == 0 { return distance == 0 }
        return distance % self.step == 0 && distance / self.step >= 0
    }
}

/// How much a selector weighs (Selectors Level 3, section 9).
public struct Specificity: Hashable, Sendable, Comparable {
    /// The ID selectors.
    public var ids = 0
    /// The class selectors, attribute selectors and pseudo-classes.
    public var classes = 0
    /// The type selectors and pseudo-elements.
    public var types = 0

    /// Whether the first weighs less.
    public static func < (lhs: Specificity, rhs: Specificity) -> Bool {
        (lhs.ids, lhs.classes, lhs.types) < (rhs.ids, rhs.classes, rhs.types)
    }
}
