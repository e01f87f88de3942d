// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import FuzzTargets
import Handlebars
import Synchronization
import Testing

@Suite struct TemplateSetTests {
    @Test func rendersByName() throws {
        var set = TemplateSet()
        try set.add("footer", "Regards, {{sender}}")
        try set.add("mail", "Hi {{name}}\n{{> footer}}")
        #expect(set.names == ["footer", "mail"])
        #expect(try set.render("mail", ["name": "Ada", "sender": "Bob"]) == "Hi Ada\nRegards, Bob")
        #expect(set["nothing"] == nil)
        let error = try #require(throws: HandlebarsError.self) { try set.render("nothing", [:]) }
        #expect(error.code == .missingPartial)
        try set.add("footer", "Bye")
        #expect(try set.render("mail", ["name": "Ada"]) == "Hi Ada\nBye")
    }

    @Test func templatesKeepWhatWasInTheSet() throws {
        var set = TemplateSet()
        try set.add("p", "1")
        let template = try set.template("{{> p}}")
        try set.add("p", "2")
        #expect(try template.render([:]) == "1")
        #expect(try set.template("{{> p}}").render([:]) == "2")
    }

    @Test func helpersMayComeAfterTheTemplates() throws {
        var set = TemplateSet()
        try set.add("p", "{{up name}}{{now}}")
        set.register("up") { arguments, _ in arguments[0].text.uppercased() }
        set.register("now") { _, _ in "!" }
        #expect(try set.render("p", ["name": "ada"]) == "ADA!")
        set.register("now") { _, _ in "?" }
        #expect(try set.render("p", ["name": "ada"]) == "ADA?")
    }

    @Test func builtInHelpersCanBeReplaced() throws {
        var set = TemplateSet()
        set.register("if") { _, options in try options.fn() + "|" + options.inverse() }
        set.register("helperMissing") { arguments, options in "<\(options.name) \(arguments.count)>" }
        #expect(try set.template("{{#if a}}1{{else}}2{{/if}}").render([:]) == "1|2")
        #expect(try set.template("{{{a}}}{{{b 1}}}{{c}}").render(["c": 3]) == "<a 0><b 1>3")
        set.register("blockHelperMissing") { arguments, options in "\(arguments[0].text):" + (try options.fn()) }
        #expect(try set.template("{{#c}}x{{/c}}").render(["c": 3]) == "3:x")
    }

    @Test func helpersSeeTheirSurroundings() throws {
        var set = TemplateSet()
        set.register("look") { arguments, options in
            [
                options.name, options.context.text, options.hash["x"]?.text ?? "-", options.data("index")?.text ?? "-",
                options.data("root")?["r"]?.text ?? "-", String(options.isBlock), String(options.blockParams),
                arguments.map(\.text).joined(separator: ","),
            ].joined(separator: " ")
        }
        let template = try set.template("{{#each l}}{{look 1 null x=2}}; {{#look as |a b|}}{{/look}}{{/each}}")
        #expect(
            try template.render(["l": ["c"], "r": "R"]) == "look c 2 0 R false 0 1,; look c - 0 R true 2 ")
    }

    @Test func brokenPartialsAreNamed() throws {
        var set = TemplateSet()
        let error = try #require(throws: HandlebarsError.self) { try set.add("footer", "a\n{{#if b}}") }
        #expect(error.partial == "footer")
        #expect(error.description.hasPrefix("footer:2:1: "))
    }

    /// What handlebars.js writes to the console goes to a helper of that name.
    @Test func logCanBeListenedTo() throws {
        let lines = LogLines()
        var set = TemplateSet()
        set.register("log") { arguments, options -> String in
            lines.append(([options.hash["level"]?.text ?? "info"] + arguments.map(\.text)).joined(separator: " "))
            return ""
        }
        let template = try set.template("a{{log \"seen\" b level=\"warn\"}}{{log b}}")
        #expect(try template.render(["b": 1]) == "a")
        #expect(lines.all == ["warn seen 1", "info 1"])
    }

    private final class LogLines: Sendable {
        private let lines = Mutex<[String]>([])
        var all: [String] { self.lines.withLock { $0 } }
        func append(_ line: String) { self.lines.withLock { $0.append(line) } }
    }

    struct Refusal: Error, CustomStringConvertible {
        var description: String { "no" }
    }

    @Test func errorsOfHelpersHaveAPlace() throws {
        var set = TemplateSet()
        set.register("refuse") { _, _ -> String in throw Refusal() }
        set.register("hide") { _, options in (try? options.fn()) ?? "hidden" }
        let error = try #require(throws: HandlebarsError.self) { try set.template("a\n {{refuse}}").render([:]) }
        #expect(error.code == .helperFailed)
        #expect(error.description == "2:2: the helper `refuse` failed: no; mend the helper or what it is given")
        #expect(error.excerpt == SourceExcerpt(of: Array(" {{refuse}}".utf8), at: 1))
        // What fails inside of a block cannot be hidden: the block is half rendered.
        let inner = try #require(throws: HandlebarsError.self) {
            try set.template("{{#hide}}\n{{missing 1}}{{/hide}}").render([:])
        }
        #expect(inner.code == .missingHelper)
        #expect(inner.position.line == 2)
        // Within a partial the position is one of the partial.
        try set.add("p", "x\n  {{missing 1}}")
        let nested = try #require(throws: HandlebarsError.self) {
            try set.template("{{#hide}}{{> p}}{{/hide}}").render([:])
        }
        #expect(nested.partial == "p")
        #expect(nested.description.hasPrefix("p:2:3: Missing helper: \"missing\""))
    }

    @Test func optionsEndWithTheirHelper() throws {
        final class Keeper: @unchecked Sendable { var options: HelperOptions? }
        let keeper = Keeper()
        var set = TemplateSet()
        set.register("keep") { _, options in
            keeper.options = options
            return try options.fn()
        }
        set.register("abuse") { _, _ in try keeper.options?.fn() ?? "" }
        let error = try #require(throws: HandlebarsError.self) {
            try set.template("{{#keep}}{{abuse}}{{/keep}}").render([:])
        }
        #expect(error.code == .helperFailed)
        #expect(throws: HandlebarsError.self) { try keeper.options?.fn() }
    }

    @Test func rendersFromManyThreads() async throws {
        var set = TemplateSet.withFixtures()
        try set.add("item", "{{#repeat}}{{name}}{{/repeat}}")
        let template = try set.template("{{#each list}}{{> item}}{{/each}}")
        await withTaskGroup(of: String?.self) { group in
            for _ in 0..<8 { group.addTask { try? template.render(["list": [["name": "a"], ["name": "b"]]]) } }
            for await text in group { #expect(text == "aabb") }
        }
    }
}

@Suite struct PartialLimitsTests {
    @Test func depthOfPartials() throws {
        var limits = Limits()
        limits.partials = 3
        var set = TemplateSet(limits: limits)
        try set.add("p", ".{{#if a}}{{> p a}}{{/if}}")
        let template = try set.template("{{> p}}")
        #expect(try template.render(["a": ["a": [:]]]) == "...")
        let error = try #require(throws: HandlebarsError.self) { try template.render(["a": ["a": ["a": [:]]]]) }
        #expect(error.code == .recursionTooDeep)
        #expect(error.partial == "p")
    }

    @Test func depthOfHelperBlocks() throws {
        var limits = Limits()
        limits.helperBlocks = 2
        let set = TemplateSet.withFixtures(limits: limits)
        #expect(try set.template("{{#repeat}}{{#repeat}}x{{/repeat}}{{/repeat}}").render([:]) == "xxxx")
        let deep = try set.template("{{#repeat}}{{#repeat}}{{#repeat}}x{{/repeat}}{{/repeat}}{{/repeat}}")
        let error = try #require(throws: HandlebarsError.self) { try deep.render([:]) }
        #expect(error.code == .recursionTooDeep)
    }

    @Test(arguments: [
        "{{> self}}", "{{#> self}}{{> @partial-block}}{{/self}}", "{{#inside this}}{{> self}}{{/inside}}",
        "  {{> self}}\n", "{{#> self}}x{{/self}}", "{{> (join \"self\") a=1}}{{> self}}",
        "{{#*inline \"x\"}}{{> x}}{{> x}}{{/inline}}{{> x}}",
    ])
    func recursionNeedsLittleStack(_ template: String) throws {
        LimitsTests.onSmallStack {
            var set = TemplateSet.withFixtures()
            #expect(throws: Never.self) { try set.add("self", template) }
            let error = #expect(throws: HandlebarsError.self) { try set.render("self", [:]) }
            #expect(error?.code == .recursionTooDeep)
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func doublingRecursionEnds() throws {
        for template in [
            "{{#if @partial-block}}{{/if}}{{#> self}}{{> self}}{{/self}}",
            "{{#if @depth}}{{/if}}{{#repeat}}{{#> self}}{{> self}}{{> @partial-block}}{{/self}}{{/repeat}}",
            "{{#> self}}{{> self}}{{> @partial-block}}{{/self}}{{> self}}",
        ] {
            LimitsTests.onSmallStack {
                var set = TemplateSet.withFixtures()
                #expect(throws: Never.self) { try set.add("self", template) }
                let error = #expect(throws: HandlebarsError.self) { try set.render("self", [:]) }
                #expect(error?.code == .tooManySteps || error?.code == .recursionTooDeep)
            }
        }
    }

    @Test func numberOfPartialCalls() throws {
        var limits = Limits()
        limits.partialCalls = 3
        var set = TemplateSet(limits: limits)
        try set.add("p", ".")
        let template = try set.template("{{#each this}}{{> p}}{{/each}}")
        #expect(try template.render([1, 2, 3]) == "...")
        let error = try #require(throws: HandlebarsError.self) { try template.render([1, 2, 3, 4]) }
        #expect(error.code == .tooManySteps)
    }

    @Test func indentationCountsAsOutput() throws {
        var limits = Limits()
        limits.outputBytes = 10
        var set = TemplateSet(limits: limits)
        try set.add("p", "a\nb\nc\n")
        #expect(try set.template(" {{> p}}\n").render([:]) == " a\n b\n c\n")
        limits.outputBytes = 8
        set = TemplateSet(limits: limits)
        try set.add("p", "a\nb\nc\n")
        let template = try set.template(" {{> p}}\n")
        #expect(throws: HandlebarsError.self) { try template.render([:]) }
    }
}

@Suite struct PartialTraceTests {
    @Test func mapsPartialsToTheirTag() throws {
        var set = TemplateSet()
        try set.add("p", "<{{a}}{{b}}{{> q}}>")
        try set.add("q", "q{{c}}")
        let trace = try set.template("ab{{> p}}c").trace(["a": 1])
        #expect(trace.bytes == Array("ab<1q>c".utf8))
        #expect((0..<7).map(trace.sourceMap.sourceOffset) == [0, 1, 2, 2, 2, 2, 9])
        #expect(
            trace.missing.map { "\($0.path) \($0.absolutePath?.description ?? "-") \($0.position)" } == [
                "b b 1:3", "c c 1:3",
            ])
    }

    @Test func mapsBlocksOfPartialsToWhereTheyStand() throws {
        var set = TemplateSet()
        try set.add("layout", "[{{> @partial-block}}|{{> side}}]")
        let source = "{{#> layout}}{{#*inline \"side\"}}S{{/inline}}x{{a}}{{/layout}}!"
        let trace = try set.template(source).trace([:])
        #expect(trace.bytes == Array("[x|S]!".utf8))
        let text = Array(source.utf8)
        #expect((0..<6).map { text[trace.sourceMap.sourceOffset(of: $0)] } == Array("{x{S{!".utf8))
        #expect(trace.missing.map(\.position.description) == ["1:46"])
    }

    @Test func mapsIndentedPartials() throws {
        var set = TemplateSet()
        try set.add("p", "a\n{{> @partial-block}}\n")
        let trace = try set.template("x\n  {{> p}}\ny{{#*inline \"@partial-block\"}}z{{/inline}}").trace([:])
        #expect(String(decoding: trace.bytes, as: UTF8.self) == "x\n  a\n  zy")
        #expect((0..<10).map(trace.sourceMap.sourceOffset) == [0, 1, 4, 4, 4, 4, 4, 4, 4, 12])
    }

    @Test func mapsHelpersToTheirTag() throws {
        let set = TemplateSet.withFixtures()
        let trace = try set.template("a{{#repeat}}b{{x}}{{/repeat}}{{strong 1}}c").trace([:])
        #expect(trace.bytes == Array("abb<b>1</b>c".utf8))
        #expect((0..<4).map(trace.sourceMap.sourceOffset) == [0, 1, 1, 29])
        #expect(trace.sourceMap.sourceOffset(of: 11) == 41)
        #expect(trace.missing.map(\.position.column) == [14, 14])
    }

    @Test func analysisShowsHelpersAndPartials() throws {
        let set = TemplateSet.withFixtures()
        let analysis = try set.template(
            "{{join a}}{{#repeat}}{{b}}{{/repeat}}{{#*inline \"p\"}}{{c}}{{@root.d}}{{/inline}}{{> p}}{{#> q}}{{e}}{{/q}}"
        ).analysis
        #expect(analysis.helpers.map(\.name) == ["join", "repeat"])
        #expect(analysis.partials.map(\.name) == ["p", "q"])
        #expect(
            analysis.variables.map { "\($0.path)=\($0.absolutePath?.description ?? "-")" } == [
                "a=a", "b=-", "c=-", "@root.d=d", "e=e",
            ])
    }
}
