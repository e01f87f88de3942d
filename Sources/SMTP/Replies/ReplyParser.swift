// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// Puts replies together from the lines of a server.
///
///     Reply-line = *( Reply-code "-" [ textstring ] CRLF ) Reply-code [ SP textstring ] CRLF
///     Reply-code = %x32-35 %x30-35 %x30-39
///
/// The second digit may be any, because servers invent codes and only the first one matters (RFC 5321, section 4.2.1).
public struct ReplyParser: Sendable {
    /// The longest line in octets, without CR LF. The RFC has 512 with them; servers exceed it.
    public static let lineLimit = 2048

    /// The most lines of one reply.
    public static let lineCountLimit = 256

    private var code: ReplyCode?
    private var status: EnhancedStatusCode?
    private var lines: [String] = []

    /// Creates a parser.
    public init() {}

    /// Whether a reply has begun and not ended.
    public var isInsideReply: Bool { self.code != nil }

    /// Takes the next line, without its CR LF.
    ///
    /// - Returns: The reply that the line ends, or `nil` if more lines belong to it.
    public mutating func append(line: some Collection<UInt8>) throws(ReplySyntaxError) -> Reply? {
        guard line.count <= Self.lineLimit else {
            throw ReplySyntaxError(code: .lineTooLong, line: line)
        }
        guard self.lines.count < Self.lineCountLimit else {
            throw ReplySyntaxError(code: .tooManyLines, line: line)
        }
        var cursor = ByteCursor(Array(line))
        let code = try Self.parseCode(&cursor)
        if let expected = self.code, expected != code {
            throw ReplySyntaxError(code: .codesDiffer, line: line)
        }
        let isLast: Bool
        switch cursor.next() {
        case nil, .space: isLast = true
        case .ascii("-"): isLast = false
        default: throw ReplySyntaxError(code: .noSeparator, line: line)
        }
        self.take(text: cursor.bytes[cursor.offset...], of: code)
        guard isLast else { return nil }
        defer { self = ReplyParser() }
        return Reply(code, self.status, escapedLines: self.lines)
    }

    private static func parseCode(_ cursor: inout ByteCursor) throws(ReplySyntaxError) -> ReplyCode {
        let digits = cursor.take(while: \.isDigit)
        let value = digits.prefix(3).reduce(0) { $0 * 10 + Int($1 - .ascii("0")) }
        guard digits.count == 3, let code = ReplyCode(rawValue: value) else {
            throw ReplySyntaxError(code: .noReplyCode, line: cursor.bytes)
        }
        return code
    }

    /// Keeps the text of one line; a status code at its start belongs to the whole reply (RFC 2034, section 4).
    private mutating func take(text: ArraySlice<UInt8>, of code: ReplyCode) {
        var text = text
        if let (status, rest) = EnhancedStatusCode.parsePrefix(of: text),
            status.statusClass == code.rawValue / 100, self.code == nil || self.status == status
        {
            self.status = status
            text = rest
        }
        self.code = code
        self.lines.append(DisplayText.escape(text))
    }
}

/// Why a line is not part of a reply.
public struct ReplySyntaxError: Error, Hashable, Sendable {
    /// The kinds of fault.
    public enum Code: Hashable, Sendable {
        /// The line does not begin with three digits from 200 to 599.
        case noReplyCode
        /// Something other than a space or hyphen follows the digits.
        case noSeparator
        /// Two lines of one reply have different codes.
        case codesDiffer
        /// A line past ``ReplyParser/lineLimit``.
        case lineTooLong
        /// A reply past ``ReplyParser/lineCountLimit``.
        case tooManyLines
    }

    /// The kind of fault.
    public var code: Code
    /// The beginning of the line, escaped.
    public var line: String

    init(code: Code, line: some Collection<UInt8>) {
        self.code = code
        self.line = DisplayText.escape(line.prefix(64))
    }
}

extension ReplySyntaxError: CustomStringConvertible {
    /// What is wrong, with the line.
    public var description: String {
        switch self.code {
        case .noReplyCode: "the line does not begin with a reply code: “\(self.line)”"
        case .noSeparator: "neither a space nor a hyphen follows the reply code: “\(self.line)”"
        case .codesDiffer: "the lines of the reply have different codes: “\(self.line)”"
        case .lineTooLong: "a reply line is longer than \(ReplyParser.lineLimit) octets: “\(self.line)…”"
        case .tooManyLines: "the reply has more than \(ReplyParser.lineCountLimit) lines"
        }
    }
}
