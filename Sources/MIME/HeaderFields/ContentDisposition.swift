// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

package import ByteText

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

    /// The kind and its parameters, each on a line of its own where it has to be.
    package var chunks: [WireText] {
        get throws(WireTextError) {
            let kind = try WireText(validating: self.kind.rawValue)
            guard let filename = self.filename?.replacingControlsWithSpaces else { return [kind] }
            return [kind + ";"]
                + (try ParameterEncoding.encode(MediaType.Parameter(name: "filename", value: filename)))
        }
    }
}
