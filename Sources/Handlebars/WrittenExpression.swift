// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// What stands between the braces of a tag, as it was written.
struct WrittenExpression: Sendable {
    /// The text, without white space around it and cut where it is long.
    private(set) var text = ""
    /// Whether a name is called with arguments.
    private(set) var isCall = false

    /// A trace may name a tag once for each pass of a loop, so that the cost of one must not grow with the tag.
    private static let longest = 200

    /// Reads the tag that begins at `offset`.
    init(ofTagAt offset: Int, in source: [UInt8]) {
        var lexer = Lexer(Array(source[offset..<min(offset + Self.longest, source.count)]))
        guard let opening = try? lexer.next() else { return }
        var range = opening.range.upperBound..<opening.range.upperBound
        // Whether what comes next still belongs to the name.
        var isName = true
        var isCut = true
        while isCut, let token = try? lexer.next(), token.kind != .endOfInput, token.kind != .invalid {
            switch token.kind {
            case .close, .closeUnescaped:
                isCut = false
                continue
            case .separator, .data: isName = true
            default:
                if !isName { self.isCall = true }
                isName = false
            }
            if range.isEmpty { range = token.range }
            range = range.lowerBound..<token.range.upperBound
        }
        self.text = String(decoding: lexer.bytes[range], as: UTF8.self) + (isCut ? "…" : "")
    }
}
