// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// How much CSS is read before it is an error.
public struct CSSLimits: Hashable, Sendable {
    /// The number of bytes of a style sheet.
    public var inputSize: Int

    /// The number of brackets that may be open at once.
    public var depth: Int

    /// The number of rules, at-rules among them.
    public var rules: Int

    /// The number of declarations.
    public var declarations: Int

    /// The number of times a part of a selector is held against an element, and for each 16 bytes of an attribute's value
    /// once more.
    public var comparisons: Int

    /// The number of faults that are told apart; what comes after them is read all the same.
    public var faults: Int

    /// Creates limits; the defaults are far above the style sheet of any message.
    public init(
        inputSize: Int = 16 << 20, depth: Int = 256, rules: Int = 250_000, declarations: Int = 1_000_000,
        comparisons: Int = 50_000_000, faults: Int = 1_000
    ) {
        self.inputSize = inputSize
        self.depth = depth
        self.rules = rules
        self.declarations = declarations
        self.comparisons = comparisons
        self.faults = faults
    }

    /// The limits used where none are given.
    public static let standard = CSSLimits()
}
