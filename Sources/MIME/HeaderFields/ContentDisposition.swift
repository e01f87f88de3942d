// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// How a part is meant to be presented, and its file name (RFC 2183).
public struct ContentDisposition: Hashable, Sendable {
    /// The dispositions.
    public enum Kind: String, Hashable, Sendable {
        /// Shown where the message shows it.
        case inline
        /// Offered as a file.
        case attachment
    }

    /// The disposition.
    public var kind: Kind
    /// The file name. Control characters in it become spaces; beyond ASCII it is written by RFC 2231.
    public var filename: String?

    /// Creates a disposition.
    public init(_ kind: Kind, filename: String? = nil) {
        self.kind = kind
        self.filename = filename
    }
}
