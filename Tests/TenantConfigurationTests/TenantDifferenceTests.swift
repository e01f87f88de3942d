// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import TenantConfiguration
import Testing

@Suite("Two exports are compared by what they say")
struct TenantDifferenceTests {
    private static func differences(_ old: [String: String], _ new: [String: String]) throws -> [TenantDifference] {
        let (left, right) = (MemoryFiles(old), MemoryFiles(new))
        return try TenantDifference.between(
            TenantReader.read(left, for: .all), in: left, and: TenantReader.read(right, for: .all), in: right)
    }

    private static func names(_ differences: [TenantDifference]) -> [String] {
        differences.map { difference in
            let change = difference.old == nil ? "+" : difference.new == nil ? "-" : "*"
            return "\(change)\(difference.kind.id) \(difference.field.joined(separator: "."))"
        }
    }

    @Test func layoutsOrderAndEscapesDoNotCount() throws {
        let old = ["emailTemplate-t.json": #"{"subject": {"en": "é"}, "message": {"en": "a\nb"}, "styles": "p {}"}"#]
        let new = [
            "t/t.json": #"""
            {"styles": {"file": "t.css"}, "_id": "emailTemplate/t", "message": {"en": {"file": "t.en.md"}},
             "subject": {"en": "\u00e9"}}
            """#, "t/t.css": "p {}", "t/t.en.md": "a\nb",
        ]
        #expect(try Self.differences(old, new).isEmpty)
    }

    @Test func manyLocalesTakeLinearTime() throws {
        func export(_ text: String) -> [String: String] {
            let texts = (0..<20_000).map { #""x\#($0)": "\#(text)""# }.joined(separator: ",")
            return ["emailTemplate-t.json": #"{"subject": {\#(texts)}, "message": {}}"#]
        }
        let start = ContinuousClock.now
        #expect(try Self.differences(export("a"), export("b")).count == 20_000)
        // When the time went with the square, it was minutes.
        #expect(ContinuousClock.now - start < .seconds(20))
    }

    @Test func namesAreComparedByTheirBytes() throws {
        let names = ["caf\u{E9}", "cafe\u{301}"]
        let export = { (names: [String]) in
            let entries = names.map { #""\#($0)": {"subject": {"\#($0)": "a"}, "message": {}}"# }
            return ["all.json": #"{"emailTemplate": {\#(entries.joined(separator: ","))}}"#]
        }
        #expect(try Self.differences(export(names), export(names.reversed())).isEmpty)
        #expect(try Self.differences(export([names[0]]), export([names[1]])).count == 2)
    }

    @Test func fieldsAreNamedByTemplateAndLocale() throws {
        let old = [
            "emailTemplate-t.json": #"{"subject": {"en": "a", "fr": "b"}, "message": {"en": "m"}, "x": {"y": 1}}"#,
            "emailTemplate-u.json": #"{"subject": {"en": "a"}, "message": {"en": "m"}}"#,
        ]
        let new = [
            "emailTemplate-t.json":
                #"{"subject": {"en": "A", "de": "c"}, "html": {"en": "m"}, "message": 7, "x": {"y": 2}}"#,
            "emailTemplate-v.json": #"{"subject": {"en": "a"}, "message": {"en": "m"}}"#,
        ]
        let differences = try Self.differences(old, new)
        #expect(
            Self.names(differences) == [
                "+emailTemplate/t html.en", "*emailTemplate/t message", "+emailTemplate/t subject.de",
                "*emailTemplate/t subject.en", "-emailTemplate/t subject.fr", "*emailTemplate/t x",
                "-emailTemplate/u ", "+emailTemplate/v ",
            ])
        #expect(differences.map(\.locale) == ["en", nil, "de", "en", "fr", nil, nil, nil])
    }

    @Test(arguments: [
        (#"{"auth": {"password": "a"}}"#, #"{"auth": {"password": "b"}}"#, "*external.email auth.password"),
        (#"{"auth": {"password": "a"}}"#, #"{"auth": {}}"#, "-external.email auth.password"),
        (#"{"auth": {}}"#, #"{"auth": {"x": {"$crypto": {}}}}"#, "+external.email auth.x"),
        (#"{"smtpProperties": ["a=b"]}"#, #"{"smtpProperties": []}"#, "*external.email smtpProperties"),
        (#"{"port": {"$int": "&{p|1}"}}"#, #"{"port": {"$int": "&{p|2}"}}"#, "*external.email port"),
        (#"{"a": {"b": 1, "b": 2}}"#, #"{"a": {"b": 3, "b": 2}}"#, "*external.email a"),
    ])
    func groupsOfProviderPropertiesAreComparedMemberByMember(old: String, new: String, name: String) throws {
        let differences = try Self.differences(["external.email.json": old], ["external.email.json": new])
        #expect(Self.names(differences) == [name])
    }
}
