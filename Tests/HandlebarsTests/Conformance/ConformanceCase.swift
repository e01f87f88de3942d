// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Handlebars
import JSONText
import Testing

/// A template with data and what handlebars.js 4.7.7 makes of it.
///
/// The tables are JSON in string literals, one case a line: `["template", data, "output"]`, or a number in place of
/// the output where rendering must fail. A literal array of that size would cost the compiler a minute.
struct ConformanceCase: Sendable, CustomTestStringConvertible {
    var template: String
    var json: String
    var output: String?

    var testDescription: String { "\(self.template) with \(self.json)" }

    static func table(_ text: String) -> [ConformanceCase] {
        text.split(separator: "\n").compactMap { line in
            let bytes = Array(line.utf8)
            guard let document = try? JSONDocument(parsing: bytes), let cells = document.root.elements,
                cells.count == 3, let template = cells[0].string
            else {
                Issue.record("not a case: \(line)")
                return nil
            }
            let json = String(decoding: bytes[cells[1].range], as: UTF8.self)
            return ConformanceCase(template: template, json: json, output: cells[2].string)
        }
    }

    static let all = mustaches + paths + literals + helpers + sections + whitespace + escapes + conversions + failures
}

@Suite struct ConformanceTests {
    @Test(arguments: ConformanceCase.all)
    func rendersAsHandlebarsJS(_ item: ConformanceCase) throws {
        let data = try Value(json: item.json)
        guard let output = item.output else {
            #expect(throws: HandlebarsError.self) { try Template(item.template).render(data) }
            return
        }
        let rendered = try Template(item.template).render(data)
        #expect(rendered.utf8.elementsEqual(output.utf8), "\(rendered)")
        let trace = try Template(item.template).trace(data)
        #expect(trace.bytes == Array(output.utf8))
    }

    @Test func hasEnoughCases() {
        #expect(ConformanceCase.all.count >= 150)
    }
}
