// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

package import ByteText

/// The identifier of a message, `<left@right>` (RFC 5322, section 3.6.4).
public struct MessageID: Hashable, Sendable {
    /// What stands before the `@`.
    public let left: String
    /// What stands after the `@`.
    public let right: String

    /// Checks the two sides; it is `nil` where one is not a dot-atom in ASCII.
    public init?(left: String, right: String) {
        guard Self.isDotAtom(left), Self.isDotAtom(right), left.utf8.count + right.utf8.count <= Self.limit else {
            return nil
        }
        self.left = left
        self.right = right
    }

    /// Checks the two sides of an identifier that was read, on the right of which an address literal may stand too.
    init?(left: String, rightOrLiteral right: String) {
        let isLiteral =
            right.utf8.count > 2 && right.utf8.first == .ascii("[") && right.utf8.last == .ascii("]")
            && !right.utf8.dropFirst().dropLast().contains { $0 == .ascii("[") || $0 == .ascii("]") }
        guard Self.isDotAtom(left), isLiteral || Self.isDotAtom(right) else { return nil }
        self.left = left
        self.right = right
    }

    /// The most octets of both sides, so that the field fits a line.
    static let limit = 240

    /// An identifier with a digest on the left, and on the right the domain, or a reserved name where there is none or
    /// only an address literal, which cannot stand there.
    package init(unique digest: StableHash, domain: Domain? = nil) {
        self.left = digest.hex
        self.right = domain.map(\.ascii).flatMap { Self.isDotAtom($0) ? $0 : nil } ?? "galley.example"
    }

    private static func isDotAtom(_ text: String) -> Bool {
        text.utf8.split(separator: .ascii("."), omittingEmptySubsequences: false)
            .allSatisfy { !$0.isEmpty && $0.allSatisfy { $0.isASCII && $0.isAtomText } }
    }
}

extension MessageID: CustomStringConvertible {
    /// The identifier with its angle brackets.
    public var description: String { "<\(self.left)@\(self.right)>" }
}
