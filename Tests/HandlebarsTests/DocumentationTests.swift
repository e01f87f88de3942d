// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import Foundation
import Handlebars
import Testing

/// The examples of the documentation catalogue, word for word, with what comes of them.
@Suite struct DocumentationTests {
    @Test func rendersAText() throws {
        let text = try Template("Hi {{name}}").render(["name": "Ada"])
        #expect(text == "Hi Ada")
    }

    @Test func rendersIntoABuffer() throws {
        let template = try Template("{{#each items}}{{name}}: {{price}}\n{{/each}}")
        var output: [UInt8] = []
        try template.render(Value(json: #"{"items": [{"name": "Tea", "price": 2.5}]}"#), escaping: .none, into: &output)
        #expect(output == Array("Tea: 2.5\n".utf8))
    }

    @Test func tellsWhatIsUsedAndMissing() throws {
        let greeting = try Template("{{#if user.name}}Hi {{user.name}}{{/if}}")
        let paths = greeting.analysis.variables.map { $0.absolutePath?.description ?? $0.path }
        let missing = try Template("Hi\n{{user.name}}").trace(["user": [:]]).missing.map { "\($0.position) \($0.path)" }
        #expect(paths == ["user.name", "user.name"])
        #expect(missing == ["2:1 user.name"])
    }

    @Test func errorsHaveAPlaceAndAMend() throws {
        var printed: [String] = []
        func print(_ items: Any...) { printed += items.map { "\($0)" } }
        do throws(HandlebarsError) {
            _ = try Template("{{#if a}}\nx{{/each}}")
        } catch {
            print(error)
            if let excerpt = error.excerpt { print(excerpt.text, excerpt.offset) }
        }
        #expect(
            printed == ["2:2: `{{/each}}` closes `{{#if a}}` opened at 1:1; write {{/if}}", "x{{/each}}", "1"])
    }

    @Test func registersHelpers() throws {
        var set = TemplateSet()
        set.register("up") { arguments, _ in arguments[0].text.uppercased() }
        try set.add("greeting", "Hi {{up name}}")
        let greeting = try set.render("greeting", ["name": "ada"])
        #expect(greeting == "Hi ADA")

        let anchor = try Template("<a href=\"{{to}}\">{{text}}</a>")
        set.register("link") { arguments, options in
            SafeString(try anchor.render(["text": arguments.first ?? nil, "to": options.hash["to"] ?? nil]))
        }
        let link = try set.template("{{link name to=url}}").render(["name": "A & B", "url": "https://a.example/"])
        #expect(link == #"<a href="https://a.example/">A &amp; B</a>"#)

        set.register("first") { arguments, options in
            guard case .array(let elements)? = arguments.first, let first = elements.first else {
                return try options.inverse()
            }
            return try options.fn(first, blockParams: [first], data: ["count": .number(Double(elements.count))])
        }
        let first = try set.template("{{#first list as |x|}}{{x}} of {{@count}}{{else}}none{{/first}}")
        let texts = [try first.render(["list": ["a", "b"]]), try first.render(["list": []])]
        #expect(texts == ["a of 2", "none"])
    }

    @Test func rendersPartials() throws {
        var pages = TemplateSet()
        try pages.add("footer", "-- {{company}}")
        let signed = try pages.template("Hi {{name}}\n{{> footer}}").render(["name": "Ada", "company": "Engines"])
        #expect(signed == "Hi Ada\n-- Engines")
    }

    @Test func dealsWithWhiteSpace() throws {
        let page = "<ul>\n  {{#each list}}\n  <li>{{this}}</li>\n  {{/each}}\n</ul>"
        let neat = try Template(page).render(["list": ["a"]])
        let loose = try Template(page, options: Options(ignoreStandalone: true)).render(["list": ["a"]])
        #expect(neat == "<ul>\n  <li>a</li>\n</ul>")
        #expect(loose == "<ul>\n  \n  <li>a</li>\n  \n</ul>")

        var flat = TemplateSet(options: Options(preventIndent: true))
        try flat.add("lines", "a\nb\n")
        let lines = try flat.template("  {{> lines}}\n").render([:])
        #expect(lines == "  a\nb\n")
    }

    @Test func knowsHelpersByOption() throws {
        var known = TemplateSet(options: Options(knownHelpers: ["up"], knownHelpersOnly: true))
        known.register("up") { arguments, _ in arguments.first?.text.uppercased() ?? "" }
        let shouted = try known.template("{{up name}}").render(["name": "ada", "up": "data"])
        #expect(shouted == "ADA")
    }

    @Test func escapesByChoice() throws {
        let plain = try Template("{{name}}").render(["name": "A & B"], escaping: .none)
        #expect(plain == "A & B")
    }

    @Test func everyExampleOfTheCatalogueIsRunHere() throws {
        let here = URL(fileURLWithPath: #filePath)
        let catalogue = here.deletingLastPathComponent().appendingPathComponent(
            "../../Sources/Handlebars/Handlebars.docc")
        let tests = Self.lines(try String(contentsOf: here, encoding: .utf8))
        let pages = try FileManager.default.contentsOfDirectory(at: catalogue, includingPropertiesForKeys: nil)
        let examples = try pages.flatMap { page in
            let parts = try String(contentsOf: page, encoding: .utf8).components(separatedBy: "```")
            return parts.filter { $0.hasPrefix("swift\n") }.map { Array(Self.lines($0).dropFirst()) }
        }
        #expect(examples.count >= 12)
        for example in examples {
            let isHere = tests.indices.contains { tests[$0...].starts(with: example) }
            #expect(isHere, "not run: \(example.joined(separator: "\n"))")
        }
    }

    /// The lines that are not blank, without their indentation.
    private static func lines(_ text: String) -> [String] {
        text.components(separatedBy: "\n").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }
}
