// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

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
            try Template(task.template).render(data, escaping: task.escapes ? .html : .none, into: &output)
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
                    "\(task.template.debugDescription) with \(task.json): \(outcome), handlebars.js: \(expected)")
            }
        }
        return rendered
    }

    @Test func conformanceTableIsTrue() throws {
        let cases = ConformanceCase.all
        let outcomes = try HandlebarsJS.render(cases.map { HandlebarsJS.Task(template: $0.template, json: $0.json) })
        for (item, outcome) in zip(cases, outcomes) {
            let expected = item.output.map { HandlebarsJS.Outcome.output(Array($0.utf8)) }
            switch (expected, outcome) {
            case (nil, .failure): continue
            default: #expect(outcome == expected, "\(item.testDescription)")
            }
        }
    }

    @Test(arguments: 0..<4 as Range<UInt64>)
    func generatedTemplatesRenderTheSame(seed: UInt64) throws {
        var generator = TemplateGenerator(seed: seed)
        let rendered = try Self.compare((0..<500).map { _ in generator.task() })
        #expect(rendered > 300, "the generator makes too many templates that fail")
    }

    @Test func brokenTemplatesFailTheSame() throws {
        var generator = TemplateGenerator(seed: 99)
        try Self.compare((0..<1000).map { _ in generator.soup() })
    }
}
