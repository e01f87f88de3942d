// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// A header field: a name and a typed value (RFC 5322, section 2.2).
public struct HeaderField: Hashable, Sendable {
    /// The name.
    public var name: HeaderFieldName
    /// The value.
    public var value: Value

    /// What a field says, by the grammar of its kind.
    public enum Value: Hashable, Sendable {
        /// Free text, such as a subject; control characters in it become spaces.
        case unstructured(String)
        /// Mailboxes and groups.
        case addresses(AddressList)
        /// A moment.
        case date(DateTime)
        /// A message identifier.
        case messageID(MessageID)
        /// A media type with parameters.
        case mediaType(MediaType)
        /// A token, such as a transfer encoding or a version.
        case token(Token)
    }

    /// A word of a fixed vocabulary, without spaces.
    public struct Token: Hashable, Sendable {
        let text: String

        /// Checks a token; it is `nil` where a character cannot stand in one.
        public init?(_ text: String) {
            guard MediaType.isToken(text) else { return nil }
            self.text = text
        }

        init(known text: StaticString) {
            self.text = "\(text)"
        }
    }

    /// Creates a field.
    public init(_ name: HeaderFieldName, _ value: Value) {
        self.name = name
        self.value = value
    }
}
