// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// A media type with its parameters, such as `text/html; charset=UTF-8` (RFC 2045, section 5.1).
public struct MediaType: Hashable, Sendable {
    /// The top-level type, in lower case.
    public let type: String
    /// The subtype, in lower case.
    public let subtype: String
    /// The parameters in their order, names in lower case.
    public var parameters: [Parameter]

    /// A name and value.
    public struct Parameter: Hashable, Sendable {
        /// The name, in lower case.
        public var name: String
        /// The value, unquoted.
        public var value: String

        /// Creates a parameter.
        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// Checks a type and subtype; it is `nil` where one of them is not a token.
    public init?(_ type: String, _ subtype: String, parameters: [Parameter] = []) {
        guard Self.isToken(type), Self.isToken(subtype), parameters.allSatisfy({ Self.isToken($0.name) }) else {
            return nil
        }
        self.type = type.asciiLowercased
        self.subtype = subtype.asciiLowercased
        self.parameters = parameters
    }

    private init(known type: String, _ subtype: String, _ parameters: [Parameter]) {
        self.type = type
        self.subtype = subtype
        self.parameters = parameters
    }

    /// `text/plain; charset=UTF-8`.
    public static let plainText = MediaType(known: "text", "plain", [Parameter(name: "charset", value: "UTF-8")])
    /// `text/plain`, as text is that names no type (RFC 2045, section 5.2): its charset is US-ASCII.
    static let defaultText = MediaType(known: "text", "plain", [])
    /// `text/html; charset=UTF-8`.
    public static let html = MediaType(known: "text", "html", [Parameter(name: "charset", value: "UTF-8")])
    /// `text/xml; charset=UTF-8`.
    public static let xml = MediaType(known: "text", "xml", [Parameter(name: "charset", value: "UTF-8")])

    /// `application/octet-stream`: any bytes (RFC 2046, section 4.5.1).
    public static let octetStream = MediaType(known: "application", "octet-stream", [])

    /// `message/rfc822`: a message in another (RFC 2046, section 5.2.1).
    static let message = MediaType(known: "message", "rfc822", [])

    /// `multipart/alternative`, whose parts say the same thing in ever richer forms (RFC 2046, section 5.1.4).
    public static func alternative(boundary: String) -> MediaType {
        MediaType(known: "multipart", "alternative", [Parameter(name: "boundary", value: boundary)])
    }

    /// `multipart/related`, whose first part, of the type `root`, refers to the others (RFC 2387).
    public static func related(boundary: String, root: String) -> MediaType {
        MediaType(
            known: "multipart", "related",
            [Parameter(name: "boundary", value: boundary), Parameter(name: "type", value: root)])
    }

    /// `multipart/mixed`, whose parts stand side by side (RFC 2046, section 5.1.3).
    public static func mixed(boundary: String) -> MediaType {
        MediaType(known: "multipart", "mixed", [Parameter(name: "boundary", value: boundary)])
    }

    /// The type and subtype without parameters: `text/html`.
    public var essence: String { "\(self.type)/\(self.subtype)" }

    /// Whether such a body holds other entities, and may not be encoded itself (RFC 2045, section 6.4).
    var isComposite: Bool { self.type.hasSameBytes(as: "multipart") || self.type.hasSameBytes(as: "message") }

    /// The value of the parameter of that name, compared without case.
    public subscript(name: String) -> String? {
        self.parameters.first { $0.name.utf8.equalsIgnoringASCIICase(name.utf8) }?.value
    }

    static func isToken(_ text: String) -> Bool {
        !text.isEmpty && !text.utf8.span.contains { !$0.isToken }
    }
}

extension UInt8 {
    /// token of RFC 2045, section 5.1: printable ASCII without tspecials.
    var isToken: Bool {
        guard self.isVisible else { return false }
        switch self {
        case .ascii("("), .ascii(")"), .ascii("<"), .ascii(">"), .ascii("@"), .ascii(","), .ascii(";"), .ascii(":"),
            .ascii("\\"), .ascii("\""), .ascii("/"), .ascii("["), .ascii("]"), .ascii("?"), .ascii("="):
            return false
        default:
            return true
        }
    }
}
