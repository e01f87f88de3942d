// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import Composition
import Foundation
import JSONText
import SMTP
import TenantConfiguration
import Testing
import Verification

@Suite struct JSONReportTests {
    private static let schemaFile = URL(filePath: #filePath)
        .appending(path: "../../../../Documentation/report.schema.json").standardized

    @Test func theReportHasTheMembersOfTheContract() throws {
        let report = try ReportSamples.report(ReportSamples.mixed)
        let json = try JSONDocument(parsing: report.json.serialized()).root
        #expect(
            json.members?.map(\.name) == [
                "galley", "gate", "verdict", "counts", "findings", "messages", "stages", "deliveries",
            ])
        #expect(json["gate"]?.string == "development")
        #expect(json["verdict"]?.string == "fail")
        #expect(json["counts"]?["error"]?.number?.int == 2)
        #expect(json["counts"]?["warning"]?.number?.int == 1)
        #expect(json["counts"]?["note"]?.number?.int == 1)
        #expect(
            json["deliveries"]?.elements?.map { $0["outcome"]?.string } == [
                "sent", "refused", "temporary", "unknown", "not-attempted",
            ])
        #expect(json["messages"]?.elements?.map { $0["result"]?.string } == ["delivered", "not-composed"])
        let sender = json["messages"]?.elements?.first?["from"]
        #expect(sender?["address"]?.string == "Help Desk <help@example.com>")
        #expect(sender?["source"]?.string == "template from")
        #expect(sender?["shadows"]?.elements?.map { $0["address"]?.string } == ["provider@example.com"])
    }

    @Test func aFindingReadsBackAsItWas() throws {
        let report = try ReportSamples.report(ReportSamples.mixed)
        let findings = try #require(try JSONDocument(parsing: report.json.serialized()).root["findings"]?.elements)
        try #require(findings.count == report.findings.count)
        for (json, finding) in zip(findings, report.findings) {
            #expect(json["rule"]?.string == finding.rule)
            #expect(json["severity"]?.string == finding.severity.rawValue)
            #expect(json["message"]?.string == finding.message)
            #expect(json["template"]?.string == finding.template)
            #expect(json["locale"]?.string == finding.locale)
            #expect(json["persona"]?.string == finding.persona)
            #expect(json["evidence"]?.string == finding.evidence)
            #expect(json["fix"]?.string == finding.fix)
            #expect(json["location"]?["file"]?.string == finding.location.file)
            #expect(json["location"]?["line"]?.number?.int == finding.location.position?.line)
            #expect(json["location"]?["column"]?.number?.int == finding.location.position?.column)
        }
        let link = try #require(findings.first { $0["rule"]?.string == "link-broken" })
        #expect(link["location"]?["pointer"]?.string == "/message/en")
    }

    @Test(arguments: [
        (Scenario(), "delivered"),
        (Scenario().with { $0.provider = Scenario.graph() }, "encoded"),
        (Scenario().with { $0.transport = Transport.changing { $0.envelope.forwardPaths = [] } }, "differs"),
        (Scenario().with { $0.transport = { _ in .failed("x") } }, "failed"),
        (Scenario(body: "{{#if}}"), "not-composed"),
    ])
    func theResultSaysWhatBecameOfAMessage(_ scenario: Scenario, _ result: String) throws {
        let report = try ReportSamples.report(scenario)
        #expect(report.json["messages"]?.elements?.map { $0["result"]?.string } == [result])
    }

    @Test func hostileTextStaysInsideItsString() throws {
        let subject = #"\u001b[2J\"}],\"verdict\":\"pass\"\u0000\u2028"#
        let report = try ReportSamples.report(
            Scenario(subject: subject, body: "<a href='javascript:x'>x</a>"), at: .production)
        let json = report.json.serialized()
        #expect(json.allSatisfy { $0 >= 0x20 || $0 == 0x0A })
        #expect(try JSONDocument(parsing: json).root["verdict"]?.string == "fail")
    }

    /// The names of all members of the report are properties of the schema, wherever they stand.
    @Test(arguments: ReportSamples.scenarios.indices)
    func theSchemaDescribesEveryMember(_ index: Int) throws {
        let schema = try JSONDocument(parsing: Array(Data(contentsOf: Self.schemaFile))).root
        let report = try ReportSamples.report(ReportSamples.scenarios[index])
        Self.expectDescribed(report.json, by: schema, root: schema, at: "")
    }

    private static func expectDescribed(_ node: JSONNode, by schema: JSONNode, root: JSONNode, at path: String) {
        var schema = schema
        var isExplained = schema["description"] != nil
        if let name = schema["$ref"]?.string?.split(separator: "/").last {
            guard let definition = root["$defs"]?[String(name)] else {
                Issue.record("the schema lacks \(name)")
                return
            }
            isExplained = isExplained || definition["description"] != nil
            schema = definition
        }
        #expect(isExplained, "\(path)")
        for member in node.members ?? [] {
            guard let property = schema["properties"]?[member.name] else {
                Issue.record("the schema lacks \(path)/\(member.name)")
                continue
            }
            Self.expectDescribed(member.value, by: property, root: root, at: path + "/" + member.name)
        }
        for element in node.elements ?? [] {
            guard let items = schema["items"] else {
                Issue.record("the schema lacks the items of \(path)")
                continue
            }
            Self.expectDescribed(element, by: items, root: root, at: path + "[]")
        }
    }

    // MARK: With Python's jsonschema

    /// What is wrong with a report; `nil` where it is valid.
    ///
    /// Members that the schema does not name are wrong, too.
    private static func fault(in json: [UInt8]) throws -> String? {
        let script = """
            import json, sys
            from jsonschema import Draft202012Validator
            schema = json.load(open(sys.argv[1], encoding="utf-8"))
            Draft202012Validator.check_schema(schema)
            def close(node):
                if isinstance(node, dict):
                    if "properties" in node and node.get("type") == "object": node["additionalProperties"] = False
                    for value in node.values(): close(value)
            close(schema)
            for error in Draft202012Validator(schema).iter_errors(json.load(sys.stdin)):
                print(error.json_path, error.message[:300])
            """
        return try Python.run(script, arguments: [Self.schemaFile.path()], input: json)
    }

    @Test(
        .enabled(if: Python.hasJSONSchema, "needs python3 with the module jsonschema"),
        arguments: ReportSamples.scenarios.indices)
    func reportsAreValid(_ index: Int) throws {
        for gate in Gate.allCases {
            let report = try ReportSamples.report(ReportSamples.scenarios[index], at: gate)
            #expect(try Self.fault(in: report.json.serialized()) == nil)
        }
    }

    @Test(
        .enabled(if: Python.hasJSONSchema, "needs python3 with the module jsonschema"),
        arguments: [
            (#""verdict": "fail","#, ""), (#""stages": [],"#, ""), (#""gate": "development""#, #""gate": "test""#),
            (#""note": 1"#, #""note": -1"#), (#""rule": "link-broken","#, ""),
            (#""rule": "link-broken""#, #""rule": "Link Broken""#),
            (#""severity": "note""#, #""severity": "info""#), (#""column": 1,"#, ""),
            (#""result": "delivered","#, ""), (#""subject": "Réinitialiser","#, ""),
            (#""outcome": "unknown""#, #""outcome": "lost""#),
            (#""messageID": "<1@example.com>""#, #""messageID": "1""#), (#""smtpUTF8": false"#, #""smtpUTF8": "no""#),
            (#""source": "template from""#, #""source": "elsewhere""#),
        ])
    func aReportWithAFaultIsNotValid(_ old: String, _ new: String) throws {
        let text = try ReportSamples.report(ReportSamples.mixed).json.serialized().text
        let range = try #require(text.range(of: old), "\(text)")
        let changed = text.replacingCharacters(in: range, with: new)
        #expect(try Self.fault(in: Array(changed.utf8)) != nil)
    }
}
