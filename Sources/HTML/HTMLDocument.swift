// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// Rendered HTML as a tree of values, with what mail programs and rules ask of it.
///
/// The text is read as UTF-8, whatever a `meta` element says, and as a mail program reads it: scripts do not run.
/// Nothing is fetched.
public struct HTMLDocument: Hashable, Sendable {
    /// The nodes in document order; the first one is the `html` element.
    public let nodes: [HTMLNode]

    /// The comments in the order of the text.
    public let comments: [HTMLComment]

    /// Whether the text has a document type declaration.
    public let hasDoctype: Bool

    /// The addresses that the document refers to, in the order of the text.
    public let links: [HTMLLink]

    /// The `img` elements in the order of the text.
    public let images: [HTMLImage]

    /// The conditional comments in the order of the text.
    public let conditionals: [HTMLConditional]

    /// What is wrong with the structure, in the order of the text.
    public let faults: [HTMLFault]

    /// Reads a document as `audience` does.
    ///
    /// - Throws: ``HTMLError`` if the text is past one of `limits`.
    public init(
        parsing bytes: [UInt8], for audience: HTMLAudience = .others, limits: HTMLLimits = .standard
    ) throws(HTMLError) {
        guard bytes.count <= limits.inputSize else {
            throw HTMLError(code: .inputTooLarge(limit: limits.inputSize), offset: max(limits.inputSize, 0))
        }
        let construction = try HTMLTreeConstruction.construct(bytes, for: audience, limits: limits)
        var faults = construction.faults
        self.nodes = construction.nodes()
        self.comments = construction.comments
        self.hasDoctype = construction.hasDoctype
        self.links = HTMLLink.links(in: self.nodes, of: bytes)
        self.images = HTMLImage.images(in: self.nodes)
        self.conditionals = HTMLConditional.conditionals(in: self.comments, faults: &faults)
        self.faults = faults.sorted
    }

    /// The language of the document, as the `lang` attribute of `html` has it.
    public var language: String? {
        self.nodes.first?.element?["lang"]
    }

    /// The content of the first `title` element, its white space collapsed.
    public var title: String? {
        guard let index = self.nodes.firstIndex(where: { $0.element?.name == "title" }) else { return nil }
        return Self.collapsed(self.nodes[index..<self.nodes[index].end].compactMap(\.text))
    }

    /// The elements, in document order.
    public var elements: [HTMLElement] {
        self.nodes.compactMap(\.element)
    }

    /// The text of `pieces` with each run of white space as one space, and none at the ends.
    static func collapsed(_ pieces: [String]) -> String {
        var output: [UInt8] = []
        var isSpacePending = false
        for byte in pieces.lazy.flatMap(\.utf8) {
            if byte.isWhitespace {
                isSpacePending = !output.isEmpty
                continue
            }
            if isSpacePending { output.append(.space) }
            isSpacePending = false
            output.append(byte)
        }
        return String(decoding: output, as: UTF8.self)
    }
}
