// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import MIME

extension Command {
    /// Parses the line of a command, without its CR LF.
    ///
    /// The verb and keywords may have any case, and blanks at the end do not count (RFC 5321, section 4.1.1). Nothing else
    /// is forgiven.
    public init(parsing line: some Collection<UInt8>) throws(CommandSyntaxError) {
        var parser = CommandParser(Array(line))
        self = try parser.parse()
    }
}

/// The parser of commands, one function for each rule of RFC 5321, section 4.1.1.
private struct CommandParser {
    private var cursor: ByteCursor

    init(_ line: [UInt8]) {
        var end = line.count
        while end > 0, line[end - 1].isBlank { end -= 1 }
        self.cursor = ByteCursor(Array(line[..<end]))
    }

    /// verb [SP arguments]
    mutating func parse() throws(CommandSyntaxError) -> Command {
        guard let verb = Verb(self.cursor.take { $0 != .space }) else {
            throw CommandSyntaxError(.noVerb, "a command begins with a word of letters")
        }
        do throws(CommandSyntaxError) {
            return try self.parseArguments(of: verb)
        } catch {
            throw CommandSyntaxError(error.code, error.message, verb: verb)
        }
    }

    private mutating func parseArguments(of verb: Verb) throws(CommandSyntaxError) -> Command {
        switch verb {
        case .ehlo: return .ehlo(try self.parseDomain())
        case .helo: return .helo(try self.parseDomain())
        case .mail: return try self.parseMail()
        case .rcpt: return try self.parseRcpt()
        case .auth: return try self.parseAuth()
        case .data: return try self.lone(.data)
        case .rset: return try self.lone(.rset)
        case .quit: return try self.lone(.quit)
        case .starttls: return try self.lone(.starttls)
        case .noop: return .noop(try self.parseText())
        case .help: return .help(try self.parseText())
        case .vrfy:
            guard let text = try self.parseText() else {
                throw CommandSyntaxError(.missingArgument, "the name to verify is missing")
            }
            return .vrfy(text)
        default: return .unknown(verb)
        }
    }

    /// A command without arguments: `DATA` CRLF.
    private func lone(_ command: Command) throws(CommandSyntaxError) -> Command {
        guard self.cursor.isAtEnd else {
            throw CommandSyntaxError(.unexpectedArgument, "\(command.verb) takes no argument")
        }
        return command
    }

    /// ehlo = "EHLO" SP ( Domain / address-literal ) CRLF
    private mutating func parseDomain() throws(CommandSyntaxError) -> EHLODomain {
        _ = self.cursor.skip(.space)
        return try EHLODomain(self.rest())
    }

    /// vrfy = "VRFY" SP String CRLF; help = "HELP" [ SP String ] CRLF; noop = "NOOP" [ SP String ] CRLF
    private mutating func parseText() throws(CommandSyntaxError) -> String? {
        guard self.cursor.skip(.space) else { return nil }
        do throws(WireTextError) {
            return String(describing: try WireText(validating: self.rest(), as: .utf8))
        } catch {
            throw CommandSyntaxError(
                error.code == .notUTF8 ? .notUTF8 : .controlCharacter, "the argument holds \(error)")
        }
    }

    /// mail = "MAIL FROM:" Reverse-path [SP Mail-parameters] CRLF
    /// Reverse-path = Path / "<>"
    private mutating func parseMail() throws(CommandSyntaxError) -> Command {
        try self.parsePathKeyword("FROM:")
        let path = try self.parsePath()
        return .mail(
            reversePath: path.isEmpty ? nil : try Self.address(in: path),
            try MailParameters(try self.parseParameters()))
    }

    /// rcpt = "RCPT TO:" Forward-path [SP Rcpt-parameters] CRLF
    private mutating func parseRcpt() throws(CommandSyntaxError) -> Command {
        try self.parsePathKeyword("TO:")
        let path = try self.parsePath()
        return .rcpt(forwardPath: try Self.address(in: path), try self.parseParameters())
    }

    private mutating func parsePathKeyword(_ keyword: String) throws(CommandSyntaxError) {
        let count = keyword.utf8.count
        guard self.cursor.skip(.space),
            self.cursor.bytes[self.cursor.offset...].startsIgnoringASCIICase(with: Array(keyword.utf8))
        else { throw CommandSyntaxError(.noPathKeyword, "\(keyword)<address> must follow") }
        self.cursor.offset += count
    }

    /// Path = "<" [ A-d-l ":" ] Mailbox ">"
    ///
    /// - Returns: What stands between the brackets. A ">" inside a quoted string does not end it.
    private mutating func parsePath() throws(CommandSyntaxError) -> ArraySlice<UInt8> {
        guard self.cursor.skip(.ascii("<")) else {
            throw CommandSyntaxError(.badPath, "the address must stand in angle brackets, after the colon at once")
        }
        let start = self.cursor.offset
        var isQuoted = false
        while let byte = self.cursor.next() {
            switch byte {
            case .ascii("\""): isQuoted.toggle()
            case .ascii("\\") where isQuoted: _ = self.cursor.next()
            case .ascii(">") where !isQuoted:
                return self.cursor.bytes[start..<(self.cursor.offset - 1)]
            default: break
            }
        }
        throw CommandSyntaxError(.badPath, "the angle bracket is not closed")
    }

    /// Mailbox = Local-part "@" ( Domain / address-literal )
    private static func address(in path: ArraySlice<UInt8>) throws(CommandSyntaxError) -> AddrSpec {
        let mailbox = Array(try Self.withoutSourceRoute(path))
        guard UTF8Validation.firstFault(in: mailbox) == nil else {
            throw CommandSyntaxError(.notUTF8, "the address is not UTF-8")
        }
        if let first = mailbox.first, let last = mailbox.last, first.isBlank || last.isBlank {
            throw CommandSyntaxError(.badAddress(.unexpectedCharacter), "a blank stands beside the address")
        }
        do throws(AddressError) {
            return try AddrSpec(String(decoding: mailbox, as: UTF8.self))
        } catch {
            throw CommandSyntaxError(.badAddress(error.code), DisplayText.escape(error.message.utf8))
        }
    }

    /// A-d-l = At-domain *( "," At-domain )
    /// At-domain = "@" Domain
    ///
    /// The RFC wants source routes accepted and ignored (section 4.1.1.3).
    private static func withoutSourceRoute(
        _ path: ArraySlice<UInt8>
    ) throws(CommandSyntaxError) -> ArraySlice<UInt8> {
        guard path.first == .ascii("@") else { return path }
        guard let colon = path.firstIndex(of: .ascii(":")) else {
            throw CommandSyntaxError(.badPath, "the source route does not end with a colon")
        }
        for part in path[..<colon].split(separator: .ascii(","), omittingEmptySubsequences: false) {
            guard part.count > 1, part.first == .ascii("@"),
                part.dropFirst().allSatisfy({ $0.isAlphanumeric || $0 == .ascii(".") || $0 == .ascii("-") })
            else { throw CommandSyntaxError(.badPath, "the source route is not a list of @domain") }
        }
        return path[(colon + 1)...]
    }

    private mutating func parseParameters() throws(CommandSyntaxError) -> [ESMTPParameter] {
        if self.cursor.isAtEnd { return [] }
        guard self.cursor.skip(.space) else {
            throw CommandSyntaxError(.badPath, "a space must follow the angle bracket")
        }
        return try ESMTPParameter.parseList(self.rest()[...])
    }

    /// auth = "AUTH" SP sasl-mech [SP initial-response] CRLF
    /// initial-response = base64 / "="
    private mutating func parseAuth() throws(CommandSyntaxError) -> Command {
        guard self.cursor.skip(.space) else {
            throw CommandSyntaxError(.missingArgument, "the mechanism is missing")
        }
        let mechanism = try SASLMechanism(Array(self.cursor.take { $0 != .space }))
        guard self.cursor.skip(.space) else { return .auth(mechanism) }
        let text = self.rest()
        if text == [.ascii("=")] { return .auth(mechanism, initialResponse: []) }
        guard !text.isEmpty, !text.contains(where: \.isWhitespace), let response = Base64.decode(text) else {
            throw CommandSyntaxError(.badAuthentication, "the initial response is not base64")
        }
        return .auth(mechanism, initialResponse: response)
    }

    private mutating func rest() -> [UInt8] {
        defer { self.cursor.offset = self.cursor.end }
        return Array(self.cursor.bytes[self.cursor.offset...])
    }
}
