// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// Something wrong with a message that was read all the same.
public struct MessageDefect: Hashable, Sendable {
    /// The kinds of fault.
    public enum Code: String, Hashable, Sendable {
        /// A line that ends with LF or CR alone.
        case bareLineEnd
        /// A line past 998 octets.
        case lineTooLong
        /// A header line without a colon, or with a name that is none.
        case badHeaderField
        /// Blanks between the name of a field and its colon (RFC 5322, section 4.5).
        case blankBeforeColon
        /// A field with a line of blanks only, which RFC 5322, section 3.2.2, forbids; each field once.
        case blankLineInField
        /// The header ended without an empty line.
        case missingSeparator
        /// A NUL byte.
        case nul
        /// A byte order mark before the header.
        case byteOrderMark
        /// A `From ` line before the header, as mailboxes of the mbox format have it (RFC 4155).
        case mboxLine
        /// A multipart that names no boundary, so that nothing of it can be read.
        case missingBoundary
        /// A boundary past 70 octets (RFC 2046, section 5.1.1).
        case boundaryTooLong
        /// A multipart in which no part begins with its boundary.
        case noParts
        /// A multipart without its last delimiter, such as one that was cut off.
        case missingCloseDelimiter
        /// A body that does not follow its transfer encoding, or more than one word where that stands.
        case badTransferEncoding
        /// A transfer encoding that is not known.
        case unknownEncoding
        /// A multipart or message whose transfer encoding is one for parts alone (RFC 2045, section 6.4).
        case encodedComposite
        /// A charset that is not known.
        case unknownCharset
        /// A `Content-Type` that cannot be read.
        case badMediaType
        /// A `Content-Disposition` that cannot be read.
        case badDisposition
        /// A parameter that RFC 2045 or RFC 2231 would not have: without a value or quotation marks, in encoded-words,
        /// with octets that do not fit its charset, or with sections missing.
        case badParameter
        /// A parameter that stands there more than once, be it in another form.
        case repeatedParameter
        /// Fields, parts or nesting past the limit; the rest was not read.
        case limit
        /// 8-bit data where the message says 7bit.
        case eightBitData
    }

    /// The kind of fault.
    public var code: Code
    /// The offset in the message, in bytes; of a message in another that is encoded, where its encoded text begins.
    public var offset: Int
    /// The name of the parameter, of the first one where several have the same fault; `nil` where it is none of one.
    public var name: String?
}
