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

    /// Reads a pointer as RFC 6901 writes it: empty, or tokens that each follow a `/`; `nil` where `text` is none.
    public init?(parsing text: String) {
        let pieces = text.utf8.split(separator: .ascii("/"), omittingEmptySubsequences: false)
        guard let first = pieces.first, first.isEmpty else { return nil }
        var tokens: [String] = []
        for piece in pieces.dropFirst() {
            guard let token = Self.unescaped(piece) else { return nil }
            tokens.append(token)
        }
        self.tokens = tokens
    }

    /// The pointer to the value that holds the one of this pointer; `nil` for the whole document.
    public var parent: JSONPointer? {
        self.tokens.isEmpty ? nil : JSONPointer(self.tokens.dropLast())
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

    /// escaped = "~" ( "0" / "1" ), for `~` and `/`
    private static func unescaped(_ piece: Substring.UTF8View) -> String? {
        var bytes: [UInt8] = []
        var rest = piece[...]
        while let byte = rest.popFirst() {
            guard byte == .ascii("~") else {
                bytes.append(byte)
                continue
            }
            switch rest.popFirst() {
            case .ascii("0"): bytes.append(.ascii("~"))
            case .ascii("1"): bytes.append(.ascii("/"))
            default: return nil
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// array-index = "0" / (%x31-39 *DIGIT)
    static func index(_ token: String) -> Int? {
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
