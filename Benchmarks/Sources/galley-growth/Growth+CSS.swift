// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import CSS
import HTML

extension Growth {
    private static let cssLimits = CSSLimits(
        inputSize: 1 << 30, rules: 1 << 30, declarations: 1 << 30, comparisons: 1 << 40)

    private static func css(_ input: String, _ source: @escaping @Sendable (Int) -> String) -> Reader {
        Reader(
            name: "CSS", input: input,
            prepare: { size in
                let bytes = Array(source(size).utf8)
                return { Self.outcome { try StyleSheet(parsing: bytes, limits: Self.cssLimits).rules.count } }
            })
    }

    /// Measures reading a document, inlining its style sheet and writing it.
    private static func inlining(
        _ input: String, limit: Int = 2 << 20, _ source: @escaping @Sendable (Int) -> String
    ) -> Reader {
        Reader(
            name: "CSS inlining", input: input, limit: limit,
            prepare: { size in
                let bytes = Array(source(size).utf8)
                let limits = HTMLLimits(inputSize: 1 << 30, depth: 1 << 30, elements: 1 << 30)
                let inliner = CSSInliner(limits: limits, cssLimits: Self.cssLimits)
                return { Self.outcome { try inliner.inline(bytes).html.count } }
            })
    }

    /// Measures the matching of elements that lie in each other, without the time that it takes to build their tree.
    private static func matching(_ input: String, _ css: String) -> Reader {
        Reader(
            name: "CSS selectors", input: input, limit: 100_000,
            prepare: { count in
                let sheet = try? StyleSheet(parsing: Array(css.utf8))
                let selectors = sheet?.styleRules.flatMap(\.selectors) ?? []
                return {
                    Self.outcome {
                        var matcher = SelectorMatcher(selectors, limits: Self.cssLimits)
                        var matches = 0
                        for _ in 0..<count { matches += try matcher.enter(NestedElement()).count }
                        for _ in 0..<count { matcher.leave() }
                        return matches
                    }
                }
            })
    }

    private struct NestedElement: SelectorElement {
        let typeName = Array("p".utf8)
        let id: [UInt8]? = nil
        let classNames: Set<[UInt8]> = [Array("a".utf8)]
        let siblings = SiblingPosition(number: 1, count: 1, numberOfType: 1, countOfType: 1)
        let isRoot = false
        let isEmpty = false
        func attribute(_ name: [UInt8]) -> [UInt8]? { nil }
        func ignoresCase(ofAttribute name: [UInt8]) -> Bool { false }
    }

    static let css: [Reader] = [
        Self.css("rules") { Self.repeated("p.a > b { color: red; margin: 0 auto !important }\n", to: $0) },
        Self.css("small rules") { Self.repeated("a{}", to: $0) },
        Self.css("declarations") { "a{" + Self.repeated("b:c;", to: $0) },
        Self.css("long value") { "a{b:" + Self.repeated("c ", to: $0) },
        Self.css("long selector") { Self.repeated("a ", to: $0) + "{}" },
        Self.css("selectors of a group") { Self.repeated("a,", to: $0) + "b{}" },
        Self.css("open brackets") { Self.repeated("a{", to: $0) },
        Self.css("open at-rules") { Self.repeated("@a(", to: $0) },
        Self.css("open strings") { Self.repeated("a{b:'", to: $0) },
        Self.css("open strings in lines") { Self.repeated("a:'\n", to: $0) },
        Self.css("open URLs") { Self.repeated("url(a ", to: $0) },
        Self.css("open comments") { Self.repeated("/*", to: $0) },
        Self.css("closing brackets") { "a{" + Self.repeated("]", to: $0) },
        Self.css("faults") { "a{" + Self.repeated("b c;", to: $0) },
        Self.css("backslashes") { Self.repeated("\\", to: $0) },
        Self.css("negations") { Self.repeated(":not(", to: $0) + "{}" },
        Self.css("digits") { "a{b:" + Self.repeated("1", to: $0) },
        Self.css("points") { "a{b:" + Self.repeated(".1", to: $0) },
        // At the largest size more than 100,000 rules, or elements.
        Self.inlining("rules for one element each", limit: 8 << 20) { size in
            let count = size / 80
            let rules = (0..<count).map { ".c\($0){margin:0;color:red}" }.joined()
            return "<style>\(rules)</style>" + (0..<count).map { "<p class=\"c\($0)\">x" }.joined()
        },
        Self.inlining("rules that match nothing", limit: 8 << 20) { size in
            let rules = (0..<size / 60).map { "#i\($0) p,div.c\($0)>p{margin:0;color:red}" }.joined()
            return "<style>\(rules)</style>" + Self.repeated("<p class=\"a b\">x", to: size / 8)
        },
        Self.inlining("rules for one element", limit: 8 << 20) { size in
            "<style>" + (0..<size / 20).map { "p{m:\($0)px}" }.joined() + "</style><p>x"
        },
        Self.inlining("elements for one rule", limit: 8 << 20) { size in
            "<style>p{color:red}p:nth-of-type(2n)+p:last-child{a:b}</style>" + Self.repeated("<p>x</p>", to: size)
        },
        Self.inlining("table rows") { size in
            "<style>table>tbody>tr:nth-child(odd)>td+td{color:red}</style><table>"
                + Self.repeated("<tr><td>a<td>b", to: size)
        },
        Self.inlining("classes") { size in
            "<style>.c1.c2.c3{a:b}</style><p class=\"" + (0..<size / 8).map { "c\($0) " }.joined() + "\">x"
        },
        Self.inlining("attributes") { size in
            "<style>[a1][a2=b]{c:d}</style><p " + (0..<size / 12).map { "a\($0)=b " }.joined() + ">x"
        },
        Self.inlining("style attribute") { size in
            "<style>p{c:d!important}</style><p style=\"" + Self.repeated("a:b;", to: size) + "\">x"
        },
        Self.matching("nested elements", "p p{} p>p{} .a p .a{} p p p p p>p p{} p:first-child p+p p{}"),
        Self.matching("nested elements that miss the last ancestor", ".x p{} .x>p p{} .x p p p p>p p{}"),
    ]
}
