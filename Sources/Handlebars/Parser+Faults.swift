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

    /// A token that cannot stand where it does.
    ///
    /// - Parameter mend: What to do about it, where the token itself does not tell.
    func unexpected(_ token: Token, expected: String, mend: String) -> Fault {
        let opensTag: Bool
        switch token.kind {
        case .open, .openUnescaped, .openBlock, .openInverse, .openInverseChain, .openEndBlock, .inverse, .openPartial,
            .openPartialBlock, .openRawBlock, .comment:
            opensTag = true
        default: opensTag = false
        }
        let isCutOff = self.lexer.byte(at: self.lexer.offset) == nil && token.kind == .invalid
        if token.kind == .endOfInput || opensTag || isCutOff {
            return Fault(
                .unclosedTag, "the tag that begins here is never closed", at: self.tagStart,
                mend: "add \(self.closingBraces)")
        }
        // Not a name that ends wrongly is at fault, but what follows it.
        let name =
            token.range
            .lowerBound..<(token.kind == .invalid
            ? self.lexer.identifierEnd(from: token.range.lowerBound) : token.range.lowerBound)
        var start = name.upperBound
        // Of `==` the first has been taken for that of `NAME=VALUE`.
        while start > 0, self.lexer.byte(at: start) == .ascii("="), self.lexer.bytes[start - 1] == .ascii("=") {
            start -= 1
        }
        if token.kind == .invalid, name.isEmpty, let (what, delimiter) = self.openLiteral(at: start) {
            return Fault(
                .unexpectedToken, "the \(what) that begins here is never closed", at: start, mend: "add \(delimiter)")
        }
        let text = self.source(self.extent(from: start, token))
        return Fault(
            .unexpectedToken,
            name.isEmpty
                ? "`\(text)` cannot stand here: \(expected) was expected"
                : "`\(text)` cannot follow the name `\(self.source(name))`",
            at: start,
            mend: self.mend(at: start, isInWord: !name.isEmpty)
                ?? (name.isEmpty
                    ? mend : "write the name in brackets if this is part of it: [\(self.source(name))\(text)]"))
    }

    /// A tag that ends with another number of braces than it begins with.
    func wrongBraces(_ token: Token) -> Fault {
        Fault(
            .unexpectedToken,
            "`\(self.source(token.range))` cannot end a tag that begins with `\(self.openingBraces)`: "
                + "`\(self.closingBraces)` was expected", at: token.range.lowerBound,
            mend: "write \(self.closingBraces)")
    }

    private var openingBraces: String {
        if self.lexer.isNext("{{{{", at: self.tagStart) { return "{{{{" }
        if self.lexer.isNext("{{~{", at: self.tagStart) { return "{{~{" }
        return self.lexer.isNext("{{{", at: self.tagStart) ? "{{{" : "{{"
    }

    /// What the tag being read must end with.
    var closingBraces: String {
        switch self.openingBraces {
        case "{{{{": "}}}}"
        case "{{{", "{{~{": "}}}"
        default: "}}"
        }
    }

    /// A string or a name in brackets that begins there, and what would end it.
    private func openLiteral(at start: Int) -> (what: String, delimiter: String)? {
        switch self.lexer.byte(at: start) {
        case .ascii("\"")?: ("string", "\"")
        case .ascii("'")?: ("string", "'")
        case .ascii("[")?: ("name in brackets", "]")
        default: nil
        }
    }

    /// What to write in place of what stands there, if it is known from other languages or is a usual slip.
    private func mend(at start: Int, isInWord: Bool) -> String? {
        let next = self.lexer.byte(at: start + 1)
        switch self.lexer.byte(at: start) {
        case .ascii(",")?: return "put a space between arguments, and show each value with a tag of its own"
        case .ascii("}")? where next != .ascii("}"): return "write \(self.closingBraces)"
        case .ascii("~")?: return "write it beside the braces"
        case .ascii("!")? where next != .ascii("="):
            return isInWord ? nil : "ask with {{#unless}}: Handlebars has no operators"
        case .ascii("|")? where next != .ascii("|"):
            return "change the value in the data or with a helper: Handlebars has no filters"
        case .ascii("=")? where next != .ascii("="):
            return "write NAME=VALUE behind the name of a helper or partial, where NAME is no path"
        case let byte? where byte.isOperator:
            return "decide it in the data or with a helper: Handlebars has no operators"
        default: return nil
        }
    }

    /// What to show of a fault: an operator as a whole, a character with all its bytes, else the token.
    private func extent(from start: Int, _ token: Token) -> Range<Int> {
        var end = start
        while let byte = self.lexer.byte(at: end), byte.isOperator { end += 1 }
        if end == start { end = max(start + 1, token.range.upperBound) }
        while let byte = self.lexer.byte(at: end), byte.isUTF8Continuation { end += 1 }
        return start..<end
    }
}

extension UInt8 {
    /// Whether operators of other languages are made of it.
    fileprivate var isOperator: Bool {
        switch self {
        case .ascii("="), .ascii("!"), .ascii("<"), .ascii(">"), .ascii("&"), .ascii("|"), .ascii("+"), .ascii("*"),
            .ascii("%"), .ascii("^"):
            true
        default: false
        }
    }
}
