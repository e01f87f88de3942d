// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import CSS
import TestSupport
import Testing

@Suite struct SelectorTests {
    private func selectors(_ text: String) throws -> [Selector]? {
        try StyleSheet(parsing: Array((text + "{}").utf8)).styleRules.first?.selectors
    }

    /// From the examples of Selectors Level 3, section 9, and what follows from it.
    @Test(arguments: [
        ("*", (0, 0, 0)), ("li", (0, 0, 1)), ("ul li", (0, 0, 2)), ("ul ol+li", (0, 0, 3)),
        ("h1 + *[rel=up]", (0, 1, 1)), ("ul ol li.red", (0, 1, 3)), ("li.red.level", (0, 2, 1)),
        ("#x34y", (1, 0, 0)), ("#s12:not(foo)", (1, 0, 1)), ("a:hover", (0, 1, 1)), ("p::first-line", (0, 0, 2)),
        ("p:before", (0, 0, 2)), ("li:nth-child(2n+1)", (0, 1, 1)), (":only-child", (0, 1, 0)),
        (":not(.a):not(#b)", (1, 1, 0)),
    ])
    func specificity(_ text: String, _ expected: (Int, Int, Int)) throws {
        let specificity = try #require(try self.selectors(text)?.first?.specificity)
        #expect((specificity.ids, specificity.classes, specificity.types) == expected)
    }

    @Test(arguments: [
        ("a:link", Selector.Kind.ofUser), ("a:hover", .ofUser), ("p::before", .ofUser), ("p:after", .ofUser),
        (":lang(en)", .ofUser), ("a:is(b)", .unknown), ("p::-moz-x", .unknown), ("[a=b i]", .unknown),
        ("svg|a", .unknown), ("*|*", .unknown), (":not(a b)", .unknown), (":nth-child(2 of a)", .unknown),
        (":not(:hover)", .ofUser), ("[n|a=b]", .unknown), ("a:first-child", .ofTree),
    ])
    func kinds(_ text: String, _ kind: Selector.Kind) throws {
        #expect(try self.selectors(text)?.first?.kind == kind)
    }

    @Test(arguments: [
        "a,", ",a", "a,,b", ">a", "a>", "a>>b", "a + ~ b", "..a", ".1", "#1", "a#", "[", "[a", "[a=]", "[a=b", "[a!b]",
        "a:", "a::", "a b:not(", "1", "a!", "a *b*", "a$", "a|", "()",
    ])
    func brokenSelectors(_ text: String) throws {
        #expect(try self.selectors(text) == nil)
    }

    private var tree: TestElement {
        TestElement(
            "html", attributes: ["lang": "en-GB"],
            [
                TestElement(
                    "body", id: "top", classes: ["page", "wide"],
                    [
                        TestElement("h1", classes: ["title"]),
                        TestElement("p", attributes: ["title": "a b c", "type": "NOTE"], [TestElement("b")]),
                        TestElement(
                            "p", id: "x", classes: ["a", "b"], [TestElement("a", attributes: ["href": "/x.png"])]),
                        TestElement("div", [TestElement("p", classes: ["a"], [TestElement("a"), TestElement("i")])]),
                        TestElement("p", classes: ["é"]),
                    ])
            ])
    }

    /// html0 body1 h1:2 p3 b4 p5 a6 div7 p8 a9 i10 p11
    @Test(arguments: [
        ("*", Array(0...11)), ("P", [3, 5, 8, 11]), ("#x", [5]), (".a", [5, 8]), (".a.b", [5]), ("p.a#x", [5]),
        (".é", [11]), (".\\e9 ", [11]), ("\\70 ", [3, 5, 8, 11]),
        ("body p", [3, 5, 8, 11]), ("body > p", [3, 5, 11]), ("div p a", [9]), ("div > a", []), ("p > a", [6, 9]),
        ("h1 + p", [3]), ("h1 ~ p", [3, 5, 11]), ("p + p", [5]), ("p ~ p", [5, 11]), ("div + p", [11]), ("a + i", [10]),
        ("h1 ~ div > p a", [9]), ("body > p ~ div a ~ i", [10]), ("p + p a", [6]), ("html body div p i", [10]),
        ("[title]", [3]), ("[title='a b c']", [3]), ("[title~=b]", [3]), ("[title~='a b']", []), ("[title^=a]", [3]),
        ("[title$=c]", [3]), ("[title*=' b ']", [3]), ("[title*='']", []), ("[title^='']", []), ("[lang|=en]", [0]),
        ("[lang|=e]", []), ("[href$='.png']", [6]), ("[type=note]", [3]), ("[title='A B C']", []),
        (":root", [0]), (":root > body", [1]), (":empty", [2, 4, 6, 9, 10, 11]), ("p:empty", [11]),
        (":first-child", [0, 1, 2, 4, 6, 8, 9]), ("p:first-child", [8]), ("p:last-child", [8, 11]),
        ("a:only-child", [6]), ("p:first-of-type", [3, 8]), ("p:last-of-type", [8, 11]), ("p:only-of-type", [8]),
        ("body > :nth-child(2n)", [3, 7]), ("body > :nth-child(odd)", [2, 5, 11]), ("body > :nth-child(-n+2)", [2, 3]),
        ("body > :nth-last-child(2)", [7]), ("p:nth-of-type( 2n + 1 )", [3, 8, 11]),
        ("p:nth-last-of-type(1)", [8, 11]),
        ("body > *:nth-child(+3)", [5]), ("body > :nth-child(0n+0)", []), (":nth-child(99999999999999999999n)", []),
        ("p:not(.a)", [3, 11]), ("body > :not(p)", [2, 7]), (":not(*)", []), ("p:not(:first-child)", [3, 5, 11]),
        ("p:not([title]):not(#x)", [8, 11]), ("a:hover", []),
    ])
    func matching(_ text: String, _ expected: [Int]) throws {
        let selectors = try #require(try self.selectors(text))
        let tree = self.tree
        #expect(try tree.matches(selectors) == [expected])
    }

    /// A matcher that follows the definition: each element, each compound, each relative.
    private func isMatch(_ selector: Selector, _ element: TestElement, at last: Int) throws -> Bool {
        let compound = selector.compounds[last]
        var alone = selector
        alone.compounds = [compound]
        alone.compounds[0].combinator = nil
        var matcher = SelectorMatcher([alone])
        guard try matcher.enter(element) == [0] else { return false }
        func siblings() -> ArraySlice<TestElement> {
            (element.parent?.children ?? []).prefix(element.siblings.number - 1)
        }
        switch compound.combinator {
        case nil: return true
        case .child: return try element.parent.map { try self.isMatch(selector, $0, at: last - 1) } ?? false
        case .descendant:
            var ancestor = element.parent
            while let next = ancestor {
                if try self.isMatch(selector, next, at: last - 1) { return true }
                ancestor = next.parent
            }
            return false
        case .nextSibling: return try siblings().last.map { try self.isMatch(selector, $0, at: last - 1) } ?? false
        case .subsequentSibling: return try siblings().contains { try self.isMatch(selector, $0, at: last - 1) }
        }
    }

    @Test(arguments: 1...20)
    func chainsMatchAsTheirDefinitionSays(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let names = ["a", "b", "c"]
        func element(_ depth: Int) -> TestElement {
            let children = depth == 0 ? [] : (0..<Int.random(in: 0...3, using: &random)).map { _ in element(depth - 1) }
            let classes = names.filter { _ in Int.random(in: 0...3, using: &random) == 0 }
            return TestElement(names.randomElement(using: &random) ?? "a", classes: classes, children)
        }
        let tree = element(6)
        let parts = ["a", "b", "c", ".a", ".b", "b.c", "*", ":first-child", ":not(a)"]
        let text = (0..<60).map { _ in
            (0..<Int.random(in: 1...5, using: &random)).map { _ in parts.randomElement(using: &random) ?? "" }
                .reduce("") { $0 + ($0.isEmpty ? "" : [" ", ">", "+", "~"].randomElement(using: &random) ?? " ") + $1 }
        }.joined(separator: ",")
        let selectors = try #require(try self.selectors(text))
        let expected = try selectors.map { selector in
            try tree.all.enumerated().filter {
                try self.isMatch(selector, $0.element, at: selector.compounds.count - 1)
            }
            .map(\.offset)
        }
        #expect(try tree.matches(selectors) == expected)
        #expect(expected.contains { !$0.isEmpty })
    }

    @Test func longValuesCostComparisons() throws {
        let selectors = try #require(try self.selectors("[a*=x],[a]"))
        let tree = TestElement("p", attributes: ["a": String(repeating: "y", count: 160)])
        #expect(try tree.matches(selectors, limits: CSSLimits(comparisons: 13)) == [[], [0]])
        #expect(throws: CSSError(code: .tooManyComparisons(limit: 12))) {
            try tree.matches(selectors, limits: CSSLimits(comparisons: 12))
        }
    }

    @Test func comparisonsAreBounded() throws {
        let selectors = try #require(try self.selectors("p,p.a,*"))
        let tree = TestElement("p", [TestElement("p"), TestElement("i")])
        // `*` for three elements, `p` for two, and a look for each of the five; no element has the class of `p.a`.
        #expect(try tree.matches(selectors, limits: CSSLimits(comparisons: 10)) == [[0, 1], [], [0, 1, 2]])
        #expect(throws: CSSError(code: .tooManyComparisons(limit: 9))) {
            try tree.matches(selectors, limits: CSSLimits(comparisons: 9))
        }
    }
}
