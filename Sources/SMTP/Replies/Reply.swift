// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

package import ByteText

/// What a server answers to a command (RFC 5321, section 4.2).
public struct Reply: Hashable, Sendable {
    /// The three digits.
    public let code: ReplyCode

    /// The status code before the text, if there is one.
    public let enhancedStatus: EnhancedStatusCode?

    /// The text, line by line, without codes. What could harm a terminal or a log is escaped.
    public let lines: [String]

    /// Creates a reply of one line or several.
    public init(_ code: ReplyCode, _ enhancedStatus: EnhancedStatusCode? = nil, lines: [String]) {
        self.code = code
        self.enhancedStatus = enhancedStatus
        self.lines = lines.isEmpty ? [""] : lines.map { DisplayText.escape($0.utf8) }
    }

    /// Creates a reply whose lines hold nothing that would have to be escaped.
    init(_ code: ReplyCode, _ enhancedStatus: EnhancedStatusCode?, escapedLines: [String]) {
        self.code = code
        self.enhancedStatus = enhancedStatus
        self.lines = escapedLines
    }

    /// Creates a reply of one line.
    public init(_ code: ReplyCode, _ enhancedStatus: EnhancedStatusCode, _ text: String) {
        self.init(code, enhancedStatus, lines: [text])
    }

    /// Creates a reply of one line without a status code, as the greeting and the replies to EHLO and DATA are.
    public init(_ code: ReplyCode, _ text: String) {
        self.init(code, lines: [text])
    }

    /// The reply without what the server should not have repeated.
    func redacted(by redactor: SecretRedactor) -> Reply {
        Reply(self.code, self.enhancedStatus, lines: self.lines.map(redactor.redact))
    }

    /// The text as one line.
    public var text: String { self.lines.joined(separator: " ") }
}

extension Reply {
    /// The most octets of text that one line carries, so that it fits the 512 of RFC 5321, section 4.5.3.1.5, with codes
    /// and CR LF.
    static let textLimit = 490

    /// The reply as lines on the wire.
    ///
    ///     Reply-line = *( Reply-code "-" [ textstring ] CRLF ) Reply-code [ SP textstring ] CRLF
    ///     textstring = 1*(%d09 / %d32-126)
    ///
    /// What the grammar does not allow is escaped, and a longer text goes on in the next line.
    package var wireLines: WireLines {
        get throws(WireTextError) {
            let pieces = self.lines.flatMap { Self.pieces(of: DisplayText.escapeToASCII($0.utf8)) }
            var output = WireLines()
            for (index, piece) in pieces.enumerated() {
                var line = Array(self.code.description.utf8)
                line.append(index == pieces.count - 1 ? .space : .ascii("-"))
                if let status = self.enhancedStatus { line += Array("\(status) ".utf8) }
                output.append(try WireText(validating: line + piece))
            }
            return output
        }
    }

    private static func pieces(of text: [UInt8]) -> [ArraySlice<UInt8>] {
        guard text.count > Self.textLimit else { return [text[...]] }
        return stride(from: 0, to: text.count, by: Self.textLimit).map { start in
            text[start..<min(start + Self.textLimit, text.count)]
        }
    }
}

extension Reply: CustomStringConvertible {
    /// The reply in one line, for people.
    public var description: String {
        let status = self.enhancedStatus.map { " \($0)" } ?? ""
        let text = self.text
        return "\(self.code)\(status)\(text.isEmpty ? "" : " ")\(text)"
    }
}
