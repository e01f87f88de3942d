// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

internal import ByteText

extension DateTime {
    /// A date as it was read from a `Date` field, with what was forgiven.
    public struct Reading: Hashable, Sendable {
        /// The moment. A leap second counts as the first one after it.
        public var dateTime: DateTime
        /// What RFC 5322 would not have: a day of the week that does not fit, a short year, a zone by its name, which
        /// counts as UTC where it is not known.
        public var defects: [DateTimeError]

        /// Reads a date with comments and the obsolete forms of RFC 5322, section 4.3.
        public init(_ text: String) throws(DateTimeError) {
            var parser = DateTimeParser(text)
            self.dateTime = try parser.parse()
            self.defects = parser.defects
        }
    }

    /// Reads a date as RFC 5322, section 3.3, has it; zones may have their old names, such as `GMT`.
    public init(parsing text: String) throws(DateTimeError) {
        let reading = try Reading(text)
        if let defect = reading.defects.first(where: { $0.code != .obsoleteZone }) { throw defect }
        self = reading.dateTime
    }
}

private struct DateTimeParser {
    private var cursor: ByteCursor
    private(set) var defects: [DateTimeError] = []

    /// Names with their hours from UTC (RFC 5322, section 4.3).
    private static let zones = [
        "ut": 0, "gmt": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
    ]

    init(_ text: String) {
        self.cursor = ByteCursor(Array(text.utf8))
    }

    /// date-time = [ day-of-week "," ] date time [CFWS]
    mutating func parse() throws(DateTimeError) -> DateTime {
        self.cursor.skipCFWS()
        let start = self.cursor.offset
        var weekday: Int?
        if self.cursor.peek?.isAlpha == true {
            weekday = try self.name(of: DateTime.weekdays, "the day of the week")
            try self.skip(.ascii(","))
        }
        let days = try self.date()
        if let weekday, weekday != ((days % 7) + 7) % 7 {
            self.forgive(.wrongWeekday, "the date is another day of the week", at: start)
        }
        let seconds = try self.time()
        let zone = try self.zone()
        guard self.cursor.isAtEnd else { throw self.fault("nothing follows the zone") }
        let moment = days * 86_400 + seconds - zone
        guard DateTime.representable.contains(moment) else {
            throw DateTimeError(code: .outOfRange, message: "there is no such date in UTC", offset: start)
        }
        return DateTime(secondsSinceEpoch: moment)
    }

    /// date = day month year, as days since 1 January 1970
    private mutating func date() throws(DateTimeError) -> Int {
        let start = self.cursor.offset
        let day = try self.number(1...2, "the day")
        let month = try self.name(of: DateTime.months, "the month") + 1
        let yearStart = self.cursor.offset
        var year = try self.number(2...4, "the year")
        let digits = self.lastDigits
        if digits < 4 {
            self.forgive(.shortYear, "the year has not four digits", at: yearStart)
            year += digits == 2 && year < 50 ? 2000 : 1900
        }
        guard year >= 1900, let days = DateTime.daysSinceEpoch(year: year, month: month, day: day) else {
            throw DateTimeError(code: .outOfRange, message: "there is no such date", offset: start)
        }
        return days
    }

    /// time-of-day = hour ":" minute [ ":" second ], as seconds
    private mutating func time() throws(DateTimeError) -> Int {
        let start = self.cursor.offset
        let hour = try self.number(2...2, "the hour")
        try self.skip(.ascii(":"))
        let minute = try self.number(2...2, "the minute")
        var second = 0
        if self.cursor.skip(.ascii(":")) {
            self.cursor.skipCFWS()
            second = try self.number(2...2, "the second")
        }
        guard hour <= 23, minute <= 59, second <= 60 else {
            throw DateTimeError(code: .outOfRange, message: "there is no such time", offset: start)
        }
        return hour * 3600 + minute * 60 + second
    }

    /// zone = (( "+" / "-" ) 4DIGIT) / obs-zone, as seconds
    private mutating func zone() throws(DateTimeError) -> Int {
        let start = self.cursor.offset
        if let sign = self.cursor.peek, sign == .ascii("+") || sign == .ascii("-") {
            self.cursor.offset += 1
            let zone = try self.number(4...4, "the zone")
            guard zone % 100 <= 59 else {
                throw DateTimeError(code: .outOfRange, message: "there is no such zone", offset: start)
            }
            return (zone / 100 * 3600 + zone % 100 * 60) * (sign == .ascii("-") ? -1 : 1)
        }
        let name = String(decoding: self.cursor.take(while: \.isAlpha), as: UTF8.self).asciiLowercased
        guard !name.isEmpty else { throw self.fault("the zone is missing") }
        self.cursor.skipCFWS()
        guard let hours = Self.zones[name] else {
            self.forgive(.unknownZone, "the name of the zone does not say its distance from UTC", at: start)
            return 0
        }
        self.forgive(.obsoleteZone, "the zone has an obsolete name", at: start)
        return hours * 3600
    }

    /// How many digits the number that was read last has.
    private var lastDigits = 0

    private mutating func number(_ count: ClosedRange<Int>, _ what: String) throws(DateTimeError) -> Int {
        let start = self.cursor.offset
        let digits = self.cursor.take(while: \.isDigit)
        guard count.contains(digits.count) else {
            throw DateTimeError(
                code: .syntax,
                message:
                    "\(what) must have \(count.lowerBound)\(count.count > 1 ? " to \(count.upperBound)" : "") digits",
                offset: start)
        }
        self.lastDigits = digits.count
        self.cursor.skipCFWS()
        return digits.reduce(0) { $0 * 10 + Int($1 - .ascii("0")) }
    }

    /// The number of one of some names of three letters.
    private mutating func name(of names: [UInt8], _ what: String) throws(DateTimeError) -> Int {
        let start = self.cursor.offset
        let word = self.cursor.take(while: \.isAlpha)
        let number = (0..<names.count / 3).first { names[($0 * 3)..<($0 * 3 + 3)].equalsIgnoringASCIICase(word) }
        guard let number else {
            throw DateTimeError(
                code: .syntax, message: "\(what) must be an English name of three letters", offset: start)
        }
        self.cursor.skipCFWS()
        return number
    }

    private mutating func skip(_ byte: UInt8) throws(DateTimeError) {
        guard self.cursor.skip(byte) else {
            throw self.fault("“\(Unicode.Scalar(byte))” must stand there")
        }
        self.cursor.skipCFWS()
    }

    private mutating func forgive(_ code: DateTimeError.Code, _ message: String, at offset: Int) {
        self.defects.append(DateTimeError(code: code, message: message, offset: offset))
    }

    private func fault(_ message: String) -> DateTimeError {
        DateTimeError(code: .syntax, message: message, offset: self.cursor.offset)
    }
}
