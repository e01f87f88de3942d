// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Verification

extension RuleCase {
    /// A document of a provider against one that obeys.
    private static func provider(
        _ rule: String, _ name: String, _ severities: [Severity], hasFix: Bool = true, alongside: Set<String> = [],
        _ violation: String, _ neighbor: String
    ) -> RuleCase {
        RuleCase(
            rule, name, severities, hasFix: hasFix,
            // What Graph leaves out of a message is a note of every run.
            alongside: violation.contains("msgraph") ? alongside.union(["graph-regenerated"]) : alongside,
            violation: Scenario().with { $0.provider = violation },
            neighbor: Scenario().with { $0.provider = neighbor })
    }

    private static let required = #""mail.smtp.starttls.required=true""#

    /// Settings that are read, and that one should not promote.
    static let providerRisks: [RuleCase] = [
        .provider(
            "provider-starttls-optional", "a password after STARTTLS that may be missing", warns,
            Scenario.submission(starttls: #""starttls": {"enable": ‸true},"#, entries: ""), Scenario.submission()),
        .provider(
            "provider-starttls-optional", "STARTTLS that an entry turns on", warns,
            Scenario.submission(starttls: "", entries: #""‸mail.smtp.starttls.enable=true""#),
            Scenario.submission(auth: #"{"enable": false}"#, entries: "")),
        .provider(
            "provider-password-unencrypted", "a password without any TLS", stopsPromotion,
            Scenario.submission(
                starttls: "", auth: #"{"enable": ‸true, "username": "u", "password": "p"}"#, entries: ""),
            Scenario.submission(starttls: "")),
        .provider(
            "provider-mail-unencrypted", "messages without any TLS", [.note, .warning, .warning],
            #"{"host": ‸"h.example", "port": 25, "auth": {"enable": false}}"#,
            #"{"host": "localhost", "port": 25, "auth": {"enable": false}}"#),
        .provider(
            "provider-port-tls", "port 465 without TLS", stops, alongside: ["provider-password-unencrypted"],
            Scenario.submission(port: "‸465", starttls: "", entries: ""),
            Scenario.smtp()),
        .provider(
            "provider-port-tls", "port 465 with STARTTLS", stops, Scenario.submission(port: "‸465"),
            Scenario.submission()),
        .provider(
            "provider-port-starttls", "port 587 that begins with TLS", warns,
            Scenario.submission(port: "‸587", starttls: #""ssl": {"enable": true},"#),
            Scenario.submission(port: "465", starttls: #""ssl": {"enable": true},"#)),
        .provider(
            "provider-certificate-any", "any certificate", stopsPromotion,
            Scenario.submission(entries: required + #", "‸mail.smtp.ssl.trust=*""#),
            Scenario.submission(entries: required + #", "mail.smtp.ssl.trust=smtp.example.com""#)),
        .provider(
            "provider-certificate-hosts", "a host that is trusted by name", [.note, .note, .note],
            Scenario.submission(entries: required + #", "‸mail.smtp.ssl.trust=smtp.example.com""#),
            Scenario.submission()),
        .provider(
            "provider-identity-unchecked", "a name that is not compared", stopsPromotion,
            Scenario.submission(entries: required + #", "‸mail.smtp.ssl.checkserveridentity=false""#),
            Scenario.submission(entries: required + #", "mail.smtp.ssl.checkserveridentity=true""#)),
        .provider(
            "provider-identity-unchecked", "a Graph client that takes all names", stopsPromotion,
            Scenario.graph(#""hostnameVerifier": ‸"ALLOW_ALL","#), Scenario.graph(#""hostnameVerifier": "STRICT","#)),
        .provider(
            "provider-tls-outdated", "TLS 1.1 besides 1.2", stopsPromotion,
            Scenario.submission(entries: required + #", "‸mail.smtp.ssl.protocols=TLSv1.1 TLSv1.2""#),
            Scenario.submission(entries: required + #", "mail.smtp.ssl.protocols=TLSv1.2 TLSv1.3""#)),
        .provider(
            "provider-tls-outdated", "a Graph client with TLS 1.1", stopsPromotion,
            Scenario.graph(#""tlsVersion": ‸"TLSv1.1","#), Scenario.graph(#""tlsVersion": "TLSv1.3","#)),
        .provider(
            "provider-credentials-empty", "an empty user name", stops,
            Scenario.submission(auth: #"{"enable": true, "username": ‸"", "password": "p"}"#),
            Scenario.submission(auth: #"{"enable": false, "username": "", "password": ""}"#)),
        .provider(
            "provider-credentials-empty", "an empty password", stops,
            Scenario.submission(auth: #"{"enable": true, "username": "u", "password": ‸""}"#),
            Scenario.submission(auth: #"{"enable": true, "username": "u", "password": {"$crypto": {}}}"#)),
        .provider(
            "provider-auth-mechanism-unknown", "mechanisms with commas", warns,
            Scenario.submission(entries: required + #", "‸mail.smtp.auth.mechanisms=LOGIN,PLAIN""#),
            Scenario.submission(entries: required + #", "mail.smtp.auth.mechanisms=LOGIN PLAIN""#)),
        .provider(
            "provider-auth-mechanism-unknown", "a mechanism that only Galley has", warns,
            Scenario.submission(entries: required + #", "‸mail.smtp.auth.mechanisms=SCRAM-SHA-256 PLAIN""#),
            Scenario.submission(entries: required + #", "mail.smtp.auth.mechanisms=xoauth2""#)),
        .provider(
            "provider-auth-mechanism-unsupported", "a mechanism that Galley lacks", [.note, .note, .note],
            Scenario.submission(entries: required + #", "‸mail.smtp.auth.mechanisms=NTLM PLAIN""#),
            Scenario.submission()),
        .provider(
            "provider-ehlo-off", "HELO", stopsPromotion,
            Scenario.submission(entries: required + #", "‸mail.smtp.ehlo=false""#),
            Scenario.submission(entries: required + #", "mail.smtp.ehlo=true""#)),
        .provider(
            "provider-success-reported", "success as failure", stops,
            Scenario.submission(entries: required + #", "‸mail.smtp.reportsuccess=true""#),
            Scenario.submission(entries: required + #", "mail.smtp.reportsuccess=false""#)),
        .provider(
            "provider-debug", "a trace", [.note, .warning, .error], Scenario.submission(#""debug": ‸"true","#),
            Scenario.submission(#""debug": false,"#)),
        .provider(
            "provider-debug", "a trace that an entry turns on", [.note, .warning, .error],
            Scenario.submission(entries: required + #", "‸mail.debug=true""#),
            Scenario.submission(#""debug": false,"#, entries: required + #", "mail.debug=true""#)),
        .provider(
            "provider-timeout-off", "waiting for ever for replies", warns, Scenario.submission(#""timeout": ‸0,"#),
            Scenario.submission(#""timeout": 1,"#)),
        .provider(
            "provider-timeout-off", "waiting for ever for Graph", warns,
            Scenario.graph(#""connectiontimeout": ‸"0","#), Scenario.graph(#""socketTimeout": "10 s","#)),
        .provider(
            "provider-concurrency", "twenty requests at a time", [.note, .note, .note],
            Scenario.graph(#""threadPoolSize": ‸20,"#), Scenario.graph(#""threadPoolSize": 4,"#)),
        .provider(
            "provider-concurrency", "five requests at a time", [.note, .note, .note],
            Scenario.graph(#""threadPoolSize": ‸5,"#), Scenario.submission(#""threadPoolSize": 20,"#)),
        .provider(
            "provider-entry-untested", "a proxy", [.note, .note, .note], hasFix: false,
            Scenario.submission(entries: required + #", "‸mail.smtp.proxy.host=proxy.example""#),
            Scenario.submission(entries: required + #", "mail.smtp.quitwait=true""#)),
        .provider(
            "provider-property-unknown", "an entry with a letter missing", warns,
            Scenario.submission(entries: required + #", "‸mail.mime.alowutf8=true""#),
            Scenario.submission(entries: required + #", "mail.mime.allowutf8=true""#)),
        .provider(
            "provider-property-unknown", "a setting of OpenIDM that was only proposed", warns,
            Scenario.submission(starttls: #""starttls": {"enable": true, ‸"required": true},"#), Scenario.submission()),
        .provider(
            "provider-property-misplaced", "a property of the Java process", warns,
            Scenario.submission(entries: required + #", "‸mail.mime.charset=UTF-8""#), Scenario.submission()),
        .provider(
            "provider-property-misplaced", "a property of another protocol", warns,
            Scenario.submission(entries: required + #", "‸mail.smtps.ssl.protocols=TLSv1.3""#),
            Scenario.submission(
                entries: required + #", "mail.smtps.ssl.protocols=TLSv1.3", "mail.smtp.ssl.protocols=TLSv1.3""#)),
        .provider(
            "provider-property-misplaced", "an entry that contradicts a field", warns,
            Scenario.submission(entries: required + #", "‸mail.smtp.port=25""#),
            Scenario.submission(entries: required + #", "mail.smtp.port=587""#)),
        .provider(
            "provider-property-misplaced", "STARTTLS under TLS", warns,
            Scenario.submission(
                port: "465", starttls: #""ssl": {"enable": true}, "starttls": {"enable": ‸true},"#),
            Scenario.submission(
                port: "465", starttls: #""ssl": {"enable": true}, "starttls": {"enable": false},"#)),
        .provider(
            "provider-property-out-of-range", "Graph without signing in", stops,
            Scenario.graph().replacing(#""enable": true"#, with: #""enable": ‸false"#), Scenario.graph()),
    ]
}
