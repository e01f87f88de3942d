// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// Text that may stand inside one line on the wire.
///
/// It is well-formed UTF-8 and holds no control character but the tab: no CR, LF or NUL can hide in it. This type and
/// ``WireLines``, which is made from it, are the only ways to a socket or a header field, so nothing that comes from
/// data can end a line there.
package struct WireText: Hashable, Sendable {
    package private(set) var bytes: [UInt8]

    /// Which bytes a text may hold.
    package enum Repertoire: Sendable {
        case ascii
        /// UTF-8, for peers that speak SMTPUTF8 (RFC 6531) or as RFC 6532 header text.
        case utf8
    }

    package init(
        validating bytes: some Sequence<UInt8>, as repertoire: Repertoire = .ascii
    ) throws(WireTextError) {
        self.bytes = Array(bytes)
        try self.validate(from: 0, as: repertoire)
    }

    private mutating func validate(from start: Int, as repertoire: Repertoire) throws(WireTextError) {
        guard let error = Self.fault(in: self.bytes, from: start, as: repertoire) else { return }
        self.bytes.removeSubrange(start...)
        throw error
    }

    static func fault(in bytes: [UInt8], from start: Int, as repertoire: Repertoire) -> WireTextError? {
        let span = bytes.span
        if span.bytes.isPrintableASCII(from: start) { return nil }
        var isASCII = true
        for index in start..<span.count {
            let byte = span[index]
            if byte.isControl, byte != .tab {
                return WireTextError(code: .controlCharacter(byte), offset: index - start)
            }
            if byte.isASCII { continue }
            if repertoire == .ascii { return WireTextError(code: .notASCII, offset: index - start) }
            isASCII = false
        }
        if isASCII { return nil }
        if let index = UTF8Validation.firstFault(in: bytes, from: start) {
            return WireTextError(code: .notUTF8, offset: index - start)
        }
        if let index = UTF8Validation.firstC1Control(in: bytes, from: start) {
            return WireTextError(code: .controlCharacter(bytes[index]), offset: index - start)
        }
        return nil
    }

    package init(validating text: String, as repertoire: Repertoire = .ascii) throws(WireTextError) {
        self.bytes = []
        try self.append(validating: text, as: repertoire)
    }

    /// Appends `text`, or nothing where it may not stand on the wire.
    package mutating func append(validating text: String, as repertoire: Repertoire = .ascii) throws(WireTextError) {
        let start = self.bytes.count
        self.bytes.append(contentsOf: text.utf8)
        try self.validate(from: start, as: repertoire)
    }

    /// Octets in base64, which any text may hold.
    package init(base64 octets: [UInt8]) {
        self.bytes = Base64.encode(octets)
    }

    private init(joined bytes: [UInt8]) {
        self.bytes = bytes
    }

    package mutating func append(_ other: WireText) {
        self.bytes += other.bytes
    }

    package static func + (lhs: WireText, rhs: WireText) -> WireText {
        WireText(joined: lhs.bytes + rhs.bytes)
    }

    package var isASCII: Bool {
        self.bytes.isASCII
    }

    package var count: Int { self.bytes.count }
}

extension WireText: ExpressibleByStringLiteral {
    /// A text that stands in the source code, where a control character is a programming error.
    package init(stringLiteral value: StaticString) {
        let bytes = value.withUTF8Buffer { Array($0) }
        precondition(bytes.allSatisfy { $0.isASCII && !$0.isControl }, "a wire literal is printable ASCII")
        self.init(joined: bytes)
    }
}

extension WireText: CustomStringConvertible {
    package var description: String {
        String(decoding: self.bytes, as: UTF8.self)
    }
}

/// Why bytes may not go on the wire, and which one.
package struct WireTextError: Error, Hashable, Sendable {
    package enum Code: Hashable, Sendable {
        case controlCharacter(UInt8)
        case notASCII
        case notUTF8
        case bareCarriageReturn
        case bareLineFeed
        case lineTooLong(limit: Int)
        case unendedLine
    }

    package var code: Code
    /// The byte offset of the fault in the text that was given.
    package var offset: Int

    package init(code: Code, offset: Int) {
        self.code = code
        self.offset = offset
    }
}

extension WireTextError: CustomStringConvertible {
    package var description: String {
        switch self.code {
        case .controlCharacter(let byte): "the control character \(byte.hexName) at byte \(self.offset + 1)"
        case .notASCII: "a character that is not ASCII at byte \(self.offset + 1)"
        case .notUTF8: "ill-formed UTF-8 at byte \(self.offset + 1)"
        case .bareCarriageReturn: "a CR without LF at byte \(self.offset + 1)"
        case .bareLineFeed: "an LF without CR at byte \(self.offset + 1)"
        case .lineTooLong(let limit): "a line of more than \(limit) octets from byte \(self.offset + 1) on"
        case .unendedLine: "a last line without CR LF"
        }
    }
}

extension UInt8 {
    /// The byte as `0x0D`.
    package var hexName: String {
        String(decoding: [0x30, 0x78, .hexDigit(self >> 4), .hexDigit(self & 15)], as: UTF8.self)
    }
}
