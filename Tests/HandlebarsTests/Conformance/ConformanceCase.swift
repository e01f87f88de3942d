// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import FuzzTargets
import Handlebars
import JSONText
import Testing

/// A template with data and what handlebars.js 4.7.7 makes of it.
///
/// The tables are JSON in string literals, one case a line: `["template", data, "output"]`, or a number in place of
/// the output where rendering must fail. A fourth cell may give partials by name and, under `options`, the names of
/// options, of which `noEscape` is ``Escaping/none``; the helpers of `HelperFixtures` are registered then. A literal array
/// of that size would cost the compiler a minute.
struct ConformanceCase: Sendable, CustomTestStringConvertible {
    var template: String
    var json: String
    var output: String?
    var partials: [String: String] = [:]
    var options: Set<String> = []
    var hasHelpers = false

    var escaping: Escaping { self.options.contains("noEscape") ? .none : .html }

    /// The template with all that belongs to it.
    func makeTemplate() throws -> Template {
        guard self.hasHelpers else { return try Template(self.template) }
        var set = TemplateSet(options: Options(named: self.options))
        for (name, source) in self.partials { try set.add(name, source) }
        set.registerFixtures()
        return try set.template(self.template)
    }

    var task: HandlebarsJS.Task {
        HandlebarsJS.Task(
            template: self.template, json: self.json, escapes: self.escaping == .html, partials: self.partials,
            options: self.options.subtracting(["noEscape"]),
            hasHelpers: self.hasHelpers)
    }

    var testDescription: String { "\(self.template) with \(self.json)" }

    static func table(_ text: String) -> [ConformanceCase] {
        text.split(separator: "\n").compactMap { line in
            let bytes = Array(line.utf8)
            guard let document = try? JSONDocument(parsing: bytes), let cells = document.root.elements,
                (3...4).contains(cells.count), let template = cells[0].string
            else {
                Issue.record("not a case: \(line)")
                return nil
            }
            let json = String(decoding: bytes[cells[1].range], as: UTF8.self)
            var item = ConformanceCase(template: template, json: json, output: cells[2].string)
            guard cells.count == 4 else { return item }
            item.hasHelpers = true
            for member in cells[3].members ?? [] {
                if member.name == "options" {
                    item.options = Set((member.value.elements ?? []).compactMap(\.string))
                } else {
                    item.partials[member.name] = member.value.string
                }
            }
            return item
        }
    }

    static let all =
        mustaches + paths + literals + helpers + sections + whitespace + escapes + conversions + failures
        + partials + inlines + identities + partialBlockValues + customHelpers + options + knownHelpers
        + LanguagePage.cases
}

@Suite struct ConformanceTests {
    @Test(arguments: ConformanceCase.all)
    func rendersAsHandlebarsJS(_ item: ConformanceCase) throws {
        let data = try Value(json: item.json)
        guard let output = item.output else {
            #expect(throws: HandlebarsError.self) { try item.makeTemplate().render(data, escaping: item.escaping) }
            return
        }
        let rendered = try item.makeTemplate().render(data, escaping: item.escaping)
        #expect(rendered.utf8.elementsEqual(output.utf8), "\(rendered)")
        let trace = try item.makeTemplate().trace(data, escaping: item.escaping)
        #expect(trace.bytes == Array(output.utf8))
    }

    @Test func hasEnoughCases() {
        #expect(ConformanceCase.all.count >= 250)
    }
}
