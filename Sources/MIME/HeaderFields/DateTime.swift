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

    /// From the first day of 1970 on.
    static let weekdays = Array("ThuFriSatSunMonTueWed".utf8)
    /// The names of the months, of three letters each.
    package static let months = Array("JanFebMarAprMayJunJulAugSepOctNovDec".utf8)

    /// The years that a date field can name: RFC 5322 asks for four digits.
    static let representable = -62_167_219_200...253_402_300_799
}

extension DateTime: CustomStringConvertible {
    /// The moment as `Sat, 01 Jan 2000 00:00:00 +0000`.
    public var description: String {
        String(decoding: self.bytes, as: UTF8.self)
    }

    /// The day as ISO 8601 writes it, such as `2026-11-23`.
    package var day: String {
        let (year, month, day) = Self.civilDate(daysSinceEpoch: self.daysAndSeconds.days)
        return [year, month, day].map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: "-")
    }

    /// The whole days since 1 January 1970, and the seconds of the day after them.
    private var daysAndSeconds: (days: Int, seconds: Int) {
        let seconds = min(max(self.secondsSinceEpoch, Self.representable.lowerBound), Self.representable.upperBound)
        let days = (seconds - (seconds % 86_400 + 86_400) % 86_400) / 86_400
        return (days, seconds - days * 86_400)
    }

    /// What ``description`` says.
    var bytes: [UInt8] {
        let (days, time) = self.daysAndSeconds
        let date = Self.civilDate(daysSinceEpoch: days)
        var bytes = Array("Thu, 01 Jan 1970 00:00:00 +0000".utf8)
        Self.write(Self.weekdays, ((days % 7) + 7) % 7, to: &bytes, at: 0)
        Self.write(date.day, to: &bytes, at: 5)
        Self.write(Self.months, date.month - 1, to: &bytes, at: 8)
        Self.write(date.year / 100, to: &bytes, at: 12)
        Self.write(date.year % 100, to: &bytes, at: 14)
        Self.write(time / 3600, to: &bytes, at: 17)
        Self.write(time / 60 % 60, to: &bytes, at: 20)
        Self.write(time % 60, to: &bytes, at: 23)
        return bytes
    }

    private static func write(_ number: Int, to bytes: inout [UInt8], at index: Int) {
        bytes[index] = .hexDigit(UInt8(number / 10))
        bytes[index + 1] = .hexDigit(UInt8(number % 10))
    }

    /// Writes one of some names of three letters.
    private static func write(_ names: [UInt8], _ number: Int, to bytes: inout [UInt8], at index: Int) {
        for offset in 0..<3 { bytes[index + offset] = names[number * 3 + offset] }
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

    /// The inverse of ``civilDate(daysSinceEpoch:)``; it is `nil` for a day that its month does not have.
    package static func daysSinceEpoch(year: Int, month: Int, day: Int) -> Int? {
        let yearFromMarch = month <= 2 ? year - 1 : year
        let era = (yearFromMarch >= 0 ? yearFromMarch : yearFromMarch - 399) / 400
        let yearOfEra = yearFromMarch - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let days = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
        return Self.civilDate(daysSinceEpoch: days) == (year, month, day) ? days : nil
    }
}
