// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

extension Parser {
    /// A call whose arguments are being read.
    private struct OpenCall {
        /// What an expression will be in it.
        enum Slot {
            case head, param
            case hash(key: String)
        }

        var call: Call
        var slot = Slot.param

        mutating func add(_ expression: Expression) {
            switch self.slot {
            case .head: self.call.head = expression
            case .param: self.call.params.append(expression)
            case .hash(let key): self.call.hash.append(HashPair(key: key, value: expression))
            }
            self.slot = .param
        }
    }

    /// call = helperName *param [ hash ]; a partial's name may also be a subexpression
    ///
    /// Subexpressions (sexpr = OPEN_SEXPR call CLOSE_SEXPR) wait on a stack for those inside of them.
    mutating func parseCall(isPartial: Bool = false) throws(Fault) -> Call {
        let first = try self.next()
        var open: [OpenCall] = []
        if isPartial, first.kind == .openSubexpression {
            open.append(OpenCall(call: Call(head: .undefined), slot: .head))
            open.append(try self.openSubexpression(depth: 1))
        } else {
            open.append(OpenCall(call: Call(head: try self.parseHelperName(first))))
        }
        while true {
            let last = open.count - 1
            let token = try self.peek()
            switch token.kind {
            case .identifier, .data, .string, .number, .boolean, .undefined, .null, .openSubexpression:
                var value = try self.next()
                if token.kind == .identifier, try self.peek().kind == .equals {
                    _ = try self.next()
                    open[last].slot = .hash(key: self.identifier(token))
                    value = try self.next()
                } else if !open[last].call.hash.isEmpty {
                    throw self.unexpected(
                        token, expected: "NAME=VALUE or `\(self.closingBraces)`",
                        mend: "put it before the NAME=VALUE arguments")
                }
                if value.kind == .openSubexpression {
                    open.append(try self.openSubexpression(depth: open.count))
                } else {
                    open[last].add(try self.parseHelperName(value))
                }
            default:
                let ended = open.removeLast()
                if open.isEmpty { return ended.call }
                _ = try self.expect(.closeSubexpression, "an argument or `)`", mend: "add )")
                open[last - 1].add(.call(self.tree.add(ended.call)))
            }
        }
    }

    private mutating func openSubexpression(depth: Int) throws(Fault) -> OpenCall {
        let limit = min(self.limits.subexpressions, Limits.mostSubexpressions)
        guard depth <= limit else {
            throw Fault(
                .tooDeep, "subexpressions are nested more than \(limit) deep", at: self.lexer.offset - 1,
                mend: "nest fewer subexpressions")
        }
        return OpenCall(call: Call(head: try self.parseHelperName(try self.next())))
    }

    /// helperName = path / dataName / STRING / NUMBER / BOOLEAN / UNDEFINED / NULL
    mutating func parseHelperName(_ token: Token) throws(Fault) -> Expression {
        switch token.kind {
        case .identifier: return .path(try self.parsePath(from: token, isData: false))
        case .data:
            let name = try self.expect(
                .identifier, "a name after `@`", mend: "write @index, @key, @first, @last or @root")
            return .path(try self.parsePath(from: name, isData: true))
        case .string:
            let quote = self.lexer.bytes[token.range.lowerBound]
            return .string(self.unescaped(token.text) { $0 == quote })
        case .number: return .number(Double(self.text(token.text)) ?? .nan)
        case .boolean: return .boolean(token.range.count == 4)
        case .undefined: return .undefined
        case .null: return .null
        default: throw self.unexpected(token, expected: "a name or a literal", mend: "write a name or a literal there")
        }
    }

    /// pathSegments = ID *( SEP ID )
    private mutating func parsePath(from first: Token, isData: Bool) throws(Fault) -> Path {
        let start = first.range.lowerBound - (isData ? 1 : 0)
        var path = Path(isData: isData, original: isData ? "@" : "", offset: start)
        var token = first
        while true {
            let part = self.identifier(token)
            path.original += part
            if self.isSegmentLiteral(token) && !self.keepsBrackets(token) {
                path.parts.append(part)
            } else {
                try self.add(part, to: &path, range: start..<token.range.upperBound)
            }
            guard try self.peek().kind == .separator else { return path }
            let separator = try self.next()
            path.original += self.text(separator.range)
            token = try self.next()
            guard token.kind == .identifier else {
                let isNumber = token.kind == .number
                throw self.unexpected(
                    token, expected: "a name after `\(self.text(separator.range))`",
                    mend: isNumber ? "write [\(self.text(token.range))]" : "add a name, or remove the separator")
            }
        }
    }

    private func add(_ part: String, to path: inout Path, range: Range<Int>) throws(Fault) {
        let isParent = part.hasSameBytes(as: "..")
        guard isParent || part.hasSameBytes(as: ".") || part.hasSameBytes(as: "this") else {
            path.parts.append(part)
            return
        }
        guard path.parts.isEmpty else {
            throw Fault(
                .invalidPath, "`\(self.source(range))` is no path: `\(part)` can only stand at its beginning",
                at: range.lowerBound, mend: "write [\(part)] if it is a name")
        }
        if isParent { path.depth += 1 }
    }

    /// blockParams = OPEN_BLOCK_PARAMS 1*ID CLOSE_BLOCK_PARAMS
    mutating func parseBlockParams() throws(Fault) -> [String] {
        guard try self.peek().kind == .openBlockParams else { return [] }
        _ = try self.next()
        var tokens = [try self.expect(.identifier, "a name for the block parameter", mend: "write as |NAME|")]
        while try self.peek().kind == .identifier { tokens.append(try self.next()) }
        _ = try self.expect(.closeBlockParams, "a name or `|`", mend: "write as |NAME|")
        if let first = tokens.first, let last = tokens.last, self.isSegmentLiteral(first), self.isSegmentLiteral(last) {
            throw Fault(
                .unexpectedToken, "`\(self.source(first.range))` cannot stand here: a block parameter is a plain name",
                at: first.range.lowerBound, mend: "write it without brackets")
        }
        // In handlebars.js the brackets stay part of the name, which no path can then spell.
        return tokens.map { self.isSegmentLiteral($0) ? "[\(self.identifier($0))]" : self.identifier($0) }
    }
}

// MARK: - Texts of tokens

extension Parser {
    private func text(_ range: Range<Int>) -> String {
        String(decoding: self.lexer.bytes[range], as: UTF8.self)
    }

    private func isSegmentLiteral(_ token: Token) -> Bool {
        self.lexer.bytes[token.range.lowerBound] == .ascii("[")
    }

    /// Whether a segment literal is one only in looks: handlebars.js matches it with `.`, which stops at a line end.
    private func keepsBrackets(_ token: Token) -> Bool {
        let bytes = self.lexer.bytes
        return token.range.contains { index in
            bytes[index] == .lineFeed || bytes[index] == .carriageReturn
                || bytes[index] == 0xE2 && bytes[index + 1] == 0x80
                    && (bytes[index + 2] == 0xA8 || bytes[index + 2] == 0xA9)
        }
    }

    /// The name that an identifier token stands for.
    private func identifier(_ token: Token) -> String {
        guard self.isSegmentLiteral(token) else { return self.text(token.range) }
        let inside = (token.range.lowerBound + 1)..<(token.range.upperBound - 1)
        let name = self.unescaped(inside) { $0 == .ascii("\\") || $0 == .ascii("]") }
        return self.keepsBrackets(token) ? "[\(name)]" : name
    }

    /// The text without the backslashes that stand before bytes that satisfy `isEscaped`.
    private func unescaped(_ range: Range<Int>, _ isEscaped: (UInt8) -> Bool) -> String {
        let text = self.lexer.bytes[range]
        guard text.contains(.ascii("\\")) else { return String(decoding: text, as: UTF8.self) }
        var bytes: [UInt8] = []
        var index = range.lowerBound
        while index < range.upperBound {
            if text[index] == .ascii("\\"), index + 1 < range.upperBound, isEscaped(text[index + 1]) { index += 1 }
            bytes.append(text[index])
            index += 1
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
