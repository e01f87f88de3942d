// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import EmailProvider
internal import SMTP

extension SMTPAdvice {
    /// Where AIC would sign in otherwise than Galley did, or Galley could not; `nil` where it would do the same.
    ///
    /// - Parameters:
    ///   - used: The mechanism that Galley has used; `nil` if it found none.
    ///   - allowed: The mechanisms that the settings allow. Jakarta Mail takes the first of them that it has and that the
    ///     server offers, and no other after it.
    ///   - offered: The mechanisms that the server offers.
    static func advice(onSigningInBy used: String?, allowed: [String], offered: [SASLMechanism]) -> String? {
        let ofAIC = allowed.first { name in
            SMTPSettings.Credentials.mechanismsOfJakartaMail.contains(name) && offered.contains { $0.name == name }
        }
        switch (ofAIC, used) {
        case (nil, nil):
            return "AIC would not sign in either: \(Self.mend(for: offered))"
        case (let ofAIC?, nil):
            return
                "AIC would sign in by \(ofAIC), which Galley does not have; to try it from here have the server offer "
                + "PLAIN or LOGIN over TLS"
        case (nil, let used?):
            return "AIC would not sign in: its Jakarta Mail has no \(used); \(Self.mend(for: offered))"
        case (let ofAIC?, let used?) where ofAIC != used:
            return "AIC would sign in by \(ofAIC), which says nothing about \(used): name the one that is meant in "
                + "mail.smtp.auth.mechanisms"
        default: return nil
        }
    }

    private static func mend(for offered: [SASLMechanism]) -> String {
        let usable = SMTPSettings.Credentials.mechanismsOfJakartaMail.filter { name in
            offered.contains { $0.name == name }
        }
        guard usable.isEmpty else {
            return
                "set mail.smtp.auth.mechanisms to what the server offers and Jakarta Mail has: "
                + usable.joined(separator: " ")
        }
        return
            "the server offers \(offered.isEmpty ? "nothing" : offered.map(\.name).joined(separator: " ")), of which "
            + "Jakarta Mail has none; have it offer PLAIN or LOGIN over TLS"
    }

    /// What signing in has shown to whoever listens on a connection in the clear.
    static func advice(onSigningInTheClearBy mechanism: String) -> String {
        let mend = "set starttls.enable or ssl.enable"
        switch mechanism {
        case SASLMechanism.cramMD5.name, SASLMechanism.scramSHA256.name:
            return
                "this connection is in the clear: \(mechanism) does not show the password, but whoever listens can try "
                + "passwords on it, and reads the mail: \(mend)"
        default:
            return "the password went over this connection in the clear: \(mend)"
        }
    }
}
