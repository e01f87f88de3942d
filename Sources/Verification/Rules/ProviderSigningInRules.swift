// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import EmailProvider
internal import TenantConfiguration

/// An SMTP provider that signs in has a name, a password and a mechanism that both sides know.
///
/// Source: Jakarta Mail, package documentation of `org.eclipse.angus.mail.smtp`, `mail.smtp.auth.mechanisms`.
struct ProviderSigningInRules: Rule {
    private static let empty = RuleDescription(
        "provider-credentials-empty", "User name and password are not empty where the provider signs in.",
        .always(.error))
    private static let unknown = RuleDescription(
        "provider-auth-mechanism-unknown", "The mechanisms for signing in are those of Jakarta Mail.",
        .always(.warning))
    private static let unsupported = RuleDescription(
        "provider-auth-mechanism-unsupported", "Galley knows the mechanisms for signing in, too.", .always(.note))

    private static let ofJakartaMail = SMTPSettings.Credentials.mechanismsOfJakartaMail
    /// Those of Galley.
    private static let ofGalley = ["PLAIN", "LOGIN", "CRAM-MD5", "SCRAM-SHA-256", "XOAUTH2"]

    var descriptions: [RuleDescription] { [Self.empty, Self.unknown, Self.unsupported] }

    func check(_ subject: VerificationSubject, into findings: inout FindingCollector) {
        let provider = subject.provider
        guard let credentials = provider.smtp?.credentials else { return }
        for path in ["auth.username", "auth.password"] where provider.isEmpty(path, credentials) {
            findings.add(
                Self.empty, "auth.enable is true, but \(path) is empty", at: provider.location(of: path),
                fix: "set \(path), or auth.enable to false")
        }
        let name = "mail.smtp.auth.mechanisms"
        guard let location = provider.setting(name)?.location else { return }
        let unknown = credentials.mechanisms.filter { !Self.ofJakartaMail.contains($0) }
        if !unknown.isEmpty {
            findings.add(
                Self.unknown, "Jakarta Mail cannot sign in with \(unknown.joined(separator: ", ")) and skips it",
                at: location, fix: "name one of \(Self.ofJakartaMail.joined(separator: " ")), with spaces between them")
        }
        let unsupported = credentials.mechanisms.filter {
            Self.ofJakartaMail.contains($0) && !Self.ofGalley.contains($0)
        }
        if !unsupported.isEmpty {
            findings.add(
                Self.unsupported, "AIC may sign in with \(unsupported.joined(separator: ", ")), which Galley cannot",
                at: location, fix: "name PLAIN or LOGIN too, so that Galley can test the provider")
        }
    }
}

extension EmailProvider {
    /// Whether a credential is there and known, and has nothing in it.
    fileprivate func isEmpty(_ path: String, _ credentials: SMTPSettings.Credentials) -> Bool {
        guard self.setting(path)?.location != nil else { return false }
        if path == "auth.password" { return credentials.password == .known(Secret("")) }
        return self.setting(path)?.value == .text("")
    }
}
