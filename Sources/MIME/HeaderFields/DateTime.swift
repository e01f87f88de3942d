// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

/// A moment, written as `Date` fields write it (RFC 5322, section 3.3), always in UTC.
public struct DateTime: Hashable, Sendable {
    /// Seconds since 1 January 1970, 00:00 UTC, without leap seconds.
    public var secondsSinceEpoch: Int

    /// Creates a moment.
    public init(secondsSinceEpoch: Int) {
        self.secondsSinceEpoch = secondsSinceEpoch
    }

    /// 1 January 2000, 00:00 UTC: the date of fixtures that were given none.
    public static let fixture = DateTime(secondsSinceEpoch: 946_684_800)

    private static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// The years that a date field can name: RFC 5322 asks for four digits.
    private static let representable = -62_167_219_200...253_402_300_799
}

extension DateTime: CustomStringConvertible {
    /// The moment as `Sat, 01 Jan 2000 00:00:00 +0000`.
    public var description: String {
        let seconds = min(max(self.secondsSinceEpoch, Self.representable.lowerBound), Self.representable.upperBound)
        let days = (seconds - (seconds % 86_400 + 86_400) % 86_400) / 86_400
        let time = seconds - days * 86_400
        let date = Self.civilDate(daysSinceEpoch: days)
        var text = Self.weekdays[((days % 7) + 7) % 7] + ", "
        Self.append(date.day, digits: 2, to: &text)
        text += " " + Self.months[date.month - 1] + " "
        Self.append(date.year, digits: 4, to: &text)
        for (separator, number) in [(" ", time / 3600), (":", time / 60 % 60), (":", time % 60)] {
            text += separator
            Self.append(number, digits: 2, to: &text)
        }
        return text + " +0000"
    }

    private static func append(_ number: Int, digits: Int, to text: inout String) {
        if digits > 1 { Self.append(number / 10, digits: digits - 1, to: &text) }
        text.unicodeScalars.append(Unicode.Scalar(UInt8.hexDigit(UInt8(number % 10))))
    }

    /// The date of the proleptic Gregorian calendar: years are counted from March, so that the leap day comes last,
    /// in eras of 400 years, which all have 146,097 days.
    private static func civilDate(daysSinceEpoch days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }
}
