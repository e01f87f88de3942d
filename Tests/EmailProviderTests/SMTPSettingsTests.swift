// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import EmailProvider
import TenantConfiguration
import Testing

/// What a document of an SMTP server amounts to, with Jakarta Mail's meaning of `smtpProperties`.
@Suite struct SMTPSettingsTests {
    private static func settings(
        _ members: String = "", entries: [String] = [], leavingOut: Set<String> = [], values: [String: String] = [:]
    ) throws -> SMTPSettings? {
        let list = #""smtpProperties": [\#(entries.map { "\"\($0)\"" }.joined(separator: ", "))]"#
        let text = Base.smtp(members.isEmpty ? list : members + ", " + list, leavingOut: leavingOut)
        return try EmailProvider.reading(text, placeholders: values).provider.smtp
    }

    @Test func defaultsAreTheVendors() throws {
        #expect(try Self.settings() == SMTPSettings(host: "smtp.example.com", port: 587))
    }

    @Test(arguments: ["{}", #"{"host": "&{aic.smtp.relay.host|x}"}"#, Base.msgraph(), Base.smtp(leavingOut: ["host"])])
    func otherKindsHaveNone(document: String) throws {
        #expect(try EmailProvider.reading(document).provider.smtp == nil)
    }

    @Test(
        arguments: [
            ("", [], SMTPSettings.Encryption.none), (#""starttls": {"enable": true}"#, [], .opportunisticSTARTTLS),
            (#""starttls": {"enable": "true"}"#, ["mail.smtp.starttls.required=true"], .requiredSTARTTLS),
            ("", ["mail.smtp.starttls.required=true"], .requiredSTARTTLS),
            ("", ["mail.smtp.starttls.required=yes"], SMTPSettings.Encryption.none),
            (#""starttls": {"enable": false}"#, ["mail.smtp.starttls.required=true"], .requiredSTARTTLS),
            ("", ["mail.smtp.starttls.enable=true"], .opportunisticSTARTTLS),
            (#""starttls": {"enable": false}"#, ["mail.smtp.starttls.enable=true"], SMTPSettings.Encryption.none),
            (#""starttls": {"enable": true}"#, ["mail.smtp.starttls.enable=false"], .opportunisticSTARTTLS),
            (#""ssl": {"enable": {"$bool": "&{esv.x|true}"}}"#, [], .implicitTLS),
            (#""ssl": {"enable": true}, "starttls": {"enable": true}"#, [], .implicitTLS),
            ("", ["mail.smtp.ssl.enable=TRUE"], .implicitTLS),
            (#""ssl": {"enable": false}"#, ["mail.smtp.ssl.enable=true"], SMTPSettings.Encryption.none),
        ] as [(String, [String], SMTPSettings.Encryption)])
    func encryption(members: String, entries: [String], encryption: SMTPSettings.Encryption) throws {
        #expect(try #require(try Self.settings(members, entries: entries)).encryption == encryption)
    }

    @Test(
        arguments: [
            (#""port": 465"#, [], 465), (#""port": "2525""#, [], 2525), (#""port": {"$int": "&{p|26}"}"#, [], 26),
            ("", [], 25), (#""ssl": {"enable": true}"#, [], 465), ("", ["mail.smtp.port=588"], 588),
            (#""port": 26"#, ["mail.smtp.port=588"], 26),
        ] as [(String, [String], Int)])
    func port(members: String, entries: [String], port: Int) throws {
        #expect(try Self.settings(members, entries: entries, leavingOut: ["port"])?.port == port)
    }

    @Test(arguments: [
        #""port": 0"#, #""port": "x""#, #""port": "&{esv.none}""#, #""ssl": {"enable": "maybe"}"#,
        #""starttls": {"enable": 1}"#, #""auth": {"enable": "&{esv.none}"}"#,
    ])
    func nothingIsGuessedForWhatCannotBeRead(member: String) throws {
        let key = String(member.split(separator: "\"")[0])
        #expect(try Self.settings(member, leavingOut: [key]) == nil)
    }

    @Test(
        arguments: [
            (#""timeout": 1, "writetimeout": "2", "connectiontimeout": {"$int": "3"}"#, [], (3, 1, 2)),
            (#""timeout": 0"#, [], (300_000, 0, 300_000)),
            (
                "", ["mail.smtp.timeout=5", "mail.smtp.writetimeout=6", "mail.smtp.connectiontimeout=7"],
                (7, 5, 6)
            ),
            (#""timeout": 1"#, ["mail.smtp.timeout=5"], (300_000, 1, 300_000)),
            ("", ["mail.smtp.timeout=-1", "mail.smtp.writetimeout=x"], (300_000, 300_000, 300_000)),
        ] as [(String, [String], (Int, Int, Int))])
    func timeouts(members: String, entries: [String], expected: (connect: Int, read: Int, write: Int)) throws {
        let timeouts = try #require(try Self.settings(members, entries: entries)).timeouts
        #expect(
            timeouts
                == SMTPSettings.Timeouts(connect: expected.connect, read: expected.read, write: expected.write))
    }

    @Test(arguments: [
        ("TLSv1.2", TLSSettings.Version.tls12, TLSSettings.Version.tls12), ("TLSv1.3", .tls13, .tls13),
        ("TLSv1.2 TLSv1.3", .tls12, .tls13), ("TLSv1.3  TLSv1.2", .tls12, .tls13), ("TLSv1", .tls10, .tls10),
        ("TLSv1.1 TLSv1.2", .tls11, .tls12), ("", .tls12, .tls13), ("SSLv3", .tls12, .tls13),
        ("SSLv3 TLSv1.2", .tls12, .tls12), ("tlsv1.2", .tls12, .tls13),
    ])
    func tlsVersions(value: String, least: TLSSettings.Version, greatest: TLSSettings.Version) throws {
        let settings = try Self.settings(entries: ["mail.smtp.ssl.protocols=\(value)"])
        #expect(settings?.tls.versions == least...greatest)
    }

    @Test(arguments: [
        ("*", TLSSettings.Trust.anything), ("a.example b.example", .hosts(["a.example", "b.example"])), ("", .roots),
    ])
    func trust(value: String, trust: TLSSettings.Trust) throws {
        #expect(try Self.settings(entries: ["mail.smtp.ssl.trust=\(value)"])?.tls.trust == trust)
    }

    @Test(arguments: [("true", true), ("false", false), ("FALSE", false), ("no", true), ("", true)])
    func flagsThatAreOnAreTurnedOffByFalseOnly(value: String, isOn: Bool) throws {
        let names = ["mail.smtp.ssl.checkserveridentity", "mail.smtp.ehlo"]
        let settings = try #require(try Self.settings(entries: names.map { "\($0)=\(value)" }))
        #expect(settings.tls.checksServerIdentity == isOn)
        #expect(settings.saysEHLO == isOn)
    }

    @Test func theEnvelopeIsRead() throws {
        let settings = try #require(
            try Self.settings(
                #""threadPoolSize": 3"#,
                entries: [
                    "mail.smtp.from=bounces@example.com", "mail.smtp.localhost=me.example",
                    "mail.smtp.sendpartial=true", "mail.smtp.allow8bitmime=true",
                    "mail.smtp.dsn.notify=failure,DELAY", "mail.smtp.dsn.ret=hdrs",
                ]))
        #expect(settings.envelopeFrom == "bounces@example.com")
        #expect(settings.localHost == "me.example")
        #expect(settings.sendsPartially)
        #expect(settings.allowsEightBitMIME)
        #expect(settings.dsnNotify == "FAILURE,DELAY")
        #expect(settings.dsnReturn == "HDRS")
        #expect(settings.connectionLimit == 3)
    }

    @Test(arguments: [
        "mail.smtp.from=Ada <ada@example.com>", #"mail.smtp.from=a@b.example>\r\nRSET"#,
        "mail.smtp.dsn.notify=NEVER,DELAY", "mail.smtp.dsn.notify=", #"mail.smtp.dsn.notify=DELAY\r\nRSET"#,
        "mail.smtp.dsn.ret=ALL", "mail.smtp.localhost=a b", #"mail.smtp.localhost=a\r\nRSET"#, "mail.smtp.localhost=",
    ])
    func whatWouldBreakACommandIsNotTaken(entry: String) throws {
        let (provider, problems) = try EmailProvider.reading(Base.smtp(#""smtpProperties": ["\#(entry)"]"#))
        #expect(problems.map(\.code) == [.outOfRange])
        #expect(provider.smtp == SMTPSettings(host: "smtp.example.com", port: 587))
    }

    // MARK: Signing in

    private static func credentials(
        _ auth: String, entries: [String] = [], values: [String: String] = [:]
    ) throws -> SMTPSettings.Credentials? {
        try #require(try Self.settings(#""auth": \#(auth)"#, entries: entries, leavingOut: ["auth"], values: values))
            .credentials
    }

    @Test(
        arguments: [
            ([], ["LOGIN", "PLAIN", "DIGEST-MD5", "NTLM"]),
            (["mail.smtp.auth.mechanisms=plain XOAUTH2"], ["PLAIN", "XOAUTH2"]),
            (["mail.smtp.auth.login.disable=true"], ["PLAIN", "DIGEST-MD5", "NTLM"]),
            (["mail.smtp.auth.xoauth2.disable=false"], ["LOGIN", "PLAIN", "DIGEST-MD5", "NTLM", "XOAUTH2"]),
            (["mail.smtp.auth.mechanisms=LOGIN", "mail.smtp.auth.login.disable=true"], ["LOGIN"]),
        ] as [([String], [String])])
    func mechanisms(entries: [String], mechanisms: [String]) throws {
        let auth = #"{"enable": true, "username": "u", "password": "p"}"#
        #expect(try Self.credentials(auth, entries: entries)?.mechanisms == mechanisms)
    }

    @Test(arguments: [
        #"{"enable": true, "username": "u", "password": "canary"}"#,
        #"{"enable": "TRUE", "username": "&{esv.u}", "password": "&{esv.p}"}"#,
        #"{"enable": true, "username": {"$string": "&{none|u}"}, "password": {"$string": "&{esv.p}"}}"#,
    ])
    func aPasswordThatIsKnownIsThere(auth: String) throws {
        let credentials = try #require(try Self.credentials(auth, values: ["esv.u": "u", "esv.p": "canary"]))
        #expect(credentials.username == "u")
        #expect(credentials.password == .known(Secret("canary")))
        #expect(!"\(credentials)".contains("canary"))
    }

    @Test(arguments: [
        (#""u", "password": {"$crypto": {"type": "x", "value": {}}}"#, "the tenant encrypted it"),
        (#""u", "password": {"$purpose": {"name": "idm.x"}}"#, "secret store"),
        (#""u", "password": "&{esv.none}""#, "&{esv.none} has no value"), (#""u""#, "auth.password is missing"),
        (#"{"$purpose": {"name": "n"}}, "password": "p""#, "auth.username is not known"),
        (#""&{esv.none}", "password": "p""#, "auth.username is not known"),
    ])
    func aPasswordThatTheTenantKeepsIsNotAvailable(members: String, reason: String) throws {
        let credentials = try Self.credentials(#"{"enable": true, "username": \#(members)}"#)
        guard case .unavailable(let text) = try #require(credentials).password else {
            Issue.record("it is known")
            return
        }
        #expect(text.contains(reason))
    }

    @Test func entriesCanTurnSigningInOnWhereTheDocumentIsSilent() throws {
        let entries = ["mail.smtp.auth=true", "mail.smtp.user=u"]
        let credentials = try Self.credentials(#"{"password": "p"}"#, entries: entries)
        #expect(credentials?.username == "u")
        #expect(credentials?.password == .known(Secret("p")))
        #expect(try Self.credentials(#"{"enable": false}"#, entries: entries) == nil)
    }
}
