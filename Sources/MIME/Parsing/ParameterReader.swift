// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// Reads `Content-Type`, `Content-Disposition` and `Content-Transfer-Encoding` values as real mail has them.
struct ParameterReader {
    var cursor: ByteCursor
    private(set) var defects = ParameterDefects()

    /// The most parameters of one value, each section of RFC 2231 counted.
    private static let limit = 10_000

    init(_ text: String) {
        self.cursor = ByteCursor(Array(text.utf8))
    }

    /// The token at the start, which is empty where there is none.
    mutating func takeToken() -> String {
        self.cursor.skipCFWS()
        return String(decoding: self.cursor.take(while: \.isToken), as: UTF8.self)
    }

    /// Whether a token that was just taken is all of its word.
    var isAtEndOfToken: Bool {
        self.cursor.peek.map { $0.isWhitespace || $0 == .ascii(";") || $0 == .ascii("(") } ?? true
    }

    /// `*(";" attribute "=" value)`, to the end; what is none of this is passed over, with a defect.
    ///
    /// - Returns: `nil` past the limit.
    mutating func readParameters() -> [MediaType.Parameter]? {
        var sections: [ParameterSection] = []
        self.skipToSemicolon()
        while self.cursor.skip(.ascii(";")) {
            self.cursor.skipCFWS()
            let attribute = self.cursor.take(while: \.isToken)
            let name = attribute.isEmpty ? nil : String(decoding: attribute, as: UTF8.self)
            self.cursor.skipCFWS()
            guard name != nil, self.cursor.skip(.ascii("=")) else {
                if name != nil { self.defects.insert(.badParameter, of: name) }
                self.skipToSemicolon(after: name)
                continue
            }
            let value = self.readValue(of: name)
            guard sections.count < Self.limit else { return nil }
            if let section = ParameterSection(attribute: attribute, value: value) {
                sections.append(section)
            } else {
                self.defects.insert(.badParameter, of: name)
            }
        }
        let joined = ParameterSection.join(sections)
        self.defects.formUnion(joined.defects)
        return joined.parameters
    }

    /// Goes to the next semicolon, or the end.
    private mutating func skipToSemicolon(after name: String? = nil) {
        self.cursor.skipCFWS()
        if !self.cursor.take(while: { $0 != .ascii(";") }).isEmpty { self.defects.insert(.badParameter, of: name) }
    }

    /// value = token / quoted-string, or anything up to the next semicolon
    private mutating func readValue(of name: String?) -> [UInt8] {
        self.cursor.skipCFWS()
        let start = self.cursor.offset
        if self.cursor.skip(.ascii("\"")) {
            let value = self.readQuotedString(of: name)
            self.skipToSemicolon(after: name)
            return value
        }
        let value = self.cursor.take { $0.isToken || $0.isUnquotedValue }
        self.cursor.skipCFWS()
        let rest = self.cursor.take { $0 != .ascii(";") }
        if value.isEmpty || !rest.isEmpty || !value.allSatisfy(\.isToken) {
            self.defects.insert(.badParameter, of: name)
        }
        guard !rest.isEmpty else { return Array(value) }
        return Array(self.cursor.bytes[start..<self.cursor.offset].trimmingWhitespace)
    }

    /// The rest of a quoted string, without its quotation marks.
    private mutating func readQuotedString(of name: String?) -> [UInt8] {
        var value: [UInt8] = []
        while let byte = self.cursor.next() {
            switch byte {
            case .ascii("\""): return value
            case .ascii("\\"): value.append(self.cursor.next() ?? byte)
            default: value.append(byte)
            }
        }
        self.defects.insert(.badParameter, of: name)
        return value
    }
}

extension UInt8 {
    /// What real mail has in values without quotation marks: all that does not end the value for other readers.
    fileprivate var isUnquotedValue: Bool {
        switch self {
        case .ascii("/"), .ascii("="), .ascii(":"), .ascii("?"), .ascii("@"), .ascii("["), .ascii("]"), .ascii("<"),
            .ascii(">"), .ascii(","):
            true
        default:
            !self.isASCII
        }
    }
}
