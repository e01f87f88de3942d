// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import MIME

extension MessageDefect.Code {
    /// The rule, its severity, what is wrong, and how to mend it.
    var explanation: (rule: String, severity: Severity, message: String, fix: String) {
        switch self {
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
        case .missingSeparator:
            (
                "message-header-end", .warning, "the header does not end with an empty line",
                "add CR LF after the last field"
            )
        case .nul: ("message-nul", .error, "there is a NUL byte", "remove it, or encode the body as base64")
        case .badMultipart:
            (
                "message-multipart", .error, "the multipart has no boundary, no part, or no closing delimiter",
                "the message may have been cut off: end it with “--BOUNDARY--”"
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
                "message-parameter", .error, "a parameter is not as RFC 2045 and RFC 2231 have it",
                "put special characters in quotation marks, and write what is not ASCII as in filename*=UTF-8''%C3%A9.pdf"
            )
        case .repeatedParameter:
            (
                "message-parameter", .warning, "a parameter is there more than once",
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
