// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// What text does in each insertion mode.
extension HTMLTreeConstruction {
    mutating func append(_ text: Text) throws(HTMLError) {
        guard !text.text.isEmpty else { return }
        if self.open.last?.role.contains(.rawText) == true || self.isInForeignContent {
            try self.insert(text)
            return
        }
        switch self.mode {
        case .beforeHead, .inHead, .inHeadNoscript, .afterHead, .inColumnGroup: try self.appendOutsideBody(text)
        case .inBody, .inCaption, .inCell:
            try self.reconstructFormatting()
            try self.insert(text)
        case .inTable, .inTableBody, .inRow: try self.appendToTable(text)
        case .inSelect, .inSelectInTable: try self.insert(text)
        case .afterBody:
            if !text.isBlank { self.mode = .inBody }
            try self.reconstructFormatting()
            try self.insert(text)
        }
    }

    /// White space stays where it is; what comes after it opens the body, or ends the columns.
    private mutating func appendOutsideBody(_ text: Text) throws(HTMLError) {
        let count = text.blankPrefix
        if self.mode != .beforeHead, count > 0 {
            try self.insert(Text(text: String(text.text.utf8.prefix(count)) ?? "", range: text.range))
        }
        let rest = text.dropping(count)
        guard !rest.text.isEmpty else { return }
        try self.leaveMode()
        try self.append(rest)
    }

    /// Does what anything does that does not belong where the document is before its body, or in its columns.
    mutating func leaveMode() throws(HTMLError) {
        switch self.mode {
        case .beforeHead: try self.insertHead(nil)
        case .inHead:
            self.pop()
            self.mode = .afterHead
        case .inHeadNoscript:
            self.pop()
            self.mode = .inHead
        case .inColumnGroup:
            self.pop()
            self.mode = .inTable
        case .afterHead: try self.insertBody(nil)
        default: self.mode = .inBody
        }
    }

    /// Between the parts of a table only white space has a place.
    private mutating func appendToTable(_ text: Text) throws(HTMLError) {
        if let last = self.open.last, Self.isTableStructure(last), text.isBlank {
            try self.insert(text)
            return
        }
        self.isFostering = true
        try self.reconstructFormatting()
        try self.insert(text)
        self.isFostering = false
    }
}
