// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import EmailProvider
import TenantConfiguration
import Testing

@Suite("A comparison of providers shows documented settings that are no secret, and nothing else")
struct SecretDifferenceTests {
    private static func difference(_ old: String, _ new: String) throws -> TenantDifference {
        let (left, right) = (MemoryFiles(["external.email.json": old]), MemoryFiles(["external.email.json": new]))
        let differences = try TenantDifference.between(
            TenantReader.read(left, for: .all), in: left, and: TenantReader.read(right, for: .all), in: right)
        try #require(differences.count == 1)
        return differences[0]
    }

    @Test(arguments: [
        // The names that credentials go by, where they are documented, elsewhere, and in groups.
        #"{"auth": {"password": "x"}}"#, #"{"auth": {"clientSecret": "x"}}"#, #"{"proxy": {"password": "x"}}"#,
        #"{"accessToken": "x"}"#, #"{"refresh_token": "x"}"#, #"{"privateKey": "x"}"#, #"{"pwd": "x"}"#,
        #"{"sharedKey": "x"}"#, #"{"oauth": {"token": "x"}}"#, #"{"auth": {"jwt": "x"}}"#, #"{"host": {"x": "x"}}"#,
        #"{"apiKeys": ["x"]}"#, #"{"auth": {"username": {"x": "x"}}}"#, #"{"HOST": "x"}"#,
        #"{"auth": {"accessToken": "x"}}"#, #"{"a": 1}"#, #"{"a": [{"clientSecret": 1}]}"#,
        // Groups that are none, and values that are encrypted.
        #"{"auth": "x"}"#, #"{"auth": ["x"]}"#, #"{"host": {"$crypto": {"value": "x"}}}"#,
        #"{"host": {"$purpose": "x"}}"#,
        // Entries of smtpProperties.
        #"{"smtpProperties": ["mail.smtp.PASSWORD=x"]}"#, #"{"smtpProperties": ["mail.smtp.proxy.password=x"]}"#,
        #"{"smtpProperties": ["mail.smtp.auth=true", "mail.smtps.password=x"]}"#, #"{"smtpProperties": ["x"]}"#,
        #"{"smtpProperties": "mail.smtp.auth=true"}"#, #"{"smtpProperties": ["mail.smtp.auth.xoauth2.token=x"]}"#,
        #"{"smtpProperties": ["mail.debug.auth.password=x"]}"#, #"{"smtpProperties": ["mail.smtp.port=x"]}"#,
        // URLs.
        #"{"proxy": {"proxyUri": "http://u:p@h/"}}"#, #"{"mailEndpoint": "https://g/x?key=1"}"#,
        #"{"host": "smtps://u:p@h"}"#,
    ])
    func whatMayBeASecretIsNotShown(text: String) throws {
        #expect(try Self.difference("{}", text).isSecret)
        #expect(try Self.difference(text, "{}").isSecret)
    }

    @Test(arguments: [
        #"{"host": "passport.example"}"#, #"{"port": {"$int": "&{p|1}"}}"#, #"{"from": "Pass <a@b.example>"}"#,
        #"{"auth": {"username": "u"}}"#, #"{"auth": {"clientId": "c"}}"#,
        #"{"auth": {"scope": ["https://g/.default"]}}"#,
        #"{"mailEndpoint": "https://g/u@t"}"#, #"{"smtpProperties": ["mail.smtp.auth=true", " mail.debug = true"]}"#,
        #"{"auth": {"tokenEndpoint": "https://l/t"}}"#, #"{"smtpProperties": ["mail.smtp.quitwait=true"]}"#,
        #"{"smtpProperties": []}"#, #"{"smtpProperties": ["mail.debug.auth.password=true"]}"#, #"{"timeout": null}"#,
        #"{"starttls": {"enable": true}}"#,
    ])
    func documentedSettingsAreShown(text: String) throws {
        #expect(try !Self.difference("{}", text).isSecret)
        #expect(try !Self.difference(text, "{}").isSecret)
    }

    @Test(arguments: [
        (#"{"auth": "a"}"#, #"{"auth": {"enable": true}}"#, true),
        (#"{"auth": {"username": "a"}}"#, #"{"auth": {"username": {"$crypto": {}}}}"#, true),
        (#"{"host": "a"}"#, #"{"host": "b"}"#, false),
    ])
    func eitherValueMayBeTheSecret(old: String, new: String, isSecret: Bool) throws {
        #expect(try Self.difference(old, new).isSecret == isSecret)
        #expect(try Self.difference(new, old).isSecret == isSecret)
    }

    @Test func templatesHaveNoSecrets() throws {
        let files = ["a", "b"].map {
            MemoryFiles(["emailTemplate-t.json": #"{"subject": {}, "message": {}, "token": "\#($0)"}"#])
        }
        let differences = try TenantDifference.between(
            TenantReader.read(files[0], for: .all), in: files[0], and: TenantReader.read(files[1], for: .all),
            in: files[1])
        #expect(differences.map(\.isSecret) == [false])
    }
}
