// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

extension Parser {
    /// call = helperName *param [ hash ]; a partial's name may also be a subexpression
    mutating func parseCall(isPartial: Bool = false) throws(Fault) -> Call {
        let first = try self.next()
        let head: Expression
        if isPartial, first.kind == .openSubexpression {
            head = .call(try self.parseSubexpression(depth: 1))
        } else {
            head = try self.parseHelperName(first)
        }
        return try self.parseArguments(of: head, from: first.range.lowerBound, depth: 0)
    }

    private mutating func parseArguments(
        of head: Expression, from start: Int, depth: Int
    ) throws(Fault) -> Call {
        var call = Call(head: head, range: start..<self.lexer.offset)
        while true {
            let token = try self.peek()
            switch token.kind {
            case .identifier:
                _ = try self.next()
                if try self.peek().kind == .equals {
                    _ = try self.next()
                    let value = try self.parseParam(try self.next(), depth: depth)
                    call.hash.append(HashPair(key: self.identifier(token), value: value))
                } else if call.hash.isEmpty {
                    call.params.append(.path(try self.parsePath(from: token, isData: false)))
                } else {
                    throw self.unexpected(token, expected: "NAME=VALUE or the end of the tag")
                }
            case .data, .string, .number, .boolean, .undefined, .null, .openSubexpression:
                guard call.hash.isEmpty else {
                    throw self.unexpected(token, expected: "NAME=VALUE or the end of the tag")
                }
                call.params.append(try self.parseParam(try self.next(), depth: depth))
            default:
                call.range = start..<max(start, token.range.lowerBound)
                return call
            }
        }
    }

    /// param = helperName / sexpr
    private mutating func parseParam(_ token: Token, depth: Int) throws(Fault) -> Expression {
        if token.kind == .openSubexpression { return .call(try self.parseSubexpression(depth: depth + 1)) }
        return try self.parseHelperName(token)
    }

    /// sexpr = OPEN_SEXPR helperName *param [ hash ] CLOSE_SEXPR
    private mutating func parseSubexpression(depth: Int) throws(Fault) -> Call {
        guard depth <= self.limits.subexpressions else {
            throw Fault(
                .tooDeep, "subexpressions are nested more than \(self.limits.subexpressions) deep",
                at: self.lexer.offset - 1,
                mend: "nest fewer subexpressions")
        }
        let first = try self.next()
        let head = try self.parseHelperName(first)
        let call = try self.parseArguments(of: head, from: first.range.lowerBound, depth: depth)
        _ = try self.expect(.closeSubexpression, "an argument or `)`")
        return call
    }

    /// helperName = path / dataName / STRING / NUMBER / BOOLEAN / UNDEFINED / NULL
    mutating func parseHelperName(_ token: Token) throws(Fault) -> Expression {
        switch token.kind {
        case .identifier: return .path(try self.parsePath(from: token, isData: false))
        case .data:
            let name = try self.expect(.identifier, "a name after `@`")
            return .path(try self.parsePath(from: name, isData: true))
        case .string:
            let quote = self.lexer.bytes[token.range.lowerBound]
            return .string(self.unescaped(token.text) { $0 == quote })
        case .number: return .number(Double(self.text(token.text)) ?? .nan)
        case .boolean: return .boolean(token.range.count == 4)
        case .undefined: return .undefined
        case .null: return .null
        default: throw self.unexpected(token, expected: "a name or a literal")
        }
    }

    /// pathSegments = ID *( SEP ID )
    private mutating func parsePath(from first: Token, isData: Bool) throws(Fault) -> Path {
        let start = first.range.lowerBound - (isData ? 1 : 0)
        var path = Path(isData: isData, depth: 0, parts: [], original: isData ? "@" : "", range: start..<start)
        var token = first
        while true {
            let part = self.identifier(token)
            path.original += part
            path.range = start..<token.range.upperBound
            if self.isSegmentLiteral(token) && !self.keepsBrackets(token) {
                path.parts.append(part)
            } else {
                try self.add(part, to: &path)
            }
            guard try self.peek().kind == .separator else { return path }
            let separator = try self.next()
            path.original += self.text(separator.range)
            token = try self.next()
            guard token.kind == .identifier else {
                var fault = self.unexpected(token, expected: "a name after `\(self.text(separator.range))`")
                if token.kind == .number { fault.mend = "write [\(self.text(token.range))]" }
                throw fault
            }
        }
    }

    private func add(_ part: String, to path: inout Path) throws(Fault) {
        let isParent = part.hasSameBytes(as: "..")
        guard isParent || part.hasSameBytes(as: ".") || part.hasSameBytes(as: "this") else {
            path.parts.append(part)
            return
        }
        guard path.parts.isEmpty else {
            throw Fault(
                .invalidPath, "`\(self.source(path.range))` is no path: `\(part)` can only stand at its beginning",
                at: path.range.lowerBound, mend: "write [\(part)] if it is a name")
        }
        if isParent { path.depth += 1 }
    }

    /// blockParams = OPEN_BLOCK_PARAMS 1*ID CLOSE_BLOCK_PARAMS
    mutating func parseBlockParams() throws(Fault) -> [String] {
        guard try self.peek().kind == .openBlockParams else { return [] }
        _ = try self.next()
        var tokens = [try self.expect(.identifier, "a name for the block parameter")]
        while try self.peek().kind == .identifier { tokens.append(try self.next()) }
        _ = try self.expect(.closeBlockParams, "a name or `|`")
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
