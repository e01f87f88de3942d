// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// One thing that differs between a fixture as it was and as it would be now.
package struct FixtureDifference: Hashable, Sendable {
    /// The kinds of differences.
    package enum Kind: String, Hashable, Sendable {
        /// A header field.
        case header
        /// A part, or its media type, disposition or one of their parameters.
        case structure
        /// The lines of a text.
        case text
        /// An element, attribute or text of HTML.
        case html
        /// The bytes of something else.
        case attachment
        /// A value of JSON.
        case json
        /// A fault that only one of the two has.
        case syntax
    }

    /// The kind.
    package var kind: Kind
    /// The part by its section number (RFC 9051, section 6.4.5) and type; `nil` for the message and for JSON.
    package var part: String?
    /// The name of the field or parameter, the XPath of the node, or the JSON pointer; `nil` where the part is it.
    package var place: String?
    /// What it was; `nil` for what was added, and for texts.
    package var was: String?
    /// What it is now; `nil` for what is gone, and for texts.
    package var now: String?
    /// A unified difference, in lines, of texts.
    package var lines: [String] = []
}

extension [FixtureDifference] {
    /// The differences without that of the message identifier, where it only follows from what else the message says.
    package var withoutImpliedMessageID: [FixtureDifference] {
        let others = self.filter { $0.kind != .header || $0.part != nil || $0.place != "Message-ID" }
        return others.isEmpty ? self : others
    }
}
