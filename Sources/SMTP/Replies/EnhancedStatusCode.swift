// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// A status code such as `5.7.1` (RFC 3463), which servers put before the text of a reply (RFC 2034).
public struct EnhancedStatusCode: Hashable, Sendable {
    /// 2 for success, 4 for a persistent transient failure, 5 for a permanent failure.
    public let statusClass: Int
    /// What the status is about, from 0 to 999.
    public let subject: Int
    /// The detail, from 0 to 999.
    public let detail: Int

    /// Creates a status code.
    ///
    /// - Returns: `nil` for numbers that RFC 3463, section 2, does not allow.
    public init?(_ statusClass: Int, _ subject: Int, _ detail: Int) {
        guard [2, 4, 5].contains(statusClass), (0...999).contains(subject), (0...999).contains(detail) else {
            return nil
        }
        self.statusClass = statusClass
        self.subject = subject
        self.detail = detail
    }

    private init(known statusClass: Int, _ subject: Int, _ detail: Int) {
        self.statusClass = statusClass
        self.subject = subject
        self.detail = detail
    }

    /// Reads a status code from the start of a text.
    ///
    ///     status-code = class "." subject "." detail
    ///     class       = "2" / "4" / "5"
    ///     subject     = 1*3DIGIT
    ///     detail      = 1*3DIGIT
    ///
    /// - Returns: The code and the text behind it, or `nil` if the text does not begin with a code and a space.
    static func parsePrefix(
        of text: some Collection<UInt8>
    ) -> (status: EnhancedStatusCode, rest: ArraySlice<UInt8>)? {
        var cursor = ByteCursor(Array(text))
        guard let statusClass = Self.parseNumber(&cursor), cursor.skip(.ascii(".")),
            let subject = Self.parseNumber(&cursor), cursor.skip(.ascii(".")),
            let detail = Self.parseNumber(&cursor),
            let status = EnhancedStatusCode(statusClass, subject, detail),
            cursor.isAtEnd || cursor.skip(.space)
        else { return nil }
        return (status, cursor.bytes[cursor.offset...])
    }

    private static func parseNumber(_ cursor: inout ByteCursor) -> Int? {
        let digits = cursor.take(while: \.isDigit)
        guard (1...3).contains(digits.count) else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1 - .ascii("0")) }
    }
}

/// The codes Galley's server sends, in the words of RFC 3463, section 3, and RFC 6531, section 3.4.
extension EnhancedStatusCode {
    /// 2.0.0: success.
    public static let success = EnhancedStatusCode(known: 2, 0, 0)
    /// 2.1.0: other address status, said of a sender.
    public static let senderValid = EnhancedStatusCode(known: 2, 1, 0)
    /// 2.1.5: destination address valid.
    public static let destinationValid = EnhancedStatusCode(known: 2, 1, 5)
    /// 4.3.0: other mail system status.
    public static let systemFailure = EnhancedStatusCode(known: 4, 3, 0)
    /// 4.3.2: system not accepting network messages.
    public static let systemNotAccepting = EnhancedStatusCode(known: 4, 3, 2)
    /// 4.4.2: bad connection; said when it is idle for too long.
    public static let badConnection = EnhancedStatusCode(known: 4, 4, 2)
    /// 4.5.3: too many recipients.
    public static let tooManyRecipients = EnhancedStatusCode(known: 4, 5, 3)
    /// 4.7.0: other security status.
    public static let securityFailure = EnhancedStatusCode(known: 4, 7, 0)
    /// 5.1.3: bad destination mailbox address syntax.
    public static let badDestinationSyntax = EnhancedStatusCode(known: 5, 1, 3)
    /// 5.1.7: bad sender's mailbox address syntax.
    public static let badSenderSyntax = EnhancedStatusCode(known: 5, 1, 7)
    /// 5.3.4: message too big for system.
    public static let messageTooBig = EnhancedStatusCode(known: 5, 3, 4)
    /// 5.5.1: invalid command.
    public static let invalidCommand = EnhancedStatusCode(known: 5, 5, 1)
    /// 5.5.2: syntax error.
    public static let syntaxError = EnhancedStatusCode(known: 5, 5, 2)
    /// 5.5.4: invalid command arguments.
    public static let invalidArguments = EnhancedStatusCode(known: 5, 5, 4)
    /// 5.6.7: non-ASCII addresses not permitted for that sender or recipient.
    public static let nonASCIINotPermitted = EnhancedStatusCode(known: 5, 6, 7)
}

extension EnhancedStatusCode: CustomStringConvertible {
    /// The code as it is written in a reply.
    public var description: String { "\(self.statusClass).\(self.subject).\(self.detail)" }
}
