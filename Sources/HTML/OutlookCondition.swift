// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// The condition of a conditional comment, as Outlook on Windows takes it.
///
///     condition  = term *( ("&" / "|") term )
///     term       = "!" term / "(" condition ")" / [ comparison ] feature [ version ] / "true" / "false"
///     comparison = "lt" / "lte" / "gt" / "gte"
///
/// Source: "About conditional comments", Microsoft; `&` and `|` bind alike, from left to right.
struct OutlookCondition {
    /// The features that Outlook has, with their versions: since 2016 every one is Office 16.
    private static let features: [String: Int] = ["mso": 16, "vml": 1, "office": 16]
    /// The features that others ask for.
    private static let absentFeatures: Set<String> = ["ie", "windowsedition", "contentediting", "supportfields"]

    private var cursor: ByteCursor
    private var depth = 0

    /// Whether the condition holds in Outlook, `nil` if it is none.
    static func holds(_ text: some Collection<UInt8>) -> Bool? {
        var condition = OutlookCondition(cursor: ByteCursor(text.map(\.asciiLowercased)))
        guard let value = condition.condition(), condition.cursor.isAtEnd else { return nil }
        return value
    }

    private mutating func skip(_ byte: UInt8) -> Bool {
        _ = self.cursor.take(while: \.isWhitespace)
        return self.cursor.skip(byte)
    }

    private mutating func condition() -> Bool? {
        guard var value = self.term() else { return nil }
        while true {
            if self.skip(.ascii("&")) {
                guard let other = self.term() else { return nil }
                value = value && other
            } else if self.skip(.ascii("|")) {
                guard let other = self.term() else { return nil }
                value = value || other
            } else {
                return value
            }
        }
    }

    private mutating func term() -> Bool? {
        // No one nests deeper, and the stack has an end.
        self.depth += 1
        defer { self.depth -= 1 }
        guard self.depth < 64 else { return nil }
        if self.skip(.ascii("!")) { return self.term().map { !$0 } }
        if self.skip(.ascii("(")) {
            guard let value = self.condition(), self.skip(.ascii(")")) else { return nil }
            return value
        }
        return self.comparison()
    }

    private mutating func word() -> String {
        _ = self.cursor.take(while: \.isWhitespace)
        return String(decoding: self.cursor.take { $0.isAlphanumeric || $0 == .ascii(".") }, as: UTF8.self)
    }

    private mutating func comparison() -> Bool? {
        var word = self.word()
        var comparison: String?
        if ["lt", "lte", "gt", "gte"].contains(word) {
            comparison = word
            word = self.word()
        }
        if comparison == nil, word == "true" || word == "false" { return word == "true" }
        let version = Self.features[word]
        guard version != nil || Self.absentFeatures.contains(word) else { return nil }
        let start = self.cursor.offset
        let number = Double(self.word())
        if number == nil { self.cursor.offset = start }
        guard let version else { return false }
        guard let number else { return comparison == nil ? true : nil }
        let present = Double(version)
        return switch comparison {
        case "lt": present < number
        case "lte": present <= number
        case "gt": present > number
        case "gte": present >= number
        default: present == number
        }
    }
}
