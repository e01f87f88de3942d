// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

extension LenientAddressParser {
    /// angle-addr = [CFWS] "<" addr-spec ">" [CFWS] / obs-angle-addr
    mutating func parseAngleAddr() throws(AddressError) -> AddrSpec {
        let start = self.cursor.offset
        self.cursor.offset += 1
        try self.skipBlanks()
        while self.cursor.peek == .ascii("<") {
            self.forgive(.strayBracket, at: self.cursor.offset)
            self.cursor.offset += 1
            try self.skipBlanks()
        }
        try self.skipRoute()
        try self.skipMailto()
        let address = try self.parseAddrSpec()
        try self.skipBlanks()
        switch self.cursor.peek {
        case .ascii(">"):
            self.cursor.offset += 1
            self.skipStrayBrackets()
            try self.skipBlanks()
        case nil, .ascii(","), .ascii(";"):
            self.forgive(.notClosed, at: start)
        default:
            throw AddressError(at: self.cursor, expected: "a > must follow the address")
        }
        return address
    }

    mutating func skipStrayBrackets() {
        guard self.cursor.peek == .ascii(">") else { return }
        self.forgive(.strayBracket, at: self.cursor.offset)
        _ = self.cursor.take { $0 == .ascii(">") }
    }

    /// obs-route = obs-domain-list ":", obs-domain-list = *(CFWS / ",") "@" domain *("," [CFWS] ["@" domain])
    private mutating func skipRoute() throws(AddressError) {
        let start = self.cursor.offset
        guard self.cursor.peek == .ascii("@") else { return }
        self.forgive(.route, at: start)
        while !self.cursor.skip(.ascii(":")) {
            try self.skipBlanks()
            if self.cursor.skip(.ascii(",")) { continue }
            guard self.cursor.skip(.ascii("@")) else {
                throw AddressError(at: self.cursor, expected: "a colon must end the source route")
            }
            try self.skipBlanks()
            guard !self.cursor.take(while: \.isDomainByte).isEmpty else {
                throw AddressError(at: self.cursor, expected: "a domain must stand in the source route")
            }
            try self.skipBlanks()
        }
        try self.skipBlanks()
    }

    /// addr-spec = local-part "@" domain, with obs-local-part and obs-domain
    mutating func parseAddrSpec() throws(AddressError) -> AddrSpec {
        try self.skipBlanks()
        let start = self.cursor.offset
        let isBetweenApostrophes = self.cursor.peek == .ascii("'")
        var text = try self.parseLocalPart()
        guard self.cursor.skip(.ascii("@")) else {
            let ends: Set<UInt8?> = [nil, .ascii(","), .ascii(";"), .ascii(">")]
            throw ends.contains(self.cursor.peek)
                ? self.error(.incomplete, "there is no @ in the address", at: start)
                : AddressError(at: self.cursor, expected: "an @ must follow the local part")
        }
        let localPartEnd = self.cursor.offset - 1
        self.comment = nil
        try self.skipBlanksInAddress()
        let domain = try self.parseDomain(isBetweenApostrophes: isBetweenApostrophes)
        if isBetweenApostrophes, self.cursor.skip(.ascii("'")) {
            self.forgive(.quotedAddress, at: start)
            text.removeFirst()
        }
        self.noteCharacters(from: start)
        do throws(AddressError) {
            let localPart = try LocalPart(unquoted: String(decoding: text, as: UTF8.self))
            return try AddrSpec(localPart: localPart, domain: domain)
        } catch {
            // The text without blanks and quotes is no longer than what it was read from.
            throw AddressError(
                code: error.code, message: error.message, offset: min(start + error.offset, localPartEnd))
        }
    }

    /// local-part = dot-atom / quoted-string / obs-local-part, obs-local-part = word *("." word)
    private mutating func parseLocalPart() throws(AddressError) -> [UInt8] {
        var text: [UInt8] = []
        var wordCount = 0
        var quote: Int?
        var isAfterWord = false
        while let byte = self.cursor.peek {
            let offset = self.cursor.offset
            if byte == .ascii(".") {
                if !isAfterWord { self.forgive(.misplacedDot, at: offset) }
                isAfterWord = false
                self.cursor.offset += 1
                text.append(byte)
            } else if byte == .ascii("\""), !isAfterWord {
                guard offset < self.openQuote, let content = self.parseQuotedString() else {
                    throw self.error(.notClosed, "the quotation mark is not closed", at: offset)
                }
                text += content
                quote = quote ?? offset
                wordCount += 1
                isAfterWord = true
            } else if byte.isAtomText, !isAfterWord {
                text += self.cursor.take(while: \.isAtomText)
                wordCount += 1
                isAfterWord = true
            } else if try !self.skipBlanksInAddress() {
                break
            }
        }
        if let quote, wordCount > 1 || text.last == .ascii(".") && !isAfterWord { self.forgive(.quotedWord, at: quote) }
        guard wordCount > 0 else {
            throw self.cursor.peek == .ascii("@")
                ? self.error(.incomplete, "nothing stands before the @")
                : AddressError(at: self.cursor, expected: "an address must stand here")
        }
        if !isAfterWord { self.forgive(.misplacedDot, at: self.cursor.offset - 1) }
        return text
    }

    /// domain = dot-atom / domain-literal / obs-domain, obs-domain = atom *("." atom)
    private mutating func parseDomain(isBetweenApostrophes: Bool) throws(AddressError) -> Domain {
        let start = self.cursor.offset
        var text: [UInt8] = []
        var isAfterLabel = false
        if self.cursor.peek == .ascii("[") {
            text = Array(self.cursor.take { $0 != .ascii("]") && !$0.isControl && $0 != .space })
            if self.cursor.skip(.ascii("]")) { text.append(.ascii("]")) }
        } else {
            while let byte = self.cursor.peek {
                if byte == .ascii(".") {
                    self.cursor.offset += 1
                    text.append(byte)
                    isAfterLabel = false
                } else if byte.isDomainByte, !isAfterLabel {
                    text += self.cursor.take { $0.isDomainByte && $0 != .ascii(".") }
                    isAfterLabel = true
                } else if try !self.skipBlanksBeforeDot(isAfterLabel: isAfterLabel) {
                    break
                }
            }
        }
        guard !text.isEmpty else {
            throw self.cursor.isAtEnd || self.cursor.peek == .ascii(">")
                ? self.error(.incomplete, "nothing stands after the @")
                : AddressError(at: self.cursor, expected: "a domain must stand after the @")
        }
        if let byte = self.cursor.peek, !AddressParser.mayFollowDomain(byte), !byte.isControl,
            !(isBetweenApostrophes && byte == .ascii("'"))
        {
            throw AddressError(at: self.cursor, expected: "the domain must end here")
        }
        if text.last == .ascii("."), text.count > 1 {
            self.forgive(.trailingDot, at: self.cursor.offset - 1)
            text.removeLast()
        }
        do throws(AddressError) {
            return try Domain(String(decoding: text, as: UTF8.self))
        } catch {
            throw AddressError(
                code: error.code, message: error.message, offset: min(start + error.offset, self.cursor.offset))
        }
    }

    /// Skips white space and comments that a dot or, after one, a label follows: any other belongs to what follows.
    private mutating func skipBlanksBeforeDot(isAfterLabel: Bool) throws(AddressError) -> Bool {
        let start = self.cursor.offset
        let (comment, defectCount) = (self.comment, self.defects.count)
        try self.skipBlanks()
        let isInside = self.cursor.peek.map { isAfterLabel ? $0 == .ascii(".") : $0.isDomainByte } ?? false
        guard isInside, self.cursor.offset > start else {
            self.rewind(to: start, defectCount: defectCount, comment: comment)
            return false
        }
        self.comment = nil
        self.forgive(.blankInAddress, at: start)
        return true
    }
}

extension UInt8 {
    /// What the labels of a domain are made of, and the dots between them.
    fileprivate var isDomainByte: Bool {
        self.isAlphanumeric || self == .ascii("-") || self == .ascii(".") || !self.isASCII
    }
}
