// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText
import Foundation
import Handlebars
import Testing

@Suite struct LimitsTests {
    private static func limits(_ change: (inout Limits) -> Void) -> Limits {
        var limits = Limits()
        change(&limits)
        return limits
    }

    private static func code(_ body: () throws -> Void) -> HandlebarsError.Code? {
        do {
            try body()
            return nil
        } catch {
            return (error as? HandlebarsError)?.code
        }
    }

    private static func nested(_ depth: Int) -> String {
        String(repeating: "{{#if a}}", count: depth) + "x" + String(repeating: "{{/if}}", count: depth)
    }

    private static func chained(_ links: Int) -> String {
        "{{#if a}}" + String(repeating: "{{else if b}}", count: links) + "x{{/if}}"
    }

    private static func subexpressions(_ depth: Int) -> String {
        "{{#if " + String(repeating: "(lookup ", count: depth) + "a" + String(repeating: " 1)", count: depth)
            + "}}{{/if}}"
    }

    @Test func nesting() throws {
        #expect(try Template(Self.nested(128)).render(["a": 1]) == "x")
        #expect(Self.code { _ = try Template(Self.nested(129)) } == .tooDeep)
        #expect(try Template(Self.chained(127)).render(["b": 1]) == "")
        #expect(Self.code { _ = try Template(Self.chained(128)) } == .tooDeep)
        #expect(try Template(Self.subexpressions(32)).render([:]) == "")
        #expect(Self.code { _ = try Template(Self.subexpressions(33)) } == .tooDeep)
        let shallow = Self.limits { $0.nesting = 1 }
        #expect(try Template("{{#if a}}{{/if}}", limits: shallow).render([:]) == "")
        #expect(Self.code { _ = try Template("{{#if a}}{{#if b}}{{/if}}{{/if}}", limits: shallow) } == .tooDeep)
    }

    @Test func outputBytes() throws {
        let limits = Self.limits { $0.outputBytes = 6 }
        #expect(try Template("ab{{x}}", limits: limits).render(["x": "cdef"]) == "abcdef")
        #expect(Self.code { _ = try Template("ab{{x}}", limits: limits).render(["x": "cdefg"]) } == .outputTooLarge)
        #expect(Self.code { _ = try Template("abcdefg", limits: limits).render([:]) } == .outputTooLarge)
        #expect(Self.code { _ = try Template("{{x}}", limits: limits).render(["x": "<>"]) } == .outputTooLarge)
        var output = Array("what is there already does not count".utf8)
        try Template("abcdef", limits: limits).render([:], into: &output)
    }

    @Test func steps() throws {
        // A block, a path of one name, three passes with one text each.
        let template = "{{#each a}}x{{/each}}"
        let data: Value = ["a": [1, 2, 3]]
        #expect(try Template(template, limits: Self.limits { $0.steps = 8 }).render(data) == "xxx")
        let tooFew = Self.limits { $0.steps = 7 }
        #expect(Self.code { _ = try Template(template, limits: tooFew).render(data) } == .tooManySteps)
    }

    /// JavaScript makes text of an array to compare it with the context around it, which takes its length.
    @Test(arguments: [
        "{{#each a}}{{#with ../strings}}{{/with}}{{/each}}", "{{#each a}}{{lookup @root ../strings}}{{/each}}",
        "{{#each strings}}{{#with ../text}}{{#with ../../same}}{{/with}}{{/with}}{{/each}}",
        "{{#each strings}}{{> (lookup @root \"strings\")}}{{/each}}",
    ])
    func comparingTakesSteps(_ template: String) throws {
        let text = Value.string(String(repeating: "x", count: 100_000))
        let data: Value = [
            "a": .array(Value.Elements(repeatElement(1, count: 1000))),
            "strings": .array(Value.Elements(repeatElement("text", count: 1000))), "text": text, "same": text,
        ]
        var set = TemplateSet(limits: Self.limits { $0.steps = 200_000 })
        try set.add(Array(repeating: "text", count: 1000).joined(separator: ","), "")
        #expect(Self.code { _ = try set.template(template).render(data) } == .tooManySteps)
    }

    @Test(.timeLimit(.minutes(1)))
    func equalArraysAreNotCompared() throws {
        let array = (0..<10_000).map { Value.number(Double($0)) }
        let data: Value = [
            "a": .array(Value.Elements((0..<1000).map { _ in .array(Value.Elements(array)) })),
            "b": .array(Value.Elements(array)),
        ]
        let template = try Template("{{#each a}}{{#with ../b}}{{../length}} {{/with}}{{/each}}")
        #expect(try template.render(data) == String(repeating: "10000 ", count: 1000))
    }

    @Test func sourceBytes() throws {
        let limits = Self.limits { $0.sourceBytes = 4 }
        #expect(try Template("abcd", limits: limits).render([:]) == "abcd")
        #expect(Self.code { _ = try Template("abcde", limits: limits) } == .sourceTooLarge)
        #expect(Self.code { _ = try Template(utf8: Array("abcde".utf8), limits: limits) } == .sourceTooLarge)
    }

    @Test func loopsInLoopsEnd() throws {
        let depth = 5
        let template =
            String(repeating: "{{#each @root}}", count: depth) + String(repeating: "{{/each}}", count: depth)
        let data = Value.array(Value.Elements(repeatElement(1, count: 100)))
        let limits = Self.limits { $0.steps = 100_000 }
        #expect(Self.code { _ = try Template(template, limits: limits).render(data) } == .tooManySteps)
    }

    /// What other platforms give a thread; the parser, the tree's release and the renderer must get by with it.
    static func onSmallStack(_ body: @escaping @Sendable () -> Void) {
        let done = DispatchSemaphore(value: 0)
        let thread = Thread {
            body()
            done.signal()
        }
        thread.stackSize = 512 << 10
        thread.start()
        done.wait()
    }

    @Test(arguments: [Self.nested(128), Self.chained(127), Self.subexpressions(32)])
    func deepTemplatesNeedLittleStack(_ template: String) {
        Self.onSmallStack {
            #expect(throws: Never.self) { try Template(template) }
        }
        Self.onSmallStack {
            #expect(throws: Never.self) { try Template(template).trace(["a": 1]) }
        }
        Self.onSmallStack {
            #expect(throws: Never.self) { _ = try Template(template).analysis }
        }
    }

    @Test(arguments: [
        "{{#if a}}", "{{#a}}", "{{^a}}", "{{else if a}}", "{{{{a}}}}", "{{", "{{{", "{{!--", "{{>", "{{#>a}}", "(",
        "\\{{",
        "{{a (", "{{a.", "{{a/../", "[", "{{[", "{{\"\\", "{{#each a as |b", "}}", "\r\n", "{{/if}}",
    ])
    func manyPiecesEndQuickly(_ piece: String) {
        Self.onSmallStack {
            let text = String(repeating: piece, count: 50_000)
            for template in [text, "{{x " + text, "{{#if a}}{{else if b}}" + text] {
                _ = Self.code { _ = try Template(template).render([:]) }
            }
        }
    }

    @Test func theMillionthBlockIsNotNeeded() {
        #expect(Self.code { _ = try Template(String(repeating: "{{#if a}}", count: 1_000_000)) } == .tooDeep)
        #expect(Self.code { _ = try Template("{{a " + String(repeating: "(a ", count: 1_000_000)) } == .tooDeep)
    }

    @Test(.timeLimit(.minutes(1)))
    func oneLongLineCostsNoMore() throws {
        let count = 20_000
        let template = try Template(String(repeating: "{{a}} ", count: count))
        #expect(template.analysis.variables.last?.position.column == 6 * (count - 1) + 1)
        #expect(try template.trace([:]).missing.last?.position.column == 6 * (count - 1) + 1)
    }

    @Test func deepDataPrintsWithoutRecursion() throws {
        var value: Value = 1
        for _ in 0..<2000 { value = .array([value, nil]) }
        let rendered = try Template("{{x}}").render(["x": value])
        #expect(rendered == "1" + String(repeating: ",", count: 2000))
    }
}
