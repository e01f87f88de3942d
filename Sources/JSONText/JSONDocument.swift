// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

public import ByteText

/// A JSON text together with the tree of its values.
///
/// The tree keeps the order, the spelling of numbers, repeated names and the place of every value; the bytes are kept
/// as they were, so nothing is lost by reading.
public struct JSONDocument: Sendable {
    /// The text, as it was read.
    public let bytes: [UInt8]

    /// The value of the text.
    public let root: JSONNode

    /// What a text may cost.
    public struct Limits: Sendable {
        /// The depth of nested arrays and objects. Default: 64.
        public var depth = 64
        /// The size of the text in bytes. Default: 64 MiB.
        public var bytes = 64 << 20

        /// Creates the default limits.
        public init() {}
    }

    /// Parses `bytes` as RFC 8259 says, without extensions.
    ///
    /// The cost is linear in the size of the text.
    public init(parsing bytes: [UInt8], limits: Limits = Limits()) throws(JSONError) {
        var parser = JSONParser(bytes, limits: limits)
        self.root = try parser.parseDocument()
        self.bytes = bytes
    }

    /// Parses the UTF-8 bytes of `text`.
    public init(parsing text: String, limits: Limits = Limits()) throws(JSONError) {
        try self.init(parsing: Array(text.utf8), limits: limits)
    }

    /// The map from the bytes of a string's value to the bytes of the text that spell it.
    ///
    /// - Parameter node: A string of this document.
    public func sourceMap(ofString node: JSONNode) -> SourceMap {
        var map = SourceMap()
        guard node.string != nil, node.range.count >= 2, node.range.upperBound <= self.bytes.count else { return map }
        var source = node.range.lowerBound + 1
        var output = 0
        map.appendVerbatim(output: 0, source: source)
        while source < node.range.upperBound - 1 {
            guard self.bytes[source] == .ascii("\\") else {
                source += 1
                output += 1
                continue
            }
            map.appendReplacement(output: output, source: source)
            let escape = JSONParser.Escape(at: source, in: self.bytes)
            source += escape.length
            output += UTF8.width(escape.scalar)
            map.appendVerbatim(output: output, source: source)
        }
        return map
    }
}
