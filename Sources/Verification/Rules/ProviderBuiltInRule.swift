// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import EmailProvider
internal import TenantConfiguration

/// Staging and production send through a server of the tenant's own.
///
/// Source: PingOne Advanced Identity Cloud, "Email provider".
struct ProviderBuiltInRule: Rule {
    private static let rule = RuleDescription(
        "provider-built-in", "A tenant beyond development has an email provider of its own.",
        Severities(development: .note, staging: .error, production: .error))

    var descriptions: [RuleDescription] { [Self.rule] }

    func check(_ subject: VerificationSubject, into findings: inout FindingCollector) {
        guard subject.provider.kind == .builtIn else { return }
        if let location = subject.provider.location {
            findings.add(
                Self.rule,
                "this is the built-in server, for tests only: AIC sends all its mail from noreply@ the tenant's domain",
                at: location, fix: "set host, port and auth of your own server, or type msgraph")
        } else if findings.gate != .development {
            findings.add(
                Self.rule, "no provider was named, so nothing is known about the one that will send these mails",
                at: SourceLocation(file: "--provider"), fix: "name the tenant's external.email with --provider")
        }
    }
}
