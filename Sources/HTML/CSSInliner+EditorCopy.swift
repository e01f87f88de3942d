// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import CSS

extension CSSInliner {
    /// The sent copy that the template editor of Advanced Identity Cloud makes of its `html` and `styles`.
    ///
    /// A document is reduced to the content of its body, inside `<div class="content">`; a fragment stays as it is. The
    /// head is always empty, and what cannot be inlined is lost. Of several declarations for a property only the one that
    /// wins is written.
    ///
    /// - Throws: ``CSSInliningError/noBody(tag:)`` if `html` begins as a document but has no `body` tag.
    public func editorCopy(html: [UInt8], styles: [UInt8]) throws(CSSInliningError) -> [UInt8] {
        let source = try Self.editorDocument(of: html)
        let document = try self.document(source)
        var cascade = CSSCascade()
        _ = cascade.append(try self.sheet(styles, in: nil), of: styles)
        let limits = self.cssLimits
        var edits: [HTMLEdit] = []
        var size = source.count
        var written: Set<Int> = []
        try cascade.apply(to: document, limits: limits) { (_, element, properties) throws(CSSInliningError) in
            guard written.insert(element.tagRange?.lowerBound ?? 0).inserted else { return }
            let attribute = StyleAttribute(of: element, in: source)
            let own = try Self.own(attribute, limits)?.properties ?? []
            let winners = Self.winners(CSSCascade.ordered(properties, own: own))
            let edit = attribute.setting(Self.written(winners, keepingImportance: false))
            size += edit.replacement.count
            guard size <= self.limits.inputSize else { throw .outputTooLarge(limit: self.limits.inputSize) }
            edits.append(edit)
        }
        return HTMLEdit.apply(edits, to: source)
    }

    private static func winners(_ properties: [CSSCascade.Property]) -> [CSSCascade.Property] {
        var seen: Set<[UInt8]> = []
        return properties.reversed().filter { seen.insert($0.name).inserted }.reversed()
    }

    private static func editorDocument(of html: [UInt8]) throws(CSSInliningError) -> [UInt8] {
        var bodyStart: Int?
        var bodyEnd: Int?
        var outerTag: String?
        for token in HTMLTokenizer(html) {
            switch token.kind {
            case .startTag(let tag) where tag.name == "body" && bodyStart == nil: bodyStart = token.range.upperBound
            case .startTag(let tag) where ["html", "head"].contains(tag.name): outerTag = outerTag ?? tag.name
            case .doctype: outerTag = outerTag ?? "!doctype"
            case .endTag("body") where bodyEnd == nil && bodyStart != nil: bodyEnd = token.range.lowerBound
            default: break
            }
        }
        var output = Array("<html><head></head><body>".utf8)
        if let bodyStart {
            output += "<div class=\"content\">".utf8
            output += html[bodyStart..<(bodyEnd ?? html.count)]
            output += "</div>".utf8
        } else if let outerTag {
            throw .noBody(tag: outerTag)
        } else {
            output += html
        }
        return output + "</body></html>".utf8
    }
}
