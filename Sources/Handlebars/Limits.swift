// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// What a template may cost.
///
/// Going past a limit is a typed error, never a trap.
public struct Limits: Hashable, Sendable {
    /// How deep blocks and `{{else if}}` chains may nest.
    ///
    /// Default: 128.
    ///
    /// A level takes memory, but no stack.
    public var nesting = 128

    /// How deep subexpressions may nest.
    ///
    /// Default: 32. Most: 256, for which any greater number stands.
    ///
    /// Each level takes a little stack when the template is released; the most is safe on a stack of 512 KiB.
    public var subexpressions = 32

    static let mostSubexpressions = 256

    /// How deep partials may call each other, and the blocks that they were called with.
    ///
    /// Default: 100.
    public var partials = 100

    /// How many partials one rendering may call, and blocks that they were called with.
    ///
    /// Default: 100,000.
    ///
    /// A call costs far more than a step, and partials that call themselves twice double their number with each level.
    public var partialCalls = 100_000

    /// How deep the blocks of registered helpers may nest while rendering.
    ///
    /// Default: 8.
    ///
    /// Each level takes stack, for the helper as for the engine, in a debug build some 50 KiB; the default is safe on
    /// a stack of 512 KiB.
    public var helperBlocks = 8

    /// The bytes that one rendering may write.
    ///
    /// Default: 16 MiB.
    public var outputBytes = 16 << 20

    /// The statements, path segments and loop passes that one rendering may take.
    ///
    /// What is done with long texts and arrays in one of them, as to compare a context with the one around it, takes more.
    ///
    /// Default: 10,000,000.
    public var steps = 10_000_000

    /// The size of a template in bytes.
    ///
    /// Default: 16 MiB.
    public var sourceBytes = 16 << 20

    /// Creates the default limits.
    public init() {}
}
