// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import Composition
internal import EmailProvider
internal import MIME
internal import SMTP
internal import SMTPNIO

/// Why settings cannot be put into practice, before any connection.
package struct SettingsError: Error, Hashable, Sendable {
    /// What is wrong, without secrets.
    package var message: String
    /// What to do.
    package var advice: String

    init(_ message: String, advice: String) {
        self.message = message
        self.advice = advice
    }
}

extension SMTPSettings {
    /// How a client has to behave so that it does what the document says.
    func clientConfiguration(_ context: DeliveryContext) throws(SettingsError) -> SMTPClient.Configuration {
        var session = ClientConfiguration(
            domain: try self.domain(context), sendsPartially: self.sendsPartially)
        session.saysEHLO = self.saysEHLO
        session.cleartextAllowance = context.cleartextAllowance
        session.credentials = try self.clientCredentials(context)
        session.dsnReturn = try Self.parameter("RET", self.dsnReturn)
        session.dsnNotify = try Self.parameter("NOTIFY", self.dsnNotify)
        switch self.encryption {
        case .none, .implicitTLS: session.startTLS = .never
        case .opportunisticSTARTTLS: session.startTLS = .ifOffered
        case .requiredSTARTTLS: session.startTLS = .required
        }
        var configuration = SMTPClient.Configuration(session: session)
        configuration.timeouts = SMTPClient.Timeouts(
            connect: .milliseconds(self.timeouts.connect), read: .milliseconds(self.timeouts.read),
            write: .milliseconds(self.timeouts.write), total: context.totalTimeout)
        if self.encryption != .none {
            configuration.encryption = try self.clientEncryption(context)
            configuration.isTLSImplicit = self.encryption == .implicitTLS
        }
        return configuration
    }

    /// The host as DNS and certificates know it.
    var wireHost: String {
        (try? Domain(self.host))?.ascii ?? self.host
    }

    func clientEncryption(_ context: DeliveryContext) throws(SettingsError) -> ClientEncryption {
        do {
            return try context.encrypt(self.wireHost, self.tls)
        } catch {
            throw SettingsError("\(error)", advice: "check --ca and the settings of TLS")
        }
    }

    private func domain(_ context: DeliveryContext) throws(SettingsError) -> EHLODomain {
        if let name = self.localHost {
            guard let domain = try? EHLODomain(name) else {
                throw SettingsError(
                    "mail.smtp.localhost is no name that EHLO can give", advice: "write a host name without spaces")
            }
            return domain
        }
        return (try? EHLODomain(context.hostName)) ?? .loopback
    }

    private func clientCredentials(_ context: DeliveryContext) throws(SettingsError) -> ClientCredentials? {
        guard let credentials = self.credentials else { return nil }
        switch credentials.password {
        case .unavailable(let reason):
            throw SettingsError(
                "the password is not available here: \(reason)",
                advice: "give it by a placeholder, whose value comes from --properties or the environment")
        case .known(let password):
            return ClientCredentials(
                username: credentials.username, password: password,
                mechanisms: credentials.mechanisms.compactMap { try? SASLMechanism($0) }, digests: context.digests)
        }
    }

    private static func parameter(_ keyword: String, _ value: String?) throws(SettingsError) -> ESMTPParameter? {
        guard let value else { return nil }
        guard let parameter = try? ESMTPParameter(keyword: keyword, value: value) else {
            throw SettingsError(
                "the value of \(keyword) cannot stand in a command", advice: "write it as RFC 3461 has it")
        }
        return parameter
    }
}
