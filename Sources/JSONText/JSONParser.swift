// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// The parser of RFC 8259: one pass, and recursion only as deep as the limit allows.
struct JSONParser {
    private var cursor: ByteCursor
    private let limits: JSONDocument.Limits
    private var depth = 0

    init(_ bytes: [UInt8], limits: JSONDocument.Limits) {
        self.cursor = ByteCursor(bytes)
        self.limits = limits
    }

    /// JSON-text = ws value ws
    mutating func parseDocument() throws(JSONError) -> JSONNode {
        guard self.cursor.end <= self.limits.bytes else {
            throw JSONError(
                code: .tooLarge, message: "the text has more than \(self.limits.bytes) bytes", position: .start)
        }
        if self.cursor.bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            throw JSONError(
                code: .badEncoding, message: "the text begins with a byte order mark; save it without one",
                position: .start)
        }
        if let offset = UTF8Validation.firstFault(in: self.cursor.bytes) {
            throw self.error(.badEncoding, "the bytes here are not UTF-8", at: offset)
        }
        let root = try self.parseValue()
        self.skipWhitespace()
        guard self.cursor.isAtEnd else {
            throw self.error(.trailingText, "the value ended before this; a JSON text is one value")
        }
        return root
    }

    private mutating func parseValue() throws(JSONError) -> JSONNode {
        self.skipWhitespace()
        let start = self.cursor.offset
        let content: JSONNode.Content
        switch self.cursor.peek {
        case .ascii("{"): content = .object(try self.parseObject())
        case .ascii("["): content = .array(try self.parseArray())
        case .ascii("\""): content = .string(try self.parseString())
        case .ascii("t") where self.cursor.skip("true"): content = .bool(true)
        case .ascii("f") where self.cursor.skip("false"): content = .bool(false)
        case .ascii("n") where self.cursor.skip("null"): content = .null
        case let byte? where byte.isDigit || byte == .ascii("-"): content = .number(try self.parseNumber())
        case nil: throw self.error(.unexpectedEnd, "the text ends where a value must stand")
        default: throw self.error(.unexpectedCharacter, "a value must stand here")
        }
        return JSONNode(content, range: start..<self.cursor.offset)
    }

    /// object = "{" [ member *( "," member ) ] "}"
    private mutating func parseObject() throws(JSONError) -> [JSONMember] {
        try self.enter()
        defer { self.depth -= 1 }
        var members: [JSONMember] = []
        self.skipWhitespace()
        if self.cursor.skip(.ascii("}")) { return members }
        while true {
            self.skipWhitespace()
            let start = self.cursor.offset
            guard self.cursor.peek == .ascii("\"") else {
                throw self.unexpected("a name in double quotes must stand here")
            }
            let name = try self.parseString()
            let nameRange = start..<self.cursor.offset
            self.skipWhitespace()
            guard self.cursor.skip(.ascii(":")) else { throw self.unexpected("a colon must follow the name") }
            members.append(JSONMember(name: name, nameRange: nameRange, value: try self.parseValue()))
            self.skipWhitespace()
            if self.cursor.skip(.ascii("}")) { return members }
            guard self.cursor.skip(.ascii(",")) else { throw self.unexpected("a comma or } must follow the value") }
        }
    }

    /// array = "[" [ value *( "," value ) ] "]"
    private mutating func parseArray() throws(JSONError) -> [JSONNode] {
        try self.enter()
        defer { self.depth -= 1 }
        var elements: [JSONNode] = []
        self.skipWhitespace()
        if self.cursor.skip(.ascii("]")) { return elements }
        while true {
            elements.append(try self.parseValue())
            self.skipWhitespace()
            if self.cursor.skip(.ascii("]")) { return elements }
            guard self.cursor.skip(.ascii(",")) else { throw self.unexpected("a comma or ] must follow the value") }
        }
    }

    private mutating func enter() throws(JSONError) {
        self.depth += 1
        guard self.depth <= self.limits.depth else {
            throw self.error(.tooDeep, "arrays and objects are nested more than \(self.limits.depth) deep")
        }
        self.cursor.offset += 1
    }

    /// string = DQUOTE *char DQUOTE
    private mutating func parseString() throws(JSONError) -> String {
        let start = self.cursor.offset
        self.cursor.offset += 1
        var decoded: [UInt8] = []
        while true {
            let run = self.cursor.take { $0 >= 0x20 && $0 != .ascii("\"") && $0 != .ascii("\\") }
            switch self.cursor.peek {
            case .ascii("\""):
                self.cursor.offset += 1
                if decoded.isEmpty { return String(decoding: run, as: UTF8.self) }
                decoded += run
                return String(decoding: decoded, as: UTF8.self)
            case .ascii("\\"):
                decoded += run
                decoded += try self.parseEscape()
            case nil:
                throw self.error(.unexpectedEnd, "the string that begins here is not closed", at: start)
            default:
                throw self.error(
                    .controlCharacter, "a control character in a string must be written as an escape such as \\n")
            }
        }
    }

    private mutating func parseEscape() throws(JSONError) -> [UInt8] {
        let escape = Escape(at: self.cursor.offset, in: self.cursor.bytes)
        guard escape.isValid else {
            throw escape.isHalfOfPair
                ? self.error(.loneSurrogate, "half of a surrogate pair is no character")
                : self.error(.badEscape, "this escape is not one of JSON's")
        }
        self.cursor.offset += escape.length
        return Array(String(Character(escape.scalar)).utf8)
    }

    /// number = [ "-" ] int [ frac ] [ exp ]
    private mutating func parseNumber() throws(JSONError) -> JSONNumber {
        let start = self.cursor.offset
        _ = self.cursor.skip(.ascii("-"))
        let integer = self.cursor.take(while: \.isDigit)
        guard integer.count == 1 || (integer.first.map { $0 != .ascii("0") } ?? false) else {
            let message = integer.isEmpty ? "a digit must follow the sign" : "a number has no leading zero"
            throw self.error(.badNumber, message, at: start)
        }
        if self.cursor.skip(.ascii(".")), self.cursor.take(while: \.isDigit).isEmpty {
            throw self.error(.badNumber, "a digit must follow the decimal point")
        }
        if self.cursor.skip(.ascii("e")) || self.cursor.skip(.ascii("E")) {
            if !self.cursor.skip(.ascii("+")) { _ = self.cursor.skip(.ascii("-")) }
            guard !self.cursor.take(while: \.isDigit).isEmpty else {
                throw self.error(.badNumber, "a digit must stand in the exponent")
            }
        }
        return JSONNumber(unchecked: String(decoding: self.cursor.bytes[start..<self.cursor.offset], as: UTF8.self))
    }

    /// ws = *( space / tab / LF / CR )
    private mutating func skipWhitespace() {
        _ = self.cursor.take { $0 == .space || $0 == .lineFeed || $0 == .carriageReturn || $0 == .tab }
    }

    private func unexpected(_ message: String) -> JSONError {
        self.error(self.cursor.isAtEnd ? .unexpectedEnd : .unexpectedCharacter, message)
    }

    private func error(_ code: JSONError.Code, _ message: String, at offset: Int? = nil) -> JSONError {
        let bytes = self.cursor.bytes
        let position = LineIndex(bytes).position(of: offset ?? self.cursor.offset, in: bytes)
        return JSONError(code: code, message: message, position: position)
    }
}

extension JSONParser {
    /// A backslash escape inside a string: its length in the text and the scalar that it stands for.
    struct Escape {
        var length = 2
        var scalar: Unicode.Scalar = "\u{FFFD}"
        var isValid = true
        var isHalfOfPair = false

        init(at offset: Int, in bytes: [UInt8]) {
            switch offset + 1 < bytes.count ? bytes[offset + 1] : 0 {
            case .ascii("\""): self.scalar = "\""
            case .ascii("\\"): self.scalar = "\\"
            case .ascii("/"): self.scalar = "/"
            case .ascii("b"): self.scalar = "\u{08}"
            case .ascii("f"): self.scalar = "\u{0C}"
            case .ascii("n"): self.scalar = "\n"
            case .ascii("r"): self.scalar = "\r"
            case .ascii("t"): self.scalar = "\t"
            case .ascii("u"): self.readUnicode(at: offset, in: bytes)
            default: self.isValid = false
            }
        }

        private mutating func readUnicode(at offset: Int, in bytes: [UInt8]) {
            self.length = 6
            self.isValid = false
            guard let unit = Self.codeUnit(at: offset, in: bytes) else { return }
            if let scalar = Unicode.Scalar(unit) {
                self.scalar = scalar
                self.isValid = true
            } else if UTF16.isLeadSurrogate(unit), let trail = Self.codeUnit(at: offset + 6, in: bytes),
                UTF16.isTrailSurrogate(trail),
                let scalar = Unicode.Scalar(0x10000 + (UInt32(unit) & 0x3FF) << 10 + UInt32(trail) & 0x3FF)
            {
                self.length = 12
                self.scalar = scalar
                self.isValid = true
            } else {
                self.isHalfOfPair = true
            }
        }

        private static func codeUnit(at offset: Int, in bytes: [UInt8]) -> UInt16? {
            guard offset + 6 <= bytes.count, bytes[offset] == .ascii("\\"), bytes[offset + 1] == .ascii("u") else {
                return nil
            }
            var unit: UInt16 = 0
            for byte in bytes[(offset + 2)..<(offset + 6)] {
                guard let digit = byte.hexValue else { return nil }
                unit = unit << 4 | UInt16(digit)
            }
            return unit
        }
    }
}
