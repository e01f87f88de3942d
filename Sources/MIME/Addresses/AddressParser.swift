// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// The strict parser of addresses: RFC 5322, section 3.4, without comments, routes and folding, and with the UTF-8 of
/// RFC 6532. What it takes can be written back and read again as the same.
struct AddressParser {
    private var cursor: ByteCursor
    private(set) var replacedControls: [Int] = []

    /// The most entries of one list.
    static let entryLimit = 10_000

    init(_ text: String) {
        self.cursor = ByteCursor(Array(text.utf8))
    }

    /// address-list = (address *("," address)), with empty entries allowed
    mutating func parseList() throws(AddressError) -> AddressList {
        var addresses: [AddressList.Address] = []
        while true {
            self.skipBlanks()
            if self.cursor.skip(.ascii(",")) { continue }
            if self.cursor.isAtEnd { return AddressList(addresses) }
            guard addresses.count < Self.entryLimit else {
                throw self.error(.tooMany, "the list has more than \(Self.entryLimit) entries")
            }
            addresses.append(try self.parseAddress())
            self.skipBlanks()
            if self.cursor.isAtEnd { return AddressList(addresses) }
            guard self.cursor.skip(.ascii(",")) else {
                throw self.unexpected("a comma must stand between two addresses")
            }
        }
    }

    mutating func parseLoneAddrSpec() throws(AddressError) -> AddrSpec {
        self.skipBlanks()
        if self.cursor.isAtEnd { throw self.error(.empty, "there is no address") }
        let address = try self.parseAddrSpec()
        self.skipBlanks()
        guard self.cursor.isAtEnd else { throw self.unexpected("the address ended before this") }
        return address
    }

    /// address = mailbox / group
    private mutating func parseAddress() throws(AddressError) -> AddressList.Address {
        let start = self.cursor.offset
        let known = self.replacedControls.count
        let phrase = try self.parsePhrase()
        switch self.cursor.peek {
        case .ascii("<"):
            return .mailbox(try self.parseAngleAddr(name: phrase))
        case .ascii(":"):
            guard !phrase.isEmpty else { throw self.unexpected("a name must stand before the colon of a group") }
            return try self.parseGroup(name: phrase)
        default:
            self.cursor.offset = start
            self.replacedControls.removeSubrange(known...)
            return .mailbox(Mailbox(address: try self.parseAddrSpec()))
        }
    }

    /// angle-addr = "<" addr-spec ">"
    private mutating func parseAngleAddr(name: String) throws(AddressError) -> Mailbox {
        let start = self.cursor.offset
        self.cursor.offset += 1
        self.skipBlanks()
        if self.cursor.peek == .ascii("@") {
            throw self.error(.obsolete, "a source route cannot be sent")
        }
        let address = try self.parseAddrSpec()
        self.skipBlanks()
        guard self.cursor.skip(.ascii(">")) else {
            if self.cursor.isAtEnd { throw self.error(.notClosed, "the < is not closed with >", at: start) }
            throw self.unexpected("a > must follow the address")
        }
        return Mailbox(displayName: name.isEmpty ? nil : name, address: address)
    }

    /// group = display-name ":" [mailbox-list] ";"
    private mutating func parseGroup(name: String) throws(AddressError) -> AddressList.Address {
        let start = self.cursor.offset
        self.cursor.offset += 1
        var members: [Mailbox] = []
        while true {
            self.skipBlanks()
            if self.cursor.skip(.ascii(";")) { return .group(name: name, members: members) }
            if self.cursor.skip(.ascii(",")) { continue }
            if self.cursor.isAtEnd { throw self.error(.notClosed, "the group is not closed with ;", at: start) }
            guard members.count < Self.entryLimit else {
                throw self.error(.tooMany, "the group has more than \(Self.entryLimit) entries")
            }
            let phrase = try self.parseMemberPhrase()
            if self.cursor.peek == .ascii("<") {
                members.append(try self.parseAngleAddr(name: phrase))
            } else {
                members.append(Mailbox(address: try self.parseAddrSpec()))
            }
        }
    }

    /// Reads a phrase if angle brackets follow it, and nothing otherwise.
    private mutating func parseMemberPhrase() throws(AddressError) -> String {
        let start = self.cursor.offset
        let phrase = try self.parsePhrase()
        if self.cursor.peek != .ascii("<") { self.cursor.offset = start }
        return phrase
    }

    /// phrase = 1*word / obs-phrase, which lets dots stand between words
    ///
    /// The result is empty where no phrase stands. Encoded-words of RFC 2047 are decoded.
    private mutating func parsePhrase() throws(AddressError) -> String {
        let start = self.cursor.offset
        var phrase = PhraseText()
        words: while let byte = self.cursor.peek {
            switch byte {
            case .ascii("\""):
                phrase.append(quoted: try self.parseQuotedString(inName: true))
            case .space, .tab:
                self.cursor.offset += 1
                phrase.append(.space)
            case .carriageReturn, .lineFeed, .nul:
                self.replacedControls.append(self.cursor.offset)
                self.cursor.offset += 1
                phrase.append(.space)
            case .ascii("."):
                self.cursor.offset += 1
                phrase.append(byte)
            case _ where byte.isAtomText:
                phrase.append(self.cursor.take(while: \.isAtomText))
            case .ascii("("):
                throw self.error(.obsolete, "a comment in parentheses cannot be sent")
            default:
                break words
            }
        }
        let (name, heldControls) = phrase.plain
        if heldControls { self.replacedControls.append(start) }
        return name
    }

    /// addr-spec = local-part "@" domain
    private mutating func parseAddrSpec() throws(AddressError) -> AddrSpec {
        let start = self.cursor.offset
        let localPart = try self.parseLocalPart()
        guard self.cursor.skip(.ascii("@")) else {
            throw self.cursor.isAtEnd || self.cursor.peek == .ascii(",") || self.cursor.peek == .ascii(">")
                ? self.error(.incomplete, "there is no @ in the address", at: start)
                : self.unexpected("an @ must follow the local part")
        }
        let domainStart = self.cursor.offset
        let domain = try self.parseDomain()
        do throws(AddressError) {
            return try AddrSpec(localPart: localPart, domain: domain)
        } catch {
            throw AddressError(code: error.code, message: error.message, offset: min(start, domainStart))
        }
    }

    /// local-part = dot-atom / quoted-string
    private mutating func parseLocalPart() throws(AddressError) -> LocalPart {
        let start = self.cursor.offset
        let text: [UInt8]
        if self.cursor.peek == .ascii("\"") {
            text = try self.parseQuotedString(inName: false)
        } else {
            text = Array(self.cursor.take { $0.isAtomText || $0 == .ascii(".") })
            try Self.checkDots(in: text, at: start)
            if text.isEmpty {
                if let byte = self.cursor.peek, byte.isControl {
                    throw self.error(.controlCharacter, "the control character \(byte.hexName) stands in the address")
                }
                throw self.cursor.peek == .ascii("@")
                    ? self.error(.incomplete, "nothing stands before the @")
                    : self.unexpected("an address must stand here")
            }
        }
        do throws(AddressError) {
            return try LocalPart(unquoted: String(decoding: text, as: UTF8.self))
        } catch {
            let offset =
                self.cursor.bytes[start] == .ascii("\"")
                ? self.offset(of: error.offset, inQuotedStringAt: start) : start + error.offset
            throw AddressError(code: error.code, message: error.message, offset: offset)
        }
    }

    /// Where an octet of the content of a quoted string stands.
    private func offset(of index: Int, inQuotedStringAt start: Int) -> Int {
        var offset = start + 1
        for _ in 0..<index { offset += self.cursor.bytes[offset] == .ascii("\\") ? 2 : 1 }
        return offset
    }

    private static func checkDots(in text: [UInt8], at start: Int) throws(AddressError) {
        var previous = UInt8.ascii(".")
        for (offset, byte) in (text + [.ascii(".")]).enumerated() where !text.isEmpty {
            if byte == .ascii("."), previous == .ascii(".") {
                throw AddressError(
                    code: .misplacedDot,
                    message: "a dot cannot begin or end the local part, or follow another dot",
                    offset: start + min(offset, text.count - 1))
            }
            previous = byte
        }
    }

    /// quoted-string = DQUOTE *(qtext / quoted-pair / WSP) DQUOTE
    private mutating func parseQuotedString(inName: Bool) throws(AddressError) -> [UInt8] {
        let start = self.cursor.offset
        self.cursor.offset += 1
        var content: [UInt8] = []
        while let byte = self.cursor.next() {
            switch byte {
            case .ascii("\""):
                return content
            case .ascii("\\"):
                guard let escaped = self.cursor.next() else { break }
                content.append(try self.checked(escaped, inName: inName))
            default:
                content.append(try self.checked(byte, inName: inName))
            }
        }
        throw self.error(.notClosed, "the quotation mark is not closed", at: start)
    }

    private mutating func checked(_ byte: UInt8, inName: Bool) throws(AddressError) -> UInt8 {
        guard byte.isControl, byte != .tab || !inName else { return byte }
        guard inName else {
            throw self.error(
                .controlCharacter, "the control character \(byte.hexName) stands in the address",
                at: self.cursor.offset - 1)
        }
        self.replacedControls.append(self.cursor.offset - 1)
        return .space
    }

    /// domain = dot-atom / domain-literal
    private mutating func parseDomain() throws(AddressError) -> Domain {
        let start = self.cursor.offset
        var text = Array(
            self.cursor.take { $0.isAlphanumeric || $0 == .ascii(".") || $0 == .ascii("-") || !$0.isASCII })
        if text.isEmpty, self.cursor.peek == .ascii("[") {
            text = Array(self.cursor.take { $0 != .ascii("]") && !$0.isControl && $0 != .space })
            if self.cursor.skip(.ascii("]")) { text.append(.ascii("]")) }
        }
        if let byte = self.cursor.peek, byte.isControl, byte != .tab {
            throw self.error(.controlCharacter, "the control character \(byte.hexName) stands in the address")
        }
        if !text.isEmpty, let byte = self.cursor.peek, !Self.mayFollowDomain(byte) {
            throw self.unexpected("the domain must end here")
        }
        if text.isEmpty {
            throw self.cursor.isAtEnd || self.cursor.peek == .ascii(">")
                ? self.error(.incomplete, "nothing stands after the @")
                : self.unexpected("a domain must stand after the @")
        }
        do throws(AddressError) {
            return try Domain(String(decoding: text, as: UTF8.self))
        } catch {
            throw AddressError(code: error.code, message: error.message, offset: start + error.offset)
        }
    }

    /// Whether the byte ends a domain; any other one is the fault, not what is missing in the domain before it.
    static func mayFollowDomain(_ byte: UInt8) -> Bool {
        switch byte {
        case .space, .tab, .ascii(","), .ascii(">"), .ascii(";"), .ascii("("): true
        default: false
        }
    }

    private mutating func skipBlanks() {
        _ = self.cursor.take(while: \.isBlank)
    }

    private func unexpected(_ expectation: String) -> AddressError {
        self.cursor.peek == .ascii("(")
            ? self.error(.obsolete, "a comment in parentheses cannot be sent")
            : AddressError(at: self.cursor, expected: expectation)
    }

    private func error(_ code: AddressError.Code, _ message: String, at offset: Int? = nil) -> AddressError {
        AddressError(code: code, message: message, offset: offset ?? self.cursor.offset)
    }
}
