// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import EmailProvider
internal import TenantConfiguration

/// TLS proves who the server is, with a version that still holds.
///
/// Source: RFC 8996 for the versions, RFC 9525 for the server's name.
struct ProviderCertificateRules: Rule {
    private static let trust = RuleDescription(
        "provider-certificate-any", "Not every certificate is accepted.", .beforePromotion)
    private static let hosts = RuleDescription(
        "provider-certificate-hosts", "Certificates count because of who signed them.", .always(.note))
    private static let identity = RuleDescription(
        "provider-identity-unchecked", "A certificate must name the server.", .beforePromotion)
    private static let version = RuleDescription(
        "provider-tls-outdated", "TLS is version 1.2 or later.", .beforePromotion)

    var descriptions: [RuleDescription] { [Self.trust, Self.hosts, Self.identity, Self.version] }

    func check(_ subject: VerificationSubject, into findings: inout FindingCollector) {
        let provider = subject.provider
        guard let tls = provider.smtp?.tls ?? provider.graph?.tls else { return }
        switch tls.trust {
        case .anything:
            findings.add(
                Self.trust, "any certificate is accepted: whoever is in between can read the password and the mail",
                at: provider.location(of: "mail.smtp.ssl.trust"),
                fix: "remove mail.smtp.ssl.trust, and give the server a certificate of a public authority")
        case .hosts(let hosts):
            findings.add(
                Self.hosts, "certificates of \(hosts.joined(separator: ", ")) are accepted, whoever signed them",
                at: provider.location(of: "mail.smtp.ssl.trust"),
                fix: "remove mail.smtp.ssl.trust if a public authority signs the certificate")
        case .roots: break
        }
        let isGraph = provider.kind == .msgraph
        if !tls.checksServerIdentity {
            findings.add(
                Self.identity, "a good certificate of any other host is accepted: its name is not compared",
                at: provider.location(of: isGraph ? "hostnameVerifier" : "mail.smtp.ssl.checkserveridentity"),
                fix: isGraph ? "set hostnameVerifier to STRICT" : "set mail.smtp.ssl.checkserveridentity=true")
        }
        if tls.versions.lowerBound < .tls12 {
            findings.add(
                Self.version, "TLS before version 1.2 is allowed, which servers and Java refuse",
                at: provider.location(of: isGraph ? "tlsVersion" : "mail.smtp.ssl.protocols"),
                fix: isGraph ? "set tlsVersion to TLSv1.2" : "write mail.smtp.ssl.protocols=TLSv1.2")
        }
    }
}
