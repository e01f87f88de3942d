// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// A password, token or key: whatever must appear in no output.
///
/// Printing one, describing it or looking into it with a mirror shows that it is there, and nothing of it.
public struct Secret: Hashable, Sendable {
    /// The secret itself, for the wire.
    package let bytes: [UInt8]

    /// Keeps a text secret.
    public init(_ text: String) {
        self.bytes = Array(text.utf8)
    }

    /// Keeps bytes secret.
    package init(bytes: [UInt8]) {
        self.bytes = bytes
    }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The same for every secret.
    public var description: String { "(secret)" }

    /// The same for every secret.
    public var debugDescription: String { self.description }

    /// A mirror that sees nothing.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
