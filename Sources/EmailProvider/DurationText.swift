// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// A duration in words, as PingIDM's External REST service takes it: `10 s`, `1 minute and 30 seconds`, `unlimited`.
///
/// ```
/// duration = "zero" / "disabled" / "infinity" / "indefinite" / "unlimited" / amount *( [ "," ] [ "and" ] amount )
/// amount   = 1*DIGIT [ SP ] unit
/// ```
enum DurationText {
    /// The milliseconds, of which zero means without limit, as in the settings; `nil` where the text is no duration, or
    /// one of more than 24 days.
    static func milliseconds(_ text: String) -> Int? {
        let text = text.asciiLowercased
        if ["zero", "disabled", "infinity", "indefinite", "unlimited"].contains(where: text.hasSameBytes) { return 0 }
        var total = 0
        var rest = Array(text.utf8)[...]
        repeat {
            let digits = rest.prefix(while: \.isDigit)
            let unit = rest.dropFirst(digits.count).drop(while: \.isWhitespace).prefix(while: \.isAlpha)
            guard let count = Int(String(decoding: digits, as: UTF8.self)), let size = Self.size(ofUnit: unit) else {
                return nil
            }
            let (product, isTooLarge) = count.multipliedReportingOverflow(by: size)
            guard !isTooLarge, product <= Int(Int32.max) - total else { return nil }
            total += product
            rest = rest[unit.endIndex...].drop(while: \.isWhitespace)
            if rest.first == .ascii(",") { rest = rest.dropFirst().drop(while: \.isWhitespace) }
            if rest.starts(with: "and ".utf8) { rest = rest.dropFirst(4).drop(while: \.isWhitespace) }
        } while !rest.isEmpty
        return total
    }

    private static func size(ofUnit unit: some Sequence<UInt8>) -> Int? {
        switch String(decoding: Array(unit), as: UTF8.self) {
        case "ms", "milli", "millis", "millisecond", "milliseconds": 1
        case "s", "sec", "second", "seconds": 1000
        case "m", "min", "minute", "minutes": 60_000
        case "h", "hour", "hours": 3_600_000
        case "d", "day", "days": 86_400_000
        default: nil
        }
    }
}
