// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import Composition

/// What a server said, made safe to show: servers repeat what they were sent, secrets too.
struct ServerWords: Sendable {
    private let redactor: SecretRedactor

    /// - Parameter secrets: What must not show, in any of the forms in which servers repeat it.
    init(hiding secrets: [Secret]) {
        self.redactor = SecretRedactor(secrets)
    }

    /// The text on one line, with control characters as escapes and cut to a line's length.
    func shown(_ text: String) -> String {
        self.redactor.redact(text).escapedForDisplay
    }

    /// The same for a short code, which must be one word.
    func word(_ text: String) -> String? {
        let bytes = Array(text.utf8)
        guard (1...100).contains(bytes.count), self.redactor.redact(bytes) == nil,
            bytes.allSatisfy({ $0.isAlphanumeric || "_-.".utf8.contains($0) })
        else { return nil }
        return text
    }
}
