// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import EmailProvider
import TenantConfiguration
import Testing

/// What a document of Microsoft Graph amounts to.
@Suite struct GraphSettingsTests {
    private static func settings(_ members: String = "", leavingOut: Set<String> = []) throws -> GraphSettings? {
        try EmailProvider.reading(Base.msgraph(members, leavingOut: leavingOut)).provider.graph
    }

    private static let standard = GraphSettings(
        mailEndpoint: "https://graph.microsoft.com/v1.0/users/a@b.example/sendMail",
        tokenEndpoint: "https://login.microsoftonline.com/t/oauth2/v2.0/token", clientID: "id",
        clientSecret: .known(Secret("secret")), scopes: ["https://graph.microsoft.com/.default"])

    @Test func defaultsAreTheVendors() throws {
        #expect(try Self.settings() == Self.standard)
        #expect(try EmailProvider.reading(Base.smtp()).provider.graph == nil)
    }

    @Test func everySettingIsRead() throws {
        let settings = try Self.settings(
            #""connectionTimeout": "20 s", "socketTimeout": "1 minute and 30 seconds", "threadPoolSize": "2", "#
                + #""userAgent": "x", "tlsVersion": "TLSv1.3", "hostnameVerifier": "ALLOW_ALL""#)
        var expected = Self.standard
        expected.connectTimeout = 20_000
        expected.readTimeout = 90_000
        expected.concurrency = 2
        expected.userAgent = "x"
        expected.tlsVersions = .tls13 ... .tls13
        expected.checksServerIdentity = false
        #expect(settings == expected)
    }

    @Test func settingsOfConnectionsAreRead() throws {
        let settings = try Self.settings(#""reuseConnections": "false", "maxConnections": 3, "threadPoolSize": 4"#)
        #expect(settings?.reusesConnections == false)
        #expect(settings?.concurrency == 3)
        #expect(try Self.settings(#""maxConnections": 30, "threadPoolSize": 4"#)?.concurrency == 4)
    }

    @Test(
        arguments: [
            (#"{"proxyUri": "http://p:1"}"#, GraphSettings.Proxy(uri: "http://p:1")),
            (
                #"{"proxyUri": "http://p:1", "userName": "u", "password": "s"}"#,
                GraphSettings.Proxy(uri: "http://p:1", username: "u", password: .known(Secret("s")))
            ),
            (
                #"{"proxyUri": "http://p:1", "userName": "u"}"#,
                GraphSettings.Proxy(
                    uri: "http://p:1", username: "u", password: .unavailable(reason: "proxy.password is missing"))
            ),
            (#"{"userName": "u", "password": "s"}"#, nil), ("{}", nil),
        ] as [(String, GraphSettings.Proxy?)])
    func proxies(text: String, expected: GraphSettings.Proxy?) throws {
        #expect(try Self.settings(#""proxy": \#(text)"#)?.proxy == expected)
    }

    @Test func connectiontimeoutOfTheEmailProviderCountsBeforeThatOfREST() throws {
        let settings = try Self.settings(#""connectiontimeout": 7, "connectionTimeout": "20 s""#)
        #expect(settings?.connectTimeout == 7)
    }

    @Test(arguments: ["mailEndpoint", "auth.tokenEndpoint", "auth.scope", "auth"])
    func nothingIsGuessedForWhatIsMissing(path: String) throws {
        #expect(try Self.settings(leavingOut: [path]) == nil)
    }

    @Test(arguments: ["http://graph.microsoft.com/x", "https://&{esv.none}/x", "https://"])
    func nothingIsSentToWhatIsNoSecureURL(endpoint: String) throws {
        #expect(try Self.settings(#""mailEndpoint": "\#(endpoint)""#, leavingOut: ["mailEndpoint"]) == nil)
    }

    @Test(arguments: ["strict", "allow_all", ""])
    func aMisspeltVerifierDoesNotTurnTheCheckOff(word: String) throws {
        #expect(try Self.settings(#""hostnameVerifier": "\#(word)""#)?.checksServerIdentity == true)
    }

    @Test(arguments: ["auth.clientId", "auth.clientSecret"])
    func whatTheTenantKeepsIsNotAvailable(path: String) throws {
        let name = try #require(path.split(separator: ".").last)
        let text = Base.msgraph().replacing(
            #""\#(name)": "\#(name == "clientId" ? "id" : "secret")""#,
            with: #""\#(name)": {"$purpose": {"name": "n"}}"#
        )
        guard case .unavailable(let reason) = try EmailProvider.reading(text).provider.graph?.clientSecret else {
            Issue.record("it is known")
            return
        }
        #expect(reason.contains("secret store"))
    }

    @Test(
        arguments: [
            ("10 s", 10_000), ("10s", 10_000), ("1 minute, 30 seconds", 90_000), ("500 MS", 500),
            ("2 hours", 7_200_000),
            ("unlimited", 0), ("zero", 0), ("0 s", 0), ("24 days", 2_073_600_000), ("25 days", nil), ("10", nil),
            ("s", nil), ("", nil), ("10 parsecs", nil), ("-1 s", nil), ("10 s x", nil),
            ("99999999999999999999 s", nil), ("9223372036854775807 d", nil), ("1 s and ", 1000),
        ] as [(String, Int?)])
    func durations(text: String, milliseconds: Int?) throws {
        let (provider, problems) = try EmailProvider.reading(Base.msgraph(#""socketTimeout": "\#(text)""#))
        #expect(provider.graph?.readTimeout == milliseconds ?? 10_000)
        #expect(problems.map(\.code) == (milliseconds == nil ? [.outOfRange] : []))
    }
}
