// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// How elements close.
extension HTMLTreeConstruction {
    /// Whether start tags and text belong to SVG or MathML.
    var isInForeignContent: Bool {
        self.open.last.map { $0.isForeign && !$0.isIntegrationPoint } ?? false
    }

    /// Closes the elements at `place` and above it, the lowest one by `endTag` if that is what closes it.
    mutating func close(from place: Int, endTag: String? = nil) {
        while let last = self.open.lastPlace, last > place { self.pop() }
        self.pop(endTag: endTag)
    }

    /// Closes the elements above the last one of `names`.
    mutating func close(to names: Set<String>) {
        while let last = self.open.last, self.open.count > 1, !names.contains(last.name) || last.isForeign {
            self.pop()
        }
    }

    /// Closes what needs no end tag here.
    mutating func closeImplied(except name: String? = nil) {
        while let last = self.open.last, last.role.contains(.impliedEnd), last.name != name { self.pop() }
    }

    /// Ends the paragraph that is open, if there is one.
    mutating func closeParagraph() {
        if let place = self.open.place(of: "p", in: .button) { self.close(from: place) }
    }

    /// Finds the insertion mode that the open elements ask for (HTML5, 13.2.4.1).
    mutating func resetMode() {
        self.mode = self.modeOfOpenElements
    }

    private var modeOfOpenElements: Mode {
        guard let place = self.open.place(ofAny: Self.elementsWithMode, in: .document) else { return .inBody }
        return switch self.open[place].name {
        case "select":
            self.open.place(ofAny: ["table", "template"], in: .document).map { self.open[$0].name } == "table"
                ? .inSelectInTable : .inSelect
        case "td", "th": .inCell
        case "tr": .inRow
        case "tbody", "thead", "tfoot": .inTableBody
        case "caption": .inCaption
        case "colgroup": .inColumnGroup
        case "table": .inTable
        case "head": .inHead
        case "html": .afterHead
        default: .inBody
        }
    }

    private static let elementsWithMode = [
        "select", "td", "th", "tr", "tbody", "thead", "tfoot", "caption", "colgroup", "table", "template", "body",
        "head", "html",
    ]
}
