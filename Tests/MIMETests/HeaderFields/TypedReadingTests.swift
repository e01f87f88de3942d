// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Galley authors

import MIME
import TestSupport
import Testing

@Suite("Dates and message identifiers are read as values")
struct TypedReadingTests {
    @Test(arguments: [
        ("Sat, 01 Jan 2000 00:00:00 +0000", 946_684_800), ("Sat, 1 Jan 2000 00:00:00 GMT", 946_684_800),
        ("1 Jan 2000 01:30 +0130", 946_684_800), ("sat,1 jan 2000 00:00 UT", 946_684_800),
        ("Fri, 31 Dec 1999 19:00:00 EST", 946_684_800),
        ("(x) Sat (y), 01 Jan 2000 00 : 00 : 00 -0000 (z (z))", 946_684_800),
        ("Sat, 31 Dec 2016 23:59:60 +0000", 1_483_228_800), ("Thu, 29 Feb 2024 12:34:56 +0000", 1_709_210_096),
        ("Mon, 01 Jan 1900 00:00:00 +0000", -2_208_988_800), ("Fri, 31 Dec 9999 23:59:59 +0000", 253_402_300_799),
    ])
    func dates(_ text: String, _ seconds: Int) throws {
        #expect(try DateTime(parsing: text) == DateTime(secondsSinceEpoch: seconds))
    }

    @Test("Python reads the same moment from every date, in any zone", .enabled(if: Python.isPresent))
    func pythonAgrees() throws {
        var generator = SeededGenerator(seed: 93)
        let days = ["Mon, ", "", "Thu, "]
        let zones = ["+0000", "-0000", "+0530", "-1145", "GMT", "EDT", "PST", "CET", "Z"]
        let months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(separator: " ")
        let texts = (0..<2000).map { _ in
            let year =
                Int.random(in: 0..<4, using: &generator) == 0
                ? Int.random(in: 10...99, using: &generator) : Int.random(in: 1900...9998, using: &generator)
            return "\(days.randomElement(using: &generator) ?? "")\(Int.random(in: 1...28, using: &generator)) "
                + "\(months.randomElement(using: &generator) ?? "") \(year) "
                + "\(Int.random(in: 10...23, using: &generator)):\(Int.random(in: 10...59, using: &generator)) "
                + (zones.randomElement(using: &generator) ?? "")
        }
        // Its years of two digits change centuries in 1969, against RFC 5322, and it knows no Z.
        let script = """
            import sys, email.utils, datetime
            for line in open(sys.argv[1]):
                p = line.split()
                if len(p[-3]) == 2: p[-3] = ('20' if int(p[-3]) < 50 else '19') + p[-3]
                t = email.utils.parsedate_tz(' '.join(p))
                z = datetime.timezone(datetime.timedelta(seconds=t[9] or 0))
                m = datetime.datetime(*t[:6], tzinfo=z) - datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
                print(m // datetime.timedelta(seconds=1))
            """
        let lines = try Python.run(script, input: Array(texts.map { $0 + "\n" }.joined().utf8)).split(separator: "\n")
        #expect(lines.count == texts.count)
        for (text, line) in zip(texts, lines) {
            #expect(try DateTime.Reading(text).dateTime.secondsSinceEpoch == Int(line), "\(text)")
        }
    }

    @Test(
        "Every fault has its kind and place",
        arguments: [
            ("", .syntax, 0), ("x", .syntax, 0), ("Sam, 01 Jan 2000 00:00 +0000", .syntax, 0),
            ("Sat 01 Jan 2000 00:00 +0000", .syntax, 4), ("001 Jan 2000 00:00 +0000", .syntax, 0),
            ("1 Jän 2000 00:00 +0000", .syntax, 2), ("1 Jan 20000 00:00 +0000", .syntax, 6),
            ("1 Jan 2000 0:00 +0000", .syntax, 11), ("1 Jan 2000 00:00", .syntax, 16),
            ("1 Jan 2000 00:00 +000", .syntax, 18), ("1 Jan 2000 00:00 +0000 x", .syntax, 23),
            ("32 Jan 2000 00:00 +0000", .outOfRange, 0), ("30 Feb 2000 00:00 +0000", .outOfRange, 0),
            ("1 Jan 1899 00:00 +0000", .outOfRange, 0), ("31 Dec 9999 23:00 -0100", .outOfRange, 0),
            ("1 Jan 2000 24:00 +0000", .outOfRange, 11),
            ("1 Jan 2000 00:00:61 +0000", .outOfRange, 11), ("1 Jan 2000 00:00 +0060", .outOfRange, 17),
            ("Mon, 01 Jan 2000 00:00:00 +0000", .wrongWeekday, 0), ("Sat, 01 Jan 00 00:00 +0000", .shortYear, 12),
            ("1 Jan 2000 00:00 CET", .unknownZone, 17), ("2000-01-01T00:00:00Z", .syntax, 0),
        ] as [(String, DateTimeError.Code, Int)])
    func faultyDates(_ text: String, _ code: DateTimeError.Code, _ offset: Int) throws {
        let error = #expect(throws: DateTimeError.self) { try DateTime(parsing: text) }
        #expect(error?.code == code)
        #expect(error?.offset == offset)
        let isForgiven = [.wrongWeekday, .shortYear, .unknownZone].contains(code)
        #expect(((try? DateTime.Reading(text).defects.map(\.code)) == [code]) == isForgiven)
    }

    @Test(
        "A zone by its name is forgiven", arguments: [("GMT", true), ("EDT", true), ("+0000", false), ("-0000", false)])
    func obsoleteZones(_ zone: String, _ isObsolete: Bool) throws {
        let reading = try DateTime.Reading("1 Jan 2000 00:00 \(zone)")
        #expect(reading.defects.map(\.code) == (isObsolete ? [.obsoleteZone] : []))
        #expect(reading.defects.allSatisfy { $0.offset == 17 })
        #expect(try DateTime(parsing: "1 Jan 2000 00:00 \(zone)") == reading.dateTime)
    }

    @Test func everyDateComesBack() throws {
        var generator = SeededGenerator(seed: 94)
        for _ in 0..<2000 {
            let date = DateTime(secondsSinceEpoch: Int.random(in: -2_208_988_800...253_402_300_799, using: &generator))
            #expect(try DateTime(parsing: date.description) == date)
        }
    }

    @Test(arguments: [
        ("<a@b.test>", "<a@b.test>"), (" (c) <a.b+c@d> (e)\r\n ", "<a.b+c@d>"), ("<1@[192.0.2.1]>", "<1@[192.0.2.1]>"),
        ("<1@[IPv6:::1]>", "<1@[IPv6:::1]>"),
    ])
    func identifiers(_ text: String, _ identifier: String) throws {
        #expect(try MessageID(parsing: text).description == identifier)
    }

    @Test func listsOfIdentifiers() throws {
        #expect(try MessageID.list(parsing: "<a@b>\r\n <c@d><e@f> ").map(\.description) == ["<a@b>", "<c@d>", "<e@f>"])
        #expect(try MessageID.list(parsing: "") == [])
    }

    @Test(
        arguments: [
            ("", .notExactlyOne, 0), ("<a@b> <c@d>", .notExactlyOne, 0), ("nonsense", .syntax, 0), ("a@b", .syntax, 0),
            ("<a>", .syntax, 2), ("<a@b", .syntax, 4), ("<a b@c>", .syntax, 2), ("<a@b@c>", .syntax, 4),
            ("<@b>", .syntax, 0),
            ("<a@>", .syntax, 0), ("<a..b@c>", .syntax, 0), ("<a@.b>", .syntax, 0), ("<a@[b>", .syntax, 0),
            ("<a@[]>", .syntax, 0), ("<é@b>", .syntax, 1), ("<a@b>x", .syntax, 5),
            ("<" + String(repeating: "a", count: 240) + "@b>", .tooLong, 0),
        ] as [(String, MessageIDError.Code, Int)])
    func faultyIdentifiers(_ text: String, _ code: MessageIDError.Code, _ offset: Int) throws {
        let error = #expect(throws: MessageIDError.self) { try MessageID(parsing: text) }
        #expect(error?.code == code)
        #expect(error?.offset == offset)
    }
}
