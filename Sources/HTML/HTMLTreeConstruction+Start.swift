// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// What start tags do in each insertion mode (HTML5, 13.2.6.4).
extension HTMLTreeConstruction {
    mutating func start(_ start: StartTag) throws(HTMLError) {
        if self.isInForeignContent {
            try self.startForeign(start)
            return
        }
        switch self.mode {
        case .beforeHead:
            switch start.name {
            case "html": self.merge(start, into: 0)
            case "head": try self.insertHead(start)
            default: try self.leaveModeAndStart(start)
            }
        case .inHead: try self.startInHead(start)
        case .inHeadNoscript:
            switch start.name {
            case "html", "basefont", "bgsound", "link", "meta", "noframes", "style": try self.startInHead(start)
            case "head", "noscript": self.misplaced(start)
            default: try self.leaveModeAndStart(start)
            }
        case .afterHead: try self.startAfterHead(start)
        case .inBody: try self.startInBody(start)
        case .inTable: try self.startInTable(start)
        case .inCaption: try self.startInCell(start, ending: ["caption"], with: Self.tableParts)
        case .inCell: try self.startInCell(start, ending: ["td", "th"], with: Self.tableParts)
        case .inColumnGroup:
            switch start.name {
            case "html", "template": try self.startInHead(start)
            case "col": try self.insertVoid(start)
            default: try self.leaveModeAndStart(start)
            }
        case .inTableBody: try self.startInTableBody(start)
        case .inRow: try self.startInRow(start)
        case .inSelect, .inSelectInTable: try self.startInSelect(start)
        case .afterBody:
            if start.name == "html" {
                self.merge(start, into: 0)
            } else {
                try self.leaveModeAndStart(start)
            }
        }
    }

    static let tableParts: Set<String> = ["caption", "col", "colgroup", "tbody", "td", "tfoot", "th", "thead", "tr"]

    private mutating func leaveModeAndStart(_ start: StartTag) throws(HTMLError) {
        try self.leaveMode()
        try self.start(start)
    }

    /// Passes over a tag that means nothing where it stands.
    mutating func misplaced(_ start: StartTag) {
        self.faults.add(.misplaced, start.name, at: start.range)
    }

    // MARK: Before the body

    mutating func startInHead(_ start: StartTag) throws(HTMLError) {
        switch start.name {
        case "html": self.merge(start, into: 0)
        case "base", "basefont", "bgsound", "link", "meta": try self.insertVoid(start)
        case "title", "style", "script", "noframes": try self.insert(start)
        case "noscript":
            try self.insert(start)
            self.mode = .inHeadNoscript
        case "template":
            try self.insert(start)
            self.insertMarker()
            self.mode = .inBody
        case "head": self.misplaced(start)
        default: try self.leaveModeAndStart(start)
        }
    }

    private mutating func startAfterHead(_ start: StartTag) throws(HTMLError) {
        switch start.name {
        case "html": self.merge(start, into: 0)
        case "body": try self.insertBody(start)
        case "head", "frameset", "frame": self.misplaced(start)
        case _ where ElementRole.role(of: start.name).contains(.headContent):
            guard let head = self.headNode else { return try self.leaveModeAndStart(start) }
            self.open.append(OpenElement(node: head, name: "head", role: .role(of: "head"), source: nil))
            try self.startInHead(start)
            if let place = self.open.place(ofNode: head) { self.open.remove(at: place) }
        default: try self.leaveModeAndStart(start)
        }
    }

    /// The head is the first element after the root.
    private var headNode: Int? {
        self.contents.firstIndex {
            if case .element(let element) = $0 { element.name == "head" } else { false }
        }
    }

    // MARK: Tables

    private mutating func startInTable(_ start: StartTag) throws(HTMLError) {
        switch start.name {
        case "caption":
            self.close(to: ["table", "template"])
            self.insertMarker()
            try self.insert(start)
            self.mode = .inCaption
        case "colgroup":
            self.close(to: ["table", "template"])
            try self.insert(start)
            self.mode = .inColumnGroup
        case "col":
            self.close(to: ["table", "template"])
            try self.insert("colgroup", nil)
            self.mode = .inColumnGroup
            try self.start(start)
        case "tbody", "tfoot", "thead":
            self.close(to: ["table", "template"])
            try self.insert(start)
            self.mode = .inTableBody
        case "td", "th", "tr":
            self.close(to: ["table", "template"])
            try self.insert("tbody", nil)
            self.mode = .inTableBody
            try self.start(start)
        case "table":
            self.faults.add(.nested, "table", at: start.range)
            guard let place = self.open.place(of: "table", in: .table) else { return }
            self.close(from: place)
            self.resetMode()
            try self.start(start)
        case "style", "script", "template": try self.startInHead(start)
        case "input" where start.tag.attribute("type")?.asciiLowercased == "hidden": try self.insertVoid(start)
        case "form":
            self.misplaced(start)
            guard !self.hasForm else { return }
            self.hasForm = true
            try self.insertVoid(start)
        default:
            self.isFostering = true
            try self.startInBody(start)
            self.isFostering = false
        }
    }

    private mutating func startInTableBody(_ start: StartTag) throws(HTMLError) {
        switch start.name {
        case "tr":
            self.close(to: ["tbody", "tfoot", "thead", "template"])
            try self.insert(start)
            self.mode = .inRow
        case "td", "th":
            self.close(to: ["tbody", "tfoot", "thead", "template"])
            try self.insert("tr", nil)
            self.mode = .inRow
            try self.start(start)
        case "caption", "col", "colgroup", "tbody", "tfoot", "thead":
            guard self.endTableBody() else { return self.misplaced(start) }
            try self.start(start)
        default: try self.startInTable(start)
        }
    }

    private mutating func startInRow(_ start: StartTag) throws(HTMLError) {
        switch start.name {
        case "td", "th":
            self.close(to: ["tr", "template"])
            try self.insert(start)
            self.mode = .inCell
            self.insertMarker()
        case "caption", "col", "colgroup", "tbody", "tfoot", "thead", "tr":
            guard self.endRow() else { return self.misplaced(start) }
            try self.start(start)
        default: try self.startInTable(start)
        }
    }

    /// In a cell or caption the tag of another part of the table ends it.
    private mutating func startInCell(
        _ start: StartTag, ending names: Set<String>, with parts: Set<String>
    ) throws(HTMLError) {
        guard parts.contains(start.name) else { return try self.startInBody(start) }
        guard self.endCell(names) else { return self.misplaced(start) }
        try self.start(start)
    }

    // MARK: Selections

    private mutating func startInSelect(_ start: StartTag) throws(HTMLError) {
        let isTablePart = Self.tableParts.union(["table"]).subtracting(["col", "colgroup"]).contains(start.name)
        switch start.name {
        case _ where self.mode == .inSelectInTable && isTablePart:
            self.endSelect()
            try self.start(start)
        case "html": self.merge(start, into: 0)
        case "option", "optgroup", "hr":
            if self.open.last?.name == "option" { self.pop() }
            if start.name != "option", self.open.last?.name == "optgroup" { self.pop() }
            if start.name == "hr" { try self.insertVoid(start) } else { try self.insert(start) }
        case "select":
            self.faults.add(.nested, "select", at: start.range)
            self.endSelect()
        case "input", "keygen", "textarea":
            self.misplaced(start)
            guard self.open.place(of: "select", in: .table) != nil else { return }
            self.endSelect()
            try self.start(start)
        case "script", "template": try self.startInHead(start)
        default: self.misplaced(start)
        }
    }

    // MARK: SVG and MathML

    private mutating func startForeign(_ start: StartTag) throws(HTMLError) {
        let isHTML =
            ElementRole.role(of: start.name).contains(.endsForeign)
            || (start.name == "font" && ["color", "face", "size"].contains { start.tag.attribute($0) != nil })
        if isHTML {
            self.misplaced(start)
            while self.isInForeignContent { self.pop() }
            try self.start(start)
            return
        }
        try self.insertForeign(start)
    }

    mutating func insertForeign(_ start: StartTag) throws(HTMLError) {
        try self.insert(start.name, start, isForeign: true)
        if start.tag.isSelfClosing { self.open.popLast() }
    }
}

extension HTMLTag {
    func attribute(_ name: String) -> String? {
        self.attributes.first { $0.name == name }?.value
    }
}
