// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

extension MediaType {
    /// Reads a `Content-Type` value: `type "/" subtype *(";" attribute "=" value)`.
    ///
    /// Parameters that RFC 2231 continues or encodes are put together again; one that cannot be read is passed over.
    /// It is `nil` too where there are more than 10,000.
    public init?(parsing text: String) {
        guard let reading = Self.read(text) else { return nil }
        self = reading.type
    }

    /// The most parameters of one value, each section of RFC 2231 counted.
    static let parameterLimit = 10_000

    /// Reads a `Content-Type` value, and says whether an unquoted value held what a token cannot, such as `/` or `=`.
    static func read(_ text: String) -> (type: MediaType, isForgiven: Bool)? {
        var cursor = ByteCursor(Array(text.utf8))
        Self.skipBlanks(&cursor)
        let type = String(decoding: cursor.take(while: \.isToken), as: UTF8.self)
        guard cursor.skip(.ascii("/")) else { return nil }
        let subtype = String(decoding: cursor.take(while: \.isToken), as: UTF8.self)
        var sections: [ParameterSection] = []
        var isForgiven = false
        while true {
            Self.skipBlanks(&cursor)
            guard cursor.skip(.ascii(";")) else { break }
            Self.skipBlanks(&cursor)
            let attribute = Array(cursor.take(while: \.isToken))
            Self.skipBlanks(&cursor)
            guard cursor.skip(.ascii("=")) else { continue }
            Self.skipBlanks(&cursor)
            let value: [UInt8]
            if cursor.peek == .ascii("\"") {
                value = Self.quotedString(&cursor)
            } else {
                value = Array(cursor.take(while: \.isUnquotedValue))
                isForgiven = isForgiven || !value.allSatisfy(\.isToken)
            }
            guard sections.count < Self.parameterLimit else { return nil }
            sections.append(ParameterSection(attribute: attribute, value: value))
        }
        guard cursor.isAtEnd,
            let mediaType = MediaType(type, subtype, parameters: ParameterSection.join(sections))
        else { return nil }
        return (mediaType, isForgiven)
    }

    /// CFWS: white space and comments, which nest (RFC 5322, section 3.2.2).
    private static func skipBlanks(_ cursor: inout ByteCursor) {
        var depth = 0
        while let byte = cursor.peek {
            switch byte {
            case .ascii("("): depth += 1
            case .ascii(")") where depth > 0: depth -= 1
            case .ascii("\\") where depth > 0: cursor.offset = min(cursor.offset + 1, cursor.end - 1)
            case _ where depth > 0 || byte.isWhitespace: break
            default: return
            }
            cursor.offset += 1
        }
    }

    private static func quotedString(_ cursor: inout ByteCursor) -> [UInt8] {
        var value: [UInt8] = []
        _ = cursor.next()
        while let byte = cursor.next(), byte != .ascii("\"") {
            if byte == .ascii("\\"), let escaped = cursor.next() {
                value.append(escaped)
            } else {
                value.append(byte)
            }
        }
        return value
    }
}

extension UInt8 {
    /// What real mail has in values without quotation marks: all that does not end the value for other readers.
    fileprivate var isUnquotedValue: Bool {
        guard !self.isToken else { return true }
        switch self {
        case .ascii("/"), .ascii("="), .ascii(":"), .ascii("?"), .ascii("@"), .ascii("["), .ascii("]"), .ascii("<"),
            .ascii(">"), .ascii(","):
            return true
        default:
            return false
        }
    }
}

/// One `attribute=value` of RFC 2231: `name`, `name*`, `name*0` or `name*0*`.
private struct ParameterSection {
    var name: String
    var number: Int?
    var isEncoded: Bool
    var value: [UInt8]

    init(attribute: [UInt8], value: [UInt8]) {
        var pieces = attribute.split(separator: .ascii("*"), omittingEmptySubsequences: false)
        self.isEncoded = pieces.count > 1 && pieces.last?.isEmpty == true
        if self.isEncoded { pieces.removeLast() }
        self.number = pieces.count == 2 ? Int(String(decoding: pieces[1], as: UTF8.self)) : nil
        self.name = String(decoding: pieces.first ?? [], as: UTF8.self).asciiLowercased
        self.value = value
    }

    /// Puts the sections of each parameter together, in the order of their numbers.
    static func join(_ sections: [ParameterSection]) -> [MediaType.Parameter] {
        var order: [String] = []
        var byName: [String: [ParameterSection]] = [:]
        for section in sections where !section.name.isEmpty {
            if byName[section.name] == nil { order.append(section.name) }
            byName[section.name, default: []].append(section)
        }
        return order.map { name in
            let sections = (byName[name] ?? []).sorted { ($0.number ?? 0) < ($1.number ?? 0) }
            guard sections.contains(where: { $0.isEncoded || $0.number != nil }) else {
                return MediaType.Parameter(name: name, value: String(decoding: sections[0].value, as: UTF8.self))
            }
            var octets: [UInt8] = []
            var charset: [UInt8] = Array("utf-8".utf8)
            for (index, section) in sections.enumerated() {
                var value = section.value
                if index == 0, section.isEncoded {
                    let pieces = value.split(
                        separator: .ascii("'"), maxSplits: 2, omittingEmptySubsequences: false)
                    if pieces.count == 3 {
                        charset = Array(pieces[0])
                        value = Array(pieces[2])
                    }
                }
                octets += section.isEncoded ? PercentEncoding.decode(value) : value
            }
            let text = Charset.decode(octets, charset: charset) ?? String(decoding: octets, as: UTF8.self)
            return MediaType.Parameter(name: name, value: text)
        }
    }
}
