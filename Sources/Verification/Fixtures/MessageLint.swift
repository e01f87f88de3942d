// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import MIME
package import TenantConfiguration

/// Checks messages as they stand in `.eml` files against the standards of Internet mail.
package struct MessageLint {
    let file: SourceFile
    private var findings: [Finding] = []

    /// What is wrong with a message, by place.
    package static func findings(in file: SourceFile) -> [Finding] {
        var lint = MessageLint(file: file)
        let message = EntityParser.parse(file.bytes)
        lint.reportDefects(of: message)
        lint.checkRequiredFields(of: message)
        lint.checkAddresses(of: message)
        lint.checkDates(of: message)
        lint.checkMIMEVersion(of: message)
        lint.checkUnsubscribing(of: message)
        lint.checkContentIDs(of: message)
        lint.checkEntity(message)
        return lint.findings.enumerated().sorted { a, b in
            let (p, q) = (a.element.location.position?.offset ?? 0, b.element.location.position?.offset ?? 0)
            return p == q ? a.offset < b.offset : p < q
        }.map(\.element)
    }

    private init(file: SourceFile) {
        self.file = file
    }

    mutating func add(
        _ rule: String, _ severity: Severity, _ message: String, at offset: Int, evidence: String? = nil, fix: String
    ) {
        self.findings.append(
            Finding(
                rule: rule, severity: severity, message: message, location: self.file.location(of: offset),
                evidence: evidence, fix: fix))
    }

    // MARK: Header

    /// RFC 5322, section 3.6: the fields that a message must have, and those that it may have once.
    private mutating func checkRequiredFields(of message: ParsedEntity) {
        for name in [HeaderFieldName.date, .from] where message.count(of: name) == 0 {
            self.add(
                "message-field-missing", .error, "there is no \(name)", at: 0,
                fix: "add it: every message has one (RFC 5322, section 3.6)")
        }
        if message.count(of: .messageID) == 0 {
            self.add(
                "message-field-missing", .warning, "there is no \(HeaderFieldName.messageID)", at: 0,
                fix: "add it: filters take a message without one for spam")
        }
        if message.count(of: .to) + message.count(of: .cc) + message.count(of: .bcc) == 0 {
            self.add(
                "message-field-missing", .warning, "there is no recipient: no To and no Cc", at: 0,
                fix: "add To: filters take a message without recipients for spam")
        }
        self.checkRepeated(Self.onceOnly + Self.identifierLists, in: message)
        if let field = message.field(.bcc), !field.rawValue.isEmpty {
            self.add(
                "message-bcc", .warning, "the blind copies can be seen by everybody", at: field.offset,
                fix: "leave out Bcc: those recipients stand in the envelope only")
        }
    }

    private static let onceOnly: [HeaderFieldName] = [
        .date, .from, .sender, .replyTo, .to, .cc, .bcc, .messageID, .subject, .mimeVersion,
    ]

    static let identifierLists = ["In-Reply-To", "References"].compactMap { HeaderFieldName($0) }
    static let identifierFields: [HeaderFieldName] = [.messageID, .contentID] + resent("Message-ID")
    static let dateFields: [HeaderFieldName] = [.date] + resent("Date")

    /// Fields of whoever sent the message on (RFC 5322, section 3.6.6).
    static func resent(_ names: String...) -> [HeaderFieldName] {
        names.compactMap { HeaderFieldName("Resent-\($0)") }
    }

    private mutating func checkRepeated(_ names: [HeaderFieldName], in entity: ParsedEntity) {
        for name in names where entity.count(of: name) > 1 {
            let offset = entity.headerFields.filter { $0.name == name }[1].offset
            self.add(
                "message-field-repeated", .error, "\(name) is there \(entity.count(of: name)) times", at: offset,
                fix: "keep one: readers disagree on which one counts")
        }
    }

    /// The bytes of a header, which the parser takes as they come.
    private mutating func checkHeaderBytes(of entity: ParsedEntity) {
        guard let start = entity.headerFields.first?.offset else { return }
        let header = self.file.bytes[start..<entity.bodyRange.lowerBound]
        if let offset = header.firstIndex(where: { !$0.isASCII }) {
            if UTF8Validation.firstFault(in: Array(header)) == nil {
                self.add(
                    "message-header-not-ascii", .warning,
                    "the header holds UTF-8, which only servers with SMTPUTF8 take",
                    at: offset, fix: "write it as encoded-words, unless an address needs SMTPUTF8 (RFC 6532)")
            } else {
                self.add(
                    "message-header-not-ascii", .error, "the header holds bytes that are neither ASCII nor UTF-8",
                    at: offset, fix: "write them as encoded-words (RFC 2047)")
            }
        }
        for field in entity.headerFields {
            if field.isForgiven {
                self.add(
                    "message-encoded-word", .warning,
                    "\(field.name) holds an encoded-word that not every reader decodes",
                    at: field.offset, evidence: field.rawValue,
                    fix: "write =?UTF-8?B?…?= or =?UTF-8?Q?…?= without white space in it (RFC 2047)")
            }
            let undecoded = field.text.utf8.split(whereSeparator: \.isWhitespace).first {
                $0.starts(with: "=?".utf8) && $0.suffix(2).elementsEqual("?=".utf8)
            }
            guard let undecoded else { continue }
            self.add(
                "message-encoded-word", .warning, "\(field.name) holds an encoded-word that cannot be decoded",
                at: field.offset, evidence: String(decoding: Array(undecoded), as: UTF8.self),
                fix: "write =?UTF-8?B?…?= or =?UTF-8?Q?…?= (RFC 2047)")
        }
    }

    // MARK: Parts

    private mutating func checkEntity(_ entity: ParsedEntity) {
        self.checkHeaderBytes(of: entity)
        self.checkIdentifiers(of: entity)
        self.checkRepeated([.contentType, .contentTransferEncoding, .contentDisposition, .contentID], in: entity)
        if entity.mediaType.type == "text" { self.checkText(entity) }
        if entity.mediaType.type == "message" { entity.parts.forEach { self.checkContentIDs(of: $0) } }
        for part in entity.parts { self.checkEntity(part) }
    }

    private mutating func checkText(_ entity: ParsedEntity) {
        let field = entity.field(.contentType)
        let offset = field?.offset ?? entity.bodyRange.lowerBound
        switch entity.charset {
        case "us-ascii":
            // The parser has reported 8-bit bytes in what says it is 7bit.
            guard entity.transferEncoding != .sevenBit, !entity.body.allSatisfy(\.isASCII) else { return }
            self.add(
                "message-charset", .error, "the text is not ASCII, and its type names no other charset", at: offset,
                fix: "add charset=UTF-8 to Content-Type")
        case let charset:
            // The parser has reported a charset that is not known.
            guard entity.textReading?.isWellFormed == false else { return }
            self.add(
                "message-charset", .error, "the text is not in \(charset), as its type says", at: offset,
                evidence: field?.rawValue, fix: "name the charset that it is in, or better write it in UTF-8")
        }
    }
}
