// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import Composition
internal import EmailProvider
internal import MIME
internal import SMTP

/// What to do about what an SMTP server said, and what AIC would have done in the place of Galley.
enum SMTPAdvice {
    /// The message may have been taken.
    static let onUnknown =
        "look for the Message-ID at the recipient or in the server's log before sending it again: it may arrive twice"

    /// The server has no version of TLS that AIC offers.
    static let onNewerTLS =
        "AIC offers TLS 1.2 alone where mail.smtp.ssl.protocols is not set, and the server does not take it: set "
        + "mail.smtp.ssl.protocols=TLSv1.2 TLSv1.3"

    /// What AIC's TLS comes to with a server that has agreed on a newer version with Galley.
    static func said(onTLS12 isTaken: Bool?) -> String {
        switch isTaken {
        case true?: "TLS 1.2, which AIC would use, is taken too"
        case false?: "TLS 1.2, which AIC would use, is not taken"
        case nil: "whether TLS 1.2, which AIC would use, is taken could not be found out"
        }
    }

    static func advice(on error: SMTPError, settings: SMTPSettings) -> String? {
        switch error.code {
        case .connectFailed, .listenFailed:
            "check host and port, and whether a firewall lets this machine out to port \(settings.port)"
        case .timeout:
            error.stage == .connect
                ? "check host and port: something on the way drops the packets, as firewalls do"
                : "the server is there and slow; AIC waits \(settings.timeouts.read) ms for each reply"
        case .connectionLost, .notConnected:
            settings.encryption == .none && settings.port == 465
                ? "port 465 expects TLS at once: set ssl.enable to true" : "try again; then ask whoever runs the server"
        case .serviceRefused:
            error.reply?.code.severity == .transientNegative
                ? "the server refuses for now: try again later"
                : "ask whoever runs the server whether it serves this machine"
        case .malformedReply, .unexpectedReply:
            "check that the port is one for SMTP"
        case .startTLSNotOffered:
            "AIC would not send either; ask the server's operator for STARTTLS, or use the port for implicit TLS (465)"
        case .startTLSRefused:
            "AIC would not send either; the server's TLS is broken, or something on the way garbles it"
        case .tlsFailed:
            "for a root of your own name it with --ca FILE, and import it into the tenant; never trust any certificate"
        case .authenticationNotOffered:
            "AIC would send without signing in; set auth.enable to false if the server wants that, or encrypt first: many "
                + "servers offer AUTH over TLS only"
        case .noCommonMechanism, .mechanismNotImplemented:
            Self.advice(
                onSigningInBy: nil, allowed: settings.credentials?.mechanisms ?? [], offered: error.offeredMechanisms)
        case .cleartextCredentials:
            "AIC would send the password in the clear; set mail.smtp.starttls.required=true and use a server that offers "
                + "STARTTLS (--allow-cleartext-auth lets Galley do it all the same)"
        case .authenticationFailed:
            error.reply?.code.severity == .transientNegative
                ? "the server cannot check passwords now: try again later"
                : "check auth.username and auth.password; some servers want a password made for applications"
        case .smtpUTF8NotOffered: InternationalAddressRule.Reason.noSMTPUTF8.fix
        case .eightBitMIMENotOffered: InternationalAddressRule.Reason.no8BITMIME.fix
        case .messageTooBig: "make the message smaller, or ask for a higher limit"
        case .noRecipient, .notRepresentable, .busy, .cancelled: nil
        }
    }

    static func advice(on refusal: SubmissionOutcome.Refusal) -> String? {
        let status = refusal.reply.enhancedStatus
        if refusal.reply.code.rawValue == 530 {
            return "the server wants TLS or a password first: check starttls, ssl and auth"
        }
        if refusal.reply.code.severity == .transientNegative {
            return refusal.stage == .rcpt
                ? "greylisting or a limit: the same again in some minutes may pass; AIC does not try again by itself"
                : "try again later; AIC does not try again by itself"
        }
        switch (status?.subject, status?.detail, refusal.stage) {
        case (6, 7, _), (6, 9, _): return "the server does not take addresses beyond ASCII"
        case (1, 8, _), (1, 7, _), (7, _, .mail):
            return "the server does not let this user send as this From: verify the sender, or set another from"
        case (7, _, .rcpt): return "the server does not relay to this recipient for this user: check auth"
        case (1, 1, _), (1, 2, _), (1, 10, _): return "the recipient does not exist"
        case (3, 4, _), (2, 3, _): return "make the message smaller"
        case (7, _, _): return "the server's policy is against it: its reply says why"
        case (_, _, .mail): return "check the sender"
        case (_, _, .rcpt): return "check the recipient, and whether the server relays for this user"
        default: return nil
        }
    }

    /// What a certificate that was not accepted lacks.
    static func fault(of certificate: TLSDescription.Certificate, host: String, now: Int) -> String {
        Self.visibleFault(of: certificate, host: host, now: now)
            ?? "its certificate for \(Self.names(of: certificate)) comes from an issuer that this machine does not trust, "
            + "or from itself"
    }

    /// What is wrong with a certificate as far as it says so itself.
    private static func visibleFault(
        of certificate: TLSDescription.Certificate, host: String, now: Int
    ) -> String? {
        let dates =
            "\(DateTime(secondsSinceEpoch: certificate.notBefore).day) to "
            + DateTime(secondsSinceEpoch: certificate.notAfter).day
        if now > certificate.notAfter { return "its certificate has expired: it was valid from \(dates)" }
        if now < certificate.notBefore { return "its certificate is not valid yet: it is from \(dates)" }
        if certificate.names.isEmpty {
            return "its certificate names no host (a common name alone does not count any more)"
        }
        if !certificate.covers(host) {
            return "its certificate was issued for \(Self.names(of: certificate)), not for \(host)"
        }
        return nil
    }

    private static func names(of certificate: TLSDescription.Certificate) -> String {
        certificate.names.prefix(4).map { $0.escapedForDisplay }.joined(separator: ", ")
    }

    /// What the settings let pass in a certificate that was accepted; `nil` where they have all of it checked.
    static func concern(
        about certificate: TLSDescription.Certificate, settings: SMTPSettings, now: Int
    ) -> String? {
        let fault = Self.visibleFault(of: certificate, host: settings.wireHost, now: now)
        guard settings.tls.trust == .roots else {
            return
                "\(fault ?? "nobody has to vouch for its certificate"): mail.smtp.ssl.trust lets it pass, and would that "
                + "of anybody on the way; remove it, and import a root of your own into the tenant"
        }
        guard !settings.tls.checksServerIdentity else { return nil }
        return fault.map { "\($0): mail.smtp.ssl.checkserveridentity=false lets it pass; set it to true" }
    }
}
