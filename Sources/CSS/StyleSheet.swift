// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// A style sheet: its rules with their places in the text.
///
/// Values are not taken apart: what is not understood stays as it is written. Sections refer to CSS Syntax Level 3.
public struct StyleSheet: Hashable, Sendable {
    /// A rule at the top level.
    public enum Rule: Hashable, Sendable {
        /// Selectors and their declarations.
        case style(StyleRule)
        /// A rule such as `@media`.
        case at(AtRule)
    }

    /// The rules in the order of the text, without those that are faults.
    public var rules: [Rule]

    /// Where the text is against the grammar.
    public var faults: [CSSFault]

    /// Reads a style sheet: a part of `bytes`, by default all of it.
    ///
    /// - Throws: ``CSSError`` if the text is past one of `limits`.
    public init(parsing bytes: [UInt8], in range: Range<Int>? = nil, limits: CSSLimits = .standard) throws(CSSError) {
        var parser = CSSParser(bytes, in: range, limits: limits)
        try parser.checkSize()
        self.rules = try parser.rules()
        self.faults = parser.faults
    }

    /// The style rules, in the order of the text.
    public var styleRules: [StyleRule] {
        self.rules.compactMap { rule in
            guard case .style(let style) = rule else { return nil }
            return style
        }
    }
}

/// Selectors and the declarations for what they match.
public struct StyleRule: Hashable, Sendable {
    /// The selectors, at least one.
    public var selectors: [Selector]

    /// The declarations that are well formed.
    public var declarations: [Declaration]

    /// Whether everything in the block is a declaration.
    public var isWellFormed: Bool

    /// The bytes between the braces.
    public var block: Range<Int>

    /// The bytes of the whole rule.
    public var range: Range<Int>
}

/// A rule that begins with `@`.
public struct AtRule: Hashable, Sendable {
    /// The name after the `@`, in lower case.
    public var name: [UInt8]

    /// The bytes between the name and the block or the semicolon.
    public var prelude: Range<Int>

    /// The bytes between the braces, `nil` if a semicolon ends the rule.
    public var block: Range<Int>?

    /// The bytes of the whole rule.
    public var range: Range<Int>
}
