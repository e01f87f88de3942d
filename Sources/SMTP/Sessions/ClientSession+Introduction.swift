// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// The way to a session that takes messages: greeting, EHLO, STARTTLS and EHLO again, AUTH
/// (RFC 5321, section 3.1; RFC 3207; RFC 4954).
extension ClientSession {
    mutating func receiveGreeting(_ reply: Reply) -> [Action] {
        guard reply.code.severity == .positiveCompletion else {
            return self.end(self.error(.serviceRefused, "the server refuses the connection", reply))
        }
        return self.introduce()
    }

    private mutating func introduce() -> [Action] {
        if self.configuration.saysEHLO {
            self.state = .ehlo
            return self.send(.ehlo(self.configuration.domain))
        }
        self.state = .helo
        return self.send(.helo(self.configuration.domain))
    }

    mutating func receiveEHLO(_ reply: Reply) -> [Action] {
        switch reply.code {
        case _ where reply.code.severity == .positiveCompletion:
            self.extensions = Extensions(parsing: reply)
            return self.negotiate()
        case .commandUnrecognized, .commandNotImplemented, .parameterNotImplemented:
            // A server older than extensions; it can have none of them (RFC 5321, section 3.2).
            self.state = .helo
            return self.send(.helo(self.configuration.domain))
        default:
            return self.end(self.error(.serviceRefused, "the server refuses EHLO", reply))
        }
    }

    mutating func receiveHELO(_ reply: Reply) -> [Action] {
        guard reply.code.severity == .positiveCompletion else {
            return self.end(self.error(.serviceRefused, "the server refuses EHLO and HELO", reply))
        }
        return self.negotiate()
    }

    /// Goes on after EHLO or HELO: with STARTTLS, which leads back here, then with AUTH.
    private mutating func negotiate() -> [Action] {
        if self.protection != .encryption, self.configuration.startTLS != .never {
            if self.extensions.contains(.starttls) {
                self.state = .starttls
                return self.send(.starttls)
            }
            if self.configuration.startTLS == .required {
                return self.end(
                    self.error(.startTLSNotOffered, "TLS is required, and the server does not offer STARTTLS"))
            }
        }
        guard let credentials = self.configuration.credentials else { return self.becomeReady() }
        return self.authenticate(credentials)
    }

    private mutating func becomeReady() -> [Action] {
        self.state = .ready
        return [.ready(self.extensions)]
    }
}

// MARK: - STARTTLS

extension ClientSession {
    /// Anything but 220 ends the session: to go on in the clear is what whoever garbled the reply is after.
    mutating func receiveStartTLS(_ reply: Reply) -> [Action] {
        guard reply.code == .serviceReady else {
            return self.end(self.error(.startTLSRefused, "the server offers STARTTLS and refuses it", reply))
        }
        self.state = .handshake
        return [.startTLS]
    }

    /// The handshake is done. What the server offered before it counts no more (RFC 3207, section 4.2).
    package mutating func tlsEstablished(_ description: TLSDescription) -> [Action] {
        self.protection = .encryption
        self.record { _ in .encrypted(description) }
        guard case .handshake = self.state else { return [] }
        self.extensions = Extensions()
        return self.introduce()
    }
}

// MARK: - AUTH

extension ClientSession {
    private mutating func authenticate(_ credentials: ClientCredentials) -> [Action] {
        guard self.extensions.contains(.auth) else {
            return self.end(
                self.error(.authenticationNotOffered, "the client shall sign in, and the server does not offer AUTH"))
        }
        guard let permit = CredentialPermit(on: self.protection, allowance: self.configuration.cleartextAllowance)
        else {
            let reason = self.extensions.contains(.starttls) ? "STARTTLS is off" : "the server does not offer STARTTLS"
            return self.end(
                self.error(.cleartextCredentials, "the password would go over the network in the clear: \(reason)"))
        }
        let common = credentials.mechanisms.filter(self.extensions.authMechanisms.contains)
        let exchanges = common.lazy.compactMap { SASLExchange($0, credentials: credentials, permit: permit) }
        guard let exchange = exchanges.first else {
            return self.end(self.lackOfMechanism(common: common, allowed: credentials.mechanisms))
        }
        return self.begin(exchange)
    }

    private func lackOfMechanism(common: [SASLMechanism], allowed: [SASLMechanism]) -> SMTPError {
        func names(_ mechanisms: [SASLMechanism]) -> String {
            mechanisms.isEmpty ? "none" : mechanisms.map(\.name).joined(separator: " ")
        }
        let offered = self.extensions.authMechanisms
        var error =
            common.isEmpty
            ? self.error(
                .noCommonMechanism,
                "no common mechanism: the server offers \(names(offered)), the client may use \(names(allowed))")
            : self.error(
                .mechanismNotImplemented,
                "the server offers \(names(common)) of the mechanisms that may be used, which this client does not have"
            )
        error.offeredMechanisms = offered
        return error
    }

    private mutating func begin(_ exchange: SASLExchange) -> [Action] {
        self.state = .auth(exchange)
        do throws(SASLError) {
            let response = try exchange.initialResponse()
            self.keepSecret(response)
            let command = Command.auth(exchange.mechanism, initialResponse: response)
            // RFC 4954, section 4: a response that makes the line too long waits until the server asks for it.
            return self.send(command.fitsOnLine ? command : .auth(exchange.mechanism))
        } catch {
            return self.end(self.error(.notRepresentable, error.message))
        }
    }

    /// The server asks (334).
    mutating func receiveChallenge(_ reply: Reply, _ exchange: SASLExchange) -> [Action] {
        self.record { _ in .received(.auth, Reply(reply.code, "(challenge)")) }
        var exchange = exchange
        do throws(SASLError) {
            guard reply.lines.count == 1, let challenge = Base64.decode(Array(reply.text.utf8)) else {
                throw SASLError("the server's challenge is not base64")
            }
            let response = try exchange.respond(to: challenge)
            self.state = .auth(exchange)
            self.keepSecret(response)
            self.record { _ in .sent(.auth, SecretRedactor.mask) }
            return [.send(WireLines(WireText(base64: response)))]
        } catch {
            // The message may quote the server.
            return self.end(self.error(.authenticationFailed, self.redactor.redact(error.message)))
        }
    }

    mutating func receiveAuth(_ reply: Reply, _ exchange: SASLExchange) -> [Action] {
        switch reply.code.severity {
        case .positiveCompletion where reply.code == .authenticationSucceeded:
            do throws(SASLError) {
                try exchange.finish()
                return self.becomeReady()
            } catch {
                return self.end(self.error(.authenticationFailed, error.message))
            }
        case .positiveCompletion, .positiveIntermediate:
            return self.end(self.error(.unexpectedReply, "the reply to AUTH has no meaning", reply))
        case .transientNegative, .permanentNegative:
            return self.end(
                self.error(.authenticationFailed, "the server refuses \(exchange.mechanism.name)", reply))
        }
    }

    /// Keeps what goes out in AUTH from being shown where the server repeats it.
    private mutating func keepSecret(_ response: [UInt8]?) {
        guard let response, let password = self.configuration.credentials?.password else { return }
        self.redactor = SecretRedactor([password, Secret(bytes: Base64.encode(response))])
    }
}
