// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Testing
import Verification

@Suite struct VariableTests {
    private static let persona = #"""
        {"name": "ada", "object": {"mail": "a@example.com", "name": "Ada", "empty": "", "zero": 0, "no": false,
         "long": 12345678901234567890, "nothing": null, "items": [{"id": 1, "tag": "x"}, {"id": 2}],
         "boss": {"name": "Charles"}, "words": ["a"],
         "html": "<b>x</b>"}}
        """#

    private static func scenario(_ body: String) -> Scenario {
        Scenario(body: body).with { $0.personas = [Self.persona] }
    }

    private static func found(_ scenario: Scenario) throws -> [String] {
        // That a subject has expressions at all is a rule of its own.
        try scenario.findings().filter { $0.rule != "subject-expression" }.map { "\($0.rule) \($0.location)" }
    }

    /// Each mark is a finding of the rule, and there is no other.
    private static func expectMarks(_ rule: String, in scenario: Scenario, at gate: Gate = .development) throws {
        #expect(try Self.found(scenario) == scenario.marks.map { "\(rule) \($0)" })
    }

    @Test(arguments: [
        "‸{{object.nickname}}", "‸{{ object.boss.mail }}",
        "{{#each object.items}}‸{{tag}}{{/each}}", "{{#each object.items}}{{id}}‸{{../object.nickname}}{{/each}}",
        "{{#with object.boss}}{{name}}‸{{mail}}{{/with}}", "{{#with object}}‸{{nickname}}{{/with}}",
        "{{#with object as |person|}}‸{{person.nickname}}{{/with}}",
        "{{#each object.items as |item|}}{{item.id}}‸{{item.tag}}{{/each}}", "‸{{object.nothing}}",
        "‸{{object.name.first}}", "{{#if object.name}}‸{{object.nickname}}{{/if}}", "‸{{object.items.[7].id}}",
        "‸{{object.constructor}}", "‸{{object.toString}}", "‸{{object.__proto__}}", "‸{{lookup object 'constructor'}}",
        #"é\n\n\t\u00e9‸{{object.nickname}} ‸{{object.surname}}"#, "‸{{@root.object.nickname}}",
        "{{#unless object.nickname}}‸{{object.nickname}}{{/unless}}", "{{object.name}}‸{{~object.nickname~}} x",
    ])
    func valuesThatAreNotThereAreFound(_ body: String) throws {
        try Self.expectMarks("variable-missing", in: Self.scenario(body))
    }

    @Test(arguments: [
        "{{#if object.nickname}}{{object.nickname}}{{/if}}", "{{#unless object.name}}{{object.nickname}}{{/unless}}",
        "{{#with object.nobody}}{{name}}{{/with}}", "{{#each object.nothing}}{{this}}{{/each}}",
        "{{#each object.none}}{{a}}{{else}}none{{/each}}", "{{object.empty}}{{object.zero}}{{object.no}}",
        "{{#each object.items}}{{@index}}{{#if tag}}{{tag}}{{/if}}{{/each}}", "{{object.items.length}}",
        "{{#each object.items}}{{../object.name}}{{@root.object.name}}{{/each}}",
        "{{#each object.items as |item index|}}{{index}}{{item.id}}{{/each}}", "{{! {{object.nickname}} }}",
        #"\\{{object.nickname}}"#, "{{#if object.no}}{{object.nickname}}{{else}}{{object.name}}{{/if}}",
        "{{#each object.words}}{{this}}{{/each}}", "{{lookup object 'name'}}",
    ])
    func valuesThatAreThereOrGuardedAreNot(_ body: String) throws {
        #expect(try Self.found(Self.scenario(body)) == [])
    }

    @Test(arguments: [
        "‸{{user.name}}", "‸{{name}}", "{{#if object.name}}‸{{name}}{{/if}}", "‸{{#if name}}x{{/if}}",
        "‸{{#each items}}x{{/each}}", "{{#each object.items}}‸{{../name}}{{/each}}",
        "{{#with object.boss}}‸{{../boss.name}}{{/with}}", "‸{{@root.name}}", "‸{{Object.name}}",
        "‸{{#unless name}}x{{/unless}}", "‸{{objects.name}} ‸{{obj.name}}", "‸{{[object name]}}",
    ])
    func rootsOtherThanObjectAreFound(_ body: String) throws {
        try Self.expectMarks("variable-unknown", in: Self.scenario(body))
    }

    @Test(arguments: [
        "{{#with object}}{{name}}{{boss.name}}{{/with}}", "{{#with object as |user|}}{{user.name}}{{/with}}",
        "{{#each object.items}}{{id}}{{@key}}{{@first}}{{/each}}", "{{this.object.name}}", "{{./object.name}}",
        "{{object/name}}", "{{[object].name}}", "{{@root.object.name}}",
        "{{#each object.items as |user|}}{{user.id}}{{/each}}", "{{#with object.boss}}{{../object.name}}{{/with}}",
    ])
    func pathsThatLeadIntoObjectAreNot(_ body: String) throws {
        #expect(try Self.found(Self.scenario(body)) == [])
    }

    @Test func subjectsAreLookedAtToo() throws {
        let missing = Scenario(subject: "Hello ‸{{object.nickname}}").with { $0.personas = [Self.persona] }
        try Self.expectMarks("variable-missing", in: missing)
        let unknown = Scenario(subject: "Hello ‸{{user.name}}").with { $0.personas = [Self.persona] }
        try Self.expectMarks("variable-unknown", in: unknown)
    }

    @Test(arguments: [
        ("{{#each object.items}}{{../name}}{{/each}}", "{{@root.object.name}}"),
        ("{{@root.name}}", "{{@root.object.name}}"), ("{{user.name}}", "{{object.user.name}}"),
        ("{{name}}", "{{object.name}}"),
    ])
    func theMendOfAnUnknownRootIsAPathThatWorks(_ body: String, _ path: String) throws {
        let finding = try #require(try Self.scenario(body).findings().first)
        #expect(finding.fix == "write \(path)")
    }

    @Test(arguments: [
        ("‸{{object.boss}}", "object"), ("‸{{object.items}}", "array"), ("‸{{object.words}}", "array"),
        ("{{#each object.items}}‸{{this}}{{/each}}", "object"), ("‸{{object}}", "object"),
        ("{{#with object.boss}}‸{{.}}{{/with}}", "object"), ("‸{{object.long}}{{object.zero}}", "number"),
    ])
    func objectsAndArraysShownAsTextAreFound(_ body: String, _ kind: String) throws {
        let scenario = Self.scenario(body)
        try Self.expectMarks("value-not-text", in: scenario)
        #expect(try scenario.findings().first?.message.contains(" \(kind) and shows") == true)
    }

    @Test(arguments: [
        "{{object.boss.name}}", "{{#each object.words}}{{this}}{{/each}}", "{{object.zero}}{{object.no}}",
        "{{#if object.boss}}x{{/if}}", "{{#with object.boss}}{{name}}{{/with}}",
    ])
    func textNumbersAndConditionsAreNoConversion(_ body: String) throws {
        #expect(try Self.found(Self.scenario(body)) == [])
    }

    @Test(arguments: [
        "‸{{{object.html}}}", "‸{{&object.html}}", "‸{{& object.html }}", "‸{{~{object.html}~}}",
        "{{#if object.html}}‸{{{object.html}}}{{/if}}", "{{#if object.no}}‸{{{object.html}}}{{/if}}",
        "{{#each object.items}}‸{{{id}}}{{/each}}", "‸{{{object.html}}} {{object.name}} ‸{{&object.name}}",
    ])
    func unescapedValuesInHTMLAreFound(_ body: String) throws {
        try Self.expectMarks("triple-stash", in: Self.scenario(body))
    }

    @Test(arguments: ["{{{object.html}}}", "{{&object.html}}"])
    func unescapedValuesOutsideHTMLAreNot(_ text: String) throws {
        #expect(try Self.found(Scenario(body: text, type: "text/plain").with { $0.personas = [Self.persona] }) == [])
        #expect(try Self.found(Scenario(subject: text).with { $0.personas = [Self.persona] }) == [])
    }

    @Test func theEvidenceOfAnUnescapedValueNamesIt() throws {
        let finding = try #require(try Self.scenario("{{{object.html}}}").findings().first)
        #expect(finding.evidence == "{{{object.html}}}")
        #expect(finding.fix == "write {{object.html}}")
    }
}
