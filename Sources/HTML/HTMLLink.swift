// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// An address in an attribute of an element.
public struct HTMLLink: Hashable, Sendable {
    /// The name of the element.
    public var element: String

    /// The name of the attribute.
    public var attribute: String

    /// The address as it stands there, its character references decoded and without white space at its ends.
    public var value: String

    /// The text of an `a` element, `alt` texts of images included, its white space collapsed; else empty.
    public var text: String

    /// The byte offset of the value.
    public var offset: Int

    /// The index of the element among the nodes of its document.
    public var node: Int
}

extension HTMLLink {
    /// Attributes that hold an address on any element that has them, with the `background` of old and those of VML.
    static let attributes: Set<String> = [
        "action", "background", "cite", "formaction", "href", "longdesc", "poster", "src", "srcset", "xlink:href",
    ]

    private static func isLink(_ attribute: HTMLAttribute, of element: HTMLElement) -> Bool {
        Self.attributes.contains(attribute.name) || (attribute.name == "data" && element.name == "object")
    }

    static func links(in nodes: [HTMLNode], of bytes: [UInt8]) -> [HTMLLink] {
        var links: [HTMLLink] = []
        let texts = Self.anchorTexts(in: nodes)
        for (index, node) in nodes.enumerated() {
            guard let element = node.element else { continue }
            var seen: Set<String> = []
            for attribute in element.attributes where Self.isLink(attribute, of: element) {
                guard seen.insert(attribute.name).inserted else { continue }
                let ranges =
                    attribute.name == "srcset"
                    ? Self.candidates(in: attribute.valueRange, of: bytes)
                    : [Self.trimmed(attribute.valueRange, of: bytes)]
                for range in ranges {
                    let value = CharacterReference.decode(bytes[range], inAttribute: true)
                    links.append(
                        HTMLLink(
                            element: element.name, attribute: attribute.name, value: value, text: texts[index] ?? "",
                            offset: range.lowerBound, node: index))
                }
            }
        }
        // The tree keeps the order of the text but for `html` and `body` tags in odd places.
        return links.sorted { $0.offset < $1.offset }
    }

    /// The text of each `a` element.
    ///
    /// Text inside two of them counts for the inner one.
    private static func anchorTexts(in nodes: [HTMLNode]) -> [Int: String] {
        var pieces: [Int: [String]] = [:]
        var open: [Int] = []
        for (index, node) in nodes.enumerated() {
            while let last = open.last, nodes[last].end <= index { open.removeLast() }
            switch node.content {
            case .element(let element):
                if element.name == "a" {
                    open.append(index)
                } else if element.name == "img", let anchor = open.last, let alt = element["alt"] {
                    pieces[anchor, default: []].append(alt)
                }
            case .text(let text):
                if let anchor = open.last { pieces[anchor, default: []].append(text) }
            }
        }
        return pieces.mapValues(HTMLDocument.collapsed)
    }

    private static func trimmed(_ range: Range<Int>, of bytes: [UInt8]) -> Range<Int> {
        bytes[range].trimmingWhitespace.indices
    }

    /// The addresses of a `srcset` (HTML5, 4.8.4.2.1): the first word of each candidate.
    private static func candidates(in range: Range<Int>, of bytes: [UInt8]) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var index = range.lowerBound
        while index < range.upperBound {
            while index < range.upperBound, bytes[index].isWhitespace || bytes[index] == .ascii(",") { index += 1 }
            let start = index
            while index < range.upperBound, !bytes[index].isWhitespace { index += 1 }
            var end = index
            while end > start, bytes[end - 1] == .ascii(",") { end -= 1 }
            if end > start { ranges.append(start..<end) }
            guard end == index else { continue }
            while index < range.upperBound, bytes[index] != .ascii(",") { index += 1 }
        }
        return ranges
    }
}
