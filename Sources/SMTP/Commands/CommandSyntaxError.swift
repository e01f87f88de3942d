// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

public import MIME

/// Why a line is not a command, or a value cannot stand in one.
public struct CommandSyntaxError: Error, Hashable, Sendable {
    /// The kinds of fault.
    public enum Code: Hashable, Sendable {
        /// The line does not begin with a word of letters.
        case noVerb
        /// An argument is missing.
        case missingArgument
        /// Something follows that the command does not take.
        case unexpectedArgument
        /// `FROM:` or `TO:` is missing or misspelt.
        case noPathKeyword
        /// The path is not in angle brackets.
        case badPath
        /// What stands in the angle brackets is not an address.
        case badAddress(AddressError.Code)
        /// The name after EHLO or HELO is neither a domain nor an address literal.
        case badDomain
        /// A parameter against the grammar of RFC 5321, section 4.1.2.
        case badParameter
        /// The value of a parameter that Galley knows is wrong.
        case badParameterValue
        /// The same parameter twice.
        case repeatedParameter
        /// An AUTH mechanism or response against RFC 4954.
        case badAuthentication
        /// The line is not UTF-8.
        case notUTF8
        /// A control character, CR, LF or NUL among them.
        case controlCharacter
    }

    /// The kind of fault.
    public var code: Code
    /// What is wrong, in a phrase that may be shown anywhere.
    public var message: String
    /// The command, as far as it was read.
    public var verb: Verb?

    init(_ code: Code, _ message: String, verb: Verb? = nil) {
        self.code = code
        self.message = message
        self.verb = verb
    }
}

extension CommandSyntaxError: CustomStringConvertible {
    /// The message.
    public var description: String { self.message }
}
