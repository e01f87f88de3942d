// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// What end tags do in each insertion mode (HTML5, 13.2.6.4).
extension HTMLTreeConstruction {
    mutating func end(_ name: String) throws(HTMLError) {
        guard let last = self.open.last else { return }
        if last.role.contains(.rawText) {
            self.pop(endTag: name)
            return
        }
        if last.isForeign { return try self.endForeign(name) }
        try self.endByMode(name)
    }

    private mutating func endByMode(_ name: String) throws(HTMLError) {
        switch self.mode {
        case .beforeHead, .inHead, .inHeadNoscript, .afterHead: try self.endBeforeBody(name)
        case .inBody: try self.endInBody(name)
        case .inTable, .inTableBody, .inRow, .inColumnGroup: try self.endInTable(name)
        case .inCaption, .inCell: try self.endInCell(name)
        case .inSelect, .inSelectInTable: try self.endInSelect(name)
        case .afterBody:
            guard name != "html", name != "body" else { return }
            self.mode = .inBody
            try self.endInBody(name)
        }
    }

    private mutating func unopened(_ name: String) {
        self.faults.add(.unopened, name, at: self.range)
    }

    // MARK: Before the body

    private mutating func endBeforeBody(_ name: String) throws(HTMLError) {
        switch name {
        case "head" where self.mode == .inHead:
            self.pop(endTag: name)
            self.mode = .afterHead
        case "noscript" where self.mode == .inHeadNoscript:
            self.pop(endTag: name)
            self.mode = .inHead
        case "template" where self.mode != .beforeHead: self.endTemplate()
        case "br":
            try self.leaveMode()
            try self.end(name)
        case "html", "body", "head":
            guard self.mode != .inHeadNoscript, name != "head" || self.mode == .beforeHead else {
                return self.unopened(name)
            }
            try self.leaveMode()
            try self.end(name)
        default: self.unopened(name)
        }
    }

    private mutating func endTemplate() {
        guard let place = self.open.place(of: "template", in: .document) else {
            return self.unopened("template")
        }
        self.close(from: place, endTag: "template")
        self.clearFormatting()
        self.resetMode()
    }

    // MARK: The body

    mutating func endInBody(_ name: String) throws(HTMLError) {
        let role = ElementRole.role(of: name)
        switch name {
        case "template": self.endTemplate()
        case "body", "html":
            guard self.open.place(of: "body") != nil else { return self.unopened(name) }
            self.mode = .afterBody
        case "p":
            if self.open.place(of: name, in: .button) == nil {
                self.unopened(name)
                try self.insertForEndTag(name)
            }
            self.closeParagraph()
        case "br":
            self.unopened(name)
            try self.reconstructFormatting()
            try self.insertForEndTag(name)
        case "li": self.endBlock(name, in: .list)
        case "form":
            self.hasForm = false
            self.endForm()
        case _ where role.contains(.heading): self.endHeading(name)
        case "button", "dd", "dt": self.endBlock(name)
        case "hr": self.unopened(name)
        case "xmp", "plaintext": self.endOther(name)
        case _ where role.contains(.endsParagraph): self.endBlock(name)
        case "applet", "marquee", "object":
            if self.endBlock(name) { self.clearFormatting() }
        case _ where role.contains(.formatting): try self.adopt(name)
        default: self.endOther(name)
        }
    }

    /// Ends an element and all that is open in it; returns whether it was open.
    @discardableResult
    private mutating func endBlock(_ name: String, in scope: OpenElements.Scope = .ordinary) -> Bool {
        guard let place = self.open.place(of: name, in: scope) else {
            self.unopened(name)
            return false
        }
        self.close(from: place, endTag: name)
        return true
    }

    private mutating func endHeading(_ name: String) {
        let headings = (1...6).lazy.map { "h\($0)" }
        guard let place = self.open.place(ofAny: headings) else { return self.unopened(name) }
        self.close(from: place, endTag: name)
    }

    /// The end of a form leaves open what is open in it.
    private mutating func endForm() {
        guard let place = self.open.place(of: "form") else { return self.unopened("form") }
        self.closeImplied()
        if place != self.open.lastPlace { self.faults.add(.misnested, "form", at: self.range) }
        self.open.remove(at: place)
    }

    /// Any other end tag closes what is open in its element, unless that is a block.
    mutating func endOther(_ name: String) {
        guard let place = self.open.place(of: name, in: .special) else { return self.unopened(name) }
        self.close(from: place, endTag: name)
    }

    // MARK: Tables

    private mutating func endInTable(_ name: String) throws(HTMLError) {
        switch name {
        case "table":
            guard let place = self.open.place(of: name, in: .table) else { return self.unopened(name) }
            self.close(from: place, endTag: name)
            self.resetMode()
        case "tbody", "tfoot", "thead":
            guard self.open.place(of: name, in: .table) != nil else { return self.unopened(name) }
            if self.mode == .inRow { _ = self.endRow() }
            if self.mode == .inTableBody { _ = self.endTableBody() }
        case "tr":
            if self.mode != .inRow || !self.endRow() { self.unopened(name) }
        case "colgroup":
            guard self.mode == .inColumnGroup else { return self.unopened(name) }
            try self.leaveMode()
        case "template": self.endTemplate()
        case "body", "html", "caption", "col", "td", "th": self.unopened(name)
        case _ where self.mode == .inColumnGroup:
            try self.leaveMode()
            try self.end(name)
        default:
            self.isFostering = true
            try self.endInBody(name)
            self.isFostering = false
        }
    }

    private mutating func endInCell(_ name: String) throws(HTMLError) {
        switch name {
        case "td", "th", "caption":
            guard self.open.place(of: name, in: .table) != nil, self.endCell([name]) else { return self.unopened(name) }
        case "table", "tbody", "tfoot", "thead", "tr":
            guard self.open.place(of: name, in: .table) != nil, self.endCell(["td", "th", "caption"]) else {
                return self.unopened(name)
            }
            try self.end(name)
        case "body", "html", "col", "colgroup": self.unopened(name)
        default: try self.endInBody(name)
        }
    }

    /// Ends the cell or caption; returns whether there was one.
    mutating func endCell(_ names: Set<String>) -> Bool {
        guard let place = self.open.place(ofAny: names, in: .table) else { return false }
        self.mode = self.open[place].name == "caption" ? .inTable : .inRow
        self.close(from: place)
        self.clearFormatting()
        return true
    }

    /// Ends the row; returns whether there was one.
    mutating func endRow() -> Bool {
        guard self.open.place(of: "tr", in: .table) != nil else { return false }
        self.close(to: ["tr"])
        self.pop()
        self.mode = .inTableBody
        return true
    }

    /// Ends the section of the table; returns whether there was one.
    mutating func endTableBody() -> Bool {
        guard self.open.place(ofAny: ["tbody", "thead", "tfoot"], in: .table) != nil else { return false }
        self.close(to: ["tbody", "tfoot", "thead"])
        self.pop()
        self.mode = .inTable
        return true
    }

    // MARK: Selections

    mutating func endSelect() {
        if let place = self.open.place(of: "select", in: .table) { self.close(from: place, endTag: "select") }
        self.resetMode()
    }

    private mutating func endInSelect(_ name: String) throws(HTMLError) {
        switch name {
        case "optgroup":
            if let place = self.open.lastPlace, self.open[place].name == "option",
                self.open.element(below: place)?.name == "optgroup"
            {
                self.pop()
            }
            guard self.open.last?.name == "optgroup" else { return self.unopened(name) }
            self.pop(endTag: name)
        case "option":
            guard self.open.last?.name == "option" else { return self.unopened(name) }
            self.pop(endTag: name)
        case "select": self.endSelect()
        case "template": self.endTemplate()
        case _ where self.mode == .inSelectInTable && Self.tableParts.union(["table"]).contains(name):
            guard self.open.place(of: name, in: .table) != nil else { return self.unopened(name) }
            self.endSelect()
            try self.end(name)
        default: self.unopened(name)
        }
    }

    // MARK: SVG and MathML

    private mutating func endForeign(_ name: String) throws(HTMLError) {
        if name == "br" || name == "p" {
            while self.isInForeignContent { self.pop() }
            return try self.endByMode(name)
        }
        guard let place = self.open.place(ofForeign: name) else { return try self.endByMode(name) }
        self.close(from: place, endTag: name)
    }
}
