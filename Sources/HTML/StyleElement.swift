// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// A `style` element that holds a style sheet for every medium.
struct StyleElement {
    /// The bytes of the element with its tags.
    var range: Range<Int>

    /// The bytes of the style sheet.
    var content: Range<Int>

    /// The elements in the order of the text.
    ///
    /// Those between `<!--[if !mso]><!-->` and its end are left out: what is in them would otherwise reach Outlook.
    static func elements(in bytes: [UInt8]) -> [StyleElement] {
        var elements: [StyleElement] = []
        var isConditional = false
        var isOpen = false
        for token in HTMLTokenizer(bytes) {
            switch token.kind {
            case .startTag(let tag) where tag.name == "style":
                isOpen = !isConditional && self.isForEveryMedium(tag.attributes)
                if isOpen {
                    let end = token.range.upperBound
                    elements.append(StyleElement(range: token.range, content: end..<end))
                }
            case .text where isOpen:
                elements[elements.count - 1].content = token.range
                elements[elements.count - 1].range =
                    elements[elements.count - 1].range.lowerBound..<token.range.upperBound
            case .endTag(let name) where isOpen && name == "style":
                elements[elements.count - 1].range =
                    elements[elements.count - 1].range.lowerBound..<token.range.upperBound
                isOpen = false
            case .comment(let content):
                switch HTMLConditional.Part(content) {
                case .beginning(_, _, isClosed: false): isConditional = true
                case .end: isConditional = false
                case .beginning, .nothing: break
                }
            default: isOpen = false
            }
        }
        return elements
    }

    /// Whether a `style` element with the given attributes holds CSS that does not depend on the medium.
    static func isForEveryMedium(_ attributes: [HTMLAttribute]) -> Bool {
        func value(_ name: String) -> String {
            attributes.first { $0.name == name }?.value.asciiLowercased ?? ""
        }
        return ["", "all"].contains(value("media")) && ["", "text/css"].contains(value("type"))
    }
}
