// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import MIME

extension MessageLint {
    /// Reports what the parser found in an entity and its parts.
    mutating func reportDefects(of entity: ParsedEntity) {
        for defect in entity.defects {
            let (rule, severity, message, fix) = defect.explanation
            let field = defect.code.isOfValue ? entity.headerFields.first { $0.offset == defect.offset } : nil
            self.add(rule, severity, message, at: defect.offset, evidence: field?.rawValue, fix: fix)
        }
        for part in entity.parts { self.reportDefects(of: part) }
    }
}

extension MessageDefect.Code {
    /// Whether the value of a field shows it.
    fileprivate var isOfValue: Bool {
        switch self {
        case .badMediaType, .badDisposition, .badParameter, .repeatedParameter, .unknownCharset, .encodedComposite,
            .badTransferEncoding:
            true
        default: false
        }
    }
}

extension MessageDefect {
    /// The rule, its severity, what is wrong, and how to mend it.
    fileprivate var explanation: (rule: String, severity: Severity, message: String, fix: String) {
        let parameter = self.name.map { "the parameter “\($0)”" } ?? "a parameter"
        return switch self.code {
        case .bareLineEnd:
            (
                "message-line-end", .error, "the line does not end with CR LF",
                "write CR LF; where git changes line ends, put “*.eml -text” into .gitattributes"
            )
        case .lineTooLong:
            (
                "message-line-length", .error, "the line has more than 998 octets",
                "fold header fields, and encode bodies as quoted-printable or base64"
            )
        case .badHeaderField:
            (
                "message-header-syntax", .error, "the line is no header field",
                "write “Name: value”, without spaces in the name"
            )
        case .blankBeforeColon:
            (
                "message-header-syntax", .warning, "there are blanks between the name of the field and its colon",
                "write “Name: value”: not every reader forgives it (RFC 5322, section 4.5)"
            )
        case .blankLineInField:
            (
                "message-header-syntax", .warning, "a line of the field has blanks only",
                "remove the line: readers take it for the end of the header (RFC 5322, section 3.2.2)"
            )
        case .missingSeparator:
            (
                "message-header-end", .warning, "the header does not end with an empty line",
                "add CR LF after the last field"
            )
        case .nul: ("message-nul", .error, "there is a NUL byte", "remove it, or encode the body as base64")
        case .byteOrderMark:
            (
                "message-header-syntax", .error, "the message begins with a byte order mark",
                "save the file without one: readers take it for part of the first name"
            )
        case .mboxLine:
            (
                "message-header-syntax", .error, "the first line is one of a mailbox in mbox form, and no header field",
                "remove the line “From …”, and let one file hold one message"
            )
        case .missingBoundary:
            (
                "message-multipart", .error, "the Content-Type of the multipart names no boundary",
                "name the one that the parts are separated by, as in multipart/mixed; boundary=\"b\""
            )
        case .boundaryTooLong:
            (
                "message-multipart", .error, "the boundary has more than 70 octets",
                "choose a shorter one: not every reader takes more (RFC 2046, section 5.1.1)"
            )
        case .noParts:
            (
                "message-multipart", .error, "the multipart has no part: no line begins one with its boundary",
                "begin each part with a line of “--” and the boundary that Content-Type names"
            )
        case .missingCloseDelimiter:
            (
                "message-multipart", .error, "the multipart has no last delimiter",
                "the message may have been cut off: end it with “--”, the boundary, and “--”"
            )
        case .badTransferEncoding:
            (
                "message-transfer-encoding", .error, "the body does not follow its Content-Transfer-Encoding",
                "encode it again, and name the encoding by one word"
            )
        case .unknownEncoding:
            (
                "message-transfer-encoding", .error, "the Content-Transfer-Encoding is not known",
                "use 7bit, 8bit, quoted-printable or base64"
            )
        case .encodedComposite:
            (
                "message-multipart", .error, "a multipart or message cannot be encoded as a whole",
                "encode its parts instead (RFC 2045, section 6.4)"
            )
        case .unknownCharset:
            ("message-charset", .error, "the charset is not known", "write the text in UTF-8, and say so")
        case .badMediaType:
            ("message-media-type", .error, "the Content-Type cannot be read", "write it as in text/html; charset=UTF-8")
        case .badDisposition:
            (
                "message-disposition", .error, "the Content-Disposition cannot be read",
                "write it as in attachment; filename=\"a.pdf\""
            )
        case .badParameter:
            (
                "message-parameter", .error, "\(parameter) is not as RFC 2045 and RFC 2231 have it",
                "put special characters in quotation marks, and write what is not ASCII as in filename*=UTF-8''%C3%A9.pdf"
            )
        case .repeatedParameter:
            (
                "message-parameter", .warning, "\(parameter) is there more than once",
                "keep one: readers disagree on which one counts"
            )
        case .limit:
            (
                "message-limit", .error, "there are too many fields or parts; the rest was not read",
                "shorten the message"
            )
        case .eightBitData:
            (
                "message-body-not-ascii", .error, "8-bit bytes stand in a body that is 7bit",
                "add Content-Transfer-Encoding: 8bit, or encode the body"
            )
        }
    }
}
