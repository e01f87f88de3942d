// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import EmailProvider
import TenantConfiguration
import TestSupport
import Testing

/// What is in effect, and where it came from.
@Suite struct EffectiveSettingTests {
    private static func settings(_ text: String, _ values: [String: String] = [:]) throws -> [EffectiveSetting] {
        try EmailProvider.reading(text, placeholders: values).provider.settings
    }

    @Test func theTableAgreesWithTheSettingsThatClientsGet() throws {
        let entries = #""mail.smtp.timeout=7", "mail.smtp.auth.mechanisms=PLAIN", "mail.smtp.ssl.protocols=TLSv1.3""#
        let text = Base.smtp(
            #""starttls": {"enable": "true"}, "threadPoolSize": "3", "smtpProperties": [\#(entries)]"#)
        let provider = try EmailProvider.reading(text).provider
        #expect(provider.setting("starttls.enable")?.value == .flag(true))
        #expect(provider.smtp?.encryption == .opportunisticSTARTTLS)
        #expect(provider.setting("threadPoolSize")?.value == .number(3))
        #expect(provider.smtp?.connectionLimit == 3)
        #expect(provider.setting("timeout")?.value == .milliseconds(7))
        #expect(provider.smtp?.timeouts.read == 7)
        #expect(provider.setting("mail.smtp.ssl.protocols")?.value == .words(["TLSv1.3"]))
        #expect(provider.setting("writetimeout")?.value == .milliseconds(300_000))
        #expect(provider.setting("writetimeout")?.origin == .standard)
    }

    @Test func placesAreThoseOfTheValues() throws {
        let text = Base.smtp(#""timeout": {"$int": "5"}, "smtpProperties": ["mail.smtp.userset=true"]"#)
        let settings = try Self.settings(text)
        let place = { (name: String) in settings.first { $0.name == name }?.location?.position?.description }
        #expect(place("host") == Place.of(#""smtp.example.com""#, in: text))
        #expect(place("timeout") == Place.of(#""5""#, in: text))
        #expect(place("mail.smtp.userset") == Place.of("mail.smtp.userset", in: text))
        #expect(place("from") == nil)
    }

    @Test(arguments: [
        (#""hots": "canary""#, "hots"), (#""smtpProperties": ["mail.smtp.pass=canary"]"#, "mail.smtp.pass"),
        (#""smtpProperties": ["mail.smtps.password=canary"]"#, "mail.smtps.password"),
        (#""smtpProperties": ["mail.smtp.proxy.password=canary"]"#, "mail.smtp.proxy.password"),
        (#""proxy": {"password": "canary"}"#, "proxy.password"),
    ])
    func whatMayBeASecretIsHidden(member: String, name: String) throws {
        let setting = try #require(try Self.settings(Base.smtp(member)).first { $0.name == name })
        #expect(setting.value == .hidden)
        #expect(!"\(setting)".contains("canary"))
    }

    @Test(
        arguments: [
            ("https://u:canary@h.example/x", "https://(not shown)@h.example/x"),
            ("https://h.example/x?k=canary", "https://h.example/x?(not shown)"),
            ("https://h.example/x#canary", "https://h.example/x?(not shown)"),
            ("https://a@canary@h.example/", "https://(not shown)@h.example/"),
            ("https://h.example/users/me@example.com/sendMail", "https://h.example/users/me@example.com/sendMail"),
        ])
    func urlsAreShownWithoutTheirSecrets(url: String, shown: String) throws {
        let text = Base.msgraph(#""mailEndpoint": "\#(url)""#, leavingOut: ["mailEndpoint"])
        #expect(try Self.settings(text).first { $0.name == "mailEndpoint" }?.value == .text(shown))
    }

    @Test(arguments: [
        (#""mail.smtp.port=25""#, "mail.smtp.port", "port counts"),
        (#""mail.mime.charset=x""#, "mail.mime.charset", "Java process"),
        (#""mail.smtps.timeout=5""#, "mail.smtps.timeout", "not smtps"),
        (#""mail.smtp.ehlo=true", "mail.smtp.ehlo=false""#, "mail.smtp.ehlo", "later entry"),
    ])
    func entriesInVainSayWhy(entries: String, name: String, note: String) throws {
        let settings = try Self.settings(Base.smtp(#""smtpProperties": [\#(entries)]"#))
        let setting = try #require(settings.first { $0.name == name && $0.group == .withoutEffect })
        #expect(setting.note?.contains(note) == true)
    }

    @Test func everyPropertyOfJakartaMailStandsInTheTableOnceAndCanBeRead() throws {
        let all = JakartaMailProperty.all
        #expect(Set(all.map(\.name)).count == all.count)
        let documented = [
            "mail.mime.allowutf8", "mail.smtp.ssl.protocols", "mail.smtps.ssl.protocols", "mail.smtp.ssl.ciphersuites",
            "mail.smtp.ssl.trust", "mail.smtp.ssl.checkserveridentity", "mail.smtp.starttls.required",
            "mail.smtp.starttls.enable", "mail.smtp.ssl.enable", "mail.smtp.host", "mail.smtp.port", "mail.smtp.auth",
            "mail.smtp.from", "mail.smtp.localhost", "mail.smtp.auth.mechanisms", "mail.smtp.auth.login.disable",
            "mail.smtp.auth.plain.disable", "mail.smtp.auth.digest-md5.disable", "mail.smtp.auth.ntlm.disable",
            "mail.smtp.auth.xoauth2.disable", "mail.smtp.sendpartial", "mail.smtp.reportsuccess",
            "mail.smtp.allow8bitmime", "mail.smtp.chunksize", "mail.smtp.quitwait", "mail.smtp.dsn.notify",
            "mail.smtp.dsn.ret", "mail.smtp.ehlo", "mail.smtp.connectiontimeout", "mail.smtp.timeout",
            "mail.smtp.writetimeout", "mail.smtp.proxy.host", "mail.smtp.socks.host", "mail.mime.charset",
            "mail.mime.encodefilename",
        ]
        for name in documented { #expect(JakartaMailProperty.named(name) != nil, "\(name)") }
        #expect(JakartaMailProperty.named("mail.smtp.hots") == nil)
        let fields = Set(ProviderProperty.all.map(\.path))
        #expect(all.compactMap(\.field).allSatisfy(fields.contains))
        let numbers = all.filter { $0.type == .int }.compactMap(\.defaultValue)
        #expect(numbers.allSatisfy { Int($0) != nil })
        let flags = all.filter { $0.type == .bool }.compactMap(\.defaultValue)
        #expect(flags.allSatisfy { Bool($0) != nil })
    }

    /// A combining mark makes one `Character` of itself and the dot before it.
    @Test func namesAreCutByBytes() throws {
        #expect(JakartaMailProperty.named("mail.smtps.port")?.isSecret == false)
        #expect(JakartaMailProperty.named("mail.smtps.\u{301}port")?.isSecret == true)
        let settings = try Self.settings(Base.smtp(#""smtpProperties": ["mail.smtps.\#u{301}port=25"]"#))
        let setting = try #require(settings.first { $0.name.utf8.starts(with: "mail.smtps.".utf8) })
        #expect(setting.value == .hidden)
    }

    // MARK: Lists and groups given by placeholders

    @Test(
        arguments: [
            (#"{"$list": "&{esv.x|mail.mime.allowutf8=true, mail.smtp.userset=true}"}"#, 2, []),
            (#"{"$array": "&{esv.x|[\"mail.mime.allowutf8=true\"]}"}"#, 1, []),
            (#"{"$array": "&{esv.x|mail.mime.allowutf8=true}"}"#, 0, [.outOfRange]),
            (#"{"$array": "[7]"}"#, 0, [.outOfRange]), (#"{"$list": ""}"#, 0, []),
        ] as [(String, Int, [Problem.Code])])
    func listsOfPlaceholdersAreRead(value: String, count: Int, codes: [Problem.Code]) throws {
        let (provider, problems) = try EmailProvider.reading(Base.smtp(#""smtpProperties": \#(value)"#))
        #expect(provider.smtpProperties.count == count)
        #expect(provider.allowsUTF8 == (count > 0))
        #expect(problems.map(\.code) == codes)
    }

    @Test(arguments: ["auth", "starttls", "ssl"])
    func nothingIsGuessedOfAGroupThatIsGivenAsAWhole(group: String) throws {
        let text = Base.smtp(#""\#(group)": {"$object": "&{esv.x}"}"#, leavingOut: [group])
        #expect(try EmailProvider.reading(text, placeholders: ["esv.x": "{}"]).provider.smtp == nil)
    }

    @Test(
        arguments: [
            (Base.smtp(), "none: messages"), (Base.smtp(#""starttls": {"enable": true}"#), "in the clear if not"),
            (Base.smtp(#""smtpProperties": ["mail.smtp.starttls.required=true"]"#), "without it no mail is sent"),
            (Base.smtp(#""ssl": {"enable": true}"#), "TLS from the first byte"),
            (
                Base.smtp(#""ssl": {"enable": true}, "smtpProperties": ["mail.smtp.ssl.trust=*"]"#),
                "any certificate is accepted"
            ),
            (Base.smtp(#""ssl": {"enable": 7}"#), "not known"), (Base.msgraph(), "HTTPS"), ("{}", "built-in server"),
        ])
    func whatEncryptionAmountsTo(document: String, words: String) throws {
        #expect(try EmailProvider.reading(document).provider.encryptionSummary.contains(words))
    }
}
