// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import Handlebars
import TestSupport
import Testing

/// No depth of nesting is a depth of calls: all that is done with a template gets by with a stack of 512 KiB.
@Suite struct DepthTests {
    /// What nests: its beginning, its middle and its end.
    struct Nest: Sendable, CustomTestStringConvertible {
        var opening: String
        var middle = "x"
        var closing: String
        var data: Value = ["a": 1]
        /// What it renders to; none for the error `tooDeep`.
        var output: String?

        var testDescription: String { self.opening + "..." + self.closing }

        func template(bytes: Int) -> String {
            let depth = bytes / (self.opening.utf8.count + self.closing.utf8.count)
            return String(repeating: self.opening, count: depth) + self.middle
                + String(repeating: self.closing, count: depth)
        }
    }

    /// Bytes of a template. A build for debugging would take minutes for the larger ones, and has larger frames.
    private static let sizes: [Int] = {
        #if DEBUG
            [256 << 10]
        #else
            [1 << 20, 8 << 20]
        #endif
    }()

    private static let limits: Limits = {
        var limits = Limits()
        limits.nesting = .max
        limits.subexpressions = .max
        limits.steps = .max
        return limits
    }()

    private static let nests = [
        Nest(opening: "{{#if a}}", closing: "{{/if}}", output: "x"),
        Nest(opening: "{{#with .}}", closing: "{{/with}}", output: "x"),
        Nest(opening: "{{#each a as |b|}}", middle: "{{b}}", closing: "{{/each}}", output: ""),
        Nest(opening: "{{#a}}", closing: "{{/a}}", data: ["a": true], output: "x"),
        Nest(opening: "{{^b}}", closing: "{{/b}}", output: "x"),
        Nest(opening: "{{#if b}}{{else}}", closing: "{{/if}}", output: "x"),
        Nest(opening: "{{#*inline \"a\"}}", closing: "{{/inline}}", output: ""),
        Nest(opening: "{{#>a}}", closing: "{{/a}}", output: nil),
    ]

    private static let chain = Nest(opening: "{{else if b}}", middle: "{{else}}x", closing: "", output: "x")
    private static let subexpressions = Nest(opening: "(lookup ", middle: "a", closing: " 1)", output: nil)

    /// The template with its frame, all of it parsed, analysed, rendered and released on a small stack.
    private static func run(_ nest: Nest, _ template: String) {
        LimitsTests.onSmallStack {
            do throws(HandlebarsError) {
                let template = try Template(template, limits: Self.limits)
                _ = template.analysis
                #expect(try template.render(nest.data) == nest.output, "\(nest.testDescription)")
            } catch {
                #expect(nest.output == nil, "\(nest.testDescription): \(error)")
            }
        }
    }

    @Test(.timeLimit(.minutes(2)), arguments: Self.nests, Self.sizes)
    func nested(_ nest: Nest, bytes: Int) {
        Self.run(nest, nest.template(bytes: bytes))
    }

    @Test(.timeLimit(.minutes(2)), arguments: Self.sizes)
    func chained(bytes: Int) {
        Self.run(Self.chain, "{{#if b}}" + Self.chain.template(bytes: bytes) + "{{/if}}")
    }

    @Test(.timeLimit(.minutes(2)), arguments: Self.sizes)
    func subexpressions(bytes: Int) {
        Self.run(Self.subexpressions, "{{lookup " + Self.subexpressions.template(bytes: bytes) + " 1}}")
    }
}
