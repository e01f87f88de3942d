// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// Tells tables that hold data from those that lay out a page, which in mail are most.
enum TableShapes {
    private struct Shape {
        var isPresentation: Bool
        var hasHeaders = false
        var hasTable = false
        var hasStructure = false
        var hasBlocks = false
        var cellsInRow = 0
        var mostCellsInRow = 0

        /// Rows of cells that have nothing but lines of text in them are data; headers say so outright.
        var isData: Bool {
            guard !self.isPresentation, !self.hasTable, !self.hasStructure else { return false }
            return self.hasHeaders || (!self.hasBlocks && self.mostCellsInRow > 1)
        }
    }

    /// The indices of the tables that hold data.
    static func dataTables(in nodes: [HTMLNode]) -> Set<Int> {
        var dataTables: Set<Int> = []
        var open: [(index: Int, shape: Shape)] = []
        for (index, node) in nodes.enumerated() {
            while let last = open.last, nodes[last.index].end <= index {
                open.removeLast()
                if last.shape.isData { dataTables.insert(last.index) }
            }
            guard let element = node.element else { continue }
            if element.name == "table" {
                if !open.isEmpty { open[open.count - 1].shape.hasTable = true }
                let role = element["role"]?.asciiLowercased
                open.append((index, Shape(isPresentation: role == "presentation" || role == "none")))
            } else if !open.isEmpty {
                Self.note(element.name, in: &open[open.count - 1].shape)
            }
        }
        for table in open where table.shape.isData { dataTables.insert(table.index) }
        return dataTables
    }

    private static func note(_ name: String, in shape: inout Shape) {
        switch name {
        case "tr":
            shape.cellsInRow = 0
        case "td", "th":
            if name == "th" { shape.hasHeaders = true }
            shape.cellsInRow += 1
            shape.mostCellsInRow = max(shape.mostCellsInRow, shape.cellsInRow)
        case "ul", "ol", "dl", "pre", "blockquote", "hr", "h1", "h2", "h3", "h4", "h5", "h6":
            shape.hasStructure = true
        case "p", "div", "center", "section", "article":
            shape.hasBlocks = true
        default: break
        }
    }
}
