// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
public import Handlebars
public import TenantConfiguration

/// A text made from a template, with the way back from each of its bytes to the file.
public struct RenderedText: Sendable {
    /// The text.
    public var bytes: [UInt8]
    /// The template's text.
    public var source: SourceText
    /// The expressions that rendered as nothing because their value was missing.
    public var missing: [RenderTrace.Missing]
    /// The arrays, objects and huge numbers that were printed as text.
    public var conversions: [RenderTrace.Conversion]
    private var map: SourceMap

    init(_ trace: RenderTrace, of source: SourceText) {
        self.bytes = trace.bytes
        self.source = source
        self.missing = trace.missing
        self.conversions = trace.conversions
        self.map = trace.sourceMap
    }

    /// A text that was not rendered.
    init(verbatim source: SourceText) {
        self.bytes = source.bytes
        self.source = source
        self.missing = []
        self.conversions = []
        self.map = .identity
    }

    /// The text as a string.
    public var string: String {
        String(decoding: self.bytes, as: UTF8.self)
    }

    /// The place in the file that the byte at `offset` came from.
    public func location(of offset: Int) -> SourceLocation {
        self.source.location(of: self.map.sourceOffset(of: offset))
    }
}
