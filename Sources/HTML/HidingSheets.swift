// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import CSS

/// What the style sheets of a document say about whether its elements are to be seen.
struct HidingSheets {
    private var properties: [Int: [CSSCascade.Property]] = [:]

    /// Reads the `style` elements that are for every medium. Past the limits of CSS they hide nothing.
    init(of document: HTMLDocument) {
        var cascade = CSSCascade()
        for (index, node) in document.nodes.enumerated() {
            guard let element = node.element, element.name == "style",
                StyleElement.isForEveryMedium(element.attributes)
            else { continue }
            let source = document.nodes[(index + 1)...].prefix { $0.text != nil }.compactMap(\.text).flatMap {
                Array($0.utf8)
            }
            guard let sheet = try? StyleSheet(parsing: source) else { continue }
            _ = cascade.append(sheet, of: source) { $0.declarations.contains { Self.isHiding($0.name) } }
        }
        guard !cascade.rules.isEmpty else { return }
        var found: [Int: [CSSCascade.Property]] = [:]
        do {
            try cascade.apply(to: document, limits: .standard) { (node, _, properties) throws(CSSInliningError) in
                found[node] = properties.filter { Self.isHiding($0.name) }
            }
            self.properties = found
        } catch {
            return
        }
    }

    private static func isHiding(_ property: [UInt8]) -> Bool {
        InlineStyle.properties.contains(String(decoding: property, as: UTF8.self))
    }

    /// What these sheets and its `style` attribute say about the element of a node, `nil` if they say nothing.
    func style(of element: HTMLElement, at node: Int) -> InlineStyle? {
        let (own, sheets) = (element["style"], self.properties[node])
        return own == nil && sheets == nil ? nil : InlineStyle(own ?? "", after: sheets ?? [])
    }
}
