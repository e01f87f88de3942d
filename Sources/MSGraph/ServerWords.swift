// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import Composition

/// What a server said, made safe to show: servers repeat what they were sent, secrets too.
struct ServerWords: Sendable {
    private let needles: [[UInt8]]

    /// Octets below which a secret is too common to look for.
    private static let shortest = 4

    /// - Parameter secrets: What must not show, in any of the forms in which servers repeat it.
    init(hiding secrets: [Secret]) {
        self.needles = secrets.map(\.bytes).filter { $0.count >= Self.shortest }.flatMap { secret in
            [secret, FormURLEncoding.encode(secret)] + Self.base64(secret) + [Self.hexadecimal(secret)]
        }
    }

    /// The text on one line, with control characters as escapes and cut to a line's length.
    func shown(_ text: String) -> String {
        self.hasSecret(Array(text.utf8)) ? "(not shown: it repeats a secret)" : text.escapedForDisplay
    }

    /// The same for a short code, which must be one word.
    func word(_ text: String) -> String? {
        let bytes = Array(text.utf8)
        guard (1...100).contains(bytes.count), !self.hasSecret(bytes),
            bytes.allSatisfy({ $0.isAlphanumeric || "_-.".utf8.contains($0) })
        else { return nil }
        return text
    }

    private func hasSecret(_ text: [UInt8]) -> Bool {
        let lowercased = text.map(\.asciiLowercased)
        return self.needles.contains { text.contains($0) || lowercased.contains($0) }
    }

    /// The digits that the secret has in base64 wherever it stands in an encoded text.
    private static func base64(_ secret: [UInt8]) -> [[UInt8]] {
        (0..<3).compactMap { offset in
            let padded = [UInt8](repeating: 0, count: offset) + secret
            // Digits that also stand for neighbours are left out.
            let digits = Base64.encode(padded).prefix(padded.count * 4 / 3).dropFirst((offset * 4 + 2) / 3)
            return digits.count >= Self.shortest ? Array(digits) : nil
        }
    }

    private static func hexadecimal(_ secret: [UInt8]) -> [UInt8] {
        secret.flatMap { [UInt8.hexDigit($0 >> 4), UInt8.hexDigit($0 & 15)] }.map(\.asciiLowercased)
    }
}
