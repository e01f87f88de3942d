// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import MIME

extension ServerSession {
    /// Carries out a command (RFC 5321, section 4.1.1), or says why it cannot stand there (section 4.1.4).
    mutating func perform(_ command: Command, line: [UInt8]) -> [Action] {
        switch command {
        case .ehlo(let domain): return self.introduce(domain, usesExtensions: true)
        case .helo(let domain): return self.introduce(domain, usesExtensions: false)
        case .mail(let reversePath, let parameters):
            return self.answer(self.mail(from: reversePath, parameters, isASCII: line.allSatisfy(\.isASCII)))
        case .rcpt(let forwardPath, let parameters):
            return self.answer(self.rcpt(to: forwardPath, parameters, isASCII: line.allSatisfy(\.isASCII)))
        case .data: return self.data()
        case .rset:
            if self.client != nil { self.state = .ready }
            return [.reply(Reply(.ok, .success, "reset"))]
        case .noop: return [.reply(Reply(.ok, .success, "ok"))]
        case .quit:
            self.state = .closed
            return [.reply(Reply(.closing, .success, "\(self.configuration.hostName) closing")), .close]
        case .vrfy:
            return [.reply(Reply(.cannotVerify, .destinationValid, "not verified, but messages are taken"))]
        case .help:
            return [.reply(Reply(.help, .success, "RFC 5321: EHLO MAIL RCPT DATA RSET NOOP VRFY QUIT"))]
        case .starttls, .auth: return self.answer(Self.notOffered(command.verb))
        case .unknown(.bdat):
            // Bytes of content follow at once. To read them as commands would be the worst answer (RFC 3030).
            self.state = .closed
            return [.reply(Self.notOffered(.bdat)), .close]
        case .unknown(.expn): return self.answer(Self.notOffered(.expn))
        case .unknown:
            return self.answer(
                Reply(.commandUnrecognized, .invalidCommand, "unknown command: \(line.displayPrefix)"))
        }
    }

    private static func notOffered(_ verb: Verb) -> Reply {
        Reply(.commandNotImplemented, .invalidCommand, "\(verb) is not offered")
    }

    private static func outOfOrder(_ text: String) -> Reply {
        Reply(.badSequence, .invalidCommand, text)
    }

    /// EHLO and HELO begin anew, even inside a transaction (RFC 5321, section 4.1.4).
    private mutating func introduce(_ domain: EHLODomain, usesExtensions: Bool) -> [Action] {
        self.client = Client(domain: domain, usesExtensions: usesExtensions)
        self.state = .ready
        guard usesExtensions else { return [.reply(Reply(.ok, "\(self.configuration.hostName)"))] }
        return [.reply(self.configuration.extensions.reply(from: self.configuration.hostName, to: domain))]
    }

    private mutating func mail(
        from reversePath: AddrSpec?, _ parameters: MailParameters, isASCII: Bool
    ) -> Reply {
        guard let client = self.client else { return Self.outOfOrder("EHLO comes first") }
        guard case .ready = self.state else { return Self.outOfOrder("a transaction has begun; RSET ends it") }
        if let unknown = self.unknownParameter(in: parameters, of: client) {
            return Reply(.parametersNotRecognized, .invalidArguments, "the parameter \(unknown) is not offered")
        }
        guard isASCII || parameters.usesSMTPUTF8 else { return self.needsSMTPUTF8(of: client) }
        if let size = parameters.size, size > self.configuration.sizeLimit { return self.tooBig }
        self.state = .transaction(Transaction(reversePath: reversePath, parameters: parameters))
        return Reply(.ok, .senderValid, "sender ok")
    }

    /// The keyword of the first parameter that goes with no extension the client was offered.
    private func unknownParameter(in parameters: MailParameters, of client: Client) -> String? {
        let offers = client.usesExtensions ? self.configuration.extensions : Extensions()
        if parameters.size != nil, !offers.contains(.size) { return "SIZE" }
        if parameters.body != nil, !offers.contains(.eightBitMIME) { return "BODY" }
        if parameters.usesSMTPUTF8, !offers.contains(.smtpUTF8) { return "SMTPUTF8" }
        return parameters.others.first.map { $0.keyword.utf8.displayPrefix }
    }

    private func needsSMTPUTF8(of client: Client) -> Reply {
        let isOffered = self.configuration.offersSMTPUTF8 && client.usesExtensions
        return Reply(
            .mailboxNameNotAllowed, .nonASCIINotPermitted,
            isOffered
                ? "the address goes beyond ASCII, and MAIL had no SMTPUTF8"
                : "the address goes beyond ASCII, and SMTPUTF8 is not offered")
    }

    private mutating func rcpt(
        to forwardPath: AddrSpec, _ parameters: [ESMTPParameter], isASCII: Bool
    ) -> Reply {
        guard case .transaction(var transaction) = self.state, let client = self.client else {
            return Self.outOfOrder("MAIL comes first")
        }
        if let unknown = parameters.first {
            return Reply(
                .parametersNotRecognized, .invalidArguments,
                "the parameter \(unknown.keyword.utf8.displayPrefix) is not offered")
        }
        guard isASCII || transaction.parameters.usesSMTPUTF8 else { return self.needsSMTPUTF8(of: client) }
        guard transaction.forwardPaths.count < self.configuration.recipientLimit else {
            return Reply(.insufficientStorage, .tooManyRecipients, "too many recipients")
        }
        transaction.forwardPaths.append(forwardPath)
        self.state = .transaction(transaction)
        return Reply(.ok, .destinationValid, "recipient ok")
    }

    private mutating func data() -> [Action] {
        guard case .transaction(let transaction) = self.state else {
            return self.answer(Self.outOfOrder("MAIL comes first"))
        }
        guard !transaction.forwardPaths.isEmpty else {
            return self.answer(Self.outOfOrder("RCPT comes first"))
        }
        self.state = .content(transaction)
        return [.reply(Reply(.startMailInput, "end with CR LF . CR LF")), .beginData]
    }
}
