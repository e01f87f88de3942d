// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

extension OpenElements {
    /// What limits where an open element is looked for (HTML5, 13.2.4.2).
    enum Scope: Int, CaseIterable {
        case ordinary, list, button, table
        /// Where an item of a list, or a term, finds the one before it.
        case item
        /// Where an end tag that no rule names finds its element.
        case special
        /// SVG or MathML up to the HTML that is around it.
        case foreign
        /// All that is open.
        case document

        func ends(at element: Element) -> Bool {
            switch self {
            case .ordinary: element.isForeign ? element.isForeignBoundary : element.role.contains(.scope)
            case .list: Self.ordinary.ends(at: element) || element.isHTML("ol") || element.isHTML("ul")
            case .button: Self.ordinary.ends(at: element) || element.isHTML("button")
            case .table: element.isHTML("table") || element.isHTML("html") || element.isHTML("template")
            case .item:
                Self.special.ends(at: element) && !element.isHTML("address") && !element.isHTML("div")
                    && !element.isHTML("p")
            case .special: element.isForeign ? element.isForeignBoundary : element.role.contains(.special)
            case .foreign: !element.isForeign
            case .document: false
            }
        }
    }
}

extension HTMLTreeConstruction.OpenElement {
    private static let foreignBoundaries: Set<String> = [
        "annotation-xml", "desc", "foreignobject", "mi", "mn", "mo", "ms", "mtext", "title",
    ]

    fileprivate var isForeignBoundary: Bool {
        Self.foreignBoundaries.contains(self.name)
    }

    /// Whether HTML stands in this element of SVG or MathML.
    var isIntegrationPoint: Bool {
        self.isForeign && self.isForeignBoundary && self.name != "annotation-xml"
    }

    func isHTML(_ name: String) -> Bool {
        !self.isForeign && self.name == name
    }
}
