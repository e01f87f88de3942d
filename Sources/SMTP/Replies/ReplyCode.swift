// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// The three digits a reply begins with (RFC 5321, section 4.2.1).
public struct ReplyCode: RawRepresentable, Hashable, Sendable {
    /// The code as a number from 200 to 599.
    public let rawValue: Int

    /// Creates a code.
    ///
    /// - Returns: `nil` outside 200 to 599: no other first digit has a meaning.
    public init?(rawValue: Int) {
        guard (200...599).contains(rawValue) else { return nil }
        self.rawValue = rawValue
    }

    private init(_ rawValue: Int) {
        self.rawValue = rawValue
    }

    /// What the first digit says: all that a client acts on.
    public enum Severity: Hashable, Sendable {
        /// 2yz: done.
        case positiveCompletion
        /// 3yz: go on.
        case positiveIntermediate
        /// 4yz: not now; the same command may work later.
        case transientNegative
        /// 5yz: no; the same command will fail again.
        case permanentNegative
    }

    /// What the second digit says the reply is about.
    public enum Category: Int, Hashable, Sendable {
        /// x0z
        case syntax = 0
        /// x1z
        case information = 1
        /// x2z
        case connections = 2
        /// x5z
        case mailSystem = 5
    }

    /// The meaning of the first digit.
    public var severity: Severity {
        switch self.rawValue / 100 {
        case 2: .positiveCompletion
        case 3: .positiveIntermediate
        case 4: .transientNegative
        default: .permanentNegative
        }
    }

    /// The meaning of the second digit, where the RFC gives it one.
    public var category: Category? { Category(rawValue: self.rawValue / 10 % 10) }
}

/// The codes Galley's server sends and its client looks for, in the order of RFC 5321, section 4.2.3.
extension ReplyCode {
    /// 214: help message.
    public static var help: ReplyCode { ReplyCode(214) }
    /// 220: service ready.
    public static var serviceReady: ReplyCode { ReplyCode(220) }
    /// 221: service closing the channel.
    public static var closing: ReplyCode { ReplyCode(221) }
    /// 235: authentication succeeded (RFC 4954).
    public static var authenticationSucceeded: ReplyCode { ReplyCode(235) }
    /// 250: action completed.
    public static var ok: ReplyCode { ReplyCode(250) }
    /// 252: cannot verify the user, but will take the message.
    public static var cannotVerify: ReplyCode { ReplyCode(252) }
    /// 334: the server's challenge (RFC 4954).
    public static var authenticationChallenge: ReplyCode { ReplyCode(334) }
    /// 354: start mail input.
    public static var startMailInput: ReplyCode { ReplyCode(354) }
    /// 421: service not available, closing the channel.
    public static var serviceNotAvailable: ReplyCode { ReplyCode(421) }
    /// 451: local error in processing.
    public static var localError: ReplyCode { ReplyCode(451) }
    /// 452: insufficient storage, or too many recipients.
    public static var insufficientStorage: ReplyCode { ReplyCode(452) }
    /// 500: command not recognized.
    public static var commandUnrecognized: ReplyCode { ReplyCode(500) }
    /// 501: syntax error in parameters.
    public static var argumentSyntaxError: ReplyCode { ReplyCode(501) }
    /// 502: command not implemented.
    public static var commandNotImplemented: ReplyCode { ReplyCode(502) }
    /// 503: bad sequence of commands.
    public static var badSequence: ReplyCode { ReplyCode(503) }
    /// 504: parameter not implemented.
    public static var parameterNotImplemented: ReplyCode { ReplyCode(504) }
    /// 550: mailbox unavailable.
    public static var mailboxUnavailable: ReplyCode { ReplyCode(550) }
    /// 552: message too big.
    public static var exceededStorage: ReplyCode { ReplyCode(552) }
    /// 553: mailbox name not allowed.
    public static var mailboxNameNotAllowed: ReplyCode { ReplyCode(553) }
    /// 555: parameters not recognized.
    public static var parametersNotRecognized: ReplyCode { ReplyCode(555) }
}

extension ReplyCode: CustomStringConvertible {
    /// The three digits.
    public var description: String { String(self.rawValue) }
}
