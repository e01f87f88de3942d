// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// Whether the value of a `Date` field is a date (RFC 5322, section 3.3).
enum DateSyntax {
    private static let weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
    private static let zones = ["ut", "gmt", "est", "edt", "cst", "cdt", "mst", "mdt", "pst", "pdt"]

    /// date-time = [ day-name "," ] day month year hour ":" minute [ ":" second ] zone [CFWS]
    static func isDate(_ text: String) -> Bool {
        var rest = Self.withoutComments(text)[...]
        if let comma = rest.firstIndex(of: .ascii(",")) {
            guard Self.weekdays.contains(Self.lowercased(rest[..<comma].trimmingWhitespace)) else { return false }
            rest = rest[(comma + 1)...]
        }
        let words = rest.split(whereSeparator: \.isWhitespace)
        guard words.count == 5, let month = Self.months.firstIndex(of: Self.lowercased(words[1])),
            let day = Self.number(words[0], digits: 1...2), let year = Self.number(words[2], digits: 4...4),
            year >= 1900, (1...Self.days(inMonth: month, of: year)).contains(day)
        else { return false }
        return Self.isTime(words[3]) && Self.isZone(words[4])
    }

    private static func isTime(_ word: ArraySlice<UInt8>) -> Bool {
        let pieces = word.split(separator: .ascii(":"), omittingEmptySubsequences: false)
            .map { Self.number($0, digits: 2...2) }
        guard (2...3).contains(pieces.count), let hour = pieces[0], let minute = pieces[1] else { return false }
        // A leap second is the 61st of its minute.
        guard pieces.count == 2 || pieces[2].map({ $0 <= 60 }) == true else { return false }
        return hour <= 23 && minute <= 59
    }

    private static func isZone(_ word: ArraySlice<UInt8>) -> Bool {
        if word.first == .ascii("+") || word.first == .ascii("-") {
            return Self.number(word.dropFirst(), digits: 4...4).map { $0 % 100 <= 59 } ?? false
        }
        return Self.zones.contains(Self.lowercased(word))
    }

    private static func number(_ word: ArraySlice<UInt8>, digits: ClosedRange<Int>) -> Int? {
        guard digits.contains(word.count), word.allSatisfy(\.isDigit) else { return nil }
        return Int(String(decoding: word, as: UTF8.self))
    }

    private static func days(inMonth month: Int, of year: Int) -> Int {
        switch month {
        case 1: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 3, 5, 8, 10: 30
        default: 31
        }
    }

    private static func lowercased(_ word: ArraySlice<UInt8>) -> String {
        String(decoding: word.map(\.asciiLowercased), as: UTF8.self)
    }

    private static func withoutComments(_ text: String) -> [UInt8] {
        var depth = 0
        return text.utf8.filter { byte in
            if byte == .ascii("(") { depth += 1 }
            defer { if byte == .ascii(")"), depth > 0 { depth -= 1 } }
            return depth == 0
        }
    }
}
