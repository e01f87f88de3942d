// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

/// Takes secrets out of a text that somebody else wrote, such as a server that repeats what it was sent.
///
/// It finds a secret as it is, in hexadecimal digits, with percent-encoded octets, in the form of a web form, and in base64
/// wherever it stands among other octets that were encoded with it.
package struct SecretRedactor: Sendable {
    /// What stands in the place of a secret.
    package static let mask = "(secret)"

    /// Shorter ones would turn half of any text into masks, and are no secrets.
    private static let shortestSecret = 4

    private let forms: [Form]

    /// A way in which a secret may be written.
    private enum Form: Sendable {
        /// As it is, with any of its octets percent-encoded, and a space as `+`.
        case text([UInt8])
        /// In hexadecimal digits of either case.
        case hexadecimal([UInt8])
        /// The digits in the middle of base64, which the octets around the secret have no part in.
        case base64([UInt8])

        /// The length of the form in `text` if it stands there.
        func length(in text: [UInt8], at start: Int) -> Int? {
            switch self {
            case .text(let secret): Self.length(of: secret, in: text, at: start)
            case .base64(let digits): text[start...].starts(with: digits) ? digits.count : nil
            case .hexadecimal(let digits):
                text[start...].starts(with: digits) { $0.asciiLowercased == $1.asciiLowercased } ? digits.count : nil
            }
        }

        private static func length(of secret: [UInt8], in text: [UInt8], at start: Int) -> Int? {
            var index = start
            for byte in secret {
                let rest = text[index...]
                if rest.first == .ascii("%"), rest.count >= 3,
                    text[index + 1].asciiLowercased == UInt8.hexDigit(byte >> 4).asciiLowercased,
                    text[index + 2].asciiLowercased == UInt8.hexDigit(byte & 15).asciiLowercased
                {
                    index += 3
                } else if rest.first == byte || byte == .space && rest.first == .ascii("+") {
                    index += 1
                } else {
                    return nil
                }
            }
            return index - start
        }
    }

    package init(_ secrets: [Secret]) {
        self.forms = secrets.filter { $0.bytes.count >= Self.shortestSecret }.flatMap { Self.forms(of: $0.bytes) }
    }

    /// The text without the secrets.
    package func redact(_ text: String) -> String {
        guard !self.forms.isEmpty else { return text }
        let bytes = Array(text.utf8)
        guard let redacted = self.redact(bytes) else { return text }
        return String(decoding: redacted, as: UTF8.self)
    }

    /// The octets without the secrets.
    ///
    /// - Returns: `nil` if there is nothing to take out.
    package func redact(_ bytes: [UInt8]) -> [UInt8]? {
        var output: [UInt8] = []
        var start = 0
        var index = 0
        while index < bytes.count {
            guard let length = self.forms.lazy.compactMap({ $0.length(in: bytes, at: index) }).max() else {
                index += 1
                continue
            }
            output += bytes[start..<index]
            output += Self.mask.utf8
            index += length
            start = index
        }
        return start == 0 ? nil : output + bytes[start...]
    }

    private static func forms(of secret: [UInt8]) -> [Form] {
        var forms = [
            Form.text(secret), .hexadecimal(secret.flatMap { [UInt8.hexDigit($0 >> 4), .hexDigit($0 & 15)] }),
        ]
        for offset in 0..<3 {
            let digits = Base64.encode([UInt8](repeating: 0, count: offset) + secret)
            let first = [0, 2, 3][offset]
            let last = (offset + secret.count) * 8 / 6
            if last - first >= Self.shortestSecret { forms.append(.base64(Array(digits[first..<last]))) }
        }
        return forms
    }
}
