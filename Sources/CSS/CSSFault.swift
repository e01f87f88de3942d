// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// A place where a style sheet is against the grammar, and what CSS leaves out because of it.
public struct CSSFault: Hashable, Sendable {
    /// The kinds of fault.
    public enum Code: Hashable, Sendable {
        /// The end comes before the `{` of a rule: the rule is left out.
        case ruleWithoutBlock
        /// The selectors of a rule cannot be read: the rule is left out.
        case badSelector
        /// Something in a block that is no declaration: it is left out, up to the next `;`.
        case badDeclaration
        /// The end comes before a bracket, string, URL or comment is closed.
        case unexpectedEnd
    }

    /// The kind of fault.
    public var code: Code

    /// The bytes that are left out, or in the case of ``Code/unexpectedEnd`` those that lack an end.
    public var range: Range<Int>

    /// The fault and how to mend it, in words.
    public var message: String {
        switch self.code {
        case .ruleWithoutBlock: "the rule has no block: add {…} after it"
        case .badSelector: "the selector cannot be read, so the rule does not count: mend or remove it"
        case .badDeclaration:
            "this is not “property: value”, so it does not count up to the next semicolon: mend or remove it"
        case .unexpectedEnd: "a bracket, string or comment is not closed before the end: close it"
        }
    }
}
