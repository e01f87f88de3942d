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
        /// An option that the fixtures were made with.
        case option
        /// The digest that the manifest has of a file.
        case digest
        /// A fault that only one of the two has.
        case syntax
    }

    /// The kind.
    package var kind: Kind
    /// The part by its section number (RFC 9051, section 6.4.5) and type; `nil` for the message and for JSON.
    package var part: String?
    /// The name of the field, parameter, option or file, the XPath of the node, or the JSON pointer; `nil` where the
    /// part is it.
    package var place: String?
    /// What it was; `nil` for what was added, and for texts.
    package var was: String?
    /// What it is now; `nil` for what is gone, and for texts.
    package var now: String?
    /// A unified difference, in lines, of texts.
    package var lines: [String]

    package init(
        kind: Kind, part: String? = nil, place: String? = nil, was: String? = nil, now: String? = nil,
        lines: [String] = []
    ) {
        self.kind = kind
        self.part = part
        self.place = place
        self.was = was
        self.now = now
        self.lines = lines
    }
}

extension [FixtureDifference] {
    /// The differences without another message identifier in the place of one: Composition makes it from every byte that
    /// the message says, so that it follows from what else differs, or from what is no difference.
    package var withoutImpliedMessageID: [FixtureDifference] {
        self.filter { difference in
            difference.kind != .header || difference.part != nil || difference.place != "Message-ID"
                || difference.was == nil || difference.now == nil
        }
    }
}
