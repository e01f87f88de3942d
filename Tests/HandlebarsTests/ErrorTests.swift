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

    /// A tag, the column of what is at fault, and what must be said about it.
    static let slips: [(tag: String, column: Int, says: String)] = [
        ("{{{object.x}}", 12, "`}}` cannot end a tag that begins with `{{{`: `}}}` was expected; write }}}"),
        ("{{object.x}}}", 11, "`}}}` cannot end a tag that begins with `{{`: `}}` was expected; write }}"),
        (
            "{{{{raw}}} {{{{/raw}}}}", 8,
            "`}}}` cannot end a tag that begins with `{{{{`: `}}}}` was expected; write }}}}"
        ),
        ("{{object.a 'x}}", 12, "the string that begins here is never closed; add '"),
        ("{{object.a \"x}}", 12, "the string that begins here is never closed; add \""),
        ("{{object.[a b}}", 10, "the name in brackets that begins here is never closed; add ]"),
        (
            "{{object.a,object.b}}", 11,
            "`,` cannot follow the name `a`; put a space between arguments, and show each value with a tag of its own"
        ),
        (
            "{{x, y}}", 4,
            "`,` cannot follow the name `x`; put a space between arguments, and show each value with a tag of its own"
        ),
        (
            "{{object.first-name!}}", 20,
            "`!` cannot follow the name `first-name`; write the name in brackets if this is part of it: [first-name!]"
        ),
        ("{{object.a;}}", 11, "`;` cannot follow the name `a`; write the name in brackets if this is part of it: [a;]"),
        (
            "{{#if object.a == 1}}{{/if}}", 16,
            "`==` cannot stand here: `}}` was expected; decide it in the data or with a helper: Handlebars has no operators"
        ),
        (
            "{{#if a == 1}}{{/if}}", 9,
            "`==` cannot stand here: a name or a literal was expected; decide it in the data or with a helper: "
                + "Handlebars has no operators"
        ),
        (
            "{{#if a != b}}{{/if}}", 9,
            "`!=` cannot stand here: `}}` was expected; decide it in the data or with a helper: Handlebars has no operators"
        ),
        (
            "{{#if a && b}}{{/if}}", 9,
            "`&&` cannot stand here: `}}` was expected; decide it in the data or with a helper: Handlebars has no operators"
        ),
        (
            "{{a+b}}", 4,
            "`+` cannot follow the name `a`; decide it in the data or with a helper: Handlebars has no operators"
        ),
        (
            "{{#if !x}}{{/if}}", 7,
            "`!` cannot stand here: `}}` was expected; ask with {{#unless}}: Handlebars has no operators"
        ),
        (
            "{{x | upper}}", 5,
            "`|` cannot stand here: `}}` was expected; change the value in the data or with a helper: Handlebars has no "
                + "filters"
        ),
        (
            "{{a.b=1}}", 6,
            "`=` cannot stand here: `}}` was expected; write NAME=VALUE behind the name of a helper or partial, where NAME "
                + "is no path"
        ),
        ("{{}}", 3, "`}}` cannot stand here: a name or a literal was expected; write a name or a literal there"),
        ("{{x (y}}", 7, "`}}` cannot stand here: an argument or `)` was expected; add )"),
        ("{{x y)}}", 6, "`)` cannot stand here: `}}` was expected; remove it"),
        (
            "{{x y=1 z}}", 9,
            "`z` cannot stand here: NAME=VALUE or `}}` was expected; put it before the NAME=VALUE arguments"
        ),
        ("{{x } y}}", 5, "`}` cannot stand here: `}}` was expected; write }}"),
        ("{{x ~ y}}", 5, "`~` cannot stand here: `}}` was expected; write it beside the braces"),
        ("{{x ;é}}", 5, "`;` cannot stand here: `}}` was expected; remove it"),
        ("{{#each x as |y}}{{/each}}", 16, "`}}` cannot stand here: a name or `|` was expected; write as |NAME|"),
    ]

    @Test(arguments: Self.slips)
    func saysWhatIsAtFault(_ slip: (tag: String, column: Int, says: String)) throws {
        let error = try #require(throws: HandlebarsError.self) { try Template(slip.tag + " {{a}}") }
        #expect(error.code == .unexpectedToken)
        #expect(error.description == "1:\(slip.column): \(slip.says)")
    }

    /// One fault of each kind that the tables above do not have.
    static let others: [@Sendable () throws -> Void] = [
        { _ = try Template(utf8: [0xFF]) },
        { _ = try Template("abc", limits: Self.limits { $0.sourceBytes = 2 }) },
        {
            _ = try Template("{{#if a}}{{#if a}}", limits: Self.limits { $0.nesting = 1 })
        },
        {
            _ = try Template("abc", limits: Self.limits { $0.outputBytes = 2 }).render([:])
        },
        {
            _ = try Template("{{a}}{{a}}{{a}}", limits: Self.limits { $0.steps = 2 }).render([:])
        },
        { _ = try Template("{{a}}", options: Options(strict: true)).render([:]) },
        {
            _ = try Template("{{a.b}}", options: Options(assumeObjects: true)).render([:])
        },
        {
            var set = TemplateSet()
            set.register("fail") { _, _ -> String in throw CancellationError() }
            _ = try set.template("{{fail}}").render([:])
        },
    ]

    static func limits(_ change: (inout Limits) -> Void) -> Limits {
        var limits = Limits()
        change(&limits)
        return limits
    }

    @Test func everyFaultHasAMend() {
        let tables = (Self.parsing + Self.rendering).map { fault -> @Sendable () throws -> Void in
            { _ = try Template(fault.template).render(fault.data) }
        }
        var codes: Set<HandlebarsError.Code> = []
        for attempt in tables + Self.others {
            guard let error = #expect(throws: HandlebarsError.self, performing: attempt) else { continue }
            codes.insert(error.code)
            #expect(error.mend?.isEmpty == false, "\(error)")
        }
        #expect(Set(HandlebarsError.Code.allCases).subtracting(codes).isEmpty)
    }

    @Test func showsTheLineAtFault() throws {
        let error = try #require(throws: HandlebarsError.self) { try Template("<p>\r\n é{{#if a}}b{{/each}}\n</p>") }
        #expect(error.excerpt?.text == " é{{#if a}}b{{/each}}")
        #expect(error.excerpt?.offset == 13)
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
