// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import EmailProvider
internal import TenantConfiguration

/// Passwords and messages go to an SMTP server under encryption.
///
/// Source: RFC 8314, sections 3 and 4.1; PingOne Advanced Identity Cloud, "Email provider", for what STARTTLS means.
struct ProviderEncryptionRules: Rule {
    private static let optional = RuleDescription(
        "provider-starttls-optional", "A password is not sent where STARTTLS is only welcome.", .always(.warning))
    private static let password = RuleDescription(
        "provider-password-unencrypted", "A password is sent under encryption.", .beforePromotion)
    private static let mail = RuleDescription(
        "provider-mail-unencrypted", "Messages are sent under encryption.",
        Severities(development: .note, staging: .warning, production: .warning))
    private static let implicitPort = RuleDescription(
        "provider-port-tls", "On port 465 the connection begins with TLS.", .always(.error))
    private static let submissionPort = RuleDescription(
        "provider-port-starttls", "On the ports 25 and 587 the connection begins in the clear.", .always(.warning))

    var descriptions: [RuleDescription] {
        [Self.optional, Self.password, Self.mail, Self.implicitPort, Self.submissionPort]
    }

    func check(_ subject: VerificationSubject, into findings: inout FindingCollector) {
        guard let smtp = subject.provider.smtp else { return }
        self.checkPort(smtp, of: subject.provider, into: &findings)
        guard !smtp.isOnLoopback else { return }
        self.checkEncryption(smtp, of: subject.provider, into: &findings)
    }

    private func checkPort(_ smtp: SMTPSettings, of provider: EmailProvider, into findings: inout FindingCollector) {
        let isImplicit = smtp.encryption == .implicitTLS
        if smtp.port == 465, !isImplicit {
            findings.add(
                Self.implicitPort, "port 465 waits for TLS, but ssl.enable is not true: both sides wait in vain",
                at: provider.location(of: "port"), fix: "set ssl.enable to true, or port to 587 with starttls.enable")
        } else if isImplicit, smtp.port == 587 || smtp.port == 25 {
            findings.add(
                Self.submissionPort, "servers speak first on port \(smtp.port), but ssl.enable begins with TLS",
                at: provider.location(of: "port"),
                fix: "set port to 465, or starttls.enable to true and ssl.enable to false")
        }
    }

    private func checkEncryption(
        _ smtp: SMTPSettings, of provider: EmailProvider, into findings: inout FindingCollector
    ) {
        switch (smtp.encryption, smtp.credentials == nil) {
        case (.none, false):
            findings.add(
                Self.password, "neither starttls nor ssl is enabled: the password goes over the network in the clear",
                at: provider.location(of: "auth.enable"),
                fix: "set starttls.enable to true, and add mail.smtp.starttls.required=true to smtpProperties")
        case (.none, true):
            findings.add(
                Self.mail, "neither starttls nor ssl is enabled: messages and their links go in the clear",
                at: provider.location(of: "host"), fix: "set starttls.enable to true")
        case (.opportunisticSTARTTLS, false):
            findings.add(
                Self.optional,
                "a server, or someone in between, that does not offer STARTTLS gets the password in the clear",
                at: provider.location(of: "starttls.enable"),
                fix: "add mail.smtp.starttls.required=true to smtpProperties")
        case (.opportunisticSTARTTLS, true), (.requiredSTARTTLS, _), (.implicitTLS, _): break
        }
    }
}

extension SMTPSettings {
    /// Whether the server is this machine, so that nothing goes over a network.
    fileprivate var isOnLoopback: Bool {
        ["localhost", "127.0.0.1", "::1", "[::1]"].contains(self.host)
    }
}
