// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import Foundation
import Handlebars
import Testing

@Suite struct ErrorTests {
    struct Fault: Sendable, CustomTestStringConvertible {
        var template: String
        var code: HandlebarsError.Code
        var line: Int
        var column: Int
        var data: Value = [:]
        var testDescription: String { self.template }

        init(_ template: String, _ code: HandlebarsError.Code, _ line: Int, _ column: Int, _ data: Value = [:]) {
            self.template = template
            self.code = code
            self.line = line
            self.column = column
            self.data = data
        }
    }

    static let parsing: [Fault] = [
        Fault("{{", .unclosedTag, 1, 1),
        Fault("a\n  {{x", .unclosedTag, 2, 3),
        Fault("é{{x", .unclosedTag, 1, 2),
        Fault("a\r\n{{x {{y}}", .unclosedTag, 2, 1),
        Fault("{{{x", .unclosedTag, 1, 1),
        Fault("{{#if x", .unclosedTag, 1, 1),
        Fault("{{{{raw", .unclosedTag, 1, 1),
        Fault("{{x}", .unclosedTag, 1, 1),
        Fault("{{{x}}", .unexpectedToken, 1, 5),
        Fault("{{x}}}", .unexpectedToken, 1, 4),
        Fault("{{}}", .unexpectedToken, 1, 3),
        Fault("{{x \"y}}", .unexpectedToken, 1, 5),
        Fault("{{x ,}}", .unexpectedToken, 1, 5),
        Fault("{{x (y}}", .unexpectedToken, 1, 7),
        Fault("{{x y)}}", .unexpectedToken, 1, 6),
        Fault("{{x y=1 z}}", .unexpectedToken, 1, 9),
        Fault("{{items.0}}", .unexpectedToken, 1, 9),
        Fault("{{#each x as |}}{{/each}}", .unexpectedToken, 1, 15),
        Fault("{{! x", .unclosedComment, 1, 1),
        Fault("a {{!-- x }}", .unclosedComment, 1, 3),
        Fault("{{#if x}}", .unclosedBlock, 1, 1),
        Fault("{{#if x}}{{#each y}}{{/each}}", .unclosedBlock, 1, 1),
        Fault("{{#if x}}\n {{#each y}}", .unclosedBlock, 2, 2),
        Fault("{{#if x}}{{else if y}}", .unclosedBlock, 1, 1),
        Fault("{{#> x}}", .unclosedBlock, 1, 1),
        Fault("{{{{raw}}}} x", .unclosedRawBlock, 1, 1),
        Fault("{{{{raw}}}} x {{{{/war}}}}", .mismatchedClose, 1, 15),
        Fault("{{#each x}}\n{{/if}}", .mismatchedClose, 2, 1),
        Fault("{{/if}}", .unexpectedClose, 1, 1),
        Fault("{{#if x}}{{/if}}{{/if}}", .unexpectedClose, 1, 17),
        Fault("{{else}}", .unexpectedElse, 1, 1),
        Fault("{{else if x}}", .unexpectedElse, 1, 1),
        Fault("{{#if x}}{{else}}{{else}}{{/if}}", .unexpectedElse, 1, 18),
        Fault("{{#if x}}{{else}}{{else if y}}{{/if}}", .unexpectedElse, 1, 18),
        Fault("{{^x}}{{else if y}}{{/x}}", .unexpectedElse, 1, 7),
        Fault("{{#> x}}{{else}}{{/x}}", .unexpectedElse, 1, 9),
        Fault("{{a.this}}", .invalidPath, 1, 3),
        Fault("{{a/../b}}", .invalidPath, 1, 3),
        Fault("{{x ../y/./z}}", .invalidPath, 1, 5),
        Fault("{{> x y z}}", .partialArguments, 1, 1),
        Fault("{{* x}}", .decoratorUnavailable, 1, 1),
        Fault(" {{#*foo \"x\"}}{{/foo}}", .decoratorUnavailable, 1, 2),
        Fault("a\u{0}{{x}}", .unexpectedCharacter, 1, 2),
    ]

    @Test(arguments: Self.parsing)
    func failsToParse(_ fault: Fault) throws {
        let error = try #require(throws: HandlebarsError.self) { try Template(fault.template) }
        #expect(error.code == fault.code, "\(error)")
        #expect(error.position.description == "\(fault.line):\(fault.column)", "\(error)")
    }

    static let rendering: [Fault] = [
        Fault("\n{{name arg}}", .missingHelper, 2, 1),
        Fault("{{x y}}", .notAHelper, 1, 1, ["x": 1]),
        Fault("{{#if}}{{/if}}", .argumentCount, 1, 1),
        Fault("{{#with a b}}{{/with}}", .argumentCount, 1, 1),
        Fault("{{#each}}{{/each}}", .argumentCount, 1, 1),
        Fault("{{#if (lookup)}}{{/if}}", .argumentCount, 1, 1),
        Fault("{{if x}}", .missingBlock, 1, 1),
        Fault("a {{> x}}", .missingPartial, 1, 3),
        Fault("a {{#> x}}{{> y}}{{/x}}", .missingPartial, 1, 11),
        Fault("{{> @partial-block}}", .missingPartial, 1, 1),
        Fault("{{#*inline \"x\"}}{{> x}}{{/inline}} {{> x}}", .recursionTooDeep, 1, 17),
        Fault("{{#if x as |y|}} {{y}}{{/if}}", .missingBlockParameter, 1, 18, ["x": 1]),
    ]

    @Test(arguments: Self.rendering)
    func failsToRender(_ fault: Fault) throws {
        let template = try Template(fault.template)
        let error = try #require(throws: HandlebarsError.self) { try template.render(fault.data) }
        #expect(error.code == fault.code, "\(error)")
        #expect(error.position.description == "\(fault.line):\(fault.column)", "\(error)")
        #expect(throws: error) { try template.trace(fault.data) }
    }

    @Test func saysWhatHandlebarsJSSays() throws {
        for (template, message) in [
            ("{{name arg}}", "Missing helper: \"name\""),
            ("{{#if}}{{/if}}", "#if requires exactly one argument"),
            ("{{#each}}{{/each}}", "Must pass iterator to #each"),
            ("{{> footer}}", "The partial footer could not be found"),
            ("{{> (lookup . \"p\")}}", "The partial foot could not be found"),
        ] {
            let error = #expect(throws: HandlebarsError.self) { try Template(template).render(["p": "foot"]) }
            #expect(error?.message == message)
        }
    }

    @Test func saysHowToMendIt() throws {
        let mismatch = try #require(throws: HandlebarsError.self) { try Template("a\n {{#each x}}\n{{/if}}") }
        #expect(
            mismatch.description == "3:1: `{{/if}}` closes `{{#each x}}` opened at 2:2; write {{/each}}")
        #expect(mismatch.related == SourcePosition(offset: 3, line: 2, column: 2))
        let unclosed = try #require(throws: HandlebarsError.self) { try Template("{{#if x}}") }
        #expect(unclosed.description == "1:1: `{{#if x}}` is never closed; add {{/if}}")
        let index = try #require(throws: HandlebarsError.self) { try Template("{{items.0}}") }
        #expect(index.mend == "write [0]")
    }

    @Test func bytesMustBeUTF8() throws {
        let error = try #require(throws: HandlebarsError.self) { try Template(utf8: Array("a\nb".utf8) + [0xFF]) }
        #expect(error.code == .badEncoding)
        #expect(error.position == SourcePosition(offset: 3, line: 2, column: 2))
        #expect(try Template(utf8: Array("{{é}}".utf8)).render(["é": 1]) == "1")
    }

    @Test func failedRenderingLeavesTheBufferAlone() throws {
        var output = Array("before".utf8)
        #expect(throws: HandlebarsError.self) { try Template("abc{{> x}}").render([:], into: &output) }
        #expect(output == Array("before".utf8))
        try Template("abc").render([:], into: &output)
        #expect(output == Array("beforeabc".utf8))
    }

    @Test(arguments: [
        """
        <p>Hi {{#if object.givenName}}{{object.givenName}}{{else}}{{object.userName}}{{/if}},</p>\r
        <a href="{{object.resumeURI}}">Reset</a> {{!-- a } comment --}}
        {{#each object.roles as |role index|}}\n  <li>{{index}}: {{{role.[display name]}}}</li>\n{{/each}}
        """,
        "{{~#unless (lookup object \"mail's\")~}}\n\\{{x}} {{& y.z/a }}{{^}} é {{~else}}{{/unless}}",
        "{{{{raw a=1 b='c'}}}} {{x}} {{{{/raw}}}}{{> (lookup . 'p') c d=e}}{{#> f}}{{/f}}{{#*inline 'g'}}h{{/inline}}",
        "{{#a}}{{../b.c}}{{@../index}}{{@root.x}}{{else if b}}{{-1.5}}{{true}}{{[x]}}{{/a}}{{^b}}{{/b}}",
    ])
    func everyPrefixGivesATemplateOrAnError(_ text: String) {
        let bytes = Array(text.utf8)
        let data: Value = ["a": [1, [:]], "object": ["roles": [["display name": "x"]]], "raw": true]
        for length in 0...bytes.count {
            let prefix = Array(bytes[..<length])
            if let template = try? Template(utf8: prefix) {
                _ = try? template.render(data)
                _ = template.analysis
            }
            _ = try? Template(utf8: Array(bytes[length...])).trace(data)
        }
    }
}
