// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// Text that may stand inside one line on the wire.
///
/// It is well-formed UTF-8 and holds no control character but the tab: no CR, LF or NUL can hide in it. This type and
/// ``WireLines``, which is made from it, are the only ways to a socket or a header field, so nothing that comes from
/// data can end a line there.
package struct WireText: Hashable, Sendable {
    package let bytes: [UInt8]

    /// Which bytes a text may hold.
    package enum Repertoire: Sendable {
        case ascii
        /// UTF-8, for peers that speak SMTPUTF8 (RFC 6531) or as RFC 6532 header text.
        case utf8
    }

    package init(
        validating bytes: some Sequence<UInt8>, as repertoire: Repertoire = .ascii
    ) throws(WireTextError) {
        let bytes = Array(bytes)
        for (offset, byte) in bytes.enumerated() {
            if byte.isControl, byte != .tab { throw WireTextError(code: .controlCharacter(byte), offset: offset) }
            if repertoire == .ascii, !byte.isASCII { throw WireTextError(code: .notASCII, offset: offset) }
        }
        if repertoire == .utf8, let offset = UTF8Validation.firstFault(in: bytes) {
            throw WireTextError(code: .notUTF8, offset: offset)
        }
        if repertoire == .utf8, let offset = UTF8Validation.firstC1Control(in: bytes) {
            throw WireTextError(code: .controlCharacter(bytes[offset]), offset: offset)
        }
        self.bytes = bytes
    }

    package init(validating text: String, as repertoire: Repertoire = .ascii) throws(WireTextError) {
        try self.init(validating: text.utf8, as: repertoire)
    }

    private init(joined bytes: [UInt8]) {
        self.bytes = bytes
    }

    package static func + (lhs: WireText, rhs: WireText) -> WireText {
        WireText(joined: lhs.bytes + rhs.bytes)
    }

    package var isASCII: Bool {
        self.bytes.allSatisfy(\.isASCII)
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

/// Whole lines on the wire, each ended with CR LF, with no CR, LF or NUL anywhere else.
package struct WireLines: Hashable, Sendable {
    package private(set) var bytes: [UInt8]

    package init() {
        self.bytes = []
    }

    package init(_ line: WireText) {
        self.bytes = []
        self.append(line)
    }

    /// Takes text that is in lines already, such as a message.
    ///
    /// - Throws: A bare CR or LF, a NUL, a missing CR LF at the end, or a line past `limit` octets (998 in RFC 5322,
    ///   section 2.1.1) is an error with its offset.
    package init(validating bytes: [UInt8], lineLimit limit: Int = 998) throws(WireTextError) {
        var lineStart = 0
        var index = 0
        while index < bytes.count {
            switch bytes[index] {
            case .carriageReturn:
                guard index + 1 < bytes.count, bytes[index + 1] == .lineFeed else {
                    throw WireTextError(code: .bareCarriageReturn, offset: index)
                }
                guard index - lineStart <= limit else {
                    throw WireTextError(code: .lineTooLong(limit: limit), offset: lineStart)
                }
                index += 2
                lineStart = index
            case .lineFeed:
                throw WireTextError(code: .bareLineFeed, offset: index)
            case .nul:
                throw WireTextError(code: .controlCharacter(.nul), offset: index)
            default:
                index += 1
            }
        }
        guard lineStart == bytes.count else {
            throw WireTextError(code: .unendedLine, offset: bytes.count)
        }
        self.bytes = bytes
    }

    package mutating func append(_ line: WireText) {
        self.bytes += line.bytes
        self.bytes += [.carriageReturn, .lineFeed]
    }

    package mutating func append(_ lines: WireLines) {
        self.bytes += lines.bytes
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
