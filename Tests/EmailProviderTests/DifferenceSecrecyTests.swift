// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import EmailProvider
import TenantConfiguration
import TestSupport
import Testing

@Suite("What two provider documents say differently is shown only where it is no secret")
struct DifferenceSecrecyTests {
    @Test(arguments: [
        (#"{"auth": {"password": "a"}}"#, #"{"auth": {"password": "b"}}"#, true),
        (#"{"auth": {"password": "a"}}"#, #"{"auth": {}}"#, true),
        (#"{"auth": {}}"#, #"{"auth": {"x": {"$crypto": {}}}}"#, true),
        (#"{"auth": "a"}"#, #"{"auth": {"enable": true}}"#, true),
        (#"{"auth": {"accessToken": "a"}}"#, "{}", true), (#"{"privateKey": "a"}"#, "{}", true),
        (#"{"pwd": "a"}"#, "{}", true), (#"{"oauth": {"token": "a"}}"#, "{}", true), (#"{"a": 1}"#, "{}", true),
        (#"{"a": [{"clientSecret": 1}]}"#, #"{"a": []}"#, true),
        (#"{"from": {"$crypto": {}}}"#, "{}", true),
        (#"{"smtpProperties": ["mail.smtp.PASSWORD=x"]}"#, #"{"smtpProperties": []}"#, true),
        (#"{"smtpProperties": ["mail.smtp.auth.xoauth2.token=x"]}"#, #"{"smtpProperties": []}"#, true),
        (#"{"proxy": {"proxyUri": "http://u:p@h/"}}"#, #"{"proxy": {}}"#, true),
        (#"{"mailEndpoint": "https://g/x?key=1"}"#, "{}", true),
        (#"{"mailEndpoint": "https://g/u@t"}"#, "{}", false),
        (#"{"auth": {"tokenEndpoint": "https://l/t"}}"#, "{}", false),
        (#"{"auth": {"username": "a"}}"#, #"{"auth": {"username": "b"}}"#, false),
        (#"{"smtpProperties": ["mail.smtp.quitwait=true"]}"#, #"{"smtpProperties": []}"#, false),
        (#"{"port": {"$int": "&{p|1}"}}"#, #"{"port": {"$int": "&{p|2}"}}"#, false),
        (#"{"host": "a"}"#, #"{"host": "b"}"#, false),
    ])
    func onlyDocumentedPlainValuesAreShown(old: String, new: String, isSecret: Bool) throws {
        let (left, right) = (MemoryFiles(["external.email.json": old]), MemoryFiles(["external.email.json": new]))
        let differences = try TenantDifference.between(
            TenantReader.read(left, for: .all), in: left, and: TenantReader.read(right, for: .all), in: right)
        #expect(differences.map(\.isSecret) == [isSecret])
    }
}
