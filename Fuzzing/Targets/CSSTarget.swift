// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import CSS
internal import HTML

enum CSSTarget {
    /// Any bytes are a style sheet or past a limit: tokens and rules follow each other, values lie in their rules, and
    /// inlining them leaves the text between the tags alone.
    static func test(_ input: [UInt8]) {
        var end = 0
        for token in CSSTokenizer(input) {
            require(
                token.range.lowerBound >= end && token.range.upperBound <= input.count, "\(token.range) after \(end)")
            require(!token.range.isEmpty, "an empty token at \(end)")
            end = token.range.upperBound
        }
        let limits = CSSLimits(inputSize: 1 << 20, depth: 64, rules: 5_000, declarations: 5_000, comparisons: 200_000)
        guard let sheet = try? StyleSheet(parsing: input, limits: limits) else { return }
        require(sheet == (try? StyleSheet(parsing: input, limits: limits)), "reading twice differs")
        end = 0
        for rule in sheet.rules {
            let range = Self.range(of: rule)
            require(range.lowerBound >= end && range.upperBound <= input.count, "a rule at \(range) after \(end)")
            end = range.upperBound
            guard case .style(let style) = rule else { continue }
            require(!style.selectors.isEmpty, "a rule at \(range) has no selector")
            for selector in style.selectors {
                require(range.contains(selector.range.lowerBound), "a selector at \(selector.range) of \(range)")
            }
            for declaration in style.declarations {
                require(
                    style.block.clamped(to: declaration.range) == declaration.range, "\(declaration) of \(style.block)")
                require(!declaration.value.isEmpty, "\(declaration) has no value")
                // What stands in an attribute must end before what is put behind it.
                let text = Array(input[declaration.range] + Array(";--end:1".utf8))
                let list = try? DeclarationList(parsing: text)
                require(list?.declarations.count == 2, "\(input[declaration.range].text) has no end")
            }
        }
        for fault in sheet.faults { require(fault.range.upperBound <= input.count, "\(fault)") }
        Self.inline(input, limits)
    }

    private static func range(of rule: StyleSheet.Rule) -> Range<Int> {
        switch rule {
        case .style(let style): style.range
        case .at(let rule): rule.range
        }
    }

    /// What follows the first NUL is the document.
    private static func inline(_ input: [UInt8], _ limits: CSSLimits) {
        let parts = input.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false).map(Array.init)
        let body = parts.count > 1 ? parts[1] : Array("<p class=a id=b>x<i>y</i><p style=c:d>z".utf8)
        let inliner = CSSInliner(limits: HTMLLimits(inputSize: 1 << 20, depth: 64, elements: 1_000), cssLimits: limits)
        if let copy = try? inliner.editorCopy(html: body, styles: parts[0]) {
            require(copy.starts(with: "<html".utf8), "an editor copy without its document")
        }
        let html = Array("<style>".utf8) + parts[0] + Array("</style>".utf8) + body
        guard let output = try? inliner.inline(html) else { return }
        require(Self.texts(html) == Self.texts(output.html), "inlining changed a text")
    }

    /// What stands between tags, and the names of the tags, without `style` elements.
    private static func texts(_ html: [UInt8]) -> [String] {
        var isStyle = false
        var texts: [String] = []
        for token in HTMLTokenizer(html) {
            switch token.kind {
            case .startTag(let tag):
                isStyle = tag.name == "style"
                if !isStyle {
                    texts.append("<" + tag.name + tag.attributes.map(\.name).filter { $0 != "style" }.joined())
                }
            case .endTag("style"): isStyle = false
            case .endTag(let name): texts.append("/" + name)
            case .text(let text): if !isStyle { texts.append(text) }
            case .comment(let text), .doctype(let text): texts.append("!" + text)
            case .cutOffTag: texts.append("cut off")
            }
        }
        return texts
    }
}

extension ArraySlice<UInt8> {
    fileprivate var text: String { Array(self).text }
}
