// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// A language tag as a key: tags that differ in case only are the same (RFC 5646, section 2.1.1).
package struct LocaleKey: Hashable, Sendable {
    private let bytes: [UInt8]

    /// The key of a tag.
    package init(_ tag: String) {
        self.bytes = tag.utf8.map(\.asciiLowercased)
    }
}

extension String {
    /// Whether two language tags are the same; their case does not count (RFC 5646, section 2.1.1).
    package func isSameLocale(as other: String) -> Bool {
        self.utf8.equalsIgnoringASCIICase(other.utf8)
    }
}
