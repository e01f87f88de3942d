// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// What a helper learns about its call, beside the arguments.
///
/// It is valid while the helper runs.
public struct HelperOptions {
    /// The name by which the helper was called.
    public let name: String
    /// The context at hand: `this`.
    public let context: Value
    /// The `NAME=VALUE` arguments.
    public let hash: Value.Members
    let root: Value?
    let frame: DataFrame?
    var block: BlockCode?
    var session: HelperSession?

    init(name: String, context: Value, hash: Value.Members, root: Value?, frame: DataFrame?) {
        self.name = name
        self.context = context
        self.hash = hash
        self.root = root
        self.frame = frame
    }

    /// Whether the helper was called as a block.
    public var isBlock: Bool { self.block != nil }

    /// How many block parameters the block names: two for `as |item index|`.
    public var blockParams: Int { self.block?.blockParams ?? 0 }

    /// The `@` variable of that name: `root`, `index`, `key`, `first`, `last`, or one that a helper has set.
    public func data(_ name: String) -> Value? {
        if let value = self.frame?.variable(name) { return value }
        return name.hasSameBytes(as: "root") ? self.root : nil
    }

    /// Renders the block; nothing if the helper was not called as one.
    ///
    /// - Parameters:
    ///   - context: What `this` is in the block; the context at hand if there is none.
    ///   - blockParams: The values of the names in `as |...|`.
    ///   - data: More `@` variables for the block.
    public func fn(
        _ context: Value? = nil, blockParams: [Value] = [], data: Value.Members? = nil
    ) throws(HandlebarsError) -> String {
        try self.render(self.block?.program, context, blockParams, data)
    }

    /// Renders what follows `{{else}}`; nothing if there is none.
    public func inverse(
        _ context: Value? = nil, blockParams: [Value] = [], data: Value.Members? = nil
    ) throws(HandlebarsError) -> String {
        try self.render(self.block?.inverse, context, blockParams, data)
    }

    private func render(
        _ program: Int?, _ context: Value?, _ blockParams: [Value], _ data: Value.Members?
    ) throws(HandlebarsError) -> String {
        guard let program, let session = self.session, let block = self.block else { return "" }
        return try session.text(
            of: program, context: context.map { Located($0) }, blockParams: blockParams, data: data,
            at: block.call.offset)
    }
}

/// A text that is written as it is, even where values are escaped.
public struct SafeString: Hashable, Sendable {
    /// The text.
    public var text: String

    /// Creates a text whose markup is wanted.
    public init(_ text: String) {
        self.text = text
    }
}
