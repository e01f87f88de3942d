// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import MIME
internal import TenantConfiguration

extension MessageLint {
    private static let addressFields: [HeaderFieldName] =
        [.from, .sender, .replyTo, .to, .cc, .bcc] + resent("From", "Sender", "To", "Cc", "Bcc")
    private static let senders: [HeaderFieldName] = [.sender] + resent("Sender")
    /// Those that may be empty (RFC 5322, sections 3.6.3 and 3.6.6).
    private static let blindCopies: [HeaderFieldName] = [.bcc] + resent("Bcc")

    /// RFC 5322, sections 3.4 and 3.6.2: what readers must forgive is a warning, what they cannot read an error.
    mutating func checkAddresses(of message: ParsedEntity) {
        for field in message.headerFields where Self.addressFields.contains(field.name) {
            if Self.blindCopies.contains(field.name), field.rawValue.isEmpty { continue }
            do throws(AddressError) {
                // Characters beyond ASCII are a finding about the header, whatever field they stand in.
                let reading = try field.addresses(form: .internationalized)
                if !reading.list.addresses.isEmpty { self.report(reading, of: field) }
                self.checkCount(of: reading.list, in: field, of: message)
            } catch {
                self.report(error, of: field)
            }
        }
    }

    private mutating func checkCount(
        of list: AddressList, in field: ParsedHeaderField, of message: ParsedEntity
    ) {
        if list.addresses.isEmpty {
            self.add(
                "message-address", .error, "\(field.name) holds no address", at: field.offset,
                fix: "add an address, or leave the field out")
        } else if Self.senders.contains(field.name), (try? list.onlyMailbox()) == nil {
            self.add(
                "message-address", .error, "\(field.name) holds more than one mailbox", at: field.offset,
                evidence: field.rawValue, fix: "name the one that sends it (RFC 5322, section 3.6.2)")
        } else if field.name == .from, list.mailboxes.count > 1, message.count(of: .sender) == 0 {
            self.add(
                "message-field-missing", .error, "From has several authors, and there is no Sender",
                at: field.offset, fix: "add Sender with the one that sends it (RFC 5322, section 3.6.2)")
        }
    }

    /// Reports what the reading has forgiven, each kind once.
    private mutating func report(_ reading: AddressList.Reading, of field: ParsedHeaderField) {
        var seen: Set<AddressDefect.Code> = [.undecodable]
        let isShort = reading.list.addresses.count == 1
        for defect in reading.defects where seen.insert(defect.code).inserted {
            self.add(
                "message-address-unusual", .warning, "\(field.name) has \(defect.code.explanation)",
                at: self.offset(of: defect.offset, in: field), evidence: field.rawValue,
                fix: isShort
                    ? "write it as \(reading.list)"
                    : "write addresses as Name <ada@example.com>, with commas between them")
        }
    }

    private mutating func report(_ error: AddressError, of field: ParsedHeaderField) {
        let offset = self.offset(of: error.offset, in: field)
        guard error.code != .notQualified else {
            return self.add(
                "message-address-unusual", .warning, "\(field.name): \(error.message)", at: offset,
                evidence: field.rawValue, fix: "no mail on the Internet reaches a domain without a dot")
        }
        self.add(
            "message-address", .error, "\(field.name) cannot be read: \(error.message)", at: offset,
            evidence: field.rawValue, fix: "write addresses as RFC 5322, section 3.4, has them")
    }

    /// Where in the file the byte at `offset` of the unfolded value stands; the field, where it cannot be told.
    private func offset(of offset: Int, in field: ParsedHeaderField) -> Int {
        let bytes = self.file.bytes
        guard let colon = bytes[field.offset...].firstIndex(of: .ascii(":")),
            var index = bytes[(colon + 1)...].firstIndex(where: { !$0.isWhitespace })
        else { return field.offset }
        func isLineEnd(_ index: Int) -> Bool {
            bytes[index] == .lineFeed
                || bytes[index] == .carriageReturn && index + 1 < bytes.count && bytes[index + 1] == .lineFeed
        }
        for byte in field.rawValue.utf8.prefix(offset) {
            while index < bytes.count, isLineEnd(index) { index += 1 }
            // Bytes that are not UTF-8 stand in the value as others.
            guard index < bytes.count, bytes[index] == byte else { return field.offset }
            index += 1
        }
        return index
    }
}

extension AddressDefect.Code {
    /// What the field has, for people.
    fileprivate var explanation: String {
        switch self {
        case .controlCharacter: "a control character"
        case .comment: "a comment in parentheses, which readers take for a name or drop"
        case .route: "a source route before an address, which is obsolete (RFC 5322, section 4.4)"
        case .blankInAddress: "a space or comment inside an address, which is obsolete (RFC 5322, section 4.4)"
        case .quotedWord: "a local part of several words, which is obsolete (RFC 5322, section 4.4)"
        case .misplacedDot: "a dot at an end of a local part, or two in a row"
        case .trailingDot: "a dot at the end of a domain"
        case .emptyEntry: "a comma with nothing before or after it, which is obsolete (RFC 5322, section 4.4)"
        case .semicolon: "a semicolon where a comma must stand"
        case .unquotedName: "a name with a character that must stand in quotation marks"
        case .atSignInName: "a name with an @ outside quotation marks, which readers may take for the address"
        case .notClosed: "a quotation mark, bracket or group that is not closed"
        case .strayBracket: "an angle bracket too many"
        case .nestedGroup: "a group inside a group"
        case .undisclosedRecipients: "an empty group without its punctuation"
        case .quotedAddress: "an address in quotation marks"
        case .mailto: "mailto: before an address"
        case .encodedWord: "an encoded-word where RFC 2047, section 5, allows none"
        case .rawUTF8, .undecodable: "characters beyond ASCII"
        }
    }
}
