// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import EmailProvider
import JSONText
import TenantConfiguration
import TestSupport
import Testing

/// Keys that are unknown, missing or on the wrong type of provider, and secrets.
@Suite struct ProviderDocumentTests {
    @Test(arguments: [
        (#""hots": "x""#, "/hots", "host"), (#""From": "x""#, "/From", "from"),
        (#""smtpproperties": []"#, "/smtpproperties", "smtpProperties"),
        (#""starttls": {"enabled": true}"#, "/starttls/enabled", "starttls.enable"),
        (#""ssl": {"enabel": true}"#, "/ssl/enabel", "ssl.enable"), (#""timeot": 1"#, "/timeot", "timeout"),
    ])
    func unknownKeysAreProblemsWithASuggestion(member: String, pointer: String, suggestion: String) throws {
        let text = Base.smtp(member)
        let (_, problems) = try EmailProvider.reading(text)
        #expect(problems.map(\.code) == [.unknownKey])
        #expect(problems.first?.location.pointer?.description == pointer)
        let key = try #require(pointer.split(separator: "/").last)
        #expect(problems.first?.location.position?.description == Place.of("\"\(key)\"", in: text))
        #expect(problems.first?.fix?.contains(suggestion) == true)
    }

    @Test(arguments: [
        "not an address", "a@b.example, c@d.example", "Friends: a@b.example;", "a@b..example", "Ada <a@b.example",
    ])
    func aSenderIsExactlyOneMailbox(sender: String) throws {
        for text in [Base.smtp(#""from": "\#(sender)""#), Base.msgraph(#""from": "\#(sender)""#)] {
            let (_, problems) = try EmailProvider.reading(text)
            #expect(problems.map(\.code) == [.outOfRange])
            let problem = try #require(problems.first)
            #expect(problem.location.pointer?.description == "/from")
            #expect(problem.fix?.contains("one address") == true)
            let position = try #require(problem.location.position)
            let lines = text.split(separator: "\n")
            let line = try #require(lines.firstIndex { $0.contains(sender) })
            let start = try #require(lines[line].firstRange(of: sender)).lowerBound
            let column = lines[line].distance(from: lines[line].startIndex, to: start) + 1
            #expect(position.line == line + 1)
            #expect((column...column + sender.count).contains(position.column))
        }
    }

    /// A blank one counts as none, and what a placeholder gives is not known here.
    @Test(arguments: ["a@b.example", #"\"Ada, too\" <a@b.example>"#, "用户@b.example", " ", "", "&{esv.sender}"])
    func otherSendersAreNotJudged(sender: String) throws {
        let (_, problems) = try EmailProvider.reading(Base.smtp(#""from": "\#(sender)""#))
        #expect(!problems.contains { $0.code == .outOfRange })
    }

    @Test func unknownKeysInsideAuthAreFound() throws {
        let text = #"{"host": "h.example", "port": 25, "auth": {"enable": false, "passwd": "canary", "user": "u"}}"#
        let (_, problems) = try EmailProvider.reading(text)
        #expect(problems.map(\.code) == [.unknownKey, .unknownKey])
        #expect(Set(problems.map { $0.location.pointer?.description }) == ["/auth/passwd", "/auth/user"])
        #expect(!"\(problems)".contains("canary"))
    }

    @Test(arguments: ["port", "auth"])
    func whatSMTPNeedsIsMissed(path: String) throws {
        let (_, problems) = try EmailProvider.reading(Base.smtp(leavingOut: [path]))
        #expect(problems.map(\.code) == [.missingValue])
        #expect(problems.first?.message.contains(path) == true)
    }

    @Test(arguments: [
        "mailEndpoint", "auth", "auth.clientId", "auth.clientSecret", "auth.tokenEndpoint", "auth.scope", "auth.enable",
    ])
    func whatGraphNeedsIsMissed(path: String) throws {
        #expect(try EmailProvider.reading(Base.msgraph()).problems.isEmpty)
        let (_, problems) = try EmailProvider.reading(Base.msgraph(leavingOut: [path]))
        #expect(problems.contains { $0.code == .missingValue && $0.message.contains(path) })
    }

    @Test(
        arguments: [
            (#"{"enable": true}"#, ["auth.username", "auth.password"]),
            (#"{"enable": true, "username": "u"}"#, ["auth.password"]),
            (#"{"enable": "true", "type": "basic", "password": "p"}"#, ["auth.username"]),
            (#"{"enable": true, "username": "u", "password": "p"}"#, []), (#"{"enable": false}"#, []),
            (#"{"enable": true, "username": "u", "password": {"$crypto": {"type": "x", "value": {}}}}"#, []),
            (
                #"{"enable": true, "username": {"$purpose": {"name": "n"}}, "password": {"$purpose": {"name": "n"}}}"#,
                []
            ),
            (#"{"enable": true, "username": "&{esv.u|u}", "password": "&{esv.password}"}"#, []),
        ] as [(String, [String])])
    func basicAuthNeedsNameAndPassword(auth: String, missing: [String]) throws {
        let (_, problems) = try EmailProvider.reading(Base.smtp(#""auth": \#(auth)"#, leavingOut: ["auth"]))
        #expect(problems.allSatisfy { $0.code == .missingValue })
        #expect(problems.count == missing.count)
        for path in missing { #expect(problems.contains { $0.message.contains(path) }, "\(path)") }
    }

    @Test(arguments: [
        ("host", #""h.example""#), ("port", "25"), ("starttls", "{}"), ("ssl", "{}"), ("smtpProperties", "[]"),
        ("debug", "true"), ("timeout", "1"), ("writetimeout", "1"),
    ])
    func smtpSettingsHaveNoEffectOnGraph(key: String, value: String) throws {
        let text = Base.msgraph(#""\#(key)": \#(value)"#)
        let (_, problems) = try EmailProvider.reading(text)
        #expect(problems.map(\.code) == [.misplaced])
        #expect(problems.first?.location.position?.description == Place.of("\"\(key)\"", in: text))
    }

    @Test(arguments: [
        ("mailEndpoint", #""https://a.example/""#), ("socketTimeout", #""10 s""#), ("proxy", "{}"),
        ("userAgent", #""x""#), ("maxConnections", "64"),
    ])
    func graphSettingsHaveNoEffectOnSMTP(key: String, value: String) throws {
        let (_, problems) = try EmailProvider.reading(Base.smtp(#""\#(key)": \#(value)"#))
        #expect(problems.map(\.code) == [.misplaced])
        #expect(problems.first?.location.pointer?.description == "/" + key)
    }

    @Test func connectionTimeoutAppliesToBoth() throws {
        #expect(try EmailProvider.reading(Base.smtp(#""connectiontimeout": 1"#)).problems.isEmpty)
        #expect(try EmailProvider.reading(Base.msgraph(#""connectiontimeout": 1"#)).problems.isEmpty)
    }

    @Test func graphSignsInWithOAuthOnly() throws {
        let text = Base.msgraph().replacing(#""oauth2""#, with: #""basic""#)
        #expect(try EmailProvider.reading(text).problems.map(\.code) == [.outOfRange])
        let absent = Base.msgraph(leavingOut: ["auth.type"])
        #expect(try EmailProvider.reading(absent).problems.map(\.code) == [.outOfRange])
    }

    // MARK: Secrets

    @Test(arguments: [
        #"["canary"]"#, #"{"canary": "canary"}"#, #"{"$int": "canary"}"#, #"{"$crypto": "canary"}"#,
        #"{"$crypto": {"value": "canary"}}"#, #"{"$purpose": {"name": "canary"}}"#, #""canary""#, #""&{esv.x|canary}""#,
        #""canary &{esv.x}""#, #"{"$bool": "canary"}"#, #"{"value": "canary", "type": "canary"}"#,
        #"{"$string": ["canary"]}"#, #""canary\u0000\r\n""#,
    ])
    func secretsAreInNoProblem(value: String) throws {
        for name in ["password", "clientSecret"] {
            let auth = #""auth": {"enable": true, "username": "u", "type": "bad", "\#(name)": \#(value)}"#
            let (provider, problems) = try EmailProvider.reading(
                Base.smtp(auth, leavingOut: ["auth"]), placeholders: ["esv.secret": "canary"])
            let shown = problems.map { "\($0.message) \($0.fix ?? "")" }.joined()
            #expect(!shown.contains("canary"))
            #expect(!"\(provider)".contains("canary"))
            #expect(problems.contains { $0.code == .outOfRange }, "auth.type is wrong")
        }
    }
}
