// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// The stack of open elements (HTML5, 13.2.4.2).
extension HTMLTreeConstruction {
    /// What limits where an open element is looked for.
    enum Scope {
        case ordinary, list, button, table

        func ends(at element: OpenElement) -> Bool {
            if element.isForeign {
                return self != .table && HTMLTreeConstruction.foreignBoundaries.contains(element.name)
            }
            return switch self {
            case .ordinary: element.role.contains(.scope)
            case .list: element.role.contains(.scope) || element.name == "ol" || element.name == "ul"
            case .button: element.role.contains(.scope) || element.name == "button"
            case .table: element.name == "table" || element.name == "html" || element.name == "template"
            }
        }
    }

    private static let foreignBoundaries: Set<String> = [
        "annotation-xml", "desc", "foreignobject", "mi", "mn", "mo", "ms", "mtext", "title",
    ]

    /// Elements of SVG and MathML in which HTML stands.
    private static let integrationPoints = Self.foreignBoundaries.subtracting(["annotation-xml"])

    /// Whether start tags and text belong to SVG or MathML.
    var isInForeignContent: Bool {
        guard let last = self.open.last else { return false }
        return last.isForeign && !Self.integrationPoints.contains(last.name)
    }

    /// The place of the last open element with the given name, if it is in scope.
    func place(of name: String, in scope: Scope = .ordinary) -> Int? {
        self.place(in: scope) { $0 == name }
    }

    func place(in scope: Scope, where isWanted: (String) -> Bool) -> Int? {
        for index in self.open.indices.reversed() {
            let element = self.open[index]
            if !element.isForeign, isWanted(element.name) { return index }
            if scope.ends(at: element) { return nil }
        }
        return nil
    }

    /// Closes the elements at `place` and above it, the lowest one by `endTag` if that is what closes it.
    mutating func close(from place: Int, endTag: String? = nil) {
        while self.open.count > place + 1 { self.pop() }
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
        if let place = self.place(of: "p", in: .button) { self.close(from: place) }
    }

    /// Finds the insertion mode that the open elements ask for (HTML5, 13.2.4.1).
    mutating func resetMode() {
        self.mode = self.modeOfOpenElements
    }

    private var modeOfOpenElements: Mode {
        for (index, element) in self.open.enumerated().reversed() where !element.isForeign {
            switch element.name {
            case "select":
                let outer = self.open[..<index].last { $0.name == "table" || $0.name == "template" }
                return outer?.name == "table" ? .inSelectInTable : .inSelect
            case "td", "th": return .inCell
            case "tr": return .inRow
            case "tbody", "thead", "tfoot": return .inTableBody
            case "caption": return .inCaption
            case "colgroup": return .inColumnGroup
            case "table": return .inTable
            case "template", "body": return .inBody
            case "head": return .inHead
            case "html": return .afterHead
            default: break
            }
        }
        return .inBody
    }
}
