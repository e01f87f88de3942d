// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import CSS

/// The `style` attribute of a start tag, and how to change it in the text.
struct StyleAttribute {
    private let element: HTMLElement
    private let bytes: [UInt8]
    private let attribute: HTMLAttribute?

    init(of element: HTMLElement, in bytes: [UInt8]) {
        self.element = element
        self.bytes = bytes
        self.attribute = element.attribute("style")
    }

    /// The declarations that the attribute has.
    func declarations(_ limits: CSSLimits) throws(CSSError) -> (list: DeclarationList, source: [UInt8])? {
        guard let attribute = self.attribute else { return nil }
        let source = Array(attribute.value.utf8)
        return (try DeclarationList(parsing: source, limits: limits), source)
    }

    /// The edit that puts `before` and `after` around what the attribute says.
    func adding(before: [UInt8], after: [UInt8]) -> HTMLEdit {
        guard let attribute = self.attribute else {
            return self.insertion(before.isEmpty || after.isEmpty ? before + after : before + [.space] + after)
        }
        let old = Array(self.bytes[attribute.valueRange].trimmingWhitespace)
        let quote = self.quote(of: attribute)
        var value = Self.escaped(before, quote: quote ?? .ascii("\""))
        if !old.isEmpty {
            if !value.isEmpty { value.append(.space) }
            // Without quotes around it the value may hold some.
            value += quote == nil ? old.flatMap { $0 == .ascii("\"") ? Array("&quot;".utf8) : [$0] } : old
        }
        if !after.isEmpty {
            if !old.isEmpty, old.last != .ascii(";") { value.append(.ascii(";")) }
            if !value.isEmpty { value.append(.space) }
            value += Self.escaped(after, quote: quote ?? .ascii("\""))
        }
        return self.replacing(attribute, with: value, quote: quote)
    }

    /// The edit that makes the attribute say `style` and nothing else.
    func setting(_ style: [UInt8]) -> HTMLEdit {
        guard let attribute = self.attribute else { return self.insertion(style) }
        let quote = self.quote(of: attribute)
        return self.replacing(attribute, with: Self.escaped(style, quote: quote ?? .ascii("\"")), quote: quote)
    }

    private func replacing(_ attribute: HTMLAttribute, with value: [UInt8], quote: UInt8?) -> HTMLEdit {
        if quote != nil { return HTMLEdit(range: attribute.valueRange, replacement: value) }
        return HTMLEdit(
            range: attribute.nameRange.upperBound..<attribute.valueRange.upperBound,
            replacement: Array("=\"".utf8) + value + [.ascii("\"")])
    }

    /// The quotation mark around the value.
    private func quote(of attribute: HTMLAttribute) -> UInt8? {
        let end = attribute.valueRange.upperBound
        guard attribute.valueRange.lowerBound > attribute.nameRange.upperBound, end < self.bytes.count else {
            return nil
        }
        let before = self.bytes[attribute.valueRange.lowerBound - 1]
        return before == .ascii("\"") || before == .ascii("'") ? before : nil
    }

    private func insertion(_ style: [UInt8]) -> HTMLEdit {
        let range = self.element.tagRange ?? 0..<0
        var offset = range.upperBound - 1
        let last = self.element.attributes.last
        let lastEnd = last?.valueRange.upperBound ?? 0
        if offset > lastEnd, self.bytes[offset - 1] == .ascii("/") { offset -= 1 }
        while offset > range.lowerBound + 1, self.bytes[offset - 1].isWhitespace { offset -= 1 }
        if let last, last.valueRange.isEmpty, last.valueRange.lowerBound > last.nameRange.upperBound,
            self.quote(of: last) == nil
        {
            // `<p a=>`: what follows would be the value.
            offset = range.lowerBound + 1
            while !self.bytes[offset].isWhitespace, self.bytes[offset] != .ascii("/") { offset += 1 }
        }
        let value = Self.escaped(style, quote: .ascii("\""))
        return HTMLEdit(
            range: offset..<offset, replacement: Array(" style=\"".utf8) + value + [.ascii("\"")])
    }

    private static func escaped(_ value: [UInt8], quote: UInt8) -> [UInt8] {
        value.flatMap { byte -> [UInt8] in
            switch byte {
            case .ascii("&"): Array("&amp;".utf8)
            case quote: Array((quote == .ascii("'") ? "&#39;" : "&quot;").utf8)
            default: [byte]
            }
        }
    }
}

/// A change of a text.
struct HTMLEdit {
    /// The bytes that go.
    var range: Range<Int>

    /// The bytes that come in their place.
    var replacement: [UInt8]

    /// The text with its edits, which must not overlap.
    static func apply(_ edits: [HTMLEdit], to bytes: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(edits.reduce(bytes.count) { $0 + $1.replacement.count })
        var end = 0
        for edit in edits.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
            output += bytes[end..<edit.range.lowerBound]
            output += edit.replacement
            end = edit.range.upperBound
        }
        return output + bytes[end...]
    }
}
