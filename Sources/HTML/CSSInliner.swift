// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
public import CSS

/// Writes the style sheets of a document into the `style` attributes of its elements, because many mail programs read
/// nothing else.
///
/// Only start tags and `style` elements change; every other byte stays. What the tree alone does not decide stays in its
/// `style` element: at-rules such as `@media` and `@font-face`, pseudo-classes such as `:hover`, pseudo-elements, and
/// selectors that Selectors Level 3 does not know. So do rules that match what only Outlook sees, in conditional comments, rules that match nothing, which may be meant for elements that a
/// mail program adds, and those with something in their block that is no declaration.
///
/// Every declaration that applies is written, in the order of the cascade: an earlier one is what remains where a mail
/// program does not understand the later one. `!important` decides the order and is then left out, so that an important
/// declaration in a media query still comes out on top.
public struct CSSInliner: Sendable {
    /// How much HTML is read and written.
    public var limits: HTMLLimits

    /// How much CSS is read.
    public var cssLimits: CSSLimits

    /// Creates an inliner.
    public init(limits: HTMLLimits = .standard, cssLimits: CSSLimits = .standard) {
        self.limits = limits
        self.cssLimits = cssLimits
    }

    /// A document with its style sheets in its elements.
    public struct Output: Hashable, Sendable {
        /// The document.
        public var html: [UInt8]

        /// Where the style sheets are against the grammar; ranges count in the document that was given.
        public var faults: [CSSFault]
    }

    /// Inlines the style sheets of `html`.
    public func inline(_ html: [UInt8]) throws(CSSInliningError) -> Output {
        let document = try self.document(html)
        var cascade = CSSCascade()
        var faults: [CSSFault] = []
        var sheets: [(element: StyleElement, sheet: StyleSheet, rules: Range<Int>)] = []
        for element in StyleElement.elements(in: html) {
            let sheet = try self.sheet(html, in: element.content)
            faults += sheet.faults
            sheets.append((element, sheet, cascade.append(sheet, of: html)))
        }
        let limits = self.cssLimits
        var edits: [HTMLEdit] = []
        var size = html.count
        var written: Set<Int> = []
        try cascade.apply(to: document, limits: limits) { (_, element, properties) throws(CSSInliningError) in
            guard !properties.isEmpty, written.insert(element.tagRange?.lowerBound ?? 0).inserted else { return }
            let attribute = StyleAttribute(of: element, in: html)
            let edit = try Self.edit(attribute, Self.withoutRepetitions(properties), limits)
            size += edit.replacement.count
            guard size <= self.limits.inputSize else { throw .outputTooLarge(limit: self.limits.inputSize) }
            edits.append(edit)
        }
        if !document.conditionals.isEmpty {
            try cascade.keepRules(matchedIn: self.document(html, for: .outlook), limits: limits)
        }
        for sheet in sheets {
            edits += Self.edits(sheet.element, sheet.sheet, cascade.rules[sheet.rules], of: html)
        }
        return Output(html: HTMLEdit.apply(edits, to: html), faults: faults)
    }

    func document(_ html: [UInt8], for audience: HTMLAudience = .others) throws(CSSInliningError) -> HTMLDocument {
        do {
            return try HTMLDocument(parsing: html, for: audience, limits: self.limits)
        } catch {
            throw .html(error)
        }
    }

    func sheet(_ bytes: [UInt8], in range: Range<Int>?) throws(CSSInliningError) -> StyleSheet {
        do {
            return try StyleSheet(parsing: bytes, in: range, limits: self.cssLimits)
        } catch {
            throw .css(error)
        }
    }

    // MARK: Attributes

    static func own(
        _ attribute: StyleAttribute, _ limits: CSSLimits
    ) throws(CSSInliningError) -> (properties: [CSSCascade.Property], isWellFormed: Bool)? {
        do throws(CSSError) {
            guard let (list, source) = try attribute.declarations(limits) else { return nil }
            return (list.declarations.map { CSSCascade.Property($0, of: source) }, list.faults.isEmpty)
        } catch {
            throw .css(error)
        }
    }

    /// What the attribute says comes after the style sheet, but before what is important there.
    private static func edit(
        _ attribute: StyleAttribute, _ properties: [CSSCascade.Property], _ limits: CSSLimits
    ) throws(CSSInliningError) -> HTMLEdit {
        let important = properties.filter(\.isImportant)
        let isWellFormed = important.isEmpty ? true : try Self.own(attribute, limits)?.isWellFormed ?? true
        // Nothing can follow what has no end.
        guard isWellFormed else {
            return attribute.adding(before: Self.written(properties, keepingImportance: true), after: [])
        }
        let normal = properties.filter { !$0.isImportant }
        return attribute.adding(
            before: Self.written(normal, keepingImportance: false),
            after: Self.written(important, keepingImportance: false))
    }

    static func written(_ properties: [CSSCascade.Property], keepingImportance: Bool) -> [UInt8] {
        Array(properties.map { $0.written(keepingImportance: keepingImportance) }.joined(separator: [.space]))
    }

    private static func withoutRepetitions(_ properties: [CSSCascade.Property]) -> [CSSCascade.Property] {
        var seen: Set<[UInt8]> = []
        return properties.reversed().filter { seen.insert($0.name + [.ascii(":")] + $0.value).inserted }.reversed()
    }

    // MARK: Style elements

    /// The edits that take out of a style sheet what is in the elements now.
    private static func edits(
        _ element: StyleElement, _ sheet: StyleSheet, _ rules: ArraySlice<CSSCascade.Rule>, of html: [UInt8]
    ) -> [HTMLEdit] {
        var edits: [HTMLEdit] = []
        var removed = 0
        for rule in rules where rule.style.isWellFormed && rule.isInlined.contains(true) {
            let rest = zip(rule.style.selectors, rule.isInlined).filter { !$0.1 }.map { html[$0.0.range] }
            var range = rule.style.range
            if rest.isEmpty {
                removed += 1
                var end = range.upperBound
                while end < element.content.upperBound, html[end].isWhitespace { end += 1 }
                range = range.lowerBound..<end
                edits.append(HTMLEdit(range: range, replacement: []))
            } else {
                let prelude = range.lowerBound..<(rule.style.selectors.last?.range.upperBound ?? range.lowerBound)
                edits.append(HTMLEdit(range: prelude, replacement: Array(rest.joined(separator: ", ".utf8))))
            }
        }
        let isEmpty = removed > 0 && removed == sheet.rules.count && sheet.faults.isEmpty
        return isEmpty ? [HTMLEdit(range: element.range, replacement: [])] : edits
    }
}
