// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import EmailProvider
import JSONText
import TenantConfiguration
import TestSupport
import Testing

/// The type of each property, in each of the forms that a value can take.
@Suite struct ProviderPropertyTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var path: String
        var value: String

        init(_ path: String, _ value: String) {
            self.path = path
            self.value = value
        }

        var testDescription: String { "\(self.path) \(self.value)" }

        /// A document of a provider that knows the property, with the property's value.
        var document: String {
            let pieces = self.path.split(separator: ".")
            if pieces.count == 1 {
                let member = #""\#(self.path)": \#(self.value)"#
                if ProviderPropertyTests.isGraph(self.path) {
                    return Base.msgraph(member, leavingOut: [self.path])
                }
                return Base.smtp(member, leavingOut: [self.path])
            }
            let member = #""\#(pieces[1])": \#(self.value)"#
            switch pieces[0] {
            case "auth":
                let enable = self.path == "auth.enable" ? "" : #""enable": false, "#
                return Base.smtp(#""auth": {\#(enable)\#(member)}"#, leavingOut: ["auth"])
            case "proxy": return Base.msgraph(#""proxy": {\#(member)}"#)
            default: return Base.smtp(#""\#(pieces[0])": {\#(member)}"#)
            }
        }

        var pointer: String { "/" + self.path.replacing(".", with: "/") }
    }

    private static func isGraph(_ path: String) -> Bool {
        [
            "mailEndpoint", "socketTimeout", "connectionTimeout", "reuseConnections", "retryRequests", "maxConnections",
            "tlsVersion", "hostnameVerifier", "proxy", "userAgent",
        ].contains(path)
    }

    private static let strings = [
        "_id", "from", "auth.username", "auth.password", "auth.clientId", "auth.clientSecret",
        "auth.scopeDelimiter", "proxy.proxyUri", "proxy.userName", "proxy.password", "userAgent", "socketTimeout",
        "connectionTimeout",
    ]
    private static let bools = [
        "debug", "starttls.enable", "ssl.enable", "auth.enable", "reuseConnections", "retryRequests",
    ]
    private static let ints = [
        "port", "threadPoolSize", "connectiontimeout", "timeout", "writetimeout", "maxConnections",
    ]
    private static let words = [
        ("type", "smtp"), ("auth.type", "basic"), ("auth.type", "oauth2"), ("auth.grantType", "client_credentials"),
        ("tlsVersion", "TLSv1.1"), ("tlsVersion", "TLSv1.2"), ("tlsVersion", "TLSv1.3"),
        ("hostnameVerifier", "STRICT"), ("hostnameVerifier", "ALLOW_ALL"),
    ]
    private static let lists = ["smtpProperties", "auth.scope"]
    private static let objects = ["auth", "starttls", "ssl", "proxy"]
    private static let urls = ["mailEndpoint", "auth.tokenEndpoint"]
    private static let hosts = [
        "h.example", "10.0.0.1", "::1", "[::1]", "bücher.example", "under_score", "&{esv.x|h.example}",
    ]

    static let accepted: [Case] =
        strings.flatMap { path in
            let text = path == "from" ? "a@b.example" : "10 s"
            return [#""\#(text)""#, #""&{esv.x|\#(text)}""#, #"{"$string": "&{esv.x|\#(text)}"}"#].map {
                Case(path, $0)
            }
        }
        + bools.filter { $0 != "auth.enable" }.flatMap { path in
            ["true", "false", #""true""#, #""false""#, #""&{esv.x|true}""#, #"{"$bool": "&{esv.x|true}"}"#]
                .map { Case(path, $0) }
        }
        + ["false", #""false""#, #"{"$bool": "&{esv.x|false}"}"#].map { Case("auth.enable", $0) }
        + ints.flatMap { path in
            [
                "465", #""465""#, #""&{esv.x|465}""#, #"{"$int": "&{esv.x|465}"}"#, #"{"$number": "&{esv.x|465}"}"#,
                "1", "465.0",
            ]
            .map { Case(path, $0) }
        }
        + words.flatMap { path, word in
            [#""\#(word)""#, #""&{esv.x|\#(word)}""#, #"{"$string": "&{esv.x|\#(word)}"}"#].map { Case(path, $0) }
        }
        + lists.flatMap { path in
            [
                "[]", #"["mail.smtp.quitwait=true", "&{esv.x|mail.smtp.userset=true}"]"#, #"{"$array": "&{esv.x|[]}"}"#,
                #"{"$list": "&{esv.x|mail.debug.auth=true}"}"#,
            ]
            .map { Case(path, $0) }
        }
        + ["starttls", "ssl", "proxy"].map { Case($0, "{}") }
        + objects.map { Case($0, #"{"$object": "&{esv.x|{}}"}"#) }
        + urls.flatMap { path in
            [#""https://example.com/x""#, #""&{esv.x|https://example.com}""#, #""https://&{esv.x|example.com}/x""#]
                .map { Case(path, $0) }
        }
        + [Case("timeout", "0"), Case("connectiontimeout", "0"), Case("port", "65535"), Case("threadPoolSize", "1")]

    @Test(arguments: accepted)
    func rightTypesAreAccepted(example: Case) throws {
        let (_, problems) = try EmailProvider.reading(example.document)
        // The type is right all the same where a setting does not apply to SMTP.
        #expect(problems.filter { $0.code != .misplaced }.isEmpty)
    }

    @Test func signingInWithOAuthIsForGraph() throws {
        let (_, problems) = try EmailProvider.reading(
            #"{"host": "h", "port": 25, "auth": {"enable": false, "type": "oauth2"}}"#)
        #expect(problems.map(\.code) == [.misplaced])
    }

    static let wrongTypes: [Case] =
        strings.flatMap { path in ["7", "true", "[]", #"{"a": 1}"#].map { Case(path, $0) } }
        + bools.flatMap { path in ["1", #""yes""#, #""""#, "[]"].map { Case(path, $0) } }
        + ints.flatMap { path in ["1.5", #""abc""#, #""""#, "true", "[]", #""1.5""#, "1e99"].map { Case(path, $0) } }
        + lists.flatMap { path in [#""a=b""#, "7", #"{"a": "b"}"#].map { Case(path, $0) } }
        + objects.flatMap { path in ["true", #""x""#, "[]"].map { Case(path, $0) } }
        + words.map { path, _ in Case(path, "7") }
        + urls.map { Case($0, "7") } + ["7", "true", "[]"].map { Case("host", $0) }

    @Test(arguments: wrongTypes)
    func wrongTypesAreProblems(example: Case) throws {
        let (_, problems) = try EmailProvider.reading(example.document)
        let problem = try #require(problems.first { $0.location.pointer?.description == example.pointer })
        #expect(problem.code == .wrongType)
        #expect(problem.message.contains(example.path))
        let document = example.document
        let name = try #require(example.path.split(separator: ".").last)
        // The value begins after the name, the colon and the space.
        let range = try #require(document.firstRange(of: #""\#(name)": \#(example.value)"#))
        let before = document[..<range.lowerBound] + #""\#(name)": "#
        #expect(problem.location.position?.description == Place.of("◆", in: before + "◆"))
    }

    static let outOfRange: [Case] = [
        Case("port", "0"), Case("port", "65536"), Case("port", "-1"), Case("port", #""0""#), Case("port", #""65536""#),
        Case("port", #""-1""#), Case("port", "9223372036854775807"), Case("threadPoolSize", "0"),
        Case("threadPoolSize", "-20"), Case("timeout", "-1"), Case("writetimeout", "-1"),
        Case("connectiontimeout", "-1"), Case("timeout", "2147483648"), Case("maxConnections", "0"),
        Case("type", #""SMTP""#), Case("type", #""sendgrid""#), Case("type", #""""#), Case("auth.type", #""Basic""#),
        Case("auth.grantType", #""password""#), Case("tlsVersion", #""TLSv1""#), Case("hostnameVerifier", #""strict""#),
        Case("mailEndpoint", #""http://graph.microsoft.com/x""#), Case("mailEndpoint", #""graph.microsoft.com""#),
        Case("mailEndpoint", #""https://""#), Case("mailEndpoint", #""https:///x""#),
        Case("mailEndpoint", #""https://a b""#), Case("mailEndpoint", #""https://a\r\nX: y""#),
        Case("host", #""smtp://h.example""#), Case("host", #""h example""#), Case("host", #""u@h.example""#),
        Case("host", #""h\r\nRSET""#), Case("auth.tokenEndpoint", #""http://example.com""#),
        Case("auth.tokenEndpoint", #""""#),
    ]

    @Test(arguments: outOfRange)
    func valuesOutOfRangeAreProblems(example: Case) throws {
        let (_, problems) = try EmailProvider.reading(example.document)
        let problem = try #require(problems.first { $0.location.pointer?.description == example.pointer })
        #expect(problem.code == .outOfRange)
        #expect(problem.message.contains(example.path))
    }

    @Test func coercionsKeepTheirPlace() throws {
        let text = Base.smtp(#""timeout": {"$int": "abc"}"#)
        let (_, problems) = try EmailProvider.reading(text)
        #expect(problems.map(\.code) == [.wrongType])
        #expect(problems.first?.location.pointer?.description == "/timeout/$int")
        #expect(problems.first?.location.position?.description == Place.of(#""abc""#, in: text))
    }

    @Test func aPortInAnyFormIsThePort() throws {
        for value in ["465", #""465""#, #""&{esv.port}""#, #"{"$int": "&{esv.port|25}"}"#, "4.65e2"] {
            let text = Base.smtp(#""port": \#(value)"#, leavingOut: ["port"])
            #expect(try EmailProvider.reading(text, placeholders: ["esv.port": "465"]).provider.smtp?.port == 465)
        }
    }

    @Test func unresolvedPlaceholdersAreProblemsWithTheirPlace() throws {
        let text = Base.smtp(#""from": "é &{esv.from}", "timeout": {"$int": "&{esv.timeout}"}"#)
        let (_, problems) = try EmailProvider.reading(text)
        #expect(problems.map(\.code) == [.unresolvedPlaceholder, .unresolvedPlaceholder])
        #expect(
            Set(problems.map { $0.location.position?.description })
                == [Place.of("&{esv.from}", in: text), Place.of("&{esv.timeout}", in: text)])
        #expect(Set(problems.map { $0.location.pointer?.description }) == ["/from", "/timeout/$int"])
    }

    @Test func nullCountsAsAbsent() throws {
        let (provider, problems) = try EmailProvider.reading(
            Base.smtp(#""from": null, "timeout": null, "smtpProperties": null, "ssl": null, "threadPoolSize": null"#))
        #expect(problems.isEmpty)
        #expect(provider.from == nil)
        #expect(provider.smtp?.connectionLimit == 20)
    }
}
