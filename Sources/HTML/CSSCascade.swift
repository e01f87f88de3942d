// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import CSS

/// Which declarations of some style sheets go to which element, in the order of the cascade (CSS Cascading Level 3).
struct CSSCascade {
    /// A rule and the text that its ranges count in.
    struct Rule {
        var style: StyleRule
        var source: [UInt8]
        /// For each selector whether what it says has been written into every element that it matches.
        var isInlined: [Bool]
    }

    /// A declaration as it is written.
    struct Property {
        var name: [UInt8]
        var text: ArraySlice<UInt8>
        var value: ArraySlice<UInt8>
        var isImportant: Bool
    }

    private(set) var rules: [Rule] = []
    /// Which selectors have matched the element of each tag, by where it begins.
    private var reached: [Int: Set<Int>] = [:]
    private var selectors: [(rule: Int, number: Int, selector: Selector)] = []

    /// Adds the rules of a sheet, which come after those that are there, and gives their numbers.
    ///
    /// A rule with a selector that is unknown is none of ours: whether its other selectors count is for the mail
    /// program to say.
    mutating func append(
        _ sheet: StyleSheet, of source: [UInt8], where isWanted: (StyleRule) -> Bool = { _ in true }
    ) -> Range<Int> {
        let start = self.rules.count
        for style in sheet.styleRules where isWanted(style) && !style.selectors.contains(where: { $0.kind == .unknown })
        {
            for (number, selector) in style.selectors.enumerated() where selector.kind == .ofTree {
                self.selectors.append((self.rules.count, number, selector))
            }
            let isInlined = Array(repeating: false, count: style.selectors.count)
            self.rules.append(Rule(style: style, source: source, isInlined: isInlined))
        }
        return start..<self.rules.count
    }

    /// Calls `visit` for each element that a tag stands for and a rule matches, with the index of its node.
    mutating func apply(
        to document: HTMLDocument, limits: CSSLimits,
        _ visit: (_ node: Int, HTMLElement, [Property]) throws(CSSInliningError) -> Void
    ) throws(CSSInliningError) {
        let tree = StyleTree(document)
        let selectors = self.selectors
        var isMatched = Array(repeating: false, count: selectors.count)
        var isMissed = isMatched
        let rules = self.rules
        let matcher = SelectorMatcher(selectors.map(\.selector), limits: limits)
        try tree.match(matcher) { (entry, matches) throws(CSSInliningError) in
            for match in matches { isMatched[match] = true }
            if Self.withoutBox.contains(entry.name) { return }
            guard let node = entry.node, let element = tree.element(of: entry) else {
                for match in matches { isMissed[match] = true }
                return
            }
            let tag = element.tagRange?.lowerBound ?? 0
            if let reached = self.reached[tag] {
                // A tag makes several elements where it is misnested; what the first one says holds for all of them.
                for match in matches where !reached.contains(match) { isMissed[match] = true }
            } else {
                self.reached[tag] = Set(matches)
            }
            var weights: [Int: Specificity] = [:]
            for match in matches {
                let (rule, _, selector) = selectors[match]
                weights[rule] = max(weights[rule] ?? selector.specificity, selector.specificity)
            }
            let order = weights.sorted { ($0.value, $0.key) < ($1.value, $1.key) }
            try visit(node, element, Self.properties(order.map { rules[$0.key] }))
        }
        for (index, selector) in selectors.enumerated() where isMatched[index] && !isMissed[index] {
            self.rules[selector.rule].isInlined[selector.number] = true
        }
    }

    /// Takes back that a rule is inlined where it matches an element that it has not been written into.
    mutating func keepRules(matchedIn document: HTMLDocument, limits: CSSLimits) throws(CSSInliningError) {
        let tree = StyleTree(document)
        let matcher = SelectorMatcher(self.selectors.map(\.selector), limits: limits)
        try tree.match(matcher) { (entry, matches) throws(CSSInliningError) in
            if Self.withoutBox.contains(entry.name) { return }
            let reached = tree.element(of: entry)?.tagRange.flatMap { self.reached[$0.lowerBound] } ?? []
            for match in matches where !reached.contains(match) {
                self.rules[self.selectors[match].rule].isInlined[self.selectors[match].number] = false
            }
        }
    }

    /// What style sheets say about an element and what its `style` attribute says, the one that wins last.
    static func ordered(_ properties: [Property], own: [Property]) -> [Property] {
        let all = properties + own
        return all.filter { !$0.isImportant } + all.filter(\.isImportant)
    }

    private static func properties(_ rules: [Rule]) -> [Property] {
        let all = rules.flatMap { rule in rule.style.declarations.map { Property($0, of: rule.source) } }
        return all.filter { !$0.isImportant } + all.filter(\.isImportant)
    }

    /// What is never shown needs no style.
    private static let withoutBox: Set<String> = [
        "base", "head", "link", "meta", "script", "style", "template", "title",
    ]
}

extension CSSCascade.Property {
    init(_ declaration: Declaration, of source: [UInt8]) {
        self.init(
            name: declaration.name, text: source[declaration.nameRange], value: source[declaration.value],
            isImportant: declaration.isImportant)
    }

    /// The declaration with its semicolon.
    ///
    /// Strings get single quotes where that changes nothing, so that the attribute around them need not escape.
    func written(keepingImportance: Bool) -> [UInt8] {
        let isPlain = !self.value.contains { $0 == .ascii("'") || $0 == .ascii("\\") }
        let value = isPlain ? self.value.map { $0 == .ascii("\"") ? .ascii("'") : $0 } : Array(self.value)
        let end = self.isImportant && keepingImportance ? " !important;" : ";"
        return Array(self.text) + Array(": ".utf8) + value + Array(end.utf8)
    }
}
