// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// A token of the template language, named as in the grammar of handlebars.js.
struct Token {
    enum Kind {
        case content, comment
        case openRawBlock, closeRawBlock, endRawBlock
        case open, openUnescaped, openBlock, openInverse, openInverseChain, openEndBlock, inverse
        case openPartial, openPartialBlock
        case close, closeUnescaped
        case openSubexpression, closeSubexpression
        case identifier, equals, separator, data
        case string, number, boolean, undefined, null
        case openBlockParams, closeBlockParams
        case invalid, endOfInput
    }

    var kind: Kind
    /// The bytes that the token takes.
    var range: Range<Int>
    /// What it says: content without the backslash of an escape, a string without its quotes, the name of a raw block.
    var text: Range<Int>

    init(_ kind: Kind, _ range: Range<Int>, text: Range<Int>? = nil) {
        self.kind = kind
        self.range = range
        self.text = text ?? range
    }

    /// The `~` flags of a tag whose first and last token these are.
    static func strip(from first: Token, to last: Token, in bytes: [UInt8]) -> Strip {
        let openFlag = first.range.lowerBound + 2
        return Strip(
            open: openFlag < first.range.upperBound && bytes[openFlag] == .ascii("~"),
            close: last.range.count >= 3 && bytes[last.range.upperBound - 3] == .ascii("~"))
    }
}
