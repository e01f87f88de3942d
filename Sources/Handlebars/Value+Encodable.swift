// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

extension Value {
    /// The value that an `Encodable` type encodes itself as.
    ///
    /// A property that is `nil` is absent where the type leaves it out, as types with synthesized conformance do, and
    /// null where it encodes it. Numbers become what JavaScript has, which is exact for integers up to 2^53.
    ///
    /// - Parameter depth: How deep containers may nest.
    /// - Throws: What the type throws, and `EncodingError` where it nests too deep.
    public init(encoding value: some Encodable, depth: Int = 128) throws {
        let slot = EncodedSlot()
        try ValueEncoder(slot: slot, codingPath: [], depthLeft: depth).encode(value)
        self = slot.value
    }
}

extension Template {
    /// Renders the template with what `value` encodes itself as for its root context.
    public func render(encoding value: some Encodable, escaping: Escaping = .html) throws -> String {
        try self.render(try Value(encoding: value), escaping: escaping)
    }
}

extension TemplateSet {
    /// Renders the template of that name with what `value` encodes itself as for its root context.
    public func render(_ name: String, encoding value: some Encodable, escaping: Escaping = .html) throws -> String {
        try self.render(name, try Value(encoding: value), escaping: escaping)
    }
}
