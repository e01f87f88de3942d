// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

extension Parser {
    /// The source text of a range, cut where it would be too long for a message.
    func source(_ range: Range<Int>) -> String {
        let longest = 60
        if range.count <= longest { return String(decoding: self.lexer.bytes[range], as: UTF8.self) }
        var end = range.lowerBound + longest
        while self.lexer.bytes[end].isUTF8Continuation { end -= 1 }
        return String(decoding: self.lexer.bytes[range.lowerBound..<end], as: UTF8.self) + "..."
    }

    func unclosed(_ open: OpenBlock) -> Fault {
        Fault(
            .unclosedBlock, "`\(self.source(open.range))` is never closed", at: open.range.lowerBound,
            mend: "add {{/\(open.call.head.original.text)}}")
    }

    func unexpected(_ token: Token, expected: String) -> Fault {
        let opensTag: Bool
        switch token.kind {
        case .open, .openUnescaped, .openBlock, .openInverse, .openInverseChain, .openEndBlock, .inverse, .openPartial,
            .openPartialBlock, .openRawBlock, .comment:
            opensTag = true
        default: opensTag = false
        }
        let isCutOff = self.lexer.byte(at: self.lexer.offset) == nil && token.kind == .invalid
        if token.kind == .endOfInput || opensTag || isCutOff {
            let braces = self.lexer.isNext("{{{", at: self.tagStart) ? "}}}" : "}}"
            return Fault(
                .unclosedTag, "the tag that begins here is never closed", at: self.tagStart, mend: "add \(braces)")
        }
        let text = self.source(self.scalarRange(of: token))
        return Fault(
            .unexpectedToken, "`\(text)` cannot stand here: \(expected) was expected", at: token.range.lowerBound)
    }

    /// The token's range, extended to the end of its last character: an invalid token is one byte.
    private func scalarRange(of token: Token) -> Range<Int> {
        var end = token.range.upperBound
        while let byte = self.lexer.byte(at: end), byte.isUTF8Continuation { end += 1 }
        return token.range.lowerBound..<end
    }
}
