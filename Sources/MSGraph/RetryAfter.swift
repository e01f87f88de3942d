// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText
internal import MIME

/// The value of `Retry-After`.
///
///     Retry-After = HTTP-date / delay-seconds     (RFC 9110, section 10.2.3)
enum RetryAfter {
    /// The seconds to wait from a moment on; `nil` for a value of neither form. Past dates are zero.
    ///
    /// - Parameter now: Seconds since 1970.
    static func seconds(_ value: String, now: Int) -> Int? {
        let text = value.utf8.trimmingWhitespace
        if let first = text.first, first.isDigit {
            guard text.allSatisfy(\.isDigit) else { return nil }
            // More than fits is forever.
            return Int(String(decoding: text, as: UTF8.self)) ?? Int.max
        }
        return Self.date(Array(text)).map { max($0 - now, 0) }
    }

    /// HTTP-date = IMF-fixdate / rfc850-date / asctime-date     (RFC 9110, section 5.6.7)
    ///
    ///     Sun, 06 Nov 1994 08:49:37 GMT
    ///     Sunday, 06-Nov-94 08:49:37 GMT
    ///     Sun Nov  6 08:49:37 1994
    private static func date(_ text: [UInt8]) -> Int? {
        guard text.count <= 40 else { return nil }
        var words = text.split { $0 == .space || $0 == .ascii("-") || $0 == .ascii(",") }
        guard words.count >= 5, words.removeFirst().allSatisfy(\.isAlpha) else { return nil }
        let isASCTime = words[0].first?.isAlpha ?? false
        if isASCTime {
            guard words.count == 4 else { return nil }
            // Nov 6 08:49:37 1994 becomes 6 Nov 1994 08:49:37.
            words = [words[1], words[0], words[3], words[2]]
        } else {
            guard words.count == 5, words.removeLast().elementsEqual("GMT".utf8) else { return nil }
        }
        let time = words[3].split(separator: .ascii(":"), omittingEmptySubsequences: false)
        guard let day = Self.number(words[0], 1...31), let month = Self.month(words[1]), time.count == 3,
            var year = Self.number(words[2], 0...9999), let hour = Self.number(time[0], 0...23),
            let minute = Self.number(time[1], 0...59), let second = Self.number(time[2], 0...60)
        else { return nil }
        // Two digits are of this century: servers that still write them know no other.
        if words[2].count == 2 { year += 2000 }
        guard let days = DateTime.daysSinceEpoch(year: year, month: month, day: day) else { return nil }
        return days * 86_400 + hour * 3600 + minute * 60 + second
    }

    private static func number(_ text: ArraySlice<UInt8>, _ range: ClosedRange<Int>) -> Int? {
        guard (1...4).contains(text.count), text.allSatisfy(\.isDigit) else { return nil }
        let number = text.reduce(0) { $0 * 10 + Int($1 - .ascii("0")) }
        return range.contains(number) ? number : nil
    }

    private static func month(_ text: ArraySlice<UInt8>) -> Int? {
        let names = DateTime.months
        return (0..<12).first { names[($0 * 3)..<($0 * 3 + 3)].elementsEqual(text) }.map { $0 + 1 }
    }
}
