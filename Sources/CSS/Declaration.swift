// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// A property and its value.
public struct Declaration: Hashable, Sendable {
    /// The name of the property: in lower case, unless it is a custom property.
    public var name: [UInt8]

    /// The bytes of the name.
    public var nameRange: Range<Int>

    /// The bytes of the value, without the white space around it and without `!important`.
    public var value: Range<Int>

    /// Whether the value is followed by `!important`.
    public var isImportant: Bool

    /// The bytes of the whole declaration, without its semicolon.
    public var range: Range<Int>
}

/// The declarations of a block or a `style` attribute.
public struct DeclarationList: Hashable, Sendable {
    /// The declarations that are well formed, in the order of the text.
    public var declarations: [Declaration]

    /// What is not well formed.
    public var faults: [CSSFault]

    /// Reads the inside of a block: a part of `bytes`, by default all of it.
    ///
    /// - Throws: ``CSSError`` if the text is past one of `limits`.
    public init(parsing bytes: [UInt8], in range: Range<Int>? = nil, limits: CSSLimits = .standard) throws(CSSError) {
        var parser = CSSParser(bytes, in: range, limits: limits)
        try parser.checkSize()
        self.declarations = try parser.declarations()
        self.faults = parser.faults
    }
}
