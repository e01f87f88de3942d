// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import FuzzTargets
import Handlebars
import Testing

@Suite(
    .enabled(
        if: HandlebarsJS.isInstalled,
        "needs /usr/bin/node and /usr/share/javascript/handlebars/handlebars.js (Debian: nodejs, libjs-handlebars)"))
struct OracleTests {
    /// What this package makes of a task.
    static func render(_ task: HandlebarsJS.Task) throws -> HandlebarsJS.Outcome {
        let data = try Value(json: task.json)
        do throws(HandlebarsError) {
            var output: [UInt8] = []
            let template: Template
            if task.partials.isEmpty, !task.hasHelpers {
                template = try Template(task.template, options: Options(named: task.options))
            } else {
                var set = TemplateSet(options: Options(named: task.options))
                for (name, source) in task.partials { set.addLazily(name, source) }
                if task.hasHelpers { set.registerFixtures() }
                template = try set.template(task.template)
            }
            try template.render(data, escaping: task.escapes ? .html : .none, into: &output)
            return .output(output)
        } catch {
            return .failure(error.description)
        }
    }

    /// Compares all outcomes and counts the tasks that rendered.
    @discardableResult
    static func compare(_ tasks: [HandlebarsJS.Task]) throws -> Int {
        var rendered = 0
        for (task, expected) in zip(tasks, try HandlebarsJS.render(tasks)) {
            let outcome = try Self.render(task)
            switch (outcome, expected) {
            case (.failure, .failure): continue
            default:
                rendered += 1
                #expect(
                    outcome == expected,
                    "\(task.template.debugDescription) \(task.partials) \(task.options) with \(task.json): \(outcome), handlebars.js: \(expected)"
                )
            }
        }
        return rendered
    }

    @Test func conformanceTableIsTrue() throws {
        let cases = ConformanceCase.all
        let outcomes = try HandlebarsJS.render(cases.map(\.task))
        for (item, outcome) in zip(cases, outcomes) {
            let expected = item.output.map { HandlebarsJS.Outcome.output(Array($0.utf8)) }
            switch (expected, outcome) {
            case (nil, .failure): continue
            default: #expect(outcome == expected, "\(item.testDescription)")
            }
        }
    }

    /// handlebars.js adds `{{{a}}}{{{b}}}` where nothing is written before: 1 and 2 give 3.
    @Test func numbersAreWrittenOneAfterTheOther() throws {
        let cases = [
            ("{{{a}}}{{{b}}}", "12", "3"), ("{{#if a}}{{{a}}}{{/if}}{{{b}}}", "12", "3"), ("{{a}}{{b}}", "12", "12"),
        ]
        let tasks = cases.map { HandlebarsJS.Task(template: $0.0, json: #"{"a":1,"b":2}"#) }
        #expect(try Self.compare(tasks) == cases.count)
        #expect(try tasks.map(Self.render) == cases.map { .output(Array($0.1.utf8)) })
        #expect(try HandlebarsJS.render(tasks, addsNumbers: true) == cases.map { .output(Array($0.2.utf8)) })
    }

    @Test(arguments: 0..<4 as Range<UInt64>)
    func generatedTemplatesRenderTheSame(seed: UInt64) throws {
        var generator = TemplateGenerator(seed: seed)
        let rendered = try Self.compare((0..<250).map { _ in generator.task() })
        #expect(rendered > 150, "the generator makes too many templates that fail")
    }

    @Test(arguments: 100..<104 as Range<UInt64>)
    func generatedPartialsRenderTheSame(seed: UInt64) throws {
        var generator = TemplateGenerator(seed: seed)
        let rendered = try Self.compare((0..<250).map { _ in generator.taskWithPartials() })
        #expect(rendered > 100, "the generator makes too many templates that fail")
    }

    /// Which arrays are one and the same shows in where `../` leads.
    @Test(arguments: 200..<204 as Range<UInt64>)
    func equalArraysAreToldApart(seed: UInt64) throws {
        var generator = TemplateGenerator(seed: seed)
        let rendered = try Self.compare((0..<250).map { _ in generator.taskWithEqualArrays() })
        #expect(rendered > 200, "the generator makes too many templates that fail")
    }

    @Test func brokenTemplatesFailTheSame() throws {
        var generator = TemplateGenerator(seed: 99)
        try Self.compare((0..<1000).map { _ in generator.soup() })
    }
}
