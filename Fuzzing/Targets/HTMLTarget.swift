// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import HTML

enum HTMLTarget {
    /// Any bytes are a document or past a limit, with every range inside them and a text alternative in UTF-8.
    static func test(_ input: [UInt8]) {
        let limits = HTMLLimits(inputSize: 1 << 20, depth: 128, elements: 20_000)
        for token in HTMLTokenizer(input) {
            require(token.range.lowerBound >= 0 && token.range.upperBound <= input.count, "\(token.range)")
        }
        for audience in [HTMLAudience.others, .outlook] { Self.test(input, for: audience, limits) }
    }

    private static func test(_ input: [UInt8], for audience: HTMLAudience, _ limits: HTMLLimits) {
        func read() -> HTMLDocument? { try? HTMLDocument(parsing: input, for: audience, limits: limits) }
        guard let document = read() else { return }
        require(document == read(), "reading twice differs")
        for (index, node) in document.nodes.enumerated() {
            require(node.end > index && node.end <= document.nodes.count, "node \(index) ends at \(node.end)")
            if let parent = node.parent { require(parent < index, "the parent of \(index) is \(parent)") }
            if let offset = node.offset { require((0...input.count).contains(offset), "a node at \(offset)") }
        }
        for link in document.links { require((0...input.count).contains(link.offset), "a link at \(link.offset)") }
        for fault in document.faults {
            require(fault.range.upperBound <= input.count, "a fault at \(fault.range)")
        }
        _ = document.title
        _ = document.language
        for width in [20, 72] {
            let text = document.plainText(width: width)
            require(UTF8Validation.firstFault(in: text) == nil, "the text is not UTF-8")
            require(text.isEmpty || text.last == 0x0A, "the last line has no end")
            require(text == document.plainText(width: width), "writing twice differs")
        }
    }
}
