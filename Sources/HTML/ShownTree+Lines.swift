// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import CSS

/// A line of what a document says or consists of.
package struct HTMLLine: Hashable, Sendable {
    /// The line, in UTF-8.
    package var text: [UInt8]
    /// The byte offset of the first text or tag on it, `nil` for what only the parser says is there.
    package var offset: Int?
}

extension HTMLDocument {
    /// What the document says, a line for each block: its texts, the `alt` texts of its images, and the addresses that
    /// it refers to in parentheses. Where it begins not to be seen stands `(hidden)`, where it is seen again `(shown)`.
    package var contentLines: [HTMLLine] {
        var content = ShownContent()
        self.shownNodes.visit { node in
            content.enter(node)
        } leave: { node in
            content.leave(node)
        }
        content.endLine()
        return content.lines
    }

    /// What the document consists of, a line for each start tag, text and conditional comment.
    package var outlineLines: [HTMLLine] {
        var lines = self.hasDoctype ? [HTMLLine(text: Array("<!doctype html>".utf8), offset: 0)] : []
        var comments = self.conditionalComments[...]
        self.shownNodes.visit { node in
            while let comment = comments.first, let offset = comment.offset, offset < node.offset ?? 0 {
                lines.append(comment)
                comments.removeFirst()
            }
            let text =
                switch node.content {
                case .element(let name, let attributes):
                    ShownTree.startTag(name, attributes.sorted { $0.name.lexicographicallyPrecedes($1.name) })
                case .text(let text): text
                }
            lines.append(HTMLLine(text: text, offset: node.offset))
            return true
        }
        return lines + comments
    }

    /// The conditional comments, which Outlook obeys, each as one line.
    var conditionalComments: [HTMLLine] {
        self.comments.filter { $0.content.utf8.trimmingWhitespace.startsIgnoringASCIICase(with: "[if".utf8) }
            .map { comment in
                let text = "<!--\(HTMLDocument.collapsed([comment.content]))-->"
                return HTMLLine(text: Array(text.utf8), offset: comment.range.lowerBound)
            }
    }

    private var shownNodes: [ShownTree.Node] {
        var builder = ShownTreeBuilder()
        return builder.nodes(of: self)
    }
}

extension [ShownTree.Node] {
    /// Visits the nodes in document order, and each again after its descendants.
    ///
    /// - Parameter enter: Says whether what is below the node is to be visited.
    fileprivate func visit(_ enter: (Element) -> Bool, leave: (Element) -> Void = { _ in }) {
        var work: [(index: Int, isEntered: Bool)] = self.isEmpty ? [] : [(0, false)]
        while let (index, isEntered) = work.popLast() {
            let node = self[index]
            if isEntered {
                leave(node)
            } else if enter(node) {
                work.append((index, true))
                work += node.children.reversed().map { ($0, false) }
            }
        }
    }
}

/// Collects the lines of what a document says.
private struct ShownContent {
    private(set) var lines: [HTMLLine] = []
    private var text: [UInt8] = []
    private var offset: Int?
    private var isShown = true

    mutating func enter(_ node: ShownTree.Node) -> Bool {
        switch node.content {
        case .text(let text):
            if text.contains(where: { !$0.isWhitespace }) { self.note(node.visibility.showsText, at: node.offset) }
            self.append(text, at: node.offset)
        case .element(let name, let attributes):
            guard name != "head", !TextVocabulary.unseen.contains(name) else { return false }
            if ShownTreeBuilder.blocks.contains(name) { self.endLine() }
            if name == "img" { self.note(node.visibility.showsLabels, at: node.offset) }
            for attribute in attributes where attribute.name.elementsEqual("alt".utf8) {
                self.append([.space] + attribute.value + [.space], at: node.offset)
            }
            for attribute in attributes where attribute.name.elementsEqual("style".utf8) {
                for address in CSSURL.addresses(in: attribute.value) { self.append(address: address, at: node.offset) }
            }
            // The address of a link stands behind its text.
            if name != "a" { self.append(addressesOf: attributes, at: node.offset) }
        }
        return true
    }

    mutating func leave(_ node: ShownTree.Node) {
        guard case .element(let name, let attributes) = node.content else { return }
        if name == "a" { self.append(addressesOf: attributes, at: node.offset) }
        if ShownTreeBuilder.blocks.contains(name) { self.endLine() }
    }

    mutating func endLine() {
        let text = Array(self.text.split(whereSeparator: \.isWhitespace).joined(separator: [.space]))
        if !text.isEmpty { self.lines.append(HTMLLine(text: text, offset: self.offset)) }
        self.text = []
        self.offset = nil
    }

    private mutating func append(addressesOf attributes: [ShownTree.Attribute], at offset: Int?) {
        for attribute in attributes
        where HTMLLink.attributes.contains(String(decoding: attribute.name, as: UTF8.self)) {
            self.append(address: Array(attribute.value.trimmingWhitespace), at: offset)
        }
    }

    private mutating func append(address: [UInt8], at offset: Int?) {
        self.append(Array(" (".utf8) + address + Array(") ".utf8), at: offset)
    }

    private mutating func note(_ isShown: Bool, at offset: Int?) {
        guard isShown != self.isShown else { return }
        self.isShown = isShown
        self.append(Array((isShown ? " (shown) " : " (hidden) ").utf8), at: offset)
    }

    private mutating func append(_ text: [UInt8], at offset: Int?) {
        if self.offset == nil { self.offset = offset }
        self.text += text
    }
}
