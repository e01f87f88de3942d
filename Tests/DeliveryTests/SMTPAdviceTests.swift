// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import EmailProvider
import SMTP
import Testing

@testable import Delivery

/// What is said about signing in and about certificates.
@Suite struct SMTPAdviceTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var used: String?
        var allowed: [String]
        var offered: String
        /// The beginning of the advice; `nil` for none.
        var expected: String?
        var testDescription: String { "\(self.used ?? "-") of \(self.allowed), \(self.offered)" }
    }

    private static let standard = ["LOGIN", "PLAIN", "DIGEST-MD5", "NTLM"]

    /// By `SMTPTransport.authenticate` of Jakarta Mail: the first of the list that it has and the server offers.
    @Test(arguments: [
        Case(used: "LOGIN", allowed: Self.standard, offered: "PLAIN LOGIN", expected: nil),
        Case(used: "PLAIN", allowed: Self.standard, offered: "NTLM PLAIN", expected: nil),
        Case(
            used: nil, allowed: Self.standard, offered: "DIGEST-MD5 NTLM", expected: "AIC would sign in by DIGEST-MD5, "
        ),
        Case(used: nil, allowed: Self.standard, offered: "NTLM", expected: "AIC would sign in by NTLM, "),
        Case(
            used: nil, allowed: Self.standard, offered: "GSSAPI",
            expected: "AIC would not sign in either: the server "
                + "offers GSSAPI, of which Jakarta Mail has none"),
        Case(
            used: nil, allowed: Self.standard, offered: "",
            expected: "AIC would not sign in either: the server offers n"),
        Case(
            used: nil, allowed: ["GSSAPI"], offered: "GSSAPI PLAIN XOAUTH2 LOGIN",
            expected:
                "AIC would not sign in either: set mail.smtp.auth.mechanisms to what the server offers and Jakarta "
                + "Mail has: LOGIN PLAIN XOAUTH2"),
        Case(used: "CRAM-MD5", allowed: ["CRAM-MD5"], offered: "CRAM-MD5", expected: "AIC would not sign in: its"),
        Case(
            used: "CRAM-MD5", allowed: ["CRAM-MD5"], offered: "CRAM-MD5 PLAIN",
            expected:
                "AIC would not sign in: its Jakarta Mail has no CRAM-MD5; set mail.smtp.auth.mechanisms to what the "
                + "server offers and Jakarta Mail has: PLAIN"),
        Case(
            used: "CRAM-MD5", allowed: ["CRAM-MD5", "PLAIN"], offered: "PLAIN CRAM-MD5",
            expected: "AIC would sign in by PLAIN"),
        Case(used: "PLAIN", allowed: ["NTLM", "PLAIN"], offered: "PLAIN NTLM", expected: "AIC would sign in by NTLM"),
        Case(used: "PLAIN", allowed: ["NTLM", "PLAIN"], offered: "PLAIN", expected: nil),
        Case(used: "XOAUTH2", allowed: ["XOAUTH2"], offered: "XOAUTH2", expected: nil),
    ])
    func signingIn(test: Case) throws {
        let offered = try test.offered.split(separator: " ").map { try SASLMechanism(String($0)) }
        let advice = SMTPAdvice.advice(onSigningInBy: test.used, allowed: test.allowed, offered: offered)
        #expect((advice == nil) == (test.expected == nil), "\(advice ?? "")")
        if let expected = test.expected { #expect(advice?.hasPrefix(expected) == true, "\(advice ?? "")") }
    }

    /// What the pool gives is the error alone.
    @Test(arguments: [SMTPError.Code.noCommonMechanism, .mechanismNotImplemented])
    func anErrorKnowsWhatTheServerOffers(code: SMTPError.Code) throws {
        var error = SMTPError(code: code, message: "", stage: .ehlo)
        error.offeredMechanisms = [.cramMD5, .xoauth2]
        let credentials = SMTPSettings.Credentials(
            username: "u", password: .unavailable(reason: ""), mechanisms: Self.standard)
        let settings = SMTPSettings(host: "h", port: 25, credentials: credentials)
        let advice = SMTPAdvice.advice(on: error, settings: settings)
        #expect(
            advice
                == SMTPAdvice.advice(
                    onSigningInBy: nil, allowed: Self.standard, offered: error.offeredMechanisms))
        #expect(advice?.hasSuffix(": XOAUTH2") == true)
    }

    @Test(arguments: [
        ("PLAIN", true), ("LOGIN", true), ("XOAUTH2", true), ("CRAM-MD5", false), ("SCRAM-SHA-256", false),
    ])
    func inTheClear(mechanism: String, showsPassword: Bool) {
        let advice = SMTPAdvice.advice(onSigningInTheClearBy: mechanism)
        #expect(advice.hasPrefix("the password went over") == showsPassword)
        #expect(advice.contains("in the clear"))
    }

    /// What the settings let pass, for a certificate of a.example that is valid from 1,000 to 2,000.
    @Test(
        arguments: [
            ("a.example", 1500, TLSSettings(), nil), ("b.example", 1500, TLSSettings(), nil),
            ("a.example", 1500, TLSSettings(checksServerIdentity: false), nil),
            ("b.example", 1500, TLSSettings(checksServerIdentity: false), "issued for a.example, not for b.example"),
            ("a.example", 1500, TLSSettings(trust: .anything), "nobody has to vouch"),
            ("a.example", 2001, TLSSettings(trust: .anything), "has expired"),
            ("a.example", 999, TLSSettings(trust: .hosts(["a.example"])), "is not valid yet"),
            ("b.example", 1500, TLSSettings(trust: .anything, checksServerIdentity: false), "not for b.example"),
        ] as [(String, Int, TLSSettings, String?)])
    func whatIsLetPass(host: String, now: Int, tls: TLSSettings, expected: String?) {
        let certificate = TLSDescription.Certificate(names: ["a.example"], notBefore: 1000, notAfter: 2000)
        let settings = SMTPSettings(host: host, port: 25, encryption: .implicitTLS, tls: tls)
        let concern = SMTPAdvice.concern(about: certificate, settings: settings, now: now)
        #expect((concern == nil) == (expected == nil), "\(concern ?? "")")
        if let expected { #expect(concern?.contains(expected) == true, "\(concern ?? "")") }
    }

    /// RFC 9525, section 6.3.
    @Test(arguments: [
        ("a.example", "a.example", true), ("A.Example", "a.EXAMPLE", true), ("a.example", "b.example", false),
        ("*.example", "a.example", true), ("*.example", "a.b.example", false), ("*.example", "example", false),
        ("*.a.example", "a.example", false), ("*", "example", false), ("a*.example", "ab.example", false),
        ("127.0.0.1", "127.0.0.1", true), ("*.0.0.1", "127.0.0.1", false), ("::1", "::1", true),
        ("*.example", ".example", false), ("", "a.example", false), ("*.xn--j6w193g", "a.xn--j6w193g", true),
    ])
    func names(name: String, host: String, isCovered: Bool) {
        let certificate = TLSDescription.Certificate(names: ["other.example", name], notBefore: 0, notAfter: 0)
        #expect(certificate.covers(host) == isCovered)
    }
}
