// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import FuzzTargets
import Handlebars
import Testing

@Suite struct AnalysisTests {
    /// The variables as `path=absolute@position`, with `!` unescaped, `?` condition and `+` guarded.
    private static func variables(_ template: String) throws -> [String] {
        try Template(template).analysis.variables.map {
            "\($0.path)=\($0.absolutePath?.description ?? "-")@\($0.position)"
                + ($0.isEscaped ? "" : "!") + ($0.isCondition ? "?" : "") + ($0.isGuarded ? "+" : "")
        }
    }

    @Test(arguments: [
        ("{{a.b}}\n {{{c}}}{{&d}}", ["a.b=a.b@1:1", "c=c@2:2!", "d=d@2:9!"]),
        (
            "{{#if a.b}}{{a.b.c}}{{a}}{{else}}{{a.b}}{{/if}}",
            ["a.b=a.b@1:1?", "a.b.c=a.b.c@1:12+", "a=a@1:21+", "a.b=a.b@1:34"]
        ),
        ("{{#unless a}}{{a}}{{else}}{{a}}{{/unless}}", ["a=a@1:1?", "a=a@1:14", "a=a@1:27+"]),
        ("{{#if a}}{{else if b}}{{b}}{{/if}}", ["a=a@1:1?", "b=b@1:10?", "b=b@1:23+"]),
        ("{{#with a}}{{b}}{{../c}}{{@root.d}}{{/with}}", ["a=a@1:1?", "b=a.b@1:12+", "../c=c@1:17", "@root.d=d@1:25"]),
        ("{{#with a}}{{#with this}}{{../b}}{{/with}}{{/with}}", ["a=a@1:1?", "this=a@1:12?+", "../b=b@1:26"]),
        (
            "{{#each a}}{{b}}{{@index}}{{../c}}{{this}}{{/each}}",
            ["a=a@1:1?", "b=a.*.b@1:12+", "@index=-@1:17", "../c=c@1:27", "this=a.*@1:35+"]
        ),
        ("{{#each a as |x i|}}{{x.b}}{{i}}{{/each}}{{x}}", ["a=a@1:1?", "x.b=a.*.b@1:21+", "i=-@1:28", "x=x@1:42"]),
        (
            "{{#each a}}{{#if ../b}}{{../b}}{{c}}{{/if}}{{/each}}",
            ["a=a@1:1?", "../b=b@1:12?", "../b=b@1:24+", "c=a.*.c@1:32+"]
        ),
        ("{{#a}}{{b}}{{../c}}{{@root.a}}{{/a}}", ["a=a@1:1?", "b=-@1:7", "../c=-@1:12", "@root.a=a@1:20+"]),
        ("{{^a}}{{b}}{{/a}}", ["a=a@1:1?", "b=b@1:7"]),
        ("{{lookup a b}}{{#if (lookup c 1)}}{{/if}}", ["a=a@1:1", "b=b@1:1", "c.[1]=c.1@1:15?"]),
        ("{{{lookup (lookup ../a \"b\") \"c d\"}}}", ["../a.b.[c d]=-@1:1!"]),
        (
            "{{#with (lookup a \"b\") as |c|}}{{d}}{{c.e}}{{/with}}",
            ["a.b=a.b@1:1?", "d=a.b.d@1:32+", "c.e=a.b.e@1:37+"]
        ),
        ("{{lookup (lookup a b) \"c\"}}{{lookup a \"b\" c=d}}", ["a=a@1:1", "b=b@1:1", "a=a@1:28", "d=d@1:28"]),
        (
            "{{#if a.b}}{{#if a.b.c}}{{/if}}{{@root}}{{a}}{{a.c}}{{/if}}{{a}}",
            ["a.b=a.b@1:1?", "a.b.c=a.b.c@1:12?+", "@root=@root@1:32+", "a=a@1:41+", "a.c=a.c@1:46", "a=a@1:60"]
        ),
        ("{{../x}}{{#with ..}}{{y}}{{/with}}", ["../x=-@1:1", "..=-@1:9?", "y=-@1:21"]),
        ("{{> p a b=c}}", ["a=a@1:1", "c=c@1:1"]),
    ])
    func findsVariables(template: String, expected: [String]) throws {
        #expect(try Self.variables(template) == expected)
    }

    @Test(arguments: [
        ("{{#*inline \"x\"}}{{a}}{{/inline}}{{> x}}", ["a=a"]),
        (
            "{{#*inline \"x\"}}{{a}}{{../a}}{{@root.a}}{{/inline}}{{> x this}}",
            ["a=a", "../a=-", "@root.a=a", "this=@root"]
        ),
        ("{{#*inline \"x\"}}{{a}}{{/inline}}{{> x b.c}}", ["a=b.c.a", "b.c=b.c"]),
        ("{{#*inline \"x\"}}{{a}}{{/inline}}{{#each b}}{{> x}}{{/each}}", ["a=b.*.a", "b=b"]),
        ("{{#*inline \"x\"}}{{a}}{{/inline}}{{#if b}}{{> x}}{{else}}{{> x .}}{{/if}}", ["a=a", "b=b", ".=@root"]),
        ("{{#*inline \"x\"}}{{#with b}}{{a}}{{../a}}{{/with}}{{/inline}}{{> x}}", ["b=b", "a=b.a", "../a=a"]),
        ("{{#with b}}{{#*inline \"x\"}}{{a}}{{/inline}}{{> x}}{{/with}}", ["b=b", "a=b.a"]),
        ("{{#*inline \"x\"}}{{a}}{{/inline}}{{#> x}}{{b}}{{/x}}", ["a=a", "b=b"]),
        // Not called, or in more than one context.
        ("{{#*inline \"x\"}}{{a}}{{/inline}}", ["a=-"]),
        ("{{#*inline \"x\"}}{{a}}{{/inline}}{{> x}}{{> x b}}", ["a=-", "b=b"]),
        ("{{#*inline \"x\"}}{{a}}{{/inline}}{{> x b=1}}", ["a=-"]),
        ("{{#*inline \"x\"}}{{a}}{{/inline}}{{> x \"b\"}}", ["a=-"]),
        ("{{#*inline \"x\"}}{{a}}{{/inline}}{{#b}}{{> x}}{{/b}}", ["a=-", "b=b"]),
        ("{{#*inline \"x\"}}{{a}}{{> x}}{{/inline}}{{> x}}", ["a=-"]),
        // Of those that are called from one another only the outer one is known.
        (
            "{{#*inline \"x\"}}{{a}}{{> y}}{{/inline}}{{#*inline \"y\"}}{{b}}{{/inline}}{{> x}}",
            ["a=a", "b=-"]
        ),
        // Defined twice, or by a computed name.
        ("{{#*inline \"x\"}}{{a}}{{/inline}}{{#if b}}{{#*inline \"x\"}}{{/inline}}{{/if}}{{> x}}", ["a=-", "b=b"]),
        ("{{#*inline \"x\"}}{{a}}{{/inline}}{{#*inline b}}{{/inline}}{{> x}}", ["a=-", "b=b"]),
        // Others could call it.
        ("{{#*inline \"x\"}}{{a}}{{/inline}}{{> x}}{{> p}}", ["a=-"]),
        ("{{#*inline \"x\"}}{{a}}{{/inline}}{{> x}}{{> (lookup b c)}}", ["a=-", "b=b", "c=c"]),
        ("{{#*inline \"x\"}}{{a}}{{/inline}}{{> x}}{{> @partial-block}}", ["a=-"]),
        ("{{#> p}}{{#*inline \"x\"}}{{a}}{{/inline}}{{> x}}{{/p}}", ["a=-"]),
        ("{{> x}}{{#if b}}{{#*inline \"x\"}}{{a}}{{/inline}}{{/if}}", ["b=b", "a=-"]),
        ("{{#if b}}{{#*inline \"x\"}}{{a}}{{/inline}}{{> x}}{{/if}}{{> p}}", ["b=b", "a=a"]),
    ])
    func resolvesInlinePartials(template: String, expected: [String]) throws {
        let variables = try Template(template).analysis.variables
        #expect(variables.map { "\($0.path)=\($0.absolutePath?.description ?? "-")" } == expected)

        // What the renderer then finds missing, it finds missing there.
        var set = TemplateSet()
        try set.add("p", "")
        guard let trace = try? set.template(template).trace(["b": ["c": [:]]]) else { return }
        for missing in trace.missing {
            let variable = variables.first { $0.position == missing.position && $0.path == missing.path }
            guard let told = variable?.absolutePath, let found = missing.absolutePath else { continue }
            #expect(told.segments.count == found.segments.count)
            for (told, found) in zip(told.segments, found.segments) where told != .element { #expect(told == found) }
        }
    }

    @Test func blocksOfHelpersStayUnknown() throws {
        let set = TemplateSet.withFixtures()
        let variables = try set.template("{{#repeat}}{{a}}{{@root.a}}{{else}}{{b}}{{/repeat}}").analysis.variables
        #expect(variables.map { $0.absolutePath?.description } == [nil, "a", nil])
    }

    /// A partial without a context argument has no context then, not the one around it.
    @Test func explicitContextsAreNotGuessed() throws {
        let source = "{{#*inline \"x\"}}{{a}}{{/inline}}{{> x}}"
        let template = try Template(source, options: Options(explicitPartialContext: true))
        #expect(template.analysis.variables.map(\.absolutePath) == [nil])
    }

    @Test func contextsFarFromTheRootStayUnknown() throws {
        let context = Array(repeating: "a", count: 32).joined(separator: ".")
        let template = try Template("{{#with \(context)}}{{b}}{{/with}}{{#with \(context).a}}{{b}}{{/with}}")
        let paths = template.analysis.variables.map { $0.absolutePath?.segments.count }
        #expect(paths == [32, 33, 33, nil])
        let guards = try Template("{{#if \(context)}}{{\(context)}}{{/if}}{{#if \(context).a}}{{\(context).a}}{{/if}}")
        #expect(guards.analysis.variables.map(\.isGuarded) == [false, true, false, false])
    }

    @Test func countsLinesAsEverywhere() throws {
        let template = try Template("é{{a}}\r\n{{b}}\r{{c}}\n\n😀 {{d}}{{e}}")
        #expect(template.analysis.variables.map(\.position.description) == ["1:2", "2:1", "3:1", "5:3", "5:8"])
        let trace = try template.trace([:])
        #expect(trace.missing.map(\.position) == template.analysis.variables.map(\.position))
    }

    @Test func findsHelpersAndPartials() throws {
        let analysis = try Template(
            "{{#if a}}{{lookup a b}}{{/if}}{{foo 1}}{{> p}}{{#> q/r}}{{/q/r}}{{> (lookup x y)}}"
        )
        .analysis
        #expect(
            analysis.helpers.map { "\($0.name)@\($0.position)" } == [
                "if@1:1", "lookup@1:10", "foo@1:31", "lookup@1:65",
            ])
        #expect(analysis.partials.map { "\($0.name ?? "-")@\($0.position)" } == ["p@1:40", "q/r@1:47", "-@1:65"])
    }

    @Test func tellsTheArgumentsOfATagApart() throws {
        let template = try Template(
            "{{lookup a\n  (lookup [b] \"c\")}}{{#> p d e=@root.f}}{{/p}}{{{g}}}{{\"h\"}}{{~ ../i}}")
        let variables = template.analysis.variables.map { "\($0.path)@\($0.pathPosition)" }
        #expect(
            variables == [
                "a@1:10", "b.c@2:11", "d@2:28", "@root.f@2:32", "g@2:50", "h@2:54", "../i@2:65",
            ])
    }
}
