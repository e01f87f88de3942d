// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// The client's side of one authentication (RFC 4422, section 3): challenges go in, responses come out.
package struct SASLExchange: Sendable {
    private enum Step {
        case plain
        case login(LoginStep)
        case cramMD5
        case scram(SCRAMExchange)
        case xoauth2
        /// The client has nothing more to say.
        case done
    }

    private enum LoginStep {
        case username
        case password
    }

    package let mechanism: SASLMechanism
    private let credentials: ClientCredentials
    private var step: Step
    /// Whether a challenge has been answered.
    private var hasResponded = false

    /// Prepares to sign in.
    ///
    /// - Returns: `nil` for a mechanism that Galley does not know.
    package init?(_ mechanism: SASLMechanism, credentials: ClientCredentials, permit: CredentialPermit) {
        switch mechanism {
        case .plain: self.step = .plain
        case .login: self.step = .login(.username)
        case .cramMD5: self.step = .cramMD5
        case .scramSHA256: self.step = .scram(SCRAMExchange(credentials))
        case .xoauth2: self.step = .xoauth2
        default: return nil
        }
        self.mechanism = mechanism
        self.credentials = credentials
    }

    /// What the client says first, with AUTH or where the server asks for it; `nil` where the server speaks first.
    package func initialResponse() throws(SASLError) -> [UInt8]? {
        switch self.step {
        case .plain:
            // RFC 4616, section 2: message = [authzid] UTF8NUL authcid UTF8NUL passwd
            return [.nul] + (try self.username(without: .nul)) + [.nul] + (try self.password(without: .nul))
        case .scram(let exchange):
            return try exchange.clientFirstMessage()
        case .xoauth2:
            let user = try self.username(without: Self.separator)
            let token = try self.password(without: Self.separator)
            return Array("user=".utf8) + user + [Self.separator] + Array("auth=Bearer ".utf8) + token
                + [Self.separator, Self.separator]
        case .login, .cramMD5, .done:
            return nil
        }
    }

    /// Answers a challenge (334).
    package mutating func respond(to challenge: [UInt8]) throws(SASLError) -> [UInt8] {
        defer { self.hasResponded = true }
        // A server that has not had the initial response, or overlooked it, asks for it with an empty challenge.
        if challenge.isEmpty, !self.hasResponded, let response = try self.initialResponse() { return response }
        switch self.step {
        case .login(.username):
            self.step = .login(.password)
            return Array(self.credentials.username.utf8)
        case .login(.password):
            self.step = .done
            return self.credentials.password.bytes
        case .cramMD5:
            // RFC 2195, section 2
            self.step = .done
            let digest = self.credentials.digests.hmacMD5(self.credentials.password.bytes, challenge)
            return Array(self.credentials.username.utf8) + [.space] + digest.lowercaseHex
        case .scram(var exchange):
            let response = try exchange.respond(to: challenge)
            self.step = .scram(exchange)
            return response
        case .xoauth2:
            // The challenge says in JSON why the token was refused; the server waits for an empty line to say 535.
            self.step = .done
            return []
        case .plain, .done:
            throw SASLError("the server goes on asking where \(self.mechanism.name) is over")
        }
    }

    /// Whether the server may call the authentication done (235).
    package func finish() throws(SASLError) {
        if case .scram(let exchange) = self.step, !exchange.hasVerifiedServer {
            throw SASLError("the server says that it knows the password and does not prove it")
        }
    }

    /// What separates the members of an XOAUTH2 response.
    private static let separator: UInt8 = 0x01

    private func username(without separator: UInt8) throws(SASLError) -> [UInt8] {
        let bytes = Array(self.credentials.username.utf8)
        if bytes.contains(separator) { throw SASLError("the user name has the control character \(separator.hexName)") }
        return bytes
    }

    private func password(without separator: UInt8) throws(SASLError) -> [UInt8] {
        let bytes = self.credentials.password.bytes
        if bytes.contains(separator) { throw SASLError("the password has the control character \(separator.hexName)") }
        return bytes
    }
}

/// Why an authentication cannot go on, in words without secrets.
package struct SASLError: Error, Hashable, Sendable {
    package var message: String

    init(_ message: String) {
        self.message = message
    }
}

extension [UInt8] {
    fileprivate var lowercaseHex: [UInt8] {
        self.flatMap { [UInt8.hexDigit($0 >> 4).asciiLowercased, .hexDigit($0 & 15).asciiLowercased] }
    }
}
