// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import ByteText

/// Puts what the tokens say into the tree that libxml2 has made of their skeleton.
struct HTMLTreeBuilder {
    private let skeleton: HTMLSkeleton
    private var nodes: [HTMLNode] = []
    private var openElements: [Int] = []

    static func nodes(of skeleton: HTMLSkeleton, depthLimit: Int) throws(HTMLError) -> [HTMLNode] {
        let tree: [LibXML2.Node]
        do {
            tree = try LibXML2.nodes(of: skeleton.markup, depthLimit: depthLimit)
        } catch {
            switch error {
            case .tooDeep(let number):
                throw HTMLError(
                    code: .tooDeep(limit: depthLimit), offset: number.map { skeleton.tags[$0].range.lowerBound })
            case .noTree(let code):
                throw HTMLError(code: .parserFailure(libxml2Code: code))
            }
        }
        var builder = HTMLTreeBuilder(skeleton: skeleton)
        for node in tree {
            builder.close(to: node.depth)
            builder.append(node)
        }
        builder.close(to: 0)
        return builder.nodes
    }

    private init(skeleton: HTMLSkeleton) {
        self.skeleton = skeleton
    }

    private mutating func close(to depth: Int) {
        while self.openElements.count > depth, let index = self.openElements.popLast() {
            self.nodes[index].end = self.nodes.count
        }
    }

    private mutating func append(_ node: LibXML2.Node) {
        switch node.content {
        case .element(let name, let number):
            let index = self.nodes.count
            let number = number ?? (self.openElements.count < 2 ? self.skeleton.structureTags[name] : nil)
            let tag = number.map { self.skeleton.tags[$0] }
            let element = HTMLElement(
                name: tag?.tag.name ?? name, attributes: tag?.tag.attributes ?? [], tagRange: tag?.range)
            self.append(.element(element), offset: tag?.range.lowerBound)
            self.openElements.append(index)
            if let text = tag?.rawText { self.append(.text(text.text), offset: text.offset) }
        case .text(let bytes):
            // Numbers between commas, and blanks between those.
            for piece in bytes.split(separator: .ascii(",")) {
                if let number = Int(String(decoding: piece, as: UTF8.self)) {
                    let text = self.skeleton.texts[number]
                    self.append(.text(text.text), offset: text.offset)
                } else {
                    self.append(.text(" "), offset: nil)
                }
            }
        }
    }

    private mutating func append(_ content: HTMLNode.Content, offset: Int?) {
        let index = self.nodes.count
        self.nodes.append(
            HTMLNode(content: content, parent: self.openElements.last, end: index + 1, offset: offset))
    }
}
