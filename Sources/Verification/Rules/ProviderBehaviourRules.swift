// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import EmailProvider
internal import TenantConfiguration

/// Settings that are allowed, but make a provider fail, hang or tell too much.
///
/// Source: Jakarta Mail, package documentation of `org.eclipse.angus.mail.smtp`; Microsoft, "Microsoft Graph
/// service-specific throttling limits", for the requests at a time.
struct ProviderBehaviourRules: Rule {
    private static let ehlo = RuleDescription(
        "provider-ehlo-off", "The server is greeted with EHLO.", .beforePromotion)
    private static let success = RuleDescription(
        "provider-success-reported", "A message that was sent is no failure.", .always(.error))
    private static let debug = RuleDescription(
        "provider-debug", "Sessions are not written to a log.",
        Severities(development: .note, staging: .warning, production: .error))
    private static let timeout = RuleDescription(
        "provider-timeout-off", "Waiting for a server has an end.", .always(.warning))
    private static let concurrency = RuleDescription(
        "provider-concurrency", "A mailbox of Microsoft Graph gets four requests at a time at most.", .always(.note))
    private static let unhonoured = RuleDescription(
        "provider-entry-untested", "Galley does what the entries of smtpProperties say.", .always(.note))

    var descriptions: [RuleDescription] {
        [Self.ehlo, Self.success, Self.debug, Self.timeout, Self.concurrency, Self.unhonoured]
    }

    func check(_ subject: VerificationSubject, into findings: inout FindingCollector) {
        let provider = subject.provider
        guard provider.kind != .builtIn else { return }
        for setting in provider.settings where setting.group != .withoutEffect {
            guard let location = setting.location else { continue }
            switch (setting.name, setting.value) {
            case ("mail.smtp.ehlo", .flag(false)):
                findings.add(
                    Self.ehlo, "the server is greeted with HELO, after which it offers no STARTTLS, AUTH or SMTPUTF8",
                    at: location, fix: "remove the entry")
            case ("mail.smtp.reportsuccess", .flag(true)):
                findings.add(
                    Self.success, "every message that is sent counts as a failure, and AIC answers 400", at: location,
                    fix: "remove the entry")
            case ("mail.smtp.reportsuccess", _): break
            case ("debug", .flag(true)), ("mail.debug.auth", .flag(true)), ("mail.debug.auth.password", .flag(true)):
                findings.add(
                    Self.debug, "\(setting.name) writes addresses, links and codes of messages to the log",
                    at: location, fix: "set it to false")
            case (_, .milliseconds(0)):
                findings.add(
                    Self.timeout, "\(setting.name) is 0: a server that falls silent holds a thread for ever",
                    at: location, fix: "set it to some seconds, such as 30000")
            case ("threadPoolSize", .number(let size)) where provider.kind == .msgraph && size > 4:
                findings.add(
                    Self.concurrency,
                    "\(size) requests at a time are more than the four that a mailbox gets; "
                        + "Graph answers 429 to the others", at: location, fix: "set threadPoolSize to 4")
            default:
                guard case .entry = setting.origin, let note = setting.note, setting.isUntested else { break }
                findings.add(Self.unhonoured, "\(setting.name): \(note)", at: location)
            }
        }
    }
}

extension EffectiveSetting {
    /// Whether only the reference does what an entry says, and it says more than the default.
    fileprivate var isUntested: Bool {
        guard let property = JakartaMailProperty.named(self.name), case .reported = property.effect else {
            return false
        }
        guard case .flag(let flag) = self.value else { return true }
        return flag != (property.defaultValue == "true")
    }
}
