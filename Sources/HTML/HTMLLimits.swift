// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// How much HTML is read before it is an error.
public struct HTMLLimits: Hashable, Sendable {
    /// The number of bytes of the text.
    public var inputSize: Int

    /// The number of elements that may be open at once, `html` and `body` among them.
    public var depth: Int

    /// The number of start tags.
    public var elements: Int

    /// Creates limits; the defaults are far above any message that a mail program would show.
    public init(inputSize: Int = 16 << 20, depth: Int = 512, elements: Int = 250_000) {
        self.inputSize = inputSize
        self.depth = depth
        self.elements = elements
    }

    /// The limits used where none are given.
    public static let standard = HTMLLimits()
}
