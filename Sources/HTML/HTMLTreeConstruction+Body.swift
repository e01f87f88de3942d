// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// What start tags do in the body (HTML5, 13.2.6.4.7).
extension HTMLTreeConstruction {
    mutating func startInBody(_ start: StartTag) throws(HTMLError) {
        let role = ElementRole.role(of: start.name)
        switch start.name {
        case "html": self.merge(start, into: 0)
        case "body": if let place = self.open.place(of: "body", in: .document) { self.merge(start, into: place) }
        case "head", "frameset", "frame": self.misplaced(start)
        case _ where role.contains(.tablePart): self.misplaced(start)
        case _ where role.contains(.headContent): try self.startInHead(start)
        case "form":
            guard !self.hasForm else { return self.faults.add(.nested, "form", at: start.range) }
            self.closeParagraph()
            try self.insert(start)
            self.hasForm = true
        case _ where role.contains(.endsParagraph): try self.startBlock(start, role)
        case "table":
            if !self.isQuirky { self.closeParagraph() }
            try self.insert(start)
            self.mode = .inTable
        case "li": try self.startItem(start, ["li"])
        case "dd", "dt": try self.startItem(start, ["dd", "dt"])
        case "optgroup", "option":
            if self.open.last?.name == "option" { self.pop() }
            try self.reconstructFormatting()
            try self.insert(start)
        case "rb", "rtc", "rp", "rt":
            if self.open.place(of: "ruby") != nil {
                self.closeImplied(except: start.name.utf8.count == 2 && start.name != "rb" ? "rtc" : nil)
            }
            try self.insert(start)
        case "a", "nobr": try self.startSingle(start)
        case _ where role.contains(.formatting):
            try self.reconstructFormatting()
            try self.insertFormatting(start)
        case "param", "source", "track": try self.insertVoid(start)
        case "iframe", "noembed": try self.insert(start)
        case "textarea":
            try self.insert(start)
            self.dropsLineFeed = true
        default:
            try self.reconstructFormatting()
            try self.startPhrasing(start, role)
        }
    }

    /// Elements that stand in a line of text, behind the formatting that is in force.
    private mutating func startPhrasing(_ start: StartTag, _ role: ElementRole) throws(HTMLError) {
        switch start.name {
        case _ where role.contains(.void): try self.insertVoid(start)
        case "image":
            // Browsers take it for `img`.
            try self.insert("img", start)
            self.open.popLast()
        case "button":
            if let place = self.open.place(of: "button") {
                self.faults.add(.nested, "button", at: start.range)
                self.close(from: place)
            }
            try self.insert(start)
        case "applet", "marquee", "object":
            try self.insert(start)
            self.insertMarker()
        case "select":
            try self.insert(start)
            let isInTable = [.inTable, .inCaption, .inTableBody, .inRow, .inCell].contains(self.mode)
            self.mode = isInTable ? .inSelectInTable : .inSelect
        case "math", "svg": try self.insertForeign(start)
        default: try self.insert(start)
        }
    }

    private mutating func startBlock(_ start: StartTag, _ role: ElementRole) throws(HTMLError) {
        self.closeParagraph()
        switch start.name {
        case "hr": try self.insertVoid(start)
        case "xmp":
            try self.reconstructFormatting()
            try self.insert(start)
        case "pre", "listing":
            try self.insert(start)
            self.dropsLineFeed = true
        default:
            if role.contains(.heading), let last = self.open.last, last.role.contains(.heading) {
                self.faults.add(.nested, start.name, at: start.range)
                self.pop()
            }
            try self.insert(start)
        }
    }

    /// Items of lists end the item before them.
    private mutating func startItem(_ start: StartTag, _ names: [String]) throws(HTMLError) {
        if let place = self.open.place(ofAny: names, in: .item) { self.close(from: place) }
        self.closeParagraph()
        try self.insert(start)
    }

    /// Formatting elements that cannot stand inside one another.
    private mutating func startSingle(_ start: StartTag) throws(HTMLError) {
        let name = start.name
        if name == "nobr" { try self.reconstructFormatting() }
        let previous = name == "a" ? self.placeInFormatting(name).flatMap { self.formatting[$0] } : nil
        if previous != nil || (name == "nobr" && self.open.place(of: name) != nil) {
            self.faults.add(.nested, name, at: start.range)
            try self.adopt(name, isEndTag: false)
            if let node = previous?.node {
                if let index = self.placeInFormatting(ofNode: node) { self.formatting.remove(at: index) }
                if let place = self.open.place(ofNode: node) { self.open.remove(at: place) }
            }
        }
        try self.reconstructFormatting()
        try self.insertFormatting(start)
    }
}
