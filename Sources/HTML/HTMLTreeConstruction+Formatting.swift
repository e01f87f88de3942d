// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// The list of active formatting elements (HTML5, 13.2.4.3) and what its end tags do.
extension HTMLTreeConstruction {
    /// Opens again the formatting elements that a block has parted.
    mutating func reconstructFormatting() throws(HTMLError) {
        var index = self.formatting.count
        while index > 0, let element = self.formatting[index - 1],
            self.open.place(ofNode: element.node) == nil
        { index -= 1 }
        while index < self.formatting.count {
            if let element = self.formatting[index] { self.formatting[index] = try self.insertCopy(of: element) }
            index += 1
        }
    }

    /// Adds a formatting element and remembers it; of equal ones only three are remembered.
    mutating func insertFormatting(_ start: StartTag) throws(HTMLError) {
        try self.insert(start)
        var equal: [Int] = []
        for index in self.formatting.indices.reversed() {
            guard let element = self.formatting[index] else { break }
            if element.name == start.name, element.source?.tag.hasSameAttributes(as: start.tag) == true {
                equal.append(index)
            }
        }
        if equal.count >= 3, let earliest = equal.last { self.formatting.remove(at: earliest) }
        self.formatting.append(self.open.last)
    }

    /// The place of the last element with the given name, after the last marker.
    func placeInFormatting(_ name: String) -> Int? {
        self.placeInFormatting { $0.name == name }
    }

    /// The place of the element that is a node of the tree, after the last marker.
    func placeInFormatting(ofNode node: Int) -> Int? {
        self.placeInFormatting { $0.node == node }
    }

    private func placeInFormatting(where isWanted: (OpenElement) -> Bool) -> Int? {
        guard let index = self.formatting.lastIndex(where: { $0.map(isWanted) ?? true }), self.formatting[index] != nil
        else { return nil }
        return index
    }

    mutating func insertMarker() {
        self.formatting.append(nil)
    }

    /// Forgets the elements up to the last marker: formatting does not leave a cell.
    mutating func clearFormatting() {
        while let last = self.formatting.popLast() {
            guard let element = last else { return }
            self.faults.leftOpen(element)
        }
    }

    /// What the end tag of a formatting element does: the adoption agency algorithm (HTML5, 13.2.6.4.7).
    mutating func adopt(_ name: String, isEndTag: Bool = true) throws(HTMLError) {
        if let last = self.open.last, last.name == name, self.placeInFormatting(ofNode: last.node) == nil {
            self.pop(endTag: name)
            return
        }
        // HTML5 stops after eight rounds.
        for round in 0..<8 {
            guard let index = self.placeInFormatting(name), let element = self.formatting[index] else {
                if round == 0 { self.endOther(name) }
                return
            }
            guard let place = self.open.place(ofNode: element.node) else {
                // The end tag that has cut through it is reported already.
                if !self.faults.isCrossed(element) { self.faults.add(.misnested, name, at: self.range) }
                self.formatting.remove(at: index)
                return
            }
            guard self.open.isInScope(place) else {
                self.faults.add(.unopened, name, at: self.range)
                return
            }
            if isEndTag, round == 0 { self.noteMisnesting(of: element, at: place, listed: index) }
            guard let block = self.open.boundary(of: .special, above: place) else {
                self.formatting.remove(at: index)
                self.close(from: place, endTag: name)
                return
            }
            try self.part(element, at: place, listed: index, block: block)
        }
    }

    /// An end tag is in the wrong place if elements are open inside its element, or if a block has parted that before;
    /// those that cross are reported by the end tag that comes first.
    private mutating func noteMisnesting(of element: OpenElement, at place: Int, listed index: Int) {
        if place != self.open.lastPlace || (element.isCopy && !self.faults.isCrossed(element)) {
            self.faults.add(.misnested, element.name, at: self.range)
        }
        for case .some(let other) in self.formatting[(index + 1)...]
        where self.open.place(ofNode: other.node) != nil {
            self.faults.cross(other)
        }
    }

    /// One round: the formatting element ends before the block, and a copy of it begins inside.
    private mutating func part(
        _ element: OpenElement, at place: Int, listed index: Int, block blockPlace: Int
    ) throws(HTMLError) {
        let block = self.open[blockPlace]
        var bookmark = index
        var last = block.node
        for (count, place) in self.open.places(above: place, below: blockPlace).reversed().enumerated() {
            let between = self.open[place]
            let listed = self.placeInFormatting(ofNode: between.node)
            guard let listed, count < 3 else {
                if let listed {
                    self.formatting.remove(at: listed)
                    if listed < bookmark { bookmark -= 1 }
                }
                self.faults.leftOpen(between)
                self.open.remove(at: place)
                continue
            }
            let copy = try self.copy(of: between)
            self.formatting[listed] = copy
            self.open.replace(at: place, with: copy)
            if last == block.node { bookmark = listed + 1 }
            self.tree.move(last, to: copy.node)
            last = copy.node
        }
        if let ancestor = self.open.element(below: place) { self.place(last, in: ancestor) }
        let copy = try self.copy(of: element)
        self.tree.moveChildren(of: block.node, to: copy.node)
        self.tree.move(copy.node, to: block.node)
        if let index = self.placeInFormatting(ofNode: element.node) {
            self.formatting.remove(at: index)
            if index < bookmark { bookmark -= 1 }
        }
        self.formatting.insert(copy, at: bookmark)
        self.open.raise(place, above: blockPlace, as: copy)
    }

    /// Moves a node into `ancestor`, or in front of the table if that can hold only parts of it.
    private func place(_ node: Int, in ancestor: OpenElement) {
        guard Self.isTableStructure(ancestor),
            let table = self.open.place(of: "table", in: .document).map({ self.open[$0].node }),
            self.tree.parent(of: table) != nil
        else {
            self.tree.move(node, to: ancestor.node)
            return
        }
        self.tree.move(node, before: table)
    }
}

extension HTMLTag {
    fileprivate func hasSameAttributes(as other: HTMLTag) -> Bool {
        self.attributes.elementsEqual(other.attributes) { $0.name == $1.name && $0.value == $1.value }
    }
}
