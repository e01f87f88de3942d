// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// The parser of addresses that came in: RFC 5322, section 3.4, with comments, folding and the obsolete syntax of
/// section 4.4, and what mail programs write in error. Every entry is read twice at most.
struct LenientAddressParser {
    var cursor: ByteCursor
    let form: HeaderForm
    private(set) var defects: [AddressDefect] = []
    /// The text of the last comment beside the address that is read.
    var comment: [UInt8]?
    /// Where a quotation mark or parenthesis is never closed: from there on they are characters like any other.
    var openQuote = Int.max
    var openComment = Int.max
    private var entryStart = 0
    private var entryCount = 0

    /// The most groups inside each other.
    static let groupDepthLimit = 3

    init(_ text: String, form: HeaderForm) {
        self.cursor = ByteCursor(Array(text.utf8))
        self.form = form
    }

    /// address-list = (address *("," address)) / obs-addr-list
    mutating func parseList() throws(AddressError) -> AddressList {
        var addresses: [AddressList.Address] = []
        // A list may be empty, but its commas part something.
        var isEntryDue = false
        while true {
            self.comment = nil
            try self.skipBlanks()
            if self.cursor.isAtEnd {
                if isEntryDue { self.forgive(.emptyEntry, at: self.cursor.end) }
                return AddressList(addresses)
            }
            if self.skipSeparator() {
                self.forgive(.emptyEntry, at: self.cursor.offset - 1)
                continue
            }
            let address = try self.parseAddress(groupDepth: 0)
            addresses.append(address)
            isEntryDue = try self.parseSeparator(after: address)
        }
    }

    /// The comma after an entry, or what stands for it; whether another entry must follow.
    private mutating func parseSeparator(after address: AddressList.Address) throws(AddressError) -> Bool {
        try self.skipBlanks()
        let offset = self.cursor.offset
        if self.cursor.isAtEnd { return false }
        if self.cursor.skip(.ascii(",")) { return true }
        if self.cursor.skip(.ascii(";")) {
            self.forgive(.semicolon, at: offset)
            return false
        }
        if case .group = address {
            self.forgive(.semicolon, at: offset)
            return false
        }
        throw AddressError(at: self.cursor, expected: "a comma must stand between two addresses")
    }

    private mutating func skipSeparator() -> Bool {
        self.cursor.skip(.ascii(",")) || self.cursor.skip(.ascii(";"))
    }

    /// address = mailbox / group
    private mutating func parseAddress(groupDepth: Int) throws(AddressError) -> AddressList.Address {
        try self.skipMailto()
        let start = self.cursor.offset
        self.entryStart = start
        let defectCount = self.defects.count
        try self.countEntry()
        let phrase = try self.parsePhrase()
        switch self.cursor.peek {
        case .ascii("<"):
            if phrase.isEmpty, let group = try self.parseBracketedGroup() { return group }
            let commentBefore = self.comment
            let address = try self.parseAngleAddr()
            self.comment = self.comment ?? commentBefore
            return .mailbox(Mailbox(displayName: phrase.text ?? self.nameInComment, address: address))
        case .ascii(":") where !phrase.holdsAtSign:
            return try self.parseGroup(name: phrase, depth: groupDepth + 1)
        default:
            if phrase.meansNobody, let name = phrase.text {
                self.forgive(.undisclosedRecipients, at: start)
                return .group(name: name, members: [])
            }
            if let address = phrase.quotedAddress {
                self.forgive(.quotedAddress, at: start)
                return .mailbox(Mailbox(displayName: self.nameInComment, address: address))
            }
            guard phrase.holdsAtSign else {
                throw self.error(.incomplete, "there is no @ in the address", at: start)
            }
            self.rewind(to: start, defectCount: defectCount)
            let address = try self.parseAddrSpec()
            try self.skipBlanks()
            self.skipStrayBrackets()
            try self.skipBlanks()
            return .mailbox(Mailbox(displayName: self.nameInComment, address: address))
        }
    }

    /// group = display-name ":" [group-list] ";" [CFWS]
    private mutating func parseGroup(name: Phrase, depth: Int) throws(AddressError) -> AddressList.Address {
        let start = self.cursor.offset
        // A scheme would be read as one when the group is read again.
        guard let name = name.text, !name.utf8.equalsIgnoringASCIICase("mailto".utf8) else {
            throw AddressError(at: self.cursor, expected: "a name must stand before the colon of a group")
        }
        guard depth <= Self.groupDepthLimit else {
            throw self.error(.tooMany, "more than \(Self.groupDepthLimit) groups stand inside each other")
        }
        self.cursor.offset += 1
        var members: [Mailbox] = []
        var isEntryDue = false
        while true {
            self.comment = nil
            try self.skipBlanks()
            if self.cursor.isAtEnd {
                self.forgive(.notClosed, at: start)
                return .group(name: name, members: members)
            }
            if self.cursor.skip(.ascii(";")) {
                if isEntryDue { self.forgive(.emptyEntry, at: self.cursor.offset - 1) }
                return .group(name: name, members: members)
            }
            if self.cursor.skip(.ascii(",")) {
                self.forgive(.emptyEntry, at: self.cursor.offset - 1)
                continue
            }
            let memberStart = self.cursor.offset
            switch try self.parseAddress(groupDepth: depth) {
            case .mailbox(let mailbox): members.append(mailbox)
            case .group(_, let inner):
                self.forgive(.nestedGroup, at: memberStart)
                members += inner
            }
            isEntryDue = try self.parseMemberSeparator()
        }
    }

    /// The comma after a member; whether another one must follow.
    private mutating func parseMemberSeparator() throws(AddressError) -> Bool {
        try self.skipBlanks()
        if self.cursor.isAtEnd || self.cursor.peek == .ascii(";") { return false }
        guard self.cursor.skip(.ascii(",")) else {
            throw AddressError(at: self.cursor, expected: "a comma must stand between two addresses")
        }
        return true
    }

    /// `<undisclosed-recipients:;>`, as some programs write an empty group.
    private mutating func parseBracketedGroup() throws(AddressError) -> AddressList.Address? {
        let start = self.cursor.offset
        let (comment, defectCount) = (self.comment, self.defects.count)
        self.cursor.offset += 1
        let phrase = try self.parsePhrase()
        guard phrase.meansNobody, let name = phrase.text, self.cursor.skip(":;>") else {
            self.rewind(to: start, defectCount: defectCount, comment: comment)
            return nil
        }
        self.forgive(.undisclosedRecipients, at: start)
        return .group(name: name, members: [])
    }

    private mutating func countEntry() throws(AddressError) {
        self.entryCount += 1
        guard self.entryCount <= AddressParser.entryLimit else {
            throw self.error(.tooMany, "there are more than \(AddressParser.entryLimit) entries")
        }
    }

    /// Notes a defect, unless the entry has one of its kind already: so many are enough to judge the text.
    mutating func forgive(_ code: AddressDefect.Code, at offset: Int) {
        let known = self.defects.last { $0.code == code || $0.offset < self.entryStart }
        if let known, known.code == code, known.offset >= self.entryStart { return }
        self.defects.append(AddressDefect(code: code, offset: offset))
    }

    /// Takes back what was read since `start`.
    mutating func rewind(to start: Int, defectCount: Int, comment: [UInt8]? = nil) {
        self.cursor.offset = start
        self.defects.removeSubrange(defectCount...)
        self.comment = comment
    }

    func error(_ code: AddressError.Code, _ message: String, at offset: Int? = nil) -> AddressError {
        AddressError(code: code, message: message, offset: offset ?? self.cursor.offset)
    }
}
