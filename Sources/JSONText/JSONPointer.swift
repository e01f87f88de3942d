// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// A path to a value inside a JSON text (RFC 6901).
public struct JSONPointer: Hashable, Sendable {
    /// The reference tokens, unescaped.
    public var tokens: [String]

    /// The whole document.
    public static let root = JSONPointer([])

    /// Creates a pointer from its tokens.
    public init(_ tokens: [String]) {
        self.tokens = tokens
    }

    /// The pointer to the member or element `token` of this one.
    public func appending(_ token: String) -> JSONPointer {
        JSONPointer(self.tokens + [token])
    }

    /// The value there, if there is one.
    public func resolve(in node: JSONNode) -> JSONNode? {
        self.tokens.reduce(Optional(node)) { node, token in
            if let elements = node?.elements {
                return Self.index(token).flatMap { elements.indices.contains($0) ? elements[$0] : nil }
            }
            return node?[token]
        }
    }

    /// array-index = "0" / (%x31-39 *DIGIT)
    private static func index(_ token: String) -> Int? {
        guard token.utf8.allSatisfy(\.isDigit), token.utf8.count == 1 || token.utf8.first != .ascii("0") else {
            return nil
        }
        return Int(token)
    }
}

extension JSONPointer: CustomStringConvertible {
    /// The pointer as RFC 6901 writes it: `/message/en`.
    public var description: String {
        self.tokens.reduce(into: "") { text, token in
            text += "/"
            for scalar in token.unicodeScalars {
                switch scalar {
                case "~": text += "~0"
                case "/": text += "~1"
                default: text.unicodeScalars.append(scalar)
                }
            }
        }
    }
}
